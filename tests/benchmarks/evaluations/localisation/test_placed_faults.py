"""Hits and overlap by a toy network that knows what is wrong, and by one that knows nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluations.localisation.fault_cases import FaultCase, located
from benchmarks.evaluations.localisation.placed_faults import (
    METHODS,
    PlacedCase,
    alignment_cost,
    by_kind,
    examine,
    siamese_top,
    trained_on,
)
from edge.explain.critical import CriticalSettings
from edge.explain.refinement import RefinementSettings
from models.inference.fault_localizer import FaultLocalizerNetwork
from tests.explain.comparing import DepartureNetwork, Departures, HalvedPair

SETTINGS = CriticalSettings(refinement=RefinementSettings(top_share=0.1))


@pytest.fixture(scope="module")
def case() -> FaultCase:
    t = np.linspace(0, 2 * np.pi, 150)
    anchor = np.stack([3 * np.sin(t * (1 + k / 4)) for k in range(6)], axis=1)
    signal = anchor.copy()
    signal[60:75, 4] += 0.8
    return FaultCase(
        source="simulated",
        subject="toy",
        exercise="none",
        kind="shift",
        signal=signal,
        anchor=anchor,
        others=(1.01 * anchor, 0.99 * anchor),
        span=slice(60, 75),
    )


def test_what_is_wrong_is_hit(case: FaultCase) -> None:
    siamese = Departures(HalvedPair(case.anchor, case.anchor).inputs[0])
    row = examine(DepartureNetwork(), case, siamese_top(siamese, case, SETTINGS))
    assert row.hit == dict.fromkeys(METHODS, True)
    assert row.overlap["dtw"] > 0.8
    assert row.chance == pytest.approx(0.1)


def test_a_wrong_answer_is_a_miss(case: FaultCase) -> None:
    elsewhere = replace(case, span=slice(120, 135))
    siamese = Departures(HalvedPair(case.anchor, case.anchor).inputs[0])
    row = examine(DepartureNetwork(), elsewhere, siamese_top(siamese, elsewhere, SETTINGS))
    assert row.hit == dict.fromkeys(METHODS, False)
    assert row.overlap == dict.fromkeys(METHODS, 0.0)


def test_the_cost_of_alignment_is_the_mean_over_the_references(case: FaultCase) -> None:
    alone = [
        alignment_cost(replace(case, anchor=one, others=())) for one in (case.anchor, *case.others)
    ]
    np.testing.assert_allclose(alignment_cost(case), np.mean(alone, axis=0))
    total = located(case.signal, case.anchor).alignment.costs.sum()
    assert alone[0].sum() == pytest.approx(total)


def test_who_took_part_in_training_is_known_by_name(tmp_path: Path) -> None:
    network = FaultLocalizerNetwork.load("fault-localizer")
    assert trained_on(network, [tmp_path / "s9.npz", tmp_path / "s2.npz"])
    assert not trained_on(network, [tmp_path / "s9.npz"])


def test_the_table_means_over_kinds() -> None:
    rows = [
        PlacedCase(
            kind=kind,
            chance=0.1,
            hit={"raw": hit, "refined": True, "siamese": True, "dtw": False},
            overlap={"raw": 0.5, "refined": 1.0, "siamese": 1.0, "dtw": 0.0},
        )
        for kind, hit in (("a", True), ("a", False), ("b", True))
    ]
    result = by_kind(rows)
    assert set(result) == {"all", "a", "b"}
    assert result["all"].hit_rate["raw"] == pytest.approx(2 / 3)
    assert result["a"].hit_rate == {"raw": 0.5, "refined": 1.0, "siamese": 1.0, "dtw": 0.0}
    assert result["b"].cases == 1
    assert by_kind([]) == {}


def test_a_long_fault_has_several_right_answers(case: FaultCase) -> None:
    pieces = located(case.signal, case.anchor).pieces
    assert case.culprits(pieces) == {4}
    assert replace(case, span=slice(55, 102), long=True).culprits(pieces) == {4, 5, 6}
    assert replace(case, span=slice(72, 82)).culprits(pieces) == {5}


def test_the_toy_case_has_ten_segments(case: FaultCase) -> None:
    assert len(located(case.signal, case.anchor).pieces) == 10
