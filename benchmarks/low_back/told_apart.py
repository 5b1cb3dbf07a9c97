"""Two groups told apart by a linear discriminant, person by person, in five folds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import auc, roc_curve
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.errors import EvaluationError
from edge.core.arrays import Floats

FOLDS: Final = 5
_SHUFFLE_STREAM: Final = 30
COMPONENTS: Final = 10
Labels = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """What a rule says of every person of a cohort, each judged when left out.

    Attributes:
        labels: (n,) 1 in the positive group, else 0.
        odds: (n,) positive where the rule says 1.
        folds: (n,) number of the fold in which the person was left out.
    """

    labels: Labels
    odds: Floats
    folds: Labels

    @property
    def right(self) -> NDArray[np.bool_]:
        """(n,) where the rule is right."""
        right: NDArray[np.bool_] = (self.odds > 0.0) == (self.labels == 1)
        return right

    @property
    def fold_accuracies(self) -> list[float]:
        """Share of each fold's persons that are told right."""
        return [float(self.right[self.folds == fold].mean()) for fold in range(FOLDS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How many persons of each group were taken for which.

    Attributes:
        positive_right: of the positive group, told right.
        positive_wrong: of the positive group, taken for the negative one.
        negative_right: of the negative group, told right.
        negative_wrong: of the negative group, taken for the positive one.
    """

    positive_right: int
    positive_wrong: int
    negative_right: int
    negative_wrong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Mean of the folds' accuracies with its 95 % interval (Student's t over the folds, in 0–1)."""

    accuracy: float
    low: float
    high: float


def accuracy_of(judged: Sequence[Judged]) -> Accuracy:
    """Return the accuracy over all folds of all cohorts."""
    values = np.array([value for one in judged for value in one.fold_accuracies])
    mean = float(values.mean())
    error = float(values.std(ddof=1) / np.sqrt(len(values)))
    reach = float(student_t.ppf(0.975, len(values) - 1)) * error
    return Accuracy(accuracy=mean, low=max(mean - reach, 0.0), high=min(mean + reach, 1.0))


def confusion_of(judged: Sequence[Judged]) -> Confusion:
    """Return the pooled confusion of all cohorts."""
    labels = np.concatenate([one.labels for one in judged]) == 1
    right = np.concatenate([one.right for one in judged])
    return Confusion(
        positive_right=int((labels & right).sum()),
        positive_wrong=int((labels & ~right).sum()),
        negative_right=int((~labels & right).sum()),
        negative_wrong=int((~labels & ~right).sum()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """By how much one rule is right more often than another, person by person, in 0–1.

    Attributes:
        mean: over all persons of all cohorts.
        low: lower end of its 95 % interval (Student's t over the persons).
        high: upper end.
        persons: how many were compared.
    """

    mean: float
    low: float
    high: float
    persons: int


def difference_of(judged: Sequence[Judged], other: Sequence[Judged]) -> Difference:
    """Return the paired difference of two rules that judged the same persons."""
    values = np.concatenate(
        [a.right.astype(float) - b.right for a, b in zip(judged, other, strict=True)]
    )
    mean = float(values.mean())
    error = float(values.std(ddof=1) / np.sqrt(len(values)))
    reach = float(student_t.ppf(0.975, len(values) - 1)) * error
    return Difference(mean=mean, low=mean - reach, high=mean + reach, persons=len(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Roc:
    """The receiver operating characteristic of a rule over all persons.

    Attributes:
        area: under the curve.
        false_positive: (n,) share of the negative group told positive at each threshold.
        true_positive: (n,) share of the positive group told positive.
    """

    area: float
    false_positive: tuple[float, ...]
    true_positive: tuple[float, ...]


def roc_of(judged: Sequence[Judged]) -> Roc:
    """Return the curve of all cohorts together.

    Odds of different folds and cohorts are compared with each other, as a user would.
    """
    labels = np.concatenate([one.labels for one in judged])
    odds = np.concatenate([one.odds for one in judged])
    false_positive, true_positive, _ = roc_curve(labels, odds)
    return Roc(
        area=float(auc(false_positive, true_positive)),
        false_positive=tuple(false_positive.tolist()),
        true_positive=tuple(true_positive.tolist()),
    )


def shuffled_labels(labels: Labels, seed: int) -> Labels:
    """Return the (n,) labels in a wrong order, always the same one for a seed."""
    return np.random.default_rng([seed, _SHUFFLE_STREAM]).permutation(labels)


def folds_of(labels: Labels, seed: int) -> Labels:
    """Return the (n,) fold of each person: both groups are spread evenly, everybody stands once.

    Raises:
        EvaluationError: a group has fewer people than there are folds.
    """
    if min(np.bincount(labels, minlength=2)) < FOLDS:
        raise EvaluationError(
            f"a group has fewer than {FOLDS} people", remedy="ask for more with --persons"
        )
    folds = np.zeros(len(labels), np.int64)
    split = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for number, (_, left_out) in enumerate(split.split(labels, labels)):
        folds[left_out] = number
    return folds


def discriminant() -> Pipeline:
    """Return a linear discriminant for a few numbers (covariance shrunk by Ledoit & Wolf)."""
    return make_pipeline(
        StandardScaler(), LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")
    )


def contour_discriminant() -> Pipeline:
    """Return the same for contours: ten principal components, found in the training persons."""
    return make_pipeline(
        PCA(COMPONENTS, svd_solver="full"),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    )


def judge(rule: Pipeline, numbers: Floats, labels: Labels, folds: Labels) -> Judged:
    """Return what the rule says of each person when it has learnt from the other folds.

    Args:
        rule: is fitted anew for each fold.
        numbers: (n, k) of the persons.
        labels: (n,) groups.
        folds: (n,) of `folds_of`.
    """
    odds = np.empty(len(labels))
    for fold in range(FOLDS):
        left_out = folds == fold
        rule.fit(numbers[~left_out], labels[~left_out])
        odds[left_out] = rule.decision_function(numbers[left_out])
    return Judged(labels=labels, odds=odds, folds=folds)
