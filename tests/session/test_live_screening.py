"""A live screening of real processes answers, survives a kill, and is replayed to the same."""

import json
import signal
from contextlib import ExitStack
from os import kill
from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.core.messages.screening import (
    BodySighting,
    ScreeningCommand,
    ScreeningProgress,
    ScreeningResumption,
)
from edge.records.errors import RecordingError
from edge.runtime.service import ServicePorts
from edge.session.errors import SessionError
from edge.session.live_screening import LiveScreening
from edge.session.screening_replay import replay_screening
from tests.runtime.test_supervisor import until
from tests.screening.filmed import network
from tests.screening.watched import BACKWARD
from tests.session.bending_room import PARTS, kinds, room, session


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes import the fake one by name."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


def begin(ports: ServicePorts, part: int) -> None:
    """Begin; who has begun ignores it, but for the fake pose process, which tells of that part."""
    at_ns = now_ns()
    ports.send(
        ScreeningCommand(seq=part, sensor_ns=at_ns, host_ns=at_ns, action="begin", code="P-1")
    )


def recorded(live: LiveScreening) -> int:
    """Return how many sightings are on the disk."""
    try:
        return sum(isinstance(one, BodySighting) for one in live.recording().messages)
    except RecordingError:
        return 0


def screened(live: LiveScreening) -> None:
    def so_far() -> tuple[str, int]:
        told = supervisor.newest(ScreeningProgress)
        return ("", 0) if told is None else (told.phase, told.forward)

    with live.running(graph=room()) as supervisor, ExitStack() as stack:
        driver = supervisor.join("driver")
        stack.callback(driver.close, 0.0)
        begin(driver, 0)
        until(lambda: so_far() == ("bending", 0), supervisor)
        begin(driver, 1)
        until(lambda: so_far() == ("bending", 2), supervisor)
        # Played at once, all of it would fall into the quarter of a second that a kill may cost.
        until(lambda: recorded(live) == PARTS[1], supervisor)
        kill(supervisor.pids["screening"], signal.SIGKILL)
        until(lambda: supervisor.states["screening"] != "running", supervisor)
        until(lambda: supervisor.states["screening"] == "running", supervisor)
        begin(driver, 2)
        until(lambda: live.outcome.answer is not None, supervisor)


def test_a_killed_screening_goes_on_answers_and_replays_to_the_same(tmp_path: Path) -> None:
    live = session(tmp_path, network(tmp_path / "zoo"), tmp_path / "zoo")
    screened(live)
    answer = live.outcome.answer
    assert answer is not None
    assert (answer.end, answer.answered) == ("complete", True)
    assert (live.out / "screening.html").read_text(encoding="utf-8") == answer.page
    result = json.loads((live.out / "screening.json").read_text())
    assert (result["code"], result["answered"]) == ("P-1", True)
    assert result["questions"][0]["bends"] == {"backward": len(BACKWARD)}
    recording = live.recording()
    assert recording.warnings == ()
    assert {"BodySighting", "ScreeningAnswer", "ScreeningCommand"} <= kinds(recording.messages)
    (mark,) = [one for one in recording.messages if isinstance(one, ScreeningResumption)]
    assert 1 <= mark.known <= PARTS[1] + 2
    replayed = replay_screening(recording, tmp_path / "zoo")
    assert replayed.likeness == "same"
    assert [one.page for one in replayed.answers] == [answer.page]
    with pytest.raises(SessionError, match="away was screening"):
        live.outcome.check()
