"""What the numbers that a comparing network gives mean, and the one score made of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.messages import Floats
from models.data.executions import KINDS

SCORES: Final = ("range_of_motion", "stability", *KINDS)
"""Columns of a network's scores: two similarities, then the logits of the type of execution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A repetition compared with its anchor.

    Attributes:
        rom: similarity of the range of motion, 0–1.
        stability: similarity of the smoothness, 0–1.
        kinds: (3,) probabilities of the types in the order of `KINDS`.
    """

    rom: float
    stability: float
    kinds: tuple[float, ...]

    @classmethod
    def of(cls, scores: Floats) -> "Verdict":
        """Return the verdict of one row (5,) of scores."""
        row = np.asarray(scores, np.float64)
        likely = np.exp(row[2:] - row[2:].max())
        shares = likely / likely.sum()
        return cls(rom=float(row[0]), stability=float(row[1]), kinds=tuple(shares.tolist()))

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
