import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from edge.assessment.reference import Reference
from edge.assessment.score import Assessment, assess
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.core.messages.exercise import Repetition
from edge.signals.errors import SignalError
from tests.assessment.patients import (
    anchor_as_repetition,
    anchor_of,
    reference_of,
    repetition_of,
    session_of,
)


def stretched(anchor: Anchor, factor: float) -> Repetition:
    """Return the anchor's repetition at another tempo, its rates and tangential parts scaled."""
    count = round(len(anchor.signal) * factor)
    at = np.linspace(0, len(anchor.signal) - 1, count)

    def resampled(x: Floats) -> Floats:
        columns = [np.interp(at, np.arange(len(x)), column) for column in x.T]
        return np.column_stack(columns)

    poses = resampled(anchor.orientation)
    poses /= np.linalg.norm(poses, axis=1, keepdims=True)
    signal = resampled(anchor.signal)
    signal[:, 3:] /= factor
    t_ns = np.arange(count, dtype=np.int64) * 20_000_000
    return repetition_of(t_ns, signal, poses, anchor.axis)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_anchor_itself_is_perfect(exercise: str) -> None:
    anchor = anchor_of(exercise, 2)
    assessment = assess(anchor_as_repetition(anchor), reference_of(exercise, 2))
    assert assessment.similarity == pytest.approx(1, abs=1e-9)
    assert assessment.rom_difference_deg == pytest.approx(0)
    assert assessment.stability_difference == pytest.approx(0)
    ratios = (assessment.tempo_ratio, assessment.outward_ratio, assessment.returning_ratio)
    assert ratios == pytest.approx((1, 1, 1))
    assert (assessment.jerk_ratio, assessment.tremor_ratio) == pytest.approx((1, 1))
    assert assessment.critical == ()
    assert assessment.aligned == pytest.approx(anchor.signal, abs=1e-9)
    assert assessment.start_turn_deg == pytest.approx(0, abs=1e-6)


def test_similarity_falls_with_every_step_away_from_the_anchor() -> None:
    anchor, reference = anchor_of("shoulder_flexion", 2), reference_of("shoulder_flexion", 2)
    faster = [assess(stretched(anchor, f), reference).similarity for f in (1, 0.9, 0.75, 0.6, 0.45)]
    assert faster == sorted(faster, reverse=True)
    assert faster[0] > 0.99
    assert faster[-1] < 0.8


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_tempo_is_relative_to_the_anchor(factor: float) -> None:
    anchor, reference = anchor_of("shoulder_flexion", 2), reference_of("shoulder_flexion", 2)
    assessment = assess(stretched(anchor, factor), reference)
    assert assessment.tempo_ratio == pytest.approx(factor, rel=0.02)
    assert assessment.outward_ratio == pytest.approx(factor, rel=0.1)
    assert assessment.returning_ratio == pytest.approx(factor, rel=0.1)
    assert assessment.rom_difference_deg == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("turn_deg", [-35.0, 35.0])
def test_a_limb_turned_about_its_long_axis_is_noticed(turn_deg: float) -> None:
    anchor, reference = anchor_of("shoulder_abduction", 2), reference_of("shoulder_abduction", 2)
    assert reference.lean is not None
    long = reference.lean.lever_m / np.linalg.norm(reference.lean.lever_m)
    turn = Rotation.from_rotvec(np.radians(turn_deg) * long)
    poses = Rotation.from_quat(anchor.orientation, scalar_first=True) * turn
    signal = np.hstack(
        [turn.apply(part, inverse=True) for part in (anchor.signal[:, :3], anchor.signal[:, 3:])]
    )
    repetition = repetition_of(
        np.arange(len(signal), dtype=np.int64) * 20_000_000,
        signal,
        np.ascontiguousarray(poses.as_quat(scalar_first=True)),
        anchor.axis,
    )
    assert assess(repetition, reference).start_turn_deg == pytest.approx(turn_deg, abs=5)


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "trunk_extension"])
def test_good_repetitions_score_high_and_impaired_ones_lower(exercise: str) -> None:
    session = session_of(exercise, "mixed", 2)
    good: list[Assessment] = []
    impaired: list[Assessment] = []
    for repetition, true in session.repetitions:
        assessment = assess(repetition, session.reference)
        (impaired if true.impairment in {"low_range", "too_fast"} else good).append(assessment)
        assert assessment.rom_deg == pytest.approx(true.rom_deg, abs=5)
    assert np.median([assessment.similarity for assessment in good]) > 0.8
    assert max(j.similarity for j in impaired) < max(j.similarity for j in good)
    assert all(assessment.critical for assessment in impaired)


def test_a_movement_the_other_way_cannot_be_judged() -> None:
    anchor, reference = anchor_of("shoulder_flexion", 2), reference_of("shoulder_flexion", 2)
    still = np.tile(anchor.orientation[:1], (40, 1))
    t_ns = np.arange(40, dtype=np.int64) * 20_000_000
    repetition = repetition_of(t_ns, np.zeros((40, 6)), still, anchor.axis)
    with pytest.raises(SignalError):
        assess(repetition, reference)


def test_the_trunks_own_exercises_have_no_lean() -> None:
    reference = Reference.of(anchor_of("trunk_flexion", 2), watch_shows_lean=False)
    assessment = assess(anchor_as_repetition(reference.anchor), reference)
    assert (assessment.lean, assessment.start_turn_deg) == (None, 0.0)
