"""How long the limb stays at the far end of its movement, while it does so and afterwards.

The limb is *near its end* while its angle is within a tolerance of the largest one so far, and it
*stands* there while it hardly moves. A hold lasts from the first to the last moment at which the
limb stands, without leaving the end in between: so a tremor or a wobble does not end it, and the
slow last part of the way out, which is near the end already, does not count. A pause on the way
out is not near the end that is reached later, and is no hold either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.signals.filters import finite


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSettings:
    """What counts as holding the end of a movement.

    Attributes:
        tolerance_deg: least distance from the end that still is the end: a limb that is held for
            long sinks and sways by some degrees, and a small movement has no room for more.
        tolerance_share: the same as a share of the reference's range of motion. The larger of the
            two holds.
        stands_share: the limb stands while it turns by no more than this share of the reference's
            range per second: a fiftieth of the top speed of a movement out in one second.
        stands_deg_s: what it may turn in any case; tremor and the sway of the body come to 3 °/s.
        over_s: the time over which that speed is taken; longer than a beat of tremor (4–8 Hz).
        slack_s: a hold counts although it is this much too short: nobody counts better, and where
            a hold begins cannot be known better either.
        slack_share: the same as a share of the hold asked for. The larger of the two holds.
    """

    tolerance_deg: float = 5.0
    tolerance_share: float = 0.1
    stands_share: float = 0.04
    stands_deg_s: float = 3.0
    over_s: float = 0.2
    slack_s: float = 0.3
    slack_share: float = 0.1


HOLD_SETTINGS: Final = HoldSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold: the samples of the first and the last moment at which the limb stood."""

    first: int
    last: int

    def held_s(self, rate_hz: float) -> float:
        """Return how long it lasted."""
        return (self.last - self.first) / rate_hz


def longest_hold(
    angle_deg: Floats, reference_deg: float, rate_hz: float, settings: HoldSettings = HOLD_SETTINGS
) -> Hold | None:
    """Return the longest hold at the far end of a repetition, the first of equals; None without.

    Args:
        angle_deg: (n ≥ 1,) angle about the movement's main axis, from rest to rest.
        reference_deg: range of motion of the reference.
        rate_hz: sample rate.
        settings: what counts as a hold.

    Raises:
        SignalError: a value is not finite.
    """
    holds = _holds(finite(angle_deg), reference_deg, rate_hz, settings)
    return max((hold for hold, _ in holds), key=lambda hold: hold.last - hold.first, default=None)


def hold_under_way(
    angle_deg: Floats, reference_deg: float, rate_hz: float, settings: HoldSettings = HOLD_SETTINGS
) -> Hold | None:
    """Return the hold that may still go on at the last sample; None where the limb is not there.

    At the end of a movement that is not yet over this is what `longest_hold` makes of it, if the
    limb then leaves and does not come back.

    Args:
        angle_deg: (n ≥ 1,) angle since the movement began.
        reference_deg: range of motion of the reference.
        rate_hz: sample rate.
        settings: what counts as a hold.

    Raises:
        SignalError: a value is not finite.
    """
    holds = _holds(finite(angle_deg), reference_deg, rate_hz, settings)
    return next((hold for hold, stop in holds if stop == len(angle_deg)), None)


def is_held(held_s: float, hold_s: float, settings: HoldSettings = HOLD_SETTINGS) -> bool:
    """Return whether a hold is as long as the one asked for, but for the slack."""
    return held_s >= hold_s - max(settings.slack_s, settings.slack_share * hold_s)


def _holds(
    angle_deg: Floats, reference_deg: float, rate_hz: float, settings: HoldSettings
) -> Iterator[tuple[Hold, int]]:
    """Yield each hold, with the sample at which the limb had left the end after it."""
    tolerance_deg = max(settings.tolerance_deg, settings.tolerance_share * reference_deg)
    stands_deg_s = max(settings.stands_deg_s, settings.stands_share * reference_deg)
    near = angle_deg >= angle_deg.max() - tolerance_deg
    steps = max(1, round(settings.over_s * rate_hz))
    before_deg = angle_deg[np.maximum(np.arange(len(angle_deg)) - steps, 0)]
    slow = np.abs(angle_deg - before_deg) <= stands_deg_s * steps / rate_hz
    standing = np.flatnonzero(near & slow)
    edges = np.flatnonzero(np.diff(near, prepend=False, append=False))
    for start, stop in edges.reshape(-1, 2):
        first, after = np.searchsorted(standing, [start, stop])
        if after > first:
            yield Hold(first=int(standing[first]), last=int(standing[after - 1])), int(stop)
