"""A process's heartbeat says what its messages did, and nothing twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from edge.bus.clock import now_ns
from edge.bus.edges import Edge, Policy
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.bus.wire import Stamp
from edge.core.messages.base import Message
from edge.core.messages.status import Heartbeat
from edge.processes.graph import MEASURES
from edge.runtime.graph import SUPERVISOR
from edge.runtime.process_metrics import WARM_UP_NS, ProcessMetrics
from edge.runtime.spans import Spans
from edge.trace.parts import read_parts
from edge.trace.tracer import Tracer, key_of
from tests.bus.examples import imu, link, progress, short_dir

EDGE = Edge(producer="motion", consumer=SUPERVISOR, types=(Heartbeat,), policy=Policy.NEWEST)
MS = 1_000_000


class Desk:
    """A process's ports that keep what it would have told."""

    name = "motion"
    drops: dict[str, int]

    def __init__(self) -> None:
        self.drops = {"gap": 1}
        self.beats: list[Heartbeat] = []

    def send(self, message: Message) -> None:
        assert isinstance(message, Heartbeat)
        self.beats.append(message)


def beat(metrics: ProcessMetrics) -> Heartbeat:
    desk = Desk()
    metrics.heartbeat(desk)  # type: ignore[arg-type]
    return desk.beats[0]


def delivered(message: Message, wait_ns: int = 0, received_ns: int | None = None) -> Delivery:
    at_ns = now_ns() if received_ns is None else received_ns
    return Delivery(message, Stamp("watch", 1, 0, 0, at_ns - wait_ns), Policy.EVERY, at_ns)


def test_a_heartbeat_tells_what_was_taken_and_sent_since_the_last_one() -> None:
    metrics = ProcessMetrics(drops={"torn": 2}, measures=MEASURES)
    took = [delivered(imu(0), wait_ns=3 * MS), delivered(imu(1)), delivered(link(0))]
    metrics.taken(took)
    metrics.sent(replace(progress(0), host_ns=now_ns() - 5 * MS))
    metrics.worked(took[:1], now_ns())
    first, second = beat(metrics), beat(metrics)
    assert first.taken == {"Imu": 2, "LinkStatus": 1}
    assert first.sent == {"Progress": 1}
    assert first.queue == 3
    assert first.drops == {"gap": 1, "torn": 2}
    assert first.measured_ns["wait"][0] == 3 * MS
    assert len(first.measured_ns["work"]) == 1
    assert first.measured_ns["end/progress"][0] >= 5 * MS
    assert second.seq == first.seq + 1
    assert (second.taken, second.measured_ns, second.queue) == ({}, {}, 0)
    assert second.cpu_ns >= first.cpu_ns > 0
    assert second.memory_bytes > 1_000_000


def test_what_is_kept_for_later_is_no_work() -> None:
    metrics = ProcessMetrics(measures=MEASURES)
    begin_ns = now_ns() - 100 * MS
    took = [delivered(imu(0), received_ns=begin_ns), delivered(imu(1), received_ns=begin_ns)]
    metrics.worked(took, begin_ns, 2 * MS)
    measured = beat(metrics).measured_ns
    assert measured["work"] == (2 * MS, 2 * MS)
    assert all(held >= 98 * MS for held in measured["held"])


def test_jitter_is_measured_against_the_sensors_clock() -> None:
    metrics = ProcessMetrics(measures=MEASURES)
    metrics.taken([delivered(replace(imu(0), sensor_ns=0), received_ns=1_000 * MS)])
    metrics.taken([delivered(replace(imu(1), sensor_ns=80 * MS), received_ns=1_083 * MS)])
    metrics.taken([delivered(replace(imu(2), sensor_ns=160 * MS), received_ns=1_160 * MS)])
    measured = beat(metrics).measured_ns
    assert measured["period/Imu"] == (80 * MS, 80 * MS)
    assert measured["jitter/Imu"] == (3 * MS, 3 * MS)


def test_a_live_picture_of_the_camera_is_no_packets_latency() -> None:
    metrics = ProcessMetrics(measures=MEASURES)
    metrics.sent(replace(progress(0), source="camera"))
    metrics.taken([delivered(replace(progress(1), source="camera"))])
    assert not {name for name in beat(metrics).measured_ns if name.startswith("end/")}


def test_a_process_is_warm_a_while_after_its_first_work() -> None:
    metrics = ProcessMetrics(measures=MEASURES)
    long_ago = now_ns() - 2 * WARM_UP_NS
    metrics.taken([delivered(link(0), received_ns=long_ago)])
    assert not beat(metrics).warm, "a link's state is no work"
    metrics.taken([delivered(imu(0), received_ns=long_ago)])
    assert beat(metrics).warm
    fresh = ProcessMetrics(measures=MEASURES)
    fresh.taken([delivered(imu(0))])
    assert not beat(fresh).warm


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_dir() as path:
        yield path


def test_spans_hold_what_was_taken_and_what_followed(folder: Path) -> None:
    packet, picture = imu(4), progress(9)
    with Tracer(folder, "motion", 1) as tracer:
        metrics = ProcessMetrics(Spans(tracer), measures=MEASURES)
        took = delivered(replace(packet, gap=True), wait_ns=2 * MS)
        begin_ns = now_ns()
        metrics.passed_on(took.message)
        metrics.sent(picture)
        metrics.worked([took], begin_ns)
        metrics.taken([took])
        beat(metrics)
    (part,) = read_parts(folder)
    (span,) = part.spans
    assert span.name == "Imu"
    assert span.taken == (key_of(packet),)
    assert list(span.sent) == [key_of(packet), key_of(picture)]
    assert all(span.begin_ns <= at_ns <= span.end_ns for at_ns in span.sent.values())
    assert span.args["wait_us"] >= 2_000
    assert [event[0] for event in part.events] == ["gap in the stream"]
    assert {name for name, *_ in part.counts} == {"queue", "drops", "CPU", "memory"}


def test_ports_take_a_heartbeat(folder: Path) -> None:
    with (
        Ports(SUPERVISOR, (EDGE,), folder) as supervisor,
        Ports("motion", (EDGE,), folder) as ports,
    ):
        for _ in range(200):
            ProcessMetrics().heartbeat(ports)
            supervisor.wait(0.02)
            supervisor.drain()
            if supervisor.waiting:
                break
        assert isinstance(supervisor.take()[0].message, Heartbeat)
