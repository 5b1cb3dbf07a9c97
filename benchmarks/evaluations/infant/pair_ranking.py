"""How well a few infants are told apart, without the bias of leaving one out.

Leave-pair-out (Airola et al. 2009, 2011): of every pair of an abnormal and a normal infant both are
left out, a ridge learns from all others, and it is counted how often the abnormal one gets the
higher score. Whoever leaves out one infant at a time changes the share of abnormal ones in what is
learned from, against the one that is left out: a method that knows nothing then gets an AUC of 0.

The same is done with every other way to hand out the labels, which says what chance would give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from edge.core.arrays import Floats

MOST_LABELLINGS: Final = 5000
"""Ways to hand out the labels that are gone through one by one; of more, so many are drawn."""
INTERVAL: Final = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRanking:
    """How well infants were told apart.

    Attributes:
        auc: share of pairs in which the abnormal infant has the higher score, ties counting half.
        p: share of labellings that reach that; None where they were not gone through.
        chance_low: 2.5th percentile of the AUC over all labellings.
        chance_high: 97.5th percentile.
    """

    auc: float
    p: float | None
    chance_low: float | None
    chance_high: float | None


def pairs_of(infants: int) -> list[tuple[int, int]]:
    """Return all pairs of infants, by number."""
    return list(combinations(range(infants), 2))


def ridge_weights(learned: Floats, judged: Floats, penalty: float) -> Floats:
    """Return (P, n): the score of the first less that of the second of each pair, by labels (n,).

    Every row comes from the n − 2 infants that are not in the pair, standardised among themselves;
    scores are linear in their labels, so that all labellings need one fit of each pair.

    Args:
        learned: (n, F) features to learn from.
        judged: (n, F) features of the same infants that are scored.
        penalty: of the ridge.
    """
    count = len(learned)
    weights = np.zeros((comb(count, 2), count))
    for row, pair in enumerate(pairs_of(count)):
        rest = [k for k in range(count) if k not in pair]
        mean, spread = learned[rest].mean(axis=0), learned[rest].std(axis=0)
        spread = np.where(spread > 0.0, spread, 1.0)
        known = (learned[rest] - mean) / spread
        first, second = (judged[list(pair)] - mean) / spread
        solved = np.linalg.solve(
            known @ known.T + penalty * np.eye(len(rest)), known @ (first - second)
        )
        weights[row, rest] = solved - solved.mean()
    return weights


def ranked_by_ridge(
    learned: Floats, judged: Floats, labels: NDArray[np.bool_], penalty: float
) -> PairRanking:
    """Return how well a ridge ranks pairs that it has not seen; see `ridge_weights`."""
    weights = ridge_weights(learned, judged, penalty)
    every = labellings(labels)
    return _ranking(every, weights @ every.T)


def ranked_by_score(scores: Floats, labels: NDArray[np.bool_]) -> PairRanking:
    """Return how well scores (n,) that learned nothing from these infants rank them."""
    first, second = np.array(pairs_of(len(scores))).T
    every = labellings(labels)
    differences = (scores[first] - scores[second])[:, None]
    return _ranking(every, np.broadcast_to(differences, (len(first), len(every))))


def share_of_pairs(right: Iterable[float]) -> PairRanking:
    """Return the AUC of pairs that were each judged once, with no word about chance."""
    return PairRanking(auc=float(np.mean(list(right))), p=None, chance_low=None, chance_high=None)


def labellings(labels: NDArray[np.bool_], seed: int = 0) -> Floats:
    """Return (L, n) ways to hand out as many labels, the true one first."""
    count, abnormal = len(labels), int(labels.sum())
    chosen: Iterable[Sequence[int]] = combinations(range(count), abnormal)
    if comb(count, abnormal) > MOST_LABELLINGS:
        rng = np.random.default_rng(seed)
        chosen = (rng.permutation(count)[:abnormal].tolist() for _ in range(MOST_LABELLINGS))
    rows = np.zeros((min(comb(count, abnormal), MOST_LABELLINGS), count))
    for row, own in enumerate(islice(chosen, len(rows))):
        rows[row, list(own)] = 1.0
    others = rows[(rows != labels).any(axis=1)]
    return np.concatenate([labels[None].astype(np.float64), others])


def spread_of_auc(true_auc: float, abnormal: int, normal: int, draws: int = 20_000) -> Floats:
    """Return the ends of the range in which 95 of 100 AUCs of so few infants fall.

    Scores are drawn from two normal distributions that lie so far apart that the AUC of endlessly
    many infants is `true_auc`.
    """
    rng = np.random.default_rng(0)
    shift = np.sqrt(2.0) * ndtri(true_auc)
    high = rng.normal(shift, 1.0, (draws, abnormal, 1))
    low = rng.normal(0.0, 1.0, (draws, 1, normal))
    ends: Floats = np.percentile((high > low).mean(axis=(1, 2)), INTERVAL)
    return ends


def _ranking(every: Floats, differences: Floats) -> PairRanking:
    """Return the ranking by the first of the labellings (L, n) from differences (P, L)."""
    first, second = np.array(pairs_of(every.shape[1])).T
    # +1 where the first of a pair is the abnormal one, −1 where the second is, 0 if neither alone.
    side = every.T[first] - every.T[second]
    right = 0.5 + 0.5 * np.sign(np.where(np.abs(differences) > 1e-12, differences, 0.0)) * side
    asked = side != 0.0
    aucs = (right * asked).sum(axis=0) / asked.sum(axis=0)
    low, high = np.percentile(aucs, INTERVAL)
    return PairRanking(
        auc=float(aucs[0]),
        p=float((aucs >= aucs[0] - 1e-9).mean()),
        chance_low=float(low),
        chance_high=float(high),
    )
