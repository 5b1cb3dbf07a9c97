"""A service sends and takes from any thread, and gets again what it had not finished."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.bus.edges import Edge, Policy
from edge.bus.ports import Ports
from edge.bus.stop import Stop
from edge.core.messages.exercise import Command, Progress
from edge.core.messages.imu import Imu
from edge.runtime import process_metrics, service
from edge.runtime.process_metrics import ProcessMetrics
from edge.runtime.service import ServicePorts
from tests.bus.examples import command, imu, progress, short_dir

EDGES = (
    Edge(producer="watch", consumer="page", types=(Imu,), policy=Policy.EVERY),
    Edge(producer="watch", consumer="page", types=(Progress,), policy=Policy.NEWEST, depth=2),
    Edge(producer="page", consumer="watch", types=(Command,), policy=Policy.EVERY),
)
PATIENCE_S = 5.0


@pytest.fixture
def run_dir() -> Iterator[Path]:
    with short_dir() as folder:
        yield folder


def serving(name: str, run_dir: Path, stop: Stop) -> ServicePorts:
    return ServicePorts(Ports(name, EDGES, run_dir), stop)


def taken(ports: ServicePorts, count: int) -> list[int]:
    seqs: list[int] = []
    while len(seqs) < count:
        messages = ports.poll(PATIENCE_S)
        assert messages, f"only {seqs} came"
        seqs += [message.seq for message in messages]
    return seqs


def test_both_ways_at_once(run_dir: Path) -> None:
    stop = Stop()
    page, watch = serving("page", run_dir, stop), serving("watch", run_dir, stop)
    for seq in range(20):
        watch.send(imu(seq))
        page.send(command(seq))
    assert taken(page, 20) == list(range(20))
    assert taken(watch, 20) == list(range(20))
    page.poll()
    watch.poll()
    # Both have to know that the other has everything before either goes.
    time.sleep(0.5)
    assert watch.close(PATIENCE_S)
    assert page.close(PATIENCE_S)


def test_what_was_polled_last_counts_as_unprocessed(run_dir: Path) -> None:
    stop = Stop()
    page, watch = serving("page", run_dir, stop), serving("watch", run_dir, stop)
    watch.send(imu(0))
    assert taken(page, 1) == [0]
    watch.send(imu(1))
    assert taken(page, 1) == [1]
    assert not watch.close(0.1), "number 1 may still be needed again"
    page.close(0)


def test_a_service_that_does_not_poll_keeps_the_newest(run_dir: Path) -> None:
    stop = Stop()
    page, watch = serving("page", run_dir, stop), serving("watch", run_dir, stop)
    while not page.poll(0.02):
        watch.send(progress(0))
    for seq in range(100, 110):
        watch.send(progress(seq))
    watch.close(0)
    seqs: list[int] = []
    while 109 not in seqs:
        seqs = taken(page, 1)
    assert len(seqs) <= 2
    page.close(0)


def test_stop_ends_waiting(run_dir: Path) -> None:
    stop = Stop()
    page = serving("page", run_dir, stop)
    polled: list[object] = []
    waiter = threading.Thread(target=lambda: polled.append(page.poll(60)))
    waiter.start()
    stop.set()
    waiter.join(PATIENCE_S)
    assert polled == [[]]
    assert page.poll(60) == []
    page.close(0)
    stop.close()


class Beats(ProcessMetrics):
    """Counts the heartbeats of a process."""

    count = 0

    def heartbeat(self, ports: Ports) -> None:
        self.count += 1
        super().heartbeat(ports)


def test_a_loop_that_does_not_come_round_sends_no_heartbeat(
    run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "HANGS_NS", 100_000_000)
    monkeypatch.setattr(process_metrics, "BEAT_S", 0.05)
    monkeypatch.setattr(service, "LOOK_S", 0.01)
    stop, beats = Stop(), Beats()
    page = ServicePorts(Ports("page", EDGES, run_dir), stop, beats)

    def until_silent() -> None:
        before = -1
        while before != beats.count:
            before = beats.count
            time.sleep(0.4)

    time.sleep(0.1)
    assert beats.count == 0, "the loop has not begun"
    for sign in (page.alive, lambda: page.send(command(1)), page.poll, lambda: page.poll(0.2)):
        before = beats.count
        sign()
        while beats.count == before:
            time.sleep(0.01)
        until_silent()
    page.close(0)
    stop.close()
