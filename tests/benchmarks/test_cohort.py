"""One piece of work for each of many people, shared by processes that end when they should."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from benchmarks.cohort import map_people, map_people_who_may_kill

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 30.0


def stay(folder: str) -> None:
    """Say which process this is, and work for longer than anybody waits."""
    Path(folder, str(os.getpid())).touch()
    time.sleep(600)


def test_no_worker_outlives_a_killed_command(tmp_path: Path) -> None:
    script = (
        "from benchmarks.cohort import map_people\n"
        "from tests.benchmarks.test_cohort import stay\n"
        f"map_people(stay, [{str(tmp_path)!r}] * 2, workers=2)\n"
    )
    command = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    until = time.monotonic() + ENDS_WITHIN_S
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    workers = [int(path.name) for path in tmp_path.iterdir()]
    assert len(workers) == 2
    command.send_signal(signal.SIGKILL)
    command.wait()
    until = time.monotonic() + ENDS_WITHIN_S
    while any(map(psutil.pid_exists, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(psutil.pid_exists, workers))


def test_every_person_is_worked_on_once_and_the_order_is_kept() -> None:
    steps: list[tuple[int, int | None]] = []
    people = [-3, 1, -2, 5, 0, -9, 4]
    found = map_people(abs, people, workers=2, progress=lambda *step: steps.append(step))
    assert found == [3, 1, 2, 5, 0, 9, 4]
    assert steps == [(done, 7) for done in range(1, 8)]


def test_nobody_is_nothing() -> None:
    assert map_people(abs, [], workers=1) == []


def half_or_death(number: int) -> float:
    """Die of an odd number."""
    if number % 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number / 2


def test_who_ends_processes_is_named_and_nobody_else_is_lost() -> None:
    steps: list[tuple[int, int | None]] = []
    numbers = [2, 4, 3, 6, 8]
    found = map_people_who_may_kill(
        half_or_death,
        numbers,
        workers=2,
        died=lambda number: -number,
        progress=lambda *step: steps.append(step),
    )
    assert found == [1, 2, -3, 3, 4]
    assert steps[-1] == (5, 5)
