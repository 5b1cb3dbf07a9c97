"""By how much integrated gradients miss the change of the score that they share out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Final

import numpy as np

from benchmarks.distributions import MedianToMax
from edge.core.exercises import EXERCISES
from edge.explain.completeness import TOLERANCE, Completed, complete_gradients
from edge.explain.critical import VIEWS
from models.data.simulated import simulated_group
from models.inference.siamese import SiameseNetwork

EXPLAINED_NETWORK: Final = "snn"
"""The network of the catalogue whose answers are explained."""
EXPLAINED_OUTPUTS: Final = tuple(sorted(set(chain(*VIEWS.values()))))
SEEDS: Final = (900, 901, 902, 903)
"""Of the persons over which completeness is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedChange:
    """By how much the sums of many maps miss.

    Attributes:
        error: as a share of the change of the score.
        gap: of a score of 0–1.
    """

    error: MedianToMax
    gap: MedianToMax


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletedChange(MissedChange):
    """The same where steps are added until the sum is right.

    Attributes:
        steps: that were taken.
        reached: share of the maps within the tolerance.
    """

    steps: MedianToMax
    reached: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Over many pairs of a repetition and its anchor.

    Attributes:
        pairs: of every exercise and person.
        outputs: scores that are explained.
        tolerance: within which a sum counts as right.
        even: with `edge.explain.attribution.STEPS` midpoints.
        completed: with as many as `edge.explain.completeness` takes.
    """

    pairs: int
    outputs: tuple[int, ...] = EXPLAINED_OUTPUTS
    tolerance: float = TOLERANCE
    even: MissedChange
    completed: CompletedChange


def completeness(network: SiameseNetwork, seeds: Sequence[int]) -> Completeness:
    """Return by how much integrated gradients miss the change of the score, over many pairs.

    A good simulated repetition of every exercise and seed against its anchor, each score that is
    explained, from the mean of the training data.
    """
    even, completed = [], []
    for exercise, seed in product(EXERCISES, seeds):
        group = simulated_group(exercise, seed)
        pair = network.prepare(group.correct[0].signal, group.anchor.signal)
        inputs = tuple(x[0] for x in pair.inputs)
        count = network.predict(pair.inputs).shape[1]
        for output in EXPLAINED_OUTPUTS:
            select = np.eye(count)[output].tolist()
            even.append(complete_gradients(network, inputs, select, most_steps=0))
            completed.append(complete_gradients(network, inputs, select))
    return Completeness(
        pairs=len(EXERCISES) * len(seeds),
        even=MissedChange(error=_errors(even), gap=_gaps(even)),
        completed=CompletedChange(
            error=_errors(completed),
            gap=_gaps(completed),
            steps=MedianToMax.of([found.steps for found in completed]),
            reached=float(np.mean([found.error <= TOLERANCE for found in completed])),
        ),
    )


def _errors(found: Sequence[Completed]) -> MedianToMax:
    return MedianToMax.of([one.error for one in found])


def _gaps(found: Sequence[Completed]) -> MedianToMax:
    return MedianToMax.of([abs(one.gap) for one in found])
