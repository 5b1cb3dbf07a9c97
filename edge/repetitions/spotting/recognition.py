"""Which exercise a recording holds, and where its executions are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.align.errors import AlignError
from edge.repetitions.spotting.excursions import Excursion
from edge.repetitions.spotting.pose_motion import PoseMotion
from edge.repetitions.spotting.reference import LEAST_SIMILARITY, Reference
from edge.repetitions.spotting.similarity import disagreement, similarity

OUTLIER: Final = 36.0
"""An excursion six times as far from the examples as is usual in the recording, by cost and by
dissimilarity alike (6 · 6), is some other movement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spotted:
    """The executions of one exercise in a recording, if it holds that exercise.

    Attributes:
        executions: in order.
        doubt: how badly the exercise explains the recording; infinite where it finds nothing.
    """

    executions: tuple[Excursion, ...]
    doubt: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recognised:
    """The exercise that explains a recording best.

    Attributes:
        exercise: its name.
        executions: in order.
        margin: the runner-up's doubt over its own; close to 1 is a guess.
    """

    exercise: str
    executions: tuple[Excursion, ...]
    margin: float


def spot(motion: PoseMotion, reference: Reference) -> Spotted:
    """Return the executions of one exercise, and the doubt that it is the one.

    An excursion is kept if its course is like that of an example, and if it is not far off from
    the examples by the recording's own measure. The doubt is the product of the executions'
    median disagreement and median dissimilarity with the examples, divided by the share of all
    movement in the recording that they account for.
    """
    candidates = []
    for excursion in reference.candidates(motion):
        like = similarity(excursion, reference.examples)
        if like >= LEAST_SIMILARITY:
            cost = disagreement(excursion, reference.examples)
            candidates.append((excursion, cost, 1.0 - like))
    if not candidates:
        return Spotted(executions=(), doubt=np.inf)
    usual = float(np.median([cost * unlike for _, cost, unlike in candidates]))
    kept = [row for row in candidates if row[1] * row[2] <= OUTLIER * usual]
    cost, unlike = (float(np.median([row[k] for row in kept])) for k in (1, 2))
    explained = sum(row[0].turning for row in kept) / float(motion.speed.sum())
    return Spotted(executions=tuple(row[0] for row in kept), doubt=cost * unlike / explained)


def recognise(motion: PoseMotion, references: Mapping[str, Reference]) -> Recognised:
    """Return the exercise that explains the recording best, with its executions.

    A recording holds one exercise: all its executions decide together.

    Raises:
        AlignError: there is no reference to choose from.
    """
    if not references:
        raise AlignError("there is no exercise to recognise", remedy="give at least one reference")
    spotted = {name: spot(motion, reference) for name, reference in references.items()}
    ranking = sorted(spotted, key=lambda name: spotted[name].doubt)
    best = spotted[ranking[0]]
    rival = spotted[ranking[1]].doubt if len(ranking) > 1 else np.inf
    certain = np.isinf(rival) or best.doubt == 0
    return Recognised(
        exercise=ranking[0],
        executions=best.executions,
        margin=np.inf if certain else rival / best.doubt,
    )
