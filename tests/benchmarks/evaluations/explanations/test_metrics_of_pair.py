"""What one pair yields, by a toy network whose gradients are known."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.evaluations.explanations.metrics_of_pair import (
    METRICS,
    VARIANTS,
    MeasureSettings,
    measure,
)
from benchmarks.evaluations.explanations.repetition_pairs import RepetitionPair
from edge.core.arrays import Floats
from edge.explain.metrics import continuity, feature_mutual_information, unit_mean
from edge.explain.perturbation import LossSettings
from edge.explain.refinement import POOLED
from tests.explain.comparing import Departures

QUICK = MeasureSettings(loss=LossSettings(nodes=2), controls=3)


@pytest.fixture(scope="module")
def pair() -> RepetitionPair:
    t = np.linspace(0, 2 * np.pi, 90)
    noise = np.random.default_rng(0).normal(0, 0.05, (2, 90, 6))
    course = np.stack([np.sin(t * (1 + k / 3)) for k in range(6)], axis=1)
    return RepetitionPair(
        subject="a", exercise="e1", signal=course + noise[0], anchor=course + noise[1]
    )


def metric(values: Floats, variant: str, name: str) -> Floats:
    return values[:, :, VARIANTS.index(variant), METRICS.index(name)]


def test_every_cell_is_measured(pair: RepetitionPair) -> None:
    values = measure(Departures(outputs=3), pair, QUICK)
    assert values.shape == (3, 2, len(VARIANTS), len(METRICS))
    assert np.isfinite(values).all()
    assert (np.abs(metric(values, "raw", "monotonicity")) <= 1).all()


def test_raw_is_the_map_itself(pair: RepetitionPair) -> None:
    values = measure(Departures(), pair, QUICK)
    signal = (pair.signal / 2).astype(np.float32).astype(np.float64)
    # Of the first output the gradient at the rates is −2x over the count, at the rest zero.
    product = signal * signal * [0, 0, 0, 1, 1, 1]
    row, column = 1, 0
    information = feature_mutual_information(signal, -product)
    change = continuity(signal, unit_mean(product))
    assert metric(values, "raw", "fmi")[row, column] == pytest.approx(information.corrected)
    assert metric(values, "raw", "continuity")[row, column] == pytest.approx(change.largest)


def test_the_control_differs_from_the_refined_map_only_in_where_it_amplifies(
    pair: RepetitionPair,
) -> None:
    even = replace(QUICK, refinement=replace(POOLED, gamma=1.0))
    values = measure(Departures(), pair, even)
    for name in METRICS:
        np.testing.assert_allclose(
            metric(values, "random", name), metric(values, "refined", name), rtol=1e-9
        )
    uneven = measure(Departures(), pair, QUICK)
    assert not np.allclose(
        metric(uneven, "random", "monotonicity"), metric(uneven, "refined", "monotonicity")
    )
