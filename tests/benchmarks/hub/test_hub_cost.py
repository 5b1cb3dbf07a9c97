"""The hub's benchmark in little: it counts what is in the database, not what it was told."""

import pytest

from benchmarks.hub.hub_cost import HubCost
from benchmarks.question import ignored
from tests.benchmarks.shown import shown


@pytest.mark.slow
def test_a_small_crowd_is_stored_whole_and_its_strangers_stay_out() -> None:
    few = HubCost(edges=20, strangers=3, records=2, repeat_every=10, descriptors=256, rounds=1)
    result = few.run(ignored)
    load = result.load
    assert load is not None
    assert (load.sent, load.stored, load.lost, load.doubled) == (40, 40, 0, 0)
    assert (load.repeated, load.known, load.strangers_in) == (4, 4, 0)
    assert load.hub_peak_mb > 10
    assert result.flood is not None
    assert (result.flood.hub_descriptors, result.flood.stored) == (256, 1)
    assert result.killed is not None
    assert (result.killed.lost, result.killed.doubled) == (0, 0)
    assert result.throughput is not None
    assert min(result.throughput.values()) > 0
    assert "strangers in" in shown(result)


@pytest.mark.slow
def test_a_small_clinic_is_shown_by_both_databases() -> None:
    result = HubCost(dashboard=True, patients=450, sessions=2).run(ignored)
    assert result.dashboard is not None
    assert set(result.dashboard.on) == {"sqlite", "postgresql"}
    for figures in result.dashboard.on.values():
        assert figures.requests == 200
        assert 0 < figures.worklist_median_ms <= figures.worklist_ms
    slower = max(each.patient_ms for each in result.dashboard.on.values())
    assert result.dashboard.patient_ms == slower
    assert "patient ms" in shown(result)
