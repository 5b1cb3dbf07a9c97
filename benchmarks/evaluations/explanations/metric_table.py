"""The table of explanation metrics, with bootstrap intervals over the pairs."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from benchmarks.distributions import percentiles
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, OUTPUTS, VARIANTS
from edge.core.arrays import Floats
from edge.explain.attribution import METHODS

DRAWS: Final = 2000
"""Bootstrap draws; 95 % intervals."""
RELATIVE: Final = {"fmi", "continuity", "fmi_plain", "continuity_p95"}
"""Metrics whose change is a ratio; monotonicity is a correlation, whose change is a difference."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Metrics of all pairs.

    Attributes:
        values: (pairs, methods, outputs, variants, metrics), NaN where a metric is not defined.
        subjects: (pairs,) the person of each.
    """

    values: Floats
    subjects: tuple[str, ...]


Interval: TypeAlias = tuple[float, float, float]
"""A value of the pairs as they are, and the bounds of its 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricTable:
    """Every cell, and what each variant changes against another, as mean over the cells.

    Attributes:
        cells: {method: {output: {metric: {variant: interval}}}}.
        change: {"refined vs raw" and others: {metric: interval}}: shares (0.39 is 39 % more), those
            of monotonicity differences.
        undefined: values that were NaN.
    """

    cells: dict[str, dict[str, dict[str, dict[str, Interval]]]]
    change: dict[str, dict[str, Interval]]
    undefined: int


def metric_table(sample: Sample, seed: int = 0) -> MetricTable:
    """Return the table; pairs are drawn again within each person for the intervals."""
    means = _bootstrapped(sample, np.random.default_rng(seed))
    cells = {
        method: {
            output: {
                metric: {
                    variant: _interval(means[:, i, j, k, m]) for k, variant in enumerate(VARIANTS)
                }
                for m, metric in enumerate(METRICS)
            }
            for j, output in enumerate(OUTPUTS)
        }
        for i, method in enumerate(METHODS)
    }
    return MetricTable(
        cells=cells,
        change={
            f"{variant} vs {other}": _change(means, variant, other) for variant, other in COMPARED
        },
        undefined=int(np.isnan(sample.values).sum()),
    )


COMPARED: Final = (
    ("paper", "raw"),
    ("refined", "raw"),
    ("smoothed", "raw"),
    ("random", "raw"),
    ("refined", "smoothed"),
    ("refined", "random"),
    ("refined", "paper"),
)


def _bootstrapped(sample: Sample, rng: np.random.Generator) -> Floats:
    """Return means over the pairs (1 + DRAWS, …): of the pairs as they are, then drawn again."""
    names = np.array(sample.subjects)
    weights = np.ones((1 + DRAWS, len(names)))
    for subject in np.unique(names):
        own = np.flatnonzero(names == subject)
        weights[1:, own] = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), size=DRAWS)
    flat = sample.values.reshape(len(names), -1)
    known = ~np.isnan(flat)
    sums = weights @ np.where(known, flat, 0.0)
    means: Floats = (sums / (weights @ known)).reshape(-1, *sample.values.shape[1:])
    return means


def _change(means: Floats, variant: str, other: str) -> dict[str, Interval]:
    own = means[:, :, :, VARIANTS.index(variant)]
    base = means[:, :, :, VARIANTS.index(other)]
    return {
        metric: _interval(
            (own[..., m] / base[..., m] - 1 if metric in RELATIVE else own[..., m] - base[..., m])
            .reshape(len(own), -1)
            .mean(axis=1)
        )
        for m, metric in enumerate(METRICS)
    }


def _interval(values: Floats) -> Interval:
    low, high = percentiles(values[1:], 2.5, 97.5)
    return float(values[0]), low, high
