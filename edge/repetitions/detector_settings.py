"""What counts as a repetition: the few numbers behind the online detector."""

from dataclasses import dataclass, replace
from math import radians
from typing import Self

from edge.core.constants import LONGEST_REPETITION_S


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """What counts as a repetition; shares refer to the movement's own largest excursion.

    Attributes:
        rate_hz: sample rate of the orientations.
        smoothing_s: poses are averaged over this; 0.25 s removes a tremor of 4 Hz and more.
        lag_s: before half of that has passed, a pose is taken from the straight line through the
            newest `smoothing_s`, half of this before its end: a longer one is steadier.
        still_rad: a pose that changes by less is held still.
        sway_rad_s: rotation of somebody who stands still.
        least_range_rad: a movement with less excursion is fidgeting.
        least_share: so is one with less than this share of the usual (or the reference's)
            excursion; half a repetition counts, so it stays well below a half.
        rest_share: below it the limb is back at rest as soon as it has stopped.
        near_share: below it the limb is back once it rests there or sets out again.
        slow_share: share of the movement's top speed below which it has stopped.
        pause_s: standing still for this long near rest ends a repetition; right after one it makes
            a pose the rest pose.
        rest_s: standing still for this long makes any pose near rest the rest pose.
        hold_s: the longest hold that still belongs to a repetition.
        longest_s: what has not come back after this is no repetition.
        least_duration_s: anything shorter is a knock.
    """

    rate_hz: float = 50.0
    smoothing_s: float = 0.25
    lag_s: float = 0.04
    still_rad: float = radians(1.5)
    sway_rad_s: float = radians(1.0)
    least_range_rad: float = radians(7.5)
    least_share: float = 0.3
    rest_share: float = 0.15
    near_share: float = 0.4
    slow_share: float = 0.04
    pause_s: float = 0.3
    rest_s: float = 1.0
    hold_s: float = 15.0
    longest_s: float = LONGEST_REPETITION_S
    least_duration_s: float = 0.4

    @classmethod
    def with_hold(cls, hold_s: float) -> Self:
        """Return the settings for repetitions in which the end is to be held for that long.

        The longest hold and the longest repetition grow by it, so that somebody who holds even
        longer than asked for is still followed; all else stays as it is.
        """
        usual = cls()
        return replace(usual, hold_s=usual.hold_s + hold_s, longest_s=usual.longest_s + hold_s)
