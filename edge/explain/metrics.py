"""How good an attribution is: monotonicity, feature mutual information, continuity.

MicroXercise (arXiv 2408.11837, equations 3 to 5) after Nguyen & Martínez (arXiv 2007.07584). All
take the real samples of one signal alone: padding would tie, and would fill a histogram's cell.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

BINS: Final = 200
SHUFFLES: Final = 20
NEIGHBOURS: Final = 5
LEAST_DISTANCE: Final = 1e-6
"""Neighbours whose signals are nearer than this are left out; the ratio would say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutualInformation:
    """Feature mutual information in nats; higher is better.

    Attributes:
        plain: from the histogram as it is. At 200 × 200 bins that is mostly the bias of few values
            in many cells: 1.9 nats for 2,400 independent values.
        corrected: minus its mean over shuffled attributions, which have the same bias and no
            information.
    """

    plain: float
    corrected: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuity:
    """Largest and 95th percentile of the attribution's change over the signal's; lower is better.

    Attributes:
        largest: the published figure, set by the two most similar neighbours.
        p95: what is seldom exceeded.
    """

    largest: float
    p95: float


def monotonicity(attribution: Floats, expected_loss: Floats) -> float:
    """Return Spearman's rank correlation of |attribution| with the expected loss per feature.

    Ties get their average rank. NaN where either is constant: there is no order to agree with.

    Args:
        attribution: any shape.
        expected_loss: of the same shape, as `edge.explain.perturbation.expected_loss` returns it.

    Raises:
        ExplainError: the shapes differ.
    """
    _check_shapes(attribution, expected_loss)
    importance = rankdata(np.abs(attribution).ravel())
    loss = rankdata(expected_loss.ravel())
    importance -= importance.mean()
    loss -= loss.mean()
    norm = float(np.sqrt((importance @ importance) * (loss @ loss)))
    return float(importance @ loss) / norm if norm > 0 else float("nan")


def feature_mutual_information(
    signal: Floats,
    attribution: Floats,
    *,
    bins: int = BINS,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> MutualInformation:
    """Return how much the attribution of a value tells about the value.

    From one two-dimensional histogram of all (value, attribution) pairs, bins equal between the
    smallest and the largest value; natural logarithm.

    Args:
        signal: any shape.
        attribution: of the same shape.
        bins: on each side of the histogram.
        shuffles: of the attribution, for the correction.
        seed: of the shuffles.

    Raises:
        ExplainError: the shapes differ.
    """
    _check_shapes(signal, attribution)
    x, a = _bin_of(signal, bins), _bin_of(attribution, bins)
    count_log = _count_log(x.size)
    margins = count_log[np.bincount(x)].sum() + count_log[np.bincount(a)].sum()

    def information(order: NDArray[np.int64]) -> float:
        joint = count_log[np.bincount(x * bins + order)].sum()
        return float(np.log(x.size) + (joint - margins) / x.size)

    rng = np.random.default_rng(seed)
    plain = information(a)
    chance = [information(rng.permutation(a)) for _ in range(shuffles)]
    return MutualInformation(plain=plain, corrected=plain - float(np.mean(chance)))


def continuity(signal: Floats, attribution: Floats, *, neighbours: int = NEIGHBOURS) -> Continuity:
    """Return how much the attribution changes where the signal hardly does.

    ‖α_t − α_t'‖₁ / ‖x_t − x_t'‖₂ over all t and t' = t + 1 … t + neighbours (the ratio is the same
    both ways), as vectors over the axes. It grows with the map: bring maps that are to be compared
    to equal size with `unit_mean`.

    Args:
        signal: (n, axes).
        attribution: (n, axes).
        neighbours: farthest neighbour in samples.

    Raises:
        ExplainError: the shapes differ, or no two neighbours differ in the signal.
    """
    _check_shapes(signal, attribution)
    ratios = np.concatenate(
        [_change_ratios(signal, attribution, k) for k in range(1, min(neighbours + 1, len(signal)))]
        or [np.empty(0)]
    )
    if len(ratios) == 0:
        raise ExplainError("the signal never changes, so the continuity of a map over it is open")
    return Continuity(largest=float(ratios.max()), p95=float(np.percentile(ratios, 95)))


def unit_mean(attribution: Floats) -> Floats:
    """Return the map scaled to a mean absolute value of 1: equal L1 norms for equal shapes.

    A map of zeros stays as it is.
    """
    mean = float(np.abs(attribution).mean())
    return attribution / mean if mean > 0 else attribution


def _change_ratios(signal: Floats, attribution: Floats, step: int) -> Floats:
    distance = np.linalg.norm(signal[step:] - signal[:-step], axis=1)
    change = np.abs(attribution[step:] - attribution[:-step]).sum(axis=1)
    apart = distance >= LEAST_DISTANCE
    ratios: Floats = change[apart] / distance[apart]
    return ratios


def _bin_of(values: Floats, bins: int) -> NDArray[np.int64]:
    low, high = float(values.min()), float(values.max())
    share = (values.ravel() - low) / (high - low) if high > low else np.zeros(values.size)
    return np.minimum((share * bins).astype(np.int64), bins - 1)


def _count_log(largest: int) -> Floats:
    """Return k·log(k) for k = 0 … largest: what a cell of k values adds to an entropy."""
    counts = np.arange(largest + 1, dtype=np.float64)
    return counts * np.log(np.maximum(counts, 1.0))


def _check_shapes(first: Floats, second: Floats) -> None:
    if first.shape != second.shape or first.size == 0:
        raise ExplainError(
            f"arrays of shapes {first.shape} and {second.shape} cannot be compared value by value"
        )
