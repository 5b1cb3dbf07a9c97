"""The few joints that matter: where the sorted importances bend, and which of two clusters is high.

A joint is on top where both say so. Kneedle after Satopää et al. 2011, with the public library's
normalisation; two clusters on a line are found exactly, without a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

SENSITIVITY = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TopJoints:
    """Which joints stand out, and how clearly.

    Attributes:
        joints: numbers of those on which both votes agree, ascending.
        by_knee: of the first `knee` joints of the sorted importances.
        by_clusters: of the higher cluster.
        knee: how many joints the knee takes, 1 to n; 0 where importances are all the same.
        flat: all importances are the same, so that nothing stands out.
        fallback: no knee was confirmed, and the largest bend was taken.
    """

    joints: tuple[int, ...]
    by_knee: tuple[int, ...]
    by_clusters: tuple[int, ...]
    knee: int
    flat: bool
    fallback: bool


def top_joints(importance: Floats) -> TopJoints:
    """Return the joints that stand out among importances (n,), n at least 3.

    Raises:
        ExplainError: there are fewer than three joints, or a value is not finite.
    """
    if len(importance) < 3 or not np.isfinite(importance).all():
        raise ExplainError("importances are three finite numbers or more")
    if np.ptp(importance) == 0.0:
        return TopJoints(joints=(), by_knee=(), by_clusters=(), knee=0, flat=True, fallback=False)
    # Joints of one importance stand in the order of their numbers.
    order = np.argsort(-importance, kind="stable")
    knee, fallback = kneedle(importance[order])
    upper = two_means(importance[order])
    by_knee, by_clusters = set(order[:knee].tolist()), set(order[:upper].tolist())
    return TopJoints(
        joints=tuple(sorted(by_knee & by_clusters)),
        by_knee=tuple(sorted(by_knee)),
        by_clusters=tuple(sorted(by_clusters)),
        knee=knee,
        flat=False,
        fallback=fallback,
    )


def kneedle(falling: Floats) -> tuple[int, bool]:
    """Return how many of the falling values (n,) lie up to the knee, and whether it is a guess.

    The knee is the first local maximum of the difference curve that is confirmed by a later fall
    below its threshold, before the curve turns upwards again. Where none is, the largest difference
    is taken, and the second value is True.
    """
    count = len(falling)
    x = np.linspace(0.0, 1.0, count)
    y = (falling - falling.min()) / np.ptp(falling)
    bend = (y.max() - y) - x
    inner = np.arange(1, count - 1)
    rises = (bend[inner] >= bend[inner - 1]) & (bend[inner] >= bend[inner + 1])
    falls = (bend[inner] <= bend[inner - 1]) & (bend[inner] <= bend[inner + 1])
    peaks, valleys = inner[rises], set(inner[falls & ~rises].tolist())
    step = SENSITIVITY / (count - 1)
    for peak in peaks.tolist():
        for later in range(peak + 1, count):
            if bend[later] < bend[peak] - step:
                return peak + 1, False
            if later in valleys:
                break
    return int(np.argmax(bend)) + 1, True


def two_means(falling: Floats) -> int:
    """Return how many of the falling values (n,) make up the higher of the two best clusters.

    Best is what leaves the least sum of squares; all n − 1 cuts are tried.
    """
    errors = [
        float(((part - part.mean()) ** 2).sum() + ((rest - rest.mean()) ** 2).sum())
        for part, rest in ((falling[:k], falling[k:]) for k in range(1, len(falling)))
    ]
    return int(np.argmin(errors)) + 1


def importance(groups: Sequence[Sequence[str]], wanted: str) -> Floats:
    """Return (n,) the share of windows in which each joint is in the wanted group.

    Args:
        groups: of every joint, for each window.
        wanted: such as `very_high`.

    Raises:
        ExplainError: there is no window.
    """
    if not groups:
        raise ExplainError("there is no window in which a joint could stand out")
    shares: Floats = np.array([[one == wanted for one in row] for row in groups]).mean(axis=0)
    return shares
