"""However the supervisor ends, its processes and files end with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.records.recording import read_recording
from edge.runtime.supervisor import Supervisor
from tests.bus.examples import short_dir
from tests.runtime.test_supervisor import (
    PATIENCE_S,
    ROOT,
    gone,
    lines,
    shown,
    until,
    without_holes,
)
from tests.toys import ToyOptions, graph


@pytest.fixture
def tmpdir_of_its_own() -> Iterator[Path]:
    with short_dir() as folder:
        yield folder


@contextmanager
def started(session: Path, tmpdir: Path) -> Iterator[tuple["subprocess.Popen[str]", list[int]]]:
    """A supervisor in a process of its own, and the processes that it has started."""
    with subprocess.Popen(
        [sys.executable, "-c", "from tests.toys import main; main()", str(session)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmpdir)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) == 4
        yield process, pids


def eventually(condition: Callable[[], bool]) -> bool:
    deadline_ns = now_ns() + round(PATIENCE_S * 1e9)
    while not condition() and now_ns() < deadline_ns:
        time.sleep(0.05)
    return condition()


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGTERM,
        *(pytest.param(other, marks=pytest.mark.slow) for other in (signal.SIGINT, signal.SIGHUP)),
    ],
)
def test_a_signal_leaves_nothing_behind(
    tmp_path: Path, tmpdir_of_its_own: Path, number: signal.Signals
) -> None:
    with started(tmp_path, tmpdir_of_its_own) as (process, pids):
        process.send_signal(number)
        assert process.wait(PATIENCE_S) == 0
    assert gone(pids)
    assert eventually(lambda: list(tmpdir_of_its_own.iterdir()) == [])
    assert read_recording(tmp_path).warnings == ()


def test_a_killed_fork_server_is_started_anew_and_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(ROOT)
    with Supervisor(graph(), session_dir=tmp_path, options=ToyOptions(count=60)) as supervisor:
        until(lambda: set(supervisor.states.values()) <= {"running", "stopped"}, supervisor)
        server = vars(forkserver)["_forkserver"]
        killed = server._forkserver_pid
        os.kill(killed, signal.SIGKILL)
        page = supervisor.pids["page"]
        os.kill(page, signal.SIGKILL)
        until(lambda: supervisor.pids.get("page") not in {page, None}, supervisor)
        until(lambda: supervisor.states["page"] == "running", supervisor)
        until(lambda: supervisor.states["watch"] == "stopped", supervisor)
        until(lambda: "page: ended from outside" in lines(tmp_path), supervisor)
        assert server._forkserver_pid != killed
    assert set(shown(tmp_path)) == set(range(60))


def test_nothing_outlives_a_killed_supervisor(tmp_path: Path, tmpdir_of_its_own: Path) -> None:
    with started(tmp_path, tmpdir_of_its_own) as (process, pids):
        process.kill()
        assert eventually(lambda: gone(pids))
    assert eventually(lambda: list(tmpdir_of_its_own.iterdir()) == [])
    assert without_holes([m.seq for m in read_recording(tmp_path).messages])
