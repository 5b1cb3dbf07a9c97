"""Feedback is timed from the true end of the movement that it is about."""

from dataclasses import replace

import pytest

from benchmarks.session.feedback_latency import LISTENER, delays_ms, figures, listening
from benchmarks.session.simulated_session import PATIENT
from edge.bus.edges import Policy
from edge.bus.inbox import Delivery
from edge.bus.wire import Stamp
from edge.core.messages.exercise import Command, Feedback
from edge.processes.graph import GRAPH
from edge.signals.imu_chunks import imu_chunks
from edge.stages.offline import run_stages

BEGIN_NS = 5_000_000_000
PACKET_NS, COACH_NS = 30_000_000, 12_000_000


def test_each_part_counts_from_the_true_end() -> None:
    patient = replace(PATIENT, seconds=25.0)
    session = patient.session()
    start = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    given = run_stages(patient.session_plan(len(session.truth)), [start, *chunks])
    deliveries = []
    for number, feedback in enumerate(m for m in given if isinstance(m, Feedback)):
        moved = replace(
            feedback,
            start_ns=feedback.start_ns + BEGIN_NS,
            end_ns=feedback.end_ns + BEGIN_NS,
            host_ns=BEGIN_NS + round(session.truth[number].end_s * 1e9) + PACKET_NS,
        )
        stamp = Stamp(producer="coach", epoch=0, seq=number, base=0, sent_ns=0)
        deliveries.append(
            Delivery(moved, stamp, Policy.EVERY, moved.host_ns + COACH_NS + 1_000_000 * number)
        )
    delays = delays_ms(deliveries, patient, BEGIN_NS)
    count = len(session.truth)
    assert delays["recognised"] == pytest.approx([30.0] * count, abs=0.01)
    assert delays["answered"] == pytest.approx([42.0 + k for k in range(count)], abs=0.01)
    assert figures(delays)["answered"].max == pytest.approx(41.0 + count, abs=0.01)
    assert figures({"recognised": []}) == {}


def test_the_listener_is_sent_what_the_page_is_sent() -> None:
    graph = listening(GRAPH)
    to_page = {
        t for e in GRAPH.edges if (e.producer, e.consumer) == ("coach", "page") for t in e.types
    }
    heard = [e for e in graph.edges if e.consumer == LISTENER]
    assert [e.types for e in heard] == [(Feedback,)]
    assert Feedback in to_page
