"""Packets are due at their own times, and a whole small session gives its figures."""

import numpy as np
import pytest

from benchmarks.session.scheduled_load import PACKET_S, scheduled
from benchmarks.session.simulated_session import PATIENT, SessionSetting
from benchmarks.session.whole_graph import WholeSessions, highest, measure
from tests.benchmarks.shown import shown


def test_packets_are_due_at_the_pace_of_the_load() -> None:
    at_1, at_4 = (list(scheduled(PATIENT, 1_000, load)) for load in (1.0, 4.0))
    assert len(at_1) == len(at_4)
    assert all(len(packet.t_ns) == 4 for packet in at_1[:-1])
    due_1 = np.array([packet.host_ns for packet in at_1])
    due_4 = np.array([packet.host_ns for packet in at_4])
    assert np.allclose(np.diff(due_1)[:-1], PACKET_S * 1e9)
    assert np.allclose((due_4 - 1_000) * 4, due_1 - 1_000, atol=4)
    for one, other in zip(at_1, at_4, strict=True):
        assert np.array_equal(one.t_ns, other.t_ns)


@pytest.mark.slow
def test_a_loaded_session_gives_figures_of_every_process() -> None:
    row = measure(SessionSetting(title="4x load", seconds=6.0, load=4))
    page = row.end_to_end["page"]
    assert page is not None
    assert (page["n"] or 0) > 10
    assert row.p99_ms == page["p99"]
    assert row.cores > 0
    assert row.movement_end == {}
    assert {"watch", "motion", "coach", "page", "recorder", "supervisor"} <= set(row.cpu_percent)
    assert "4x load" in shown(
        WholeSessions(runs={"4x load": row}, highest_load=4, most_watches=None)
    )


def test_the_highest_load_is_the_last_one_within_the_bound() -> None:
    assert highest((1, 2, 4), (3.0, 24.0, 26.0)) == 2
    assert highest((1, 2), (30.0, 3.0)) is None
    assert highest((), ()) is None
