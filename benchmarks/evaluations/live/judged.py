"""How many live pictures of a repetition are right: direction, sign of the difference, phase."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from benchmarks.evaluations.live.frames import Source
from benchmarks.evaluations.live.truth import TrueCourse
from edge.core.arrays import Floats
from edge.core.messages.exercise import Progress

PHASE_WITHIN: Final = 0.1
SPOKEN_DEG: Final = 10.0
"""A smaller true difference has no sign that must be right."""
WITHHELD: Final = 0.1
"""This share of the pictures from the turn on may go without a difference that is needed."""
LEAST_PICTURES: Final = 10
"""A repetition of which a source showed fewer was not followed by it."""
_SIGNS: Final = {"outward": 1.0, "returning": -1.0, None: 0.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of pictures: how many were judged, and how many of them were right.

    Attributes:
        repetitions: to which they belong.
        directions: judged in direction, away from turning points.
        directions_right: of them.
        signs: with a difference that is needed or shown where the true one has a sign.
        signs_right: of them; a needed one that is withheld counts as wrong beyond `WITHHELD`.
        phases: judged in phase: all.
        phases_right: of them.
    """

    repetitions: int = 0
    directions: int = 0
    directions_right: int = 0
    signs: int = 0
    signs_right: float = 0.0
    phases: int = 0
    phases_right: int = 0

    @classmethod
    def sum(cls, tallies: Iterable[Self]) -> Self:
        """Return all counts together."""
        every = list(tallies)
        return cls(**{f.name: sum(getattr(one, f.name) for one in every) for f in fields(cls)})


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedRepetition:
    """The pictures of one repetition from one source.

    Attributes:
        source: the sensor.
        exercise: name.
        impairment: what was wrong with it, "good" if nothing was.
        tally: of its pictures.
    """

    source: Source
    exercise: str
    impairment: str
    tally: Tally


def tally_of(shown: Sequence[Progress], true: TrueCourse) -> Tally | None:
    """Return the counts of one repetition; None where it was hardly followed.

    Args:
        shown: live pictures in order, of this repetition and others.
        true: what should be shown.
    """
    begin_ns, end_ns = true.t_s[0] * 1e9, true.t_s[-1] * 1e9
    inside = [picture for picture in shown if begin_ns <= picture.host_ns <= end_ns]
    if len(inside) < LEAST_PICTURES:
        return None
    at_s = np.array([picture.host_ns for picture in inside]) * 1e-9
    at = np.abs(true.t_s[:, None] - at_s).argmin(axis=0)
    direction = np.array([_SIGNS[picture.direction] for picture in inside])
    judged = true.direction[at] != 0.0
    signs, signs_right = _signs(inside, true, at)
    return Tally(
        repetitions=1,
        directions=int(judged.sum()),
        directions_right=int((direction == true.direction[at])[judged].sum()),
        signs=signs,
        signs_right=signs_right,
        phases=len(inside),
        phases_right=sum(
            _is_near(picture.phase, phase)
            for picture, phase in zip(inside, true.phase[at], strict=True)
        ),
    )


def _signs(inside: Sequence[Progress], true: TrueCourse, at: Floats) -> tuple[int, float]:
    """Return how many signs were judged, and how many of them were right."""
    if abs(true.difference_deg) <= SPOKEN_DEG:
        return 0, 0.0
    shown_deg = np.array([p.difference_deg for p in inside], np.float64)
    shown, needed = np.isfinite(shown_deg), true.turned[at]
    same = np.sign(shown_deg) == np.sign(true.difference_deg)
    right = int((shown & same & true.may_tell[at]).sum())
    withheld = int((needed & ~shown).sum())
    return int((shown | needed).sum()), right + min(float(withheld), WITHHELD * needed.sum())


def _is_near(shown: float | None, true: float) -> bool:
    """Return whether a phase is right; a picture of rest is, as long as the limb is close to it."""
    if shown is None:
        return min(true, 2.0 - true) <= PHASE_WITHIN
    return abs(shown - true) <= PHASE_WITHIN
