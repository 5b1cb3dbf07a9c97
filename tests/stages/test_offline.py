"""The stages in one process give what a session gives, and a recording replays to the digit."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from edge.core.messages.base import Message
from edge.core.messages.imu import Imu
from edge.records.recording import read_recording
from edge.session.replay import outputs, replay, without_seq
from edge.signals.imu_calibration import uncorrected
from edge.stages.offline import run_stages
from tests.commands.recorded import write_messages
from tests.stages.playing import (
    PATIENT,
    START,
    at_times,
    command,
    feedbacks,
    middle_of,
    packets_of,
    session_of,
    session_plan_of,
    summaries,
    without,
)

CALIBRATION = replace(
    uncorrected(), accel_bias_m_s2=np.array([0.05, 0.0, -0.1]), wearing=np.array([0.96, 0, 0.28, 0])
)


def test_a_recorded_session_replays_to_the_last_digit(tmp_path: Path) -> None:
    session_plan = session_plan_of(calibration=CALIBRATION)
    end_s = session_of(PATIENT).truth[-1].end_s + 1.0
    hole_s = middle_of(2)
    consumed = at_times(
        without(packets_of(), hole_s, hole_s + 2.0, gap=True),
        START,
        command("finish", end_s),
        command("rate", end_s + 2.0, 0, pain=3, effort=5),
    )
    live: list[Message] = outputs(run_stages(session_plan, consumed))
    assert len(feedbacks(live)) >= 4
    assert [summary.pain for summary in summaries(live)] == [None, 3]
    write_messages(tmp_path, session_plan, consumed, live)
    recording = read_recording(tmp_path)
    assert recording.warnings == ()
    assert without_seq(outputs(recording.messages)) == without_seq(live)
    assert without_seq(outputs(replay(recording))) == without_seq(live)


def test_what_was_consumed_is_not_given_out_again() -> None:
    out = list(run_stages(session_plan_of(), [START, *packets_of()[:50]]))
    assert out
    assert not any(isinstance(message, Imu) or message is START for message in out)
