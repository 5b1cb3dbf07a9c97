"""The guided recording of a wearing: from the last stillness on, and in one piece."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.errors import PlacementError
from calibration.placement import directions_of_recording, placement_between
from calibration.placement_recorder import PlacementRecorder, uniform
from edge.assessment.mounting import Mounting
from edge.core.messages.imu import Imu
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.patient import SimulatedPatient

PATIENT = SimulatedPatient(
    exercise="elbow_flexion", side="right", profile="healthy", seconds=20.0, seed=2, wearing=1
)


def packets() -> list[Imu]:
    session = PATIENT.session()
    return list(imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s, chunk_s=0.1))


def recorded(recorder: PlacementRecorder, stream: list[Imu]) -> bool:
    return any(recorder.take(packet).step == "done" for packet in stream)


def turned_deg(recorder: PlacementRecorder) -> float:
    wearing = directions_of_recording(*recorder.recording).mounting
    return placement_between(Mounting.of_anchor(PATIENT.anchor()), wearing).turned_deg


def test_stillness_and_one_repetition_tell_the_turn() -> None:
    recorder = PlacementRecorder()
    assert recorded(recorder, packets())
    assert turned_deg(recorder) == pytest.approx(21, abs=2.5)
    t_s = recorder.recording[0]
    assert t_s[-1] < 3.0 + 8.0


def test_an_interruption_begins_it_anew() -> None:
    stream = packets()
    cut = 45  # the first repetition has begun
    again = [
        replace(p, t_ns=p.t_ns + 10**10, sensor_ns=p.sensor_ns + 10**10, gap=i == 0)
        for i, p in enumerate(stream)
    ]
    recorder = PlacementRecorder()
    assert not recorded(recorder, stream[:cut])
    assert recorded(recorder, again)
    assert turned_deg(recorder) == pytest.approx(21, abs=2.5)


def test_nothing_recorded_is_said() -> None:
    with pytest.raises(PlacementError, match="has sent nothing"):
        _ = PlacementRecorder().recording


def test_a_recording_in_pieces_is_refused() -> None:
    t_s = np.concatenate([np.arange(50), np.arange(100, 150)]) / 50
    with pytest.raises(PlacementError, match="interrupted"):
        uniform(t_s, np.zeros((100, 6)))
