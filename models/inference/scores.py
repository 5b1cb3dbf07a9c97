"""What the numbers that a comparing network gives mean, and the one score made of them."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from edge.core.arrays import Floats

Kind = Literal["correct", "too_fast", "low_amplitude"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""Types of execution, in the order of a network's logits."""
SCORES: Final = ("range_of_motion", "stability", *KINDS, "course")
"""Columns of a network's scores: two similarities, the logits of the type of execution, and how
like the anchor's the course of the movement is, moment by moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A repetition compared with its anchor.

    Attributes:
        rom: similarity of the range of motion, 0–1.
        stability: similarity of the smoothness, 0–1.
        kinds: (3,) probabilities of the types in the order of `KINDS`.
        course: similarity of the course, 0–1; NaN of a network that does not give it.
    """

    rom: float
    stability: float
    kinds: tuple[float, ...]
    course: float

    @classmethod
    def of(cls, scores: Floats) -> "Verdict":
        """Return the verdict of one row of scores: the columns of `SCORES`, or all but the last."""
        row = np.asarray(scores, np.float64)
        logits = row[2 : 2 + len(KINDS)]
        likely = np.exp(logits - logits.max())
        return cls(
            rom=float(row[0]),
            stability=float(row[1]),
            kinds=tuple((likely / likely.sum()).tolist()),
            course=float(row[-1]) if len(row) == len(SCORES) else float("nan"),
        )

    @property
    def kind(self) -> str:
        """The likeliest type."""
        return KINDS[int(np.argmax(self.kinds))]

    @property
    def overall(self) -> float:
        """The geometric mean of both similarities and of the probability of a correct execution.

        So a repetition is good where its range, its smoothness and its manner all are.
        """
        return float((self.rom * self.stability * self.kinds[0]) ** (1 / 3))
