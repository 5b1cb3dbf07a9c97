"""A restarted stage goes on where it was, and a recording of it replays to the same."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Feedback
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark, Resumption
from edge.core.stage import Stage
from edge.processes.coach import make_coach
from edge.processes.comparison import open_comparison
from edge.processes.motion import make_motion
from edge.records.recording_writer import RecordingWriter
from edge.runtime.context import SessionContext
from edge.stages.offline import run_stages
from tests.judgements import judgement_of
from tests.stages.playing import (
    PATIENT,
    START,
    feedbacks,
    middle_of,
    options_of,
    packets_of,
    repetitions,
    session_of,
    session_plan_of,
)

TRUTH = session_of(PATIENT).truth


def context(folder: Path, process: str, restarts: int) -> SessionContext:
    return SessionContext(
        process=process,
        session_dir=folder,
        run_dir=folder,
        restarts=restarts,
        options=options_of(folder),
    )


def through(stage: Stage, messages: Iterable[Message]) -> list[Message]:
    return [out for message in messages for out in stage.process(message)]


@pytest.mark.parametrize("killed_s", [TRUTH[2].end_s + 0.9, middle_of(4)], ids=["rest", "moving"])
def test_a_killed_motion_goes_on_and_replays_as_it_went(tmp_path: Path, killed_s: float) -> None:
    packets = packets_of()
    at = next(i for i, p in enumerate(packets) if p.sensor_ns > killed_s * 1e9)
    first = through(make_motion(context(tmp_path, "motion", 0)), [START, *packets[:at]])
    second = through(make_motion(context(tmp_path, "motion", 1)), packets[at + 10 :])
    marks = [message for message in second if isinstance(message, RestartMark)]
    assert [(m.resumption.exercise, m.resumption.completed) for m in marks] == [(0, 3)]
    assert second[0] is marks[0]
    live = repetitions([*first, *second])
    assert [r.number for r in live] == list(range(1, len(live) + 1))
    assert len(live) >= len(TRUTH) - 1
    consumed = [m for m in [*first, *second] if isinstance(m, Imu | Command | RestartMark)]
    replayed = feedbacks(run_stages(session_plan_of(), consumed, open_comparison()))
    coach = make_coach(context(tmp_path, "coach", 0))
    judged = feedbacks(through(coach, [START, *live]))
    assert [figures(feedback) for feedback in replayed] == [figures(one) for one in judged]


def figures(feedback: Feedback) -> tuple[int, float, float, str]:
    judgement = judgement_of(feedback)
    return feedback.number, judgement.rom_deg, judgement.similarity, feedback.cue


def test_a_motion_that_was_killed_before_it_began_starts_idle(tmp_path: Path) -> None:
    out = through(make_motion(context(tmp_path, "motion", 1)), packets_of()[:20])
    (mark,) = [message for message in out if isinstance(message, RestartMark)]
    assert mark.resumption == Resumption()


def test_a_restarted_coach_reads_what_it_had_said(tmp_path: Path) -> None:
    motion = through(make_motion(context(tmp_path, "motion", 0)), [START, *packets_of()])
    found = repetitions(motion)
    said = feedbacks(through(make_coach(context(tmp_path, "coach", 0)), [START, *found[:4]]))
    with RecordingWriter(
        tmp_path / "session-000.mcap", options_of(tmp_path).metadata.strings()
    ) as writer:
        for seq, feedback in enumerate(said):
            writer.write(feedback, Stamp("coach", 1, seq, 0, 0))
    out = through(make_coach(context(tmp_path, "coach", 1)), found)
    assert [m.number for m in out if isinstance(m, Feedback)] == list(range(5, len(found) + 1))
    assert len(out) == len(found) - 4 + 1
