"""A program in the patient's place presses Start, what it is told to press, and ends in time."""

from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.core.messages.exercise import Command
from edge.processes.options import SIMULATION_LEAD_S
from edge.records.recording import read_recording
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver, simulated_session
from tests.runtime.test_supervisor import all_running, until
from tests.stages.playing import PATIENT
from tests.toys import ToyOptions, graph


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes import the toys by name."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])


def test_a_driver_starts_presses_and_ends(tmp_path: Path) -> None:
    polls: list[Supervisor] = []
    with (
        Supervisor(graph(), session_dir=tmp_path, options=ToyOptions()) as supervisor,
        Driver(supervisor) as driver,
    ):
        assert driver.begin_ns == supervisor.began_ns + round(SIMULATION_LEAD_S * 1e9)
        until(lambda: all_running(supervisor), supervisor)
        driver.press("pause")
        driver.drive(2.0, polls.append)  # after the simulated patient would begin
        assert supervisor.stop.is_set()
        assert now_ns() > driver.begin_ns + 2_000_000_000
    assert polls
    commands = [m for m in read_recording(tmp_path).messages if isinstance(m, Command)]
    assert [(m.seq, m.action, m.exercise) for m in commands] == [
        (0, "start", 0),
        (1, "pause", None),
    ]


def test_a_session_that_is_stopped_from_outside_ends(tmp_path: Path) -> None:
    with (
        Supervisor(graph(), session_dir=tmp_path, options=ToyOptions()) as supervisor,
        Driver(supervisor) as driver,
    ):
        driver.drive(polled=lambda supervisor: supervisor.stop.set())


def test_a_simulated_session_says_that_it_is_one(tmp_path: Path) -> None:
    session = simulated_session(PATIENT, tmp_path, repetitions=7, camera="body")
    options = session.options
    assert (options.watch, options.camera, options.simulated) == ("virtual", "body", True)
    assert options.simulated_patient == PATIENT
    assert options.session_plan.plan.exercises[0].repetitions == 7
    assert options.metadata.strings()["simulated"] == "yes"
