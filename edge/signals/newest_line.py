"""Where a noisy angle is now and how fast it changes, from a straight line through its newest part.

The noisier it is for the size of the movement, the longer the part: a watch is believed at once,
the landmarks of a camera only in their mean.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestLineSettings:
    """How much of the newest part counts; the same for every exercise and sensor.

    Attributes:
        shortest_s: the part of an angle without noise.
        longest_s: a longer one would lag behind the movement.
        noise_s: by how much the part grows for noise as large as the whole movement.
        fade: weight of the newest sample in the estimate of the noise.
    """

    shortest_s: float = 0.11
    longest_s: float = 0.45
    noise_s: float = 7.0
    fade: float = 0.05


NEWEST_LINE_SETTINGS: Final = NewestLineSettings()
_BEND_PER_NOISE: Final = float(np.sqrt(6.0) * np.sqrt(2.0 / np.pi))
"""Mean size of the second difference of white noise with a standard deviation of 1."""


class NewestLine:
    """The line of least squares through the newest samples; a constant effort for each.

    Attributes:
        mean_deg: mean of the samples that count.
        level_deg: the line at the newest sample.
        speed_deg_s: its slope.
        noise_deg: standard deviation of the noise of one sample.

    Args:
        size_deg: of the movement.
        settings: how much counts.
    """

    __slots__ = (
        "_newest",
        "_settings",
        "_size_deg",
        "level_deg",
        "mean_deg",
        "noise_deg",
        "speed_deg_s",
    )

    def __init__(
        self, size_deg: float, settings: NewestLineSettings = NEWEST_LINE_SETTINGS
    ) -> None:
        self._size_deg = size_deg
        self._settings = settings
        self.reset()

    def reset(self) -> None:
        """Forget all samples, and the noise."""
        self._newest: deque[tuple[int, float]] = deque()
        self.noise_deg = self.mean_deg = self.level_deg = self.speed_deg_s = 0.0

    def take(self, t_ns: int, angle_deg: float) -> None:
        """Take the next sample; times increase."""
        newest, settings = self._newest, self._settings
        if len(newest) >= 2:
            bend_deg = abs(angle_deg - 2.0 * newest[-1][1] + newest[-2][1])
            self.noise_deg += settings.fade * (bend_deg / _BEND_PER_NOISE - self.noise_deg)
        newest.append((t_ns, angle_deg))
        part_s = settings.shortest_s + settings.noise_s * self.noise_deg / self._size_deg
        oldest_ns = t_ns - 1e9 * min(part_s, settings.longest_s)
        while newest[0][0] < oldest_ns:
            newest.popleft()
        self._fit(t_ns)

    def _fit(self, now_ns: int) -> None:
        count = len(self._newest)
        mean_s = sum((at_ns - now_ns) * 1e-9 for at_ns, _ in self._newest) / count
        mean_deg = sum(angle_deg for _, angle_deg in self._newest) / count
        spread = together = 0.0
        for at_ns, angle_deg in self._newest:
            off_s = (at_ns - now_ns) * 1e-9 - mean_s
            spread += off_s * off_s
            together += off_s * (angle_deg - mean_deg)
        self.mean_deg = mean_deg
        self.speed_deg_s = together / spread if spread else 0.0
        self.level_deg = mean_deg - self.speed_deg_s * mean_s
