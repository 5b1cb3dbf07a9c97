"""How long the parts of a repetition take."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import finite

TOP_SHARE: Final = 0.95
"""The limb is at the top where its angle is at least this share of the range of motion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Durations of the way out, the hold at the top and the way back; they add up."""

    outward_s: float
    hold_s: float
    returning_s: float

    @property
    def total_s(self) -> float:
        """Duration of the whole repetition."""
        return self.outward_s + self.hold_s + self.returning_s


def tempo(angle_deg: Floats, rate_hz: float) -> Tempo:
    """Return how long a repetition takes outward, at the top and on the way back.

    Args:
        angle_deg: (n,) angle of one repetition about its main axis, from rest to rest, n ≥ 2.
        rate_hz: sample rate.

    Raises:
        SignalError: there are fewer than two samples, or the angle never becomes positive.
    """
    angle = finite(angle_deg)
    if len(angle) < 2 or angle.max() <= 0:
        raise SignalError("tempo needs two samples and a movement away from rest")
    top = np.flatnonzero(angle >= TOP_SHARE * angle.max())
    return Tempo(
        outward_s=float(top[0]) / rate_hz,
        hold_s=float(top[-1] - top[0]) / rate_hz,
        returning_s=float(len(angle) - 1 - top[-1]) / rate_hz,
    )
