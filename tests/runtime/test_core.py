"""A process joins the shared core after its start, and leaves it while it is busy."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.bus.ports import Ports
from edge.processes.graph import GRAPH
from edge.runtime.core import BUSY, JOIN_NS, RETURN_NS, SharedCore, Ticks, fastest_core, ticks_of
from edge.runtime.process_metrics import ProcessMetrics
from tests.bus.examples import short_dir

ALLOWED = os.sched_getaffinity(0)
SHARED = {fastest_core(ALLOWED)}
needs_two_cores = pytest.mark.skipif(len(ALLOWED) < 2, reason="this machine has one core")


@pytest.fixture(autouse=True)
def back_to_all_cores() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        os.sched_setaffinity(thread.native_id or 0, ALLOWED)


@needs_two_cores
def test_a_process_joins_once_it_has_started_and_leaves_a_busy_core_for_a_while() -> None:
    core = SharedCore()
    begin_ns = now_ns()
    core.judge(0.0, begin_ns)
    assert os.sched_getaffinity(0) == ALLOWED, "it starts with the whole machine"
    core.judge(BUSY + 0.01, begin_ns + 2 * JOIN_NS)
    assert os.sched_getaffinity(0) == ALLOWED, "nobody joins a busy core"
    core.judge(BUSY, begin_ns + 3 * JOIN_NS)
    assert os.sched_getaffinity(0) == SHARED
    left_ns = begin_ns + 4 * JOIN_NS
    core.judge(BUSY + 0.01, left_ns)
    assert os.sched_getaffinity(0) == ALLOWED
    core.judge(0.0, left_ns + RETURN_NS - 1)
    assert os.sched_getaffinity(0) == ALLOWED
    core.judge(0.0, left_ns + RETURN_NS)
    assert os.sched_getaffinity(0) == SHARED


@needs_two_cores
def test_all_threads_join() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait, daemon=True)
    thread.start()
    SharedCore().judge(0.0, now_ns() + 2 * JOIN_NS)
    assert os.sched_getaffinity(thread.native_id or 0) == SHARED
    done.set()
    thread.join()


def test_every_heartbeat_reviews_where_a_process_runs() -> None:
    reviews: list[SharedCore] = []

    class Noted(SharedCore):
        def review(self) -> None:
            reviews.append(self)

    core = Noted()
    metrics = ProcessMetrics(core=core)
    with short_dir() as folder, Ports("motion", (), folder) as ports:
        metrics.heartbeat(ports)
        metrics.heartbeat(ports)
    assert reviews == [core, core]


def test_between_watch_and_page_a_core_is_shared() -> None:
    assert {p.name for p in GRAPH.processes if p.shares_core} == {"watch", "motion", "page"}


def test_a_core_is_as_busy_as_its_ticks_say() -> None:
    before = Ticks(total=100, idle=40)
    assert Ticks(total=200, idle=115).busy_since(before) == 0.25
    assert before.busy_since(before) == 1.0, "nothing is known of no time"


def test_the_kernel_counts_each_core() -> None:
    for core in ALLOWED:
        first, second = ticks_of(core), ticks_of(core)
        assert first is not None
        assert second is not None
        assert second.total >= first.total > first.idle


@pytest.mark.parametrize(
    "stat",
    [
        "cpu  100 0 100 1000 0 0 0 0 0 0\ncpu900 100 0 100 1000 0 0 0 0 0 0\nbtime 1700000000\n",
        "".join(f"cpu{core} 1 2\n" for core in ALLOWED),
        "".join(f"cpu{core} a b c d e f\n\n" for core in ALLOWED),
        "",
        None,
    ],
    ids=["numbered anew", "cut", "no numbers", "empty", "not there"],
)
def test_where_nobody_counts_the_core_a_process_runs_on_any(
    stat: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "stat"
    if stat is not None:
        file.write_text(stat)
    monkeypatch.setattr("edge.runtime.core._STAT", file)
    monkeypatch.setattr("edge.runtime.core.JOIN_NS", 0)
    core = SharedCore()
    core.review()
    core.review()
    assert os.sched_getaffinity(0) == ALLOWED


@needs_two_cores
def test_a_core_that_goes_offline_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    core = SharedCore()
    at_ns = now_ns() + 2 * JOIN_NS

    def offline(thread: int, cores: set[int]) -> None:
        raise OSError(22, "Invalid argument")

    with monkeypatch.context() as patched:
        patched.setattr(os, "sched_setaffinity", offline)
        core.judge(0.0, at_ns)
    core.judge(0.0, at_ns + RETURN_NS)
    assert os.sched_getaffinity(0) == SHARED, "it is tried again"
