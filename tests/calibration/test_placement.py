"""Placement against simulated people who put the watch on anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from calibration.errors import PlacementError
from calibration.placement import (
    Placement,
    directions_of_recording,
    placement_between,
)
from edge.assessment.mounting import Mounting
from edge.core.anchor import Anchor
from edge.core.exercises import EXERCISES
from edge.simulation.body import (
    PatientSettings,
    SimulatedSession,
    simulate_anchor,
    simulate_session,
)

UPRIGHT = np.array([0.0, 0.0, 1.0])


def worn(patient: PatientSettings) -> Rotation:
    return Rotation.from_euler("XZ", [patient.watch_roll_deg, patient.watch_yaw_deg], degrees=True)


def wearing(it: SimulatedSession) -> Mounting:
    return directions_of_recording(it.t_s, it.accel_m_s2, it.gyro_rad_s).mounting


def put_on_anew(exercise: str, seed: int, anew: int) -> tuple[Placement, Rotation]:
    """Return the placement found and the true turn from the new sensor frame to the anchor's."""
    first = simulate_anchor(exercise=exercise, seed=seed)
    later = simulate_session(
        exercise=exercise, profile="healthy", duration_s=25.0, seed=seed, wearing=anew
    )
    found = placement_between(wearing(first), wearing(later))
    return found, worn(first.patient).inv() * worn(later.patient)


def error_deg(found: Placement, true: Rotation) -> float:
    rotation = Rotation.from_quat(found.rotation, scalar_first=True)
    return float(np.degrees((rotation.inv() * true).magnitude()))


@pytest.mark.parametrize("exercise", sorted(set(EXERCISES) - {"external_rotation"}))
@pytest.mark.parametrize("seed", range(4))
def test_turn_of_the_strap_is_found(exercise: str, seed: int) -> None:
    found, true = put_on_anew(exercise, seed, anew=seed + 1)
    assert error_deg(found, true) < 2.5
    assert found.residual_deg < 2.0
    assert found.uncertainty_deg < 5.0
    assert found.turned_deg == pytest.approx(np.degrees(true.magnitude()), abs=2.5)


def test_turning_about_the_vertical_leaves_a_turn_open_and_says_so() -> None:
    for seed in range(4):
        found, true = put_on_anew("external_rotation", seed, anew=1)
        assert found.uncertainty_deg > 10.0
        assert error_deg(found, true) < found.uncertainty_deg


@given(st.integers(0, 2**32 - 1), st.floats(20.0, 90.0))
def test_any_turn_is_found_from_exact_directions(seed: int, between_deg: float) -> None:
    turn = Rotation.random(rng=np.random.default_rng(seed))
    axis = Rotation.from_euler("x", between_deg, degrees=True).apply(UPRIGHT)
    now = Mounting(up=turn.apply(UPRIGHT, inverse=True), axis=turn.apply(axis, inverse=True))
    found = placement_between(Mounting(up=UPRIGHT, axis=axis), now)
    # The weak preference for small turns pulls by little, even on a watch worn upside down.
    assert error_deg(found, turn) < 0.3 * found.uncertainty_deg
    assert found.residual_deg < 1.0


def test_same_wearing_is_no_turn() -> None:
    it = Mounting(up=UPRIGHT, axis=np.array([0.0, 1.0, 0.0]))
    found = placement_between(it, it)
    assert found.turned_deg == pytest.approx(0.0, abs=1e-6)
    np.testing.assert_allclose(found.rotation, [1, 0, 0, 0], atol=1e-9)


def test_another_exercise_is_refused() -> None:
    arm = Mounting(up=UPRIGHT, axis=np.array([1.0, 0.0, 0.0]))
    spin = Mounting(up=UPRIGHT, axis=UPRIGHT)
    with pytest.raises(PlacementError, match="check the exercise"):
        placement_between(arm, spin)


def test_mounting_of_an_anchor_is_that_of_its_recording() -> None:
    it = simulate_anchor(exercise="shoulder_flexion", seed=6)
    first = it.truth[0]
    inside = (it.t_s >= first.start_s) & (it.t_s <= first.end_s)
    anchor = Anchor(
        exercise="shoulder_flexion",
        side="right",
        signal=np.hstack([it.accel_m_s2, it.gyro_rad_s])[inside],
        orientation=it.orientation[inside],
        angle_deg=it.angle_deg[inside],
        axis=it.axis,
        rom_deg=first.rom_deg,
        stability=0.0,
        tempo_s=first.tempo_s,
        spread=0.1,
        rom_spread_deg=1.0,
        arm_length_m=None,
        recorded="simulated",
        simulated=True,
    )
    stored, measured = Mounting.of_anchor(anchor), wearing(it)
    assert np.degrees(np.arccos(stored.up @ measured.up)) < 2.5
    assert np.degrees(np.arccos(stored.axis @ measured.axis)) < 2.5


def test_no_stillness_and_no_movement_are_said() -> None:
    rng = np.random.default_rng(0)
    t_s = np.arange(500) / 50.0
    gravity = np.tile([0.0, 0.0, 9.8], (500, 1))
    with pytest.raises(PlacementError, match="stood still"):
        restless = rng.normal(0.0, 3.0, (500, 3))
        directions_of_recording(t_s, gravity + restless, restless)
    with pytest.raises(PlacementError, match="main axis"):
        directions_of_recording(t_s, gravity, np.zeros((500, 3)))
    with pytest.raises(PlacementError, match="cannot be told"):
        directions_of_recording(t_s[:1], gravity[:1], gravity[:1])
