"""A session that is cut short is summed up and kept, whoever is there to read about it."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from edge.core.messages.exercise import Feedback, Summary
from edge.records.errors import RecordingError
from edge.records.recording import read_recording
from edge.records.session_history import read_history
from edge.session.outcome import Outcome
from edge.session.replay import outputs, replay, without_seq
from tests.commands.recorded import said
from tests.runtime.test_supervisor import PATIENCE_S, ROOT
from tests.stages.playing import PATIENT, session_of, session_plan_of

AT_TERMINAL = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from edge.cli import main
main()
"""
"""The command in a session of its own, whose controlling terminal standard input is."""


def assessed(session_dir: Path) -> int:
    """Return how many repetitions a recording that is being written holds by now."""
    try:
        messages = read_recording(session_dir).messages
    except RecordingError:
        return 0
    return sum(isinstance(message, Feedback) for message in messages)


def test_a_terminal_that_is_closed_in_mid_session_costs_neither_summary_nor_history(
    physio_home: Path, tmp_path: Path
) -> None:
    keyboard, terminal = pty.openpty()
    result = tmp_path / "result.json"
    words = ["demo", "--headless", "--seconds", "60", "--json", str(result)]
    with subprocess.Popen(
        [sys.executable, "-c", AT_TERMINAL, *words],
        cwd=ROOT,
        env={**os.environ, "PHYSIO_HOME": str(physio_home)},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    ) as process:
        os.close(terminal)
        sessions = physio_home / "simulated" / "sessions"
        while not any(assessed(session_dir) for session_dir in sessions.glob("*")):
            os.read(keyboard, 1000)
        os.close(keyboard)
        assert process.wait(PATIENCE_S) == 0
    (entry,) = read_history(physio_home / "simulated").entries
    assert 1 <= entry.done < entry.prescribed
    assert len(json.loads(result.read_text())["repetitions"]) == entry.done
    recording = read_recording(physio_home / "simulated" / "sessions" / entry.session)
    (summary,) = [message for message in recording.messages if isinstance(message, Summary)]
    assert summary.done == entry.done
    live = outputs(recording.messages)
    assert without_seq(outputs(replay(recording))) == without_seq(live)


def test_what_the_coach_could_not_sum_up_is_summed_up_without_it() -> None:
    outcome = Outcome()
    for message in said():
        if isinstance(message, Feedback) and message.number <= 3:
            outcome.hear(message)
    outcome.sum_up(session_plan_of().plan)
    (summary,) = outcome.summaries
    assert (summary.done, summary.prescribed) == (3, len(session_of(PATIENT).truth))
    assert summary.words


def test_what_the_coach_has_summed_up_stays_as_it_is() -> None:
    outcome = Outcome()
    for message in said():
        outcome.hear(message)
    before = outcome.summaries
    outcome.sum_up(session_plan_of().plan)
    assert outcome.summaries == before
