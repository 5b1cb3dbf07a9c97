"""How well people of test folds were told apart: fold means with their interval, and pooled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit
from scipy.stats import rankdata

from edge.core.arrays import Floats

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldScores:
    """Figures of one cross-validation.

    Attributes:
        accuracy: mean of the folds.
        low: lower end of its 95 % interval, by the spread between folds (Student's t).
        high: upper end.
        folds: accuracy of each fold.
        right: share of all people told right, which differs from the mean of the folds.
        sensitivity: share of the positive group told right.
        specificity: share of the negative group told right.
        f1: of the positive group.
        auc: area under the ROC curve of all people, ties counting half.
        confusion: (negative told negative, told positive), (positive told negative, told positive).
    """

    accuracy: float
    low: float
    high: float
    folds: tuple[float, ...]
    right: float
    sensitivity: float
    specificity: float
    f1: float
    auc: float
    confusion: tuple[tuple[int, int], tuple[int, int]]


def fold_scores(logits: Floats, labels: Indices, folds: Indices) -> FoldScores:
    """Return the figures of people who were each in a test fold once.

    Args:
        logits: (n,) above 0 is told positive.
        labels: (n,) 1 or 0, both occurring.
        folds: (n,) in which each person was tested; two folds at least.
    """
    told = logits > 0.0
    right = told == (labels == 1)
    each = np.array([right[folds == fold].mean() for fold in np.unique(folds)])
    half = stdtrit(len(each) - 1, 0.975) * each.std(ddof=1) / np.sqrt(len(each))
    positive, negative = labels == 1, labels == 0
    hits, misses = int((told & positive).sum()), int((~told & positive).sum())
    alarms, passed = int((told & negative).sum()), int((~told & negative).sum())
    count = int(positive.sum())
    return FoldScores(
        accuracy=float(each.mean()),
        low=float(max(0.0, each.mean() - half)),
        high=float(min(1.0, each.mean() + half)),
        folds=tuple(each.tolist()),
        right=float(right.mean()),
        sensitivity=hits / count,
        specificity=passed / int(negative.sum()),
        f1=2 * hits / max(1, 2 * hits + alarms + misses),
        auc=auc_of(logits, positive),
        confusion=((passed, alarms), (misses, hits)),
    )


def auc_of(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Return the area under the ROC curve of scores (n,), ties counting half; NaN of one group."""
    count, others = int(positive.sum()), int((~positive).sum())
    if not count or not others:
        return float("nan")
    ranks = rankdata(scores)[positive].sum()
    return float((ranks - count * (count + 1) / 2) / (count * others))
