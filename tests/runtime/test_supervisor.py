"""Real processes are started, killed and stopped; nothing is lost that may not be."""

import json
import os
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from edge.bus.clock import now_ns
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark
from edge.core.messages.status import PageAddress, Status
from edge.records.errors import RecordingError
from edge.records.recording import parts_of, read_recording
from edge.runtime.backoff import MAX_DEATHS
from edge.runtime.errors import SupervisorError
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from tests.bus.examples import command
from tests.toys import LIFE, POISON, ToyOptions, graph
from tests.trace.chrome_rules import faults

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
PLAIN = ToyOptions()


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes import the toys by name."""
    monkeypatch.syspath_prepend(ROOT)


def until(condition: Callable[[], bool], supervisor: Supervisor) -> None:
    deadline_ns = now_ns() + round(PATIENCE_S * 1e9)
    while not condition():
        assert now_ns() < deadline_ns, f"still {supervisor.states}"
        supervisor.poll(0.05)


def all_running(supervisor: Supervisor) -> bool:
    return set(supervisor.states.values()) == {"running"}


def lines(session: Path) -> list[str]:
    log = session / "page.log"
    return log.read_text().splitlines() if log.exists() else []


def shown(session: Path) -> list[int]:
    return [int(line.split()[1]) for line in lines(session) if line.startswith("Imu ")]


def written(session: Path) -> set[int]:
    """Return the packets on the disk."""
    with suppress(RecordingError):
        return {m.seq for m in read_recording(session).messages if isinstance(m, Imu)}
    return set()


def gone(pids: list[int]) -> bool:
    return not any(psutil.pid_exists(pid) for pid in pids)


def without_holes(seqs: list[int]) -> bool:
    """Whether of each life of the watch everything is there up to the last one seen."""
    for life in {seq // LIFE for seq in seqs}:
        seen = {seq for seq in seqs if seq // LIFE == life}
        if seen != set(range(life * LIFE, max(seen) + 1)):
            return False
    return True


def test_who_gives_way_never_makes_the_others_wait_for_a_core(tmp_path: Path) -> None:
    polite = replace(
        graph(),
        processes=tuple(replace(p, gives_way=p.name == "recorder") for p in graph().processes),
    )
    with Supervisor(polite, session_dir=tmp_path, options=PLAIN) as supervisor:
        until(lambda: all_running(supervisor), supervisor)
        policies = {n: os.sched_getscheduler(pid) for n, pid in supervisor.pids.items()}
    assert policies.pop("recorder") == os.SCHED_IDLE
    assert set(policies.values()) == {os.SCHED_OTHER}


def test_every_process_may_be_killed_or_stopped_from_outside(tmp_path: Path) -> None:
    with Supervisor(graph(), session_dir=tmp_path, options=PLAIN) as supervisor:
        run_dir = supervisor.run_dir
        until(lambda: all_running(supervisor) and len(written(tmp_path)) > 20, supervisor)
        every = ("motion", "recorder", "page", "watch")
        blows = [((name,), signal.SIGKILL) for name in every]
        blows += [(("motion",), signal.SIGTERM), (("recorder",), signal.SIGINT)]
        for names, number in (*blows, (every, signal.SIGKILL)):
            others = {n: pid for n, pid in supervisor.pids.items() if n not in names}
            victims = {supervisor.pids[name] for name in names}
            before = len(shown(tmp_path))
            for victim in victims:
                os.kill(victim, number)
            until(lambda v=victims: v.isdisjoint(supervisor.pids.values()), supervisor)  # type: ignore[misc]
            until(lambda: all_running(supervisor), supervisor)
            until(lambda b=before: len(shown(tmp_path)) > b + 20, supervisor)  # type: ignore[misc]
            newest = shown(tmp_path)[-1]
            until(lambda n=newest: n in written(tmp_path), supervisor)  # type: ignore[misc]
            assert {n: pid for n, pid in supervisor.pids.items() if n not in names} == others
        until(lambda: "watch running 2" in lines(tmp_path), supervisor)
        until(lambda: "recorder: stopped by SIGINT" in lines(tmp_path), supervisor)
        pids = list(supervisor.pids.values())

    away = {absence.name: absence for absence in supervisor.absences}
    assert {name: absence.times for name, absence in away.items()} == {"motion": 3, "recorder": 3}
    assert away["recorder"].words == "killed by SIGKILL"
    assert all(absence.seconds > 0 for absence in away.values())
    told = r"motion \(3 times, \d+\.\d s in all: killed by SIGKILL\)"
    assert re.fullmatch(told, str(away["motion"]))
    assert gone(pids)
    assert not run_dir.exists()
    recording = read_recording(tmp_path)
    recorded = [message.seq for message in recording.messages if isinstance(message, Imu)]
    assert without_holes(recorded)
    assert without_holes(shown(tmp_path))
    assert set(recorded) == set(shown(tmp_path))
    assert len(parts_of(tmp_path)) == 4
    assert [w for w in recording.warnings if "missing" in w] == []
    marks = [message for message in recording.messages if isinstance(message, RestartMark)]
    first, second, third = (mark.resumption.completed for mark in marks)
    assert 0 < first < second < third

    figures = json.loads((tmp_path / "latency.json").read_text())
    assert set(figures["stages"]) == {"watch", "motion", "page", "recorder"}
    assert figures["stages"]["motion"]["warm_up"]["work"]["n"] > 50
    for end in ("progress", "page", "browser"):
        found = figures["warm_up"][end]
        assert 0 < found["p50"] <= found["p95"] <= found["p99"]


def test_a_session_is_traced_through_a_kill(tmp_path: Path) -> None:
    target = tmp_path / "trace.json"
    with Supervisor(graph(), session_dir=tmp_path, options=PLAIN, trace=target) as supervisor:
        until(lambda: all_running(supervisor) and len(shown(tmp_path)) > 100, supervisor)
        before = len(shown(tmp_path))
        os.kill(supervisor.pids["motion"], signal.SIGKILL)
        until(lambda: "motion running 1" in lines(tmp_path), supervisor)
        until(lambda: len(shown(tmp_path)) > before + 100, supervisor)
    assert faults(target) == []
    events = json.loads(target.read_text())["traceEvents"]
    processes = {e["pid"]: e["args"]["name"] for e in events if e["name"] == "process_name"}
    assert sorted(processes.values()) == sorted(
        ["supervisor", "watch", "motion", "motion", "page", "recorder"]
    )
    assert {e["name"] for e in events if e["ph"] == "i"} >= {
        "motion: restarting",
        "motion: running",
    }
    assert {e["name"] for e in events if e["ph"] == "C"} >= {"queue", "drops", "CPU", "memory"}
    flows: dict[int, list[str]] = {}
    for event in events:
        if event["ph"] in ("s", "t", "f"):
            flows.setdefault(event["id"], []).append(processes[event["pid"]])
    assert len(flows) > 50
    assert set(map(tuple, flows.values())) == {("watch", "motion", "page")}


def test_a_source_that_is_done_stays_so_and_everything_arrives(tmp_path: Path) -> None:
    with Supervisor(graph(), session_dir=tmp_path, options=ToyOptions(count=40)) as supervisor:
        until(lambda: supervisor.states["watch"] == "stopped", supervisor)
    assert shown(tmp_path) == list(range(40))
    assert [m.seq for m in read_recording(tmp_path).messages] == list(range(40))
    assert read_recording(tmp_path).warnings == ()


def test_a_message_that_breaks_a_stage_is_left_out(tmp_path: Path) -> None:
    options = ToyOptions(poisoned=True, count=2 * POISON)
    with Supervisor(graph(), session_dir=tmp_path, options=options) as supervisor:
        until(lambda: shown(tmp_path)[-1:] == [2 * POISON - 1], supervisor)
        until(lambda: supervisor.states["motion"] == "running", supervisor)
    assert shown(tmp_path) == [seq for seq in range(2 * POISON) if seq != POISON]


def with_motion(factory: str, *, optional: bool) -> Graph:
    """The small graph whose motion keeps dying."""
    whole = graph(motion=factory)
    processes = tuple(replace(p, optional=optional and p.name == "motion") for p in whole.processes)
    return replace(whole, processes=processes)


@pytest.mark.parametrize("factory", [pytest.param("broken", marks=pytest.mark.slow), "Dying"])
def test_an_optional_stage_that_keeps_dying_is_given_up_and_the_others_go_on(
    tmp_path: Path, factory: str
) -> None:
    dying = with_motion(factory, optional=True)
    with Supervisor(dying, session_dir=tmp_path, options=PLAIN) as supervisor:
        until(lambda: supervisor.states["motion"] == "failed", supervisor)
        until(lambda: f"motion failed {MAX_DEATHS - 1}" in lines(tmp_path), supervisor)
        assert {supervisor.states[name] for name in ("watch", "page", "recorder")} == {"running"}
    assert "motion: ValueError: this stage cannot work" in lines(tmp_path)


def test_any_other_stage_is_held_off_and_works_again_when_it_can(tmp_path: Path) -> None:
    sick = with_motion("Recovering", optional=False)
    with Supervisor(sick, session_dir=tmp_path, options=PLAIN) as supervisor:
        until(lambda: f"motion held_off {MAX_DEATHS - 1}" in lines(tmp_path), supervisor)
        assert {supervisor.states[name] for name in ("watch", "page", "recorder")} == {"running"}
        until(lambda: f"motion running {MAX_DEATHS}" in lines(tmp_path), supervisor)
        until(lambda: len(shown(tmp_path)) > 20, supervisor)
    assert "motion: ValueError: this stage cannot work" in lines(tmp_path)
    seqs = shown(tmp_path)
    assert seqs == list(range(MAX_DEATHS, seqs[-1] + 1)), "each death costs the message at fault"


def test_a_session_that_cannot_begin_ends_by_itself_and_says_why(tmp_path: Path) -> None:
    dead = with_motion("broken", optional=False)
    with (
        pytest.raises(SupervisorError, match=r"motion cannot start .*this stage cannot work"),
        Supervisor(dead, session_dir=tmp_path, options=PLAIN) as supervisor,
    ):
        until(lambda: False, supervisor)
    assert not supervisor.run_dir.exists()
    assert supervisor.absences == ()


class Clock:
    """The host's, ahead by as much as a test wants."""

    def __init__(self) -> None:
        self.ahead_ns = 0

    def __call__(self) -> int:
        return now_ns() + self.ahead_ns

    def step(self) -> None:
        """Let a second go by."""
        self.ahead_ns += 1_000_000_000


