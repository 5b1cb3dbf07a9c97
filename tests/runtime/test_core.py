"""A process joins the shared core after its start, and leaves it where it has to wait."""

import os
import threading
from collections.abc import Iterator

import pytest

from edge.bus.clock import now_ns
from edge.runtime.core import (
    JOIN_NS,
    LONGEST_WAIT_NS,
    RETURN_NS,
    SharedCore,
    Waits,
    fastest_core,
)

ALLOWED = os.sched_getaffinity(0)
needs_two_cores = pytest.mark.skipif(len(ALLOWED) < 2, reason="this machine has one core")


@pytest.fixture(autouse=True)
def back_to_all_cores() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        os.sched_setaffinity(thread.native_id or 0, ALLOWED)


@needs_two_cores
def test_a_process_joins_once_it_has_started_and_leaves_for_a_while_if_it_waits() -> None:
    core = SharedCore()
    begin_ns = now_ns()
    core.judge(0, begin_ns)
    assert os.sched_getaffinity(0) == ALLOWED, "it starts with the whole machine"
    core.judge(0, begin_ns + 2 * JOIN_NS)
    assert os.sched_getaffinity(0) == {fastest_core(ALLOWED)}
    core.judge(LONGEST_WAIT_NS, begin_ns + 3 * JOIN_NS)
    assert os.sched_getaffinity(0) == {fastest_core(ALLOWED)}
    left_ns = begin_ns + 4 * JOIN_NS
    core.judge(LONGEST_WAIT_NS + 1, left_ns)
    assert os.sched_getaffinity(0) == ALLOWED
    core.judge(0, left_ns + RETURN_NS - 1)
    assert os.sched_getaffinity(0) == ALLOWED
    core.judge(0, left_ns + RETURN_NS)
    assert os.sched_getaffinity(0) == {fastest_core(ALLOWED)}


@needs_two_cores
def test_all_threads_join() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait, daemon=True)
    thread.start()
    SharedCore().judge(0, now_ns() + 2 * JOIN_NS)
    assert os.sched_getaffinity(thread.native_id or 0) == {fastest_core(ALLOWED)}
    done.set()
    thread.join()


def test_waits_are_those_of_this_thread() -> None:
    before = Waits.of_this_thread()
    for _ in range(20):
        threading.Event().wait(0.001)
    after = Waits.of_this_thread()
    assert after.runs >= before.runs + 20
    assert Waits(before.runs + 4, before.waited_ns + 1000).mean_since(before) == 250
    assert before.mean_since(before) == 0
