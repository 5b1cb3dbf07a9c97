"""What an error over time is made of: constant, following the movement, slow, and white."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Final, Self

import numpy as np

from edge.core.arrays import Floats

WAVES: Final = 4
"""Cosines over the course of the movement, from rest to the far end, that an error may follow."""
LONGEST_S: Final = 3.0
_SECOND_DIFFERENCE: Final = 6.0
"""The second difference of white noise has so many times its variance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorParts:
    """Root mean squares of the parts of an error, in its own unit.

    Attributes:
        bias: what is constant in a clip.
        posture: what comes again whenever the limb is at the same place of its movement.
        slow: what is left and lasts.
        slow_s: after this time a part of 1/e of that is left.
        white: what is new in every frame.
    """

    bias: float
    posture: float
    slow: float
    slow_s: float
    white: float

    @classmethod
    def of(cls, error: Floats, progress: Floats, rate_hz: float) -> Self:
        """Return the parts of (n,) errors in frames at that rate.

        White noise is told by second differences, in which slow parts hardly show.

        Args:
            error: evenly spaced.
            progress: (n,) 0 at rest, 1 at the far end.
            rate_hz: frames per second.
        """
        waves = np.cos(np.pi * progress[:, None] * np.arange(WAVES + 1))
        following = waves @ np.linalg.lstsq(waves, error, rcond=None)[0]
        left = error - following
        white = float(np.diff(left, 2).var()) / _SECOND_DIFFERENCE
        slow = max(float(left.var()) - white, 0.0)
        return cls(
            bias=abs(float(error.mean())),
            posture=float(following.std()),
            slow=float(np.sqrt(slow)),
            slow_s=_lasts_s(left, slow, rate_hz),
            white=float(np.sqrt(white)),
        )

    @classmethod
    def over(cls, every: Iterable[Self]) -> Self:
        """Return the root mean squares over some errors; of the times the mean, by their power."""
        table = np.array([[getattr(one, field.name) for field in fields(cls)] for one in every])
        bias, posture, slow, _, white = np.sqrt(np.mean(table**2, axis=0)).tolist()
        power = table[:, 2] ** 2
        slow_s = float(np.average(table[:, 3], weights=power)) if power.any() else 0.0
        return cls(bias=bias, posture=posture, slow=slow, slow_s=slow_s, white=white)


def _lasts_s(left: Floats, slow: float, rate_hz: float) -> float:
    """Return after which time the covariance of the slow part has fallen to 1/e of its variance."""
    longest = min(round(LONGEST_S * rate_hz), len(left) - 1)
    covariance = np.array([np.mean(left[: len(left) - k] * left[k:]) for k in range(1, longest)])
    below = np.flatnonzero(covariance < slow / np.e)
    return float(below[0] + 1 if len(below) else longest) / rate_hz
