"""Bins of the spine angle θ: of which part of a bend a back mask is.

What lies outside of a set of bins belongs to none of them. In an edge bin that takes all beyond it
a network would see how deep a person bends, and in one bin for the whole backward bend nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats

Direction = Literal["forward", "backward"]
"""Of a bend."""
DIRECTIONS: Final[tuple[Direction, Direction]] = ("forward", "backward")
BIN_DEG: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleBins:
    """Bins of 5° between two angles.

    Attributes:
        first_deg: lower end of the first one.
        last_deg: upper end of the last one, which is outside.
    """

    first_deg: float
    last_deg: float

    @property
    def count(self) -> int:
        """How many there are."""
        return round((self.last_deg - self.first_deg) / BIN_DEG)

    def of(self, theta_deg: Floats) -> NDArray[np.int64]:
        """Return the (n,) numbers of the bins, −1 outside and where there is no angle."""
        known = np.isfinite(theta_deg)
        steps = np.floor((np.where(known, theta_deg, -np.inf) - self.first_deg) / BIN_DEG)
        inside = (steps >= 0) & (steps < self.count)
        bins: NDArray[np.int64] = np.where(inside, steps, -1).astype(np.int64)
        return bins

    def standing_in(self, held: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for every bin the place in `held` of the bin that is nearest to it.

        So each part of a bend counts the same of somebody who never was in some of the bins.

        Args:
            held: (m,) increasing numbers of bins that hold something; at least one.
        """
        nearest: NDArray[np.int64] = np.abs(np.arange(self.count)[:, None] - held).argmin(axis=1)
        return nearest

    def low_deg(self, number: int) -> float:
        """Return the lower end of a bin."""
        return self.first_deg + BIN_DEG * number


FORWARD_BINS: Final = AngleBins(first_deg=100.0, last_deg=180.0)
"""16, as in MOVEXor and BackTracker."""
BACKWARD_BINS: Final = AngleBins(first_deg=180.0, last_deg=210.0)
"""6, for BackTracker's backward bend."""
PAPER_BINS: Final[Mapping[Direction, AngleBins]] = {
    "forward": FORWARD_BINS,
    "backward": BACKWARD_BINS,
}
"""What lies outside of them is left out, so that none of them tells the depth."""
ALL_BINS: Final = AngleBins(first_deg=60.0, last_deg=210.0)
"""30, from a deep forward bend to a far backward one."""
