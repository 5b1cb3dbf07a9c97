from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from edge.assessment.mounting import Mounting, turned_orientation, turned_signal
from edge.assessment.score import assess
from edge.core.arrays import Floats
from edge.signals.angles import angle_about
from tests.assessment.patients import anchor_as_repetition, reference_of, repetition_of

angles = st.floats(-np.pi, np.pi)
unit = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.1)


def normal(v: tuple[float, ...]) -> Floats:
    return np.asarray(v, dtype=np.float64) / float(np.linalg.norm(v))


@given(unit, unit, unit, angles)
def test_a_watch_worn_otherwise_is_turned_back(
    up: tuple[float, ...], axis: tuple[float, ...], about: tuple[float, ...], angle: float
) -> None:
    anchor = Mounting(up=normal(up), axis=normal(axis))
    turn = Rotation.from_rotvec(angle * normal(about))
    now = Mounting(up=turn.apply(anchor.up), axis=turn.apply(anchor.axis))
    back = Rotation.from_quat(now.turn_to(anchor), scalar_first=True)
    assert back.apply(now.up) == pytest.approx(anchor.up, abs=1e-6)
    if abs(anchor.up @ anchor.axis) < 0.7:
        assert back.apply(now.axis) == pytest.approx(anchor.axis, abs=1e-6)


def test_about_the_vertical_no_turn_is_invented() -> None:
    up = np.array([0.0, 0.0, 1.0])
    steep = Mounting(up=up, axis=normal((0.1, 0.0, 1.0)))
    other = Mounting(up=up, axis=normal((0.0, 0.1, 1.0)))
    assert steep.turn_to(other) == pytest.approx([1, 0, 0, 0])


def test_opposite_directions_are_turned_somehow() -> None:
    down = Mounting(up=np.array([0.0, 0.0, -1.0]), axis=np.array([1.0, 0.0, 0.0]))
    up = Mounting(up=np.array([0.0, 0.0, 1.0]), axis=np.array([1.0, 0.0, 0.0]))
    turn = Rotation.from_quat(down.turn_to(up), scalar_first=True)
    assert turn.apply(down.up) == pytest.approx(up.up)
    assert turn.apply(down.axis) == pytest.approx(up.axis)


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "trunk_flexion"])
@pytest.mark.parametrize("angle_deg", [15.0, 90.0, 170.0])
def test_scores_do_not_depend_on_how_the_watch_is_worn(exercise: str, angle_deg: float) -> None:
    reference = reference_of(exercise, 2)
    anchor = reference.anchor
    turn = np.array(
        Rotation.from_rotvec(np.radians(angle_deg) * normal((0.6, -0.3, 0.7))).as_quat(
            scalar_first=True
        )
    )
    worn = repetition_of(
        anchor_as_repetition(anchor).t_ns,
        turned_signal(anchor.signal, turn),
        turned_orientation(anchor.orientation, turn),
        anchor.axis,
    )
    plain, turned = assess(anchor_as_repetition(anchor), reference), assess(worn, reference)
    assert turned.similarity == pytest.approx(plain.similarity, abs=1e-6)
    assert turned.rom_deg - worn.angle_deg[0] == pytest.approx(plain.rom_deg, abs=1e-4)
    assert plain.lean == turned.lean or (plain.lean and turned.lean)
    if plain.lean and turned.lean:
        assert turned.lean.difference_deg == pytest.approx(plain.lean.difference_deg, abs=1e-3)


def test_a_turned_frame_tells_the_same_angles() -> None:
    anchor = reference_of("elbow_flexion", 2).anchor
    turn = np.array(Rotation.from_rotvec([0.4, -0.2, 0.3]).as_quat(scalar_first=True))
    poses = turned_orientation(anchor.orientation, turn)
    axis = Rotation.from_quat(turn, scalar_first=True).apply(anchor.axis)
    angle_deg = angle_about(axis, poses, poses[0])
    assert angle_deg == pytest.approx(anchor.angle_deg, abs=1e-6)
    steps = [np.linalg.norm(b - a) for a, b in pairwise(turned_signal(anchor.signal, turn))]
    assert steps == pytest.approx(np.linalg.norm(np.diff(anchor.signal, axis=0), axis=1).tolist())
