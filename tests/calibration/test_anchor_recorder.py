from collections.abc import Iterator

import numpy as np
import pytest

from calibration.anchor import About, anchor_from_recording
from calibration.anchor_recorder import AnchorRecorder, Guidance
from edge.core.messages.imu import Imu
from edge.records.errors import AnchorError
from edge.simulation.body import SimulatedSession, simulate_anchor

ABOUT = About(exercise="elbow_flexion", side="right", recorded="a test", simulated=True)


def chunks(
    recording: SimulatedSession, *, start: int = 0, size: int = 7, gap_at: int | None = None
) -> Iterator[Imu]:
    """Yield the recording as the watch sends it, the first chunk being the start of a stream."""
    t_ns = np.round(recording.t_s * 1e9).astype(np.int64)
    for number, first in enumerate(range(start, len(t_ns), size)):
        part = slice(first, first + size)
        yield Imu(
            seq=number,
            sensor_ns=int(t_ns[part][-1]),
            host_ns=int(t_ns[part][-1]),
            t_ns=t_ns[part],
            accel_m_s2=recording.accel_m_s2[part],
            gyro_rad_s=recording.gyro_rad_s[part],
            lost=0,
            gap=number in {0, gap_at},
        )


def recording_of(repetitions: int = 4) -> SimulatedSession:
    return simulate_anchor(exercise="elbow_flexion", seed=6, repetitions=repetitions)


def guided(recorder: AnchorRecorder, stream: Iterator[Imu]) -> list[Guidance]:
    """Return what is said, each thing once."""
    said: list[Guidance] = []
    for chunk in stream:
        guidance = recorder.take(chunk)
        if not said or said[-1] != guidance:
            said.append(guidance)
    return said


def test_it_says_what_to_do_step_by_step() -> None:
    said = [guidance.words for guidance in guided(AnchorRecorder(3), chunks(recording_of(3)))]
    assert said == [
        "Stand still for 3 s: 3 s to go",
        "Stand still for 3 s: 2 s to go",
        "Stand still for 3 s: 1 s to go",
        "Repetition 1 of 3: move out, come back, rest a moment",
        "Repetition 2 of 3: move out, come back, rest a moment",
        "Repetition 3 of 3: move out, come back, rest a moment",
        "Hold still",
        "Done",
    ]


def test_what_it_records_is_what_an_import_of_the_same_recording_gives() -> None:
    recording = recording_of()
    recorder = AnchorRecorder(4)
    assert guided(recorder, chunks(recording))[-1].step == "done"
    live = recorder.anchor(ABOUT)
    imported = anchor_from_recording(
        recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, ABOUT
    )
    assert live.rom_deg == pytest.approx(imported.rom_deg, abs=1.5)
    assert live.tempo_s == pytest.approx(imported.tempo_s, abs=0.3)


def test_moving_too_early_begins_the_stillness_anew() -> None:
    recording = recording_of(5)
    first = recording.truth[0].start_s
    said = guided(AnchorRecorder(3), chunks(recording, start=round((first - 1.0) * 50)))
    assert not any(guidance.step == "done" for guidance in said)
    assert all(guidance.repetitions == 0 for guidance in said)


def test_a_gap_begins_everything_anew() -> None:
    recorder = AnchorRecorder(4)
    recording = recording_of(5)
    gap_at = round(recording.truth[1].start_s * 50 / 7)
    said = guided(recorder, chunks(recording, gap_at=gap_at))
    assert any("interrupted" in guidance.words for guidance in said)
    assert said[-1].step != "done"


def test_an_unfinished_recording_gives_no_anchor() -> None:
    recorder = AnchorRecorder(3)
    guided(recorder, chunks(recording_of(2)))
    with pytest.raises(AnchorError, match="holds 2 of the 3 repetitions"):
        recorder.anchor(ABOUT)
