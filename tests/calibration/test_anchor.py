import numpy as np
import pytest

from calibration.anchor import About, anchor_from_recording, anchor_from_takes, takes_of
from edge.assessment.template import Template
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.errors import ExerciseError
from edge.core.exercises import EXERCISES
from edge.records.errors import AnchorError, CalibrationError
from edge.simulation.body import SimulatedSession, simulate_anchor, simulate_session

ABOUT = About(exercise="shoulder_abduction", side="right", recorded="a test", simulated=True)


def recording_of(
    exercise: str = "shoulder_abduction", *, rate_hz: float = 50.0, repetitions: int = 4
) -> SimulatedSession:
    return simulate_anchor(exercise=exercise, seed=21, rate_hz=rate_hz, repetitions=repetitions)


def signal_of(recording: SimulatedSession) -> Floats:
    return np.column_stack([recording.accel_m_s2, recording.gyro_rad_s])


@pytest.mark.parametrize("exercise", EXERCISES)
def test_an_anchor_is_what_the_person_did(exercise: str) -> None:
    recording = recording_of(exercise)
    about = About(exercise=exercise, side="right", recorded="a test", simulated=True)
    anchor = anchor_from_recording(recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, about)
    true_deg = [repetition.rom_deg for repetition in recording.truth]
    true_s = [repetition.tempo_s for repetition in recording.truth]
    assert min(true_deg) - 4 < anchor.rom_deg < max(true_deg) + 4
    assert min(true_s) - 0.4 < anchor.tempo_s < max(true_s) + 0.4
    assert anchor.rom_spread_deg == pytest.approx(np.std(true_deg, ddof=1), abs=2)
    assert abs(anchor.axis @ recording.axis) > np.cos(np.radians(8))
    assert anchor.axis @ recording.axis > 0
    assert anchor.angle_deg[0] == pytest.approx(0, abs=1e-6)
    assert anchor.angle_deg.max() == anchor.rom_deg
    assert anchor.signal.shape == (len(anchor.angle_deg), 6)
    assert 0 < anchor.spread < 1
    assert len(anchor.others) == len(recording.truth) - 1
    template = Template.of(anchor.signal)
    costs = [template.align(other).cost for other in anchor.others]
    assert np.mean(costs) == pytest.approx(anchor.spread)


def test_a_straight_arm_is_as_long_as_it_is() -> None:
    recording = recording_of()
    anchor = anchor_from_recording(recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, ABOUT)
    skeleton = recording.skeleton
    arm_m = skeleton.upper_arm_m + skeleton.forearm_m
    assert anchor.arm_length_m == pytest.approx(arm_m, rel=0.2)


def test_the_rate_of_the_watch_does_not_matter() -> None:
    anchors = []
    for rate_hz in (50.0, 104.0, 400.0):
        recording = recording_of(rate_hz=rate_hz)
        anchors.append(
            anchor_from_recording(recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, ABOUT)
        )
    roms_deg = [anchor.rom_deg for anchor in anchors]
    assert np.ptp(roms_deg) < 4
    assert np.ptp([anchor.tempo_s for anchor in anchors]) < 0.5


def test_the_most_typical_repetition_is_chosen_by_its_distances_to_the_others() -> None:
    takes = takes_of(signal_of(recording_of(repetitions=5)))
    sums = [
        sum(Template.of(own.signal).align(other.signal).cost for other in takes) for own in takes
    ]
    typical = takes[int(np.argmin(sums))]
    anchor = anchor_from_takes(takes, ABOUT)
    assert np.array_equal(anchor.signal, typical.signal)
    assert anchor.spread == pytest.approx(min(sums) / (len(takes) - 1), rel=0.1)


def test_an_odd_repetition_is_not_the_anchor() -> None:
    takes = takes_of(signal_of(recording_of(repetitions=3)))
    session = simulate_session(
        exercise="shoulder_abduction", profile="hasty", duration_s=40, seed=21
    )
    fast = min(takes_of(signal_of(session)), key=lambda take: len(take.signal))
    anchor = anchor_from_takes((fast, *takes), ABOUT)
    assert len(anchor.signal) > 1.4 * len(fast.signal)


def test_missing_stillness_is_said() -> None:
    signal = signal_of(recording_of())
    with pytest.raises(AnchorError, match="not still for 3 s before the first repetition"):
        takes_of(signal[round(1.5 * PIPELINE_RATE_HZ) :])


@pytest.mark.parametrize("repetitions", [1, 2])
def test_missing_repetitions_are_said(repetitions: int) -> None:
    with pytest.raises(AnchorError, match=f"holds {repetitions} of the 3 repetitions"):
        takes_of(signal_of(recording_of(repetitions=repetitions)))


def test_a_watch_on_the_table_is_no_reference() -> None:
    still = np.tile([0.0, 0.0, 9.81, 0.0, 0.0, 0.0], (500, 1))
    with pytest.raises(CalibrationError, match="holds 0 of the 3 repetitions"):
        takes_of(still)


def test_a_gap_is_said_with_its_place() -> None:
    recording = recording_of()
    keep = np.r_[0:300, 350 : len(recording.t_s)]
    with pytest.raises(AnchorError, match=r"samples are missing after 6\.0 s"):
        anchor_from_recording(
            recording.t_s[keep], recording.accel_m_s2[keep], recording.gyro_rad_s[keep], ABOUT
        )


def test_an_unknown_exercise_is_said_before_anything_is_computed() -> None:
    about = About(exercise="juggling", side="right", recorded="", simulated=False)
    with pytest.raises(ExerciseError, match="there is no exercise 'juggling'"):
        anchor_from_recording([], [], [], about)