def test_who_hangs_is_killed_in_its_work_and_in_its_start_but_not_who_was_suspended(
    tmp_path: Path,
) -> None:
    clock = Clock()

    def killed(pid: int) -> bool:
        clock.step()
        return pid not in supervisor.pids.values()

    def stepped() -> bool:
        clock.step()
        return True

    hanging = graph(motion="HangingSecond")
    with Supervisor(hanging, session_dir=tmp_path, options=PLAIN, clock=clock) as supervisor:
        until(lambda: all_running(supervisor), supervisor)
        pids = dict(supervisor.pids)
        clock.ahead_ns += 35 * 1_000_000_000
        until(lambda: len(shown(tmp_path)) > 50, supervisor)
        assert supervisor.pids == pids, "the whole session was suspended"
        os.kill(pids["motion"], signal.SIGSTOP)
        until(lambda: stepped() and "motion silent 0" in lines(tmp_path), supervisor)
        until(lambda: killed(pids["motion"]), supervisor)
        until(lambda: "motion" in supervisor.pids, supervisor)
        second = supervisor.pids["motion"]
        until(lambda: killed(second), supervisor)
        until(lambda: supervisor.states["motion"] == "running", supervisor)
    assert [absence.name for absence in supervisor.absences] == ["motion"]


def test_who_was_killed_is_said_to_have_been(tmp_path: Path) -> None:
    with Supervisor(graph(), session_dir=tmp_path, options=PLAIN) as supervisor:
        until(lambda: all_running(supervisor), supervisor)
        os.kill(supervisor.pids["motion"], signal.SIGKILL)
        until(lambda: "motion: killed by SIGKILL" in lines(tmp_path), supervisor)


def test_what_a_process_sends_to_the_supervisor_is_kept_there(tmp_path: Path) -> None:
    with Supervisor(graph(), session_dir=tmp_path, options=PLAIN) as supervisor:
        assert supervisor.newest(PageAddress) is None
        for life in (0, 1):
            until(lambda: supervisor.newest(PageAddress) is not None, supervisor)
            until(lambda n=life: address(supervisor).url == f"toy:{n}", supervisor)  # type: ignore[misc]
            os.kill(supervisor.pids["page"], signal.SIGKILL)
        assert address(supervisor).host_ns == supervisor.began_ns
        assert supervisor.newest(Status) is None


def address(supervisor: Supervisor) -> PageAddress:
    found = supervisor.newest(PageAddress)
    assert found is not None
    return found


def test_a_guest_takes_part(tmp_path: Path) -> None:
    with Supervisor(graph(), session_dir=tmp_path, options=PLAIN) as supervisor:
        driver = supervisor.join("driver")
        driver.send(command(5))
        until(lambda: "Command 5" in lines(tmp_path), supervisor)
        assert driver.close(PATIENCE_S)
