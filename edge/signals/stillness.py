"""When the sensor is held still, relative to its own noise and the wearer's sway."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from edge.compiled.kernel import kernel
from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import LowPass, LowPassSettings

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillnessSettings:
    """What counts as still.

    The spread of a window is the length of the vector of its per-axis ranges. The smallest
    spreads seen so far are the quiet level; still is what stays within `quiet_ratio` of it,
    inside fixed bounds: below the lower ones nothing moves, above the upper ones something does.

    Attributes:
        window_s: how long stillness must have lasted.
        smoothing_hz: cut-off (order 2, which settles quickly after a movement) before the spread
            is taken; well below a tremor's 4–8 Hz.
        quiet_ratio: allowed spread over the quiet level.
        forget_s: the quiet level grows by a factor of e in this time, for wearers who tire.
        gyro_rad_s: bounds of the allowed spread of the angular rate.
        accel_m_s2: bounds of the allowed spread of the acceleration.
        bias_rad_s: a mean angular rate above this is a slow movement and no sensor bias.
    """

    window_s: float = 0.8
    smoothing_hz: float = 1.5
    quiet_ratio: float = 3.0
    forget_s: float = 60.0
    gyro_rad_s: tuple[float, float] = (math.radians(1.0), math.radians(6.0))
    accel_m_s2: tuple[float, float] = (0.08, 0.5)
    bias_rad_s: float = math.radians(5.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stillness:
    """What the detector says of a chunk.

    Attributes:
        still: (n,) the window that ends at this sample is still.
        gyro_rad_s: (n, 3) the smoothed angular rate: in stillness, the gyroscope's bias.
    """

    still: Flags
    gyro_rad_s: Floats


STILLNESS_SETTINGS: Final = StillnessSettings()


class _Memory(NamedTuple):
    """What is carried from chunk to chunk, changed in place."""

    ring: Floats  # (m, 6) the newest smoothed samples
    filled: NDArray[np.int64]  # (1,) samples since the reset
    quiet: Floats  # (2,) smallest spread of either sensor


class _Limits(NamedTuple):
    """Accelerometer, then gyroscope."""

    least: Floats  # (2,) smallest spread that can be asked for
    most: Floats  # (2,) largest spread that can be still
    level: Floats  # (2,) largest mean
    ratio: float
    growth: float


class StillnessDetector:
    """Says of every sample whether the sensor has been still for a while; any chunking agrees.

    Attributes:
        settings: what counts as still.
    """

    __slots__ = ("_limits", "_lowpass", "_memory", "settings")

    def __init__(self, rate_hz: float, settings: StillnessSettings = STILLNESS_SETTINGS) -> None:
        samples = round(settings.window_s * rate_hz)
        if samples < 2:
            raise SignalError(
                f"{rate_hz} Hz is too slow to tell stillness within {settings.window_s} s",
                remedy="resample first",
            )
        self.settings = settings
        self._lowpass = LowPass(rate_hz, LowPassSettings(cutoff_hz=settings.smoothing_hz, order=2))
        self._memory = _Memory(
            ring=np.zeros((samples, 6)),
            filled=np.zeros(1, dtype=np.int64),
            quiet=np.full(2, np.inf),
        )
        least, most = np.transpose([settings.accel_m_s2, settings.gyro_rad_s])
        self._limits = _Limits(
            least=np.ascontiguousarray(least),
            most=np.ascontiguousarray(most),
            level=np.array([np.inf, settings.bias_rad_s]),
            ratio=settings.quiet_ratio,
            growth=math.exp(1 / (settings.forget_s * rate_hz)),
        )

    def reset(self) -> None:
        """Forget the samples before a gap; what quiet means for this sensor is kept."""
        self._lowpass.reset()
        self._memory.filled[0] = 0

    def process(self, signal: Floats) -> Stillness:
        """Return where the chunk is still.

        Args:
            signal: (n, 6) the axes of `edge.core.arrays.AXES`.
        """
        smooth = self._lowpass.process(signal)
        still: Flags = _still(smooth, self._memory, self._limits)
        return Stillness(still=still, gyro_rad_s=np.ascontiguousarray(smooth[:, 3:]))


@kernel
def _still(smooth: Floats, memory: _Memory, limits: _Limits) -> Flags:
    """Flag the samples of `smooth` (n, 6), carrying on from `memory`."""
    length = len(memory.ring)
    flags = np.zeros(len(smooth), dtype=np.bool_)
    for i in range(len(smooth)):
        memory.ring[memory.filled[0] % length] = smooth[i]
        memory.filled[0] += 1
        if memory.filled[0] < length:
            continue
        still = True
        for sensor in range(2):
            spread, level = _spread(memory.ring[:, 3 * sensor : 3 * sensor + 3])
            memory.quiet[sensor] = min(memory.quiet[sensor] * limits.growth, spread)
            allowed = limits.ratio * memory.quiet[sensor]
            allowed = min(max(allowed, limits.least[sensor]), limits.most[sensor])
            still = still and spread <= allowed and level <= limits.level[sensor]
        flags[i] = still
    return flags


@kernel
def _spread(window: Floats) -> tuple[float, float]:
    """Return the lengths of the vectors of ranges and of means of `window` (m, 3)."""
    ranges, means = 0.0, 0.0
    for axis in range(3):
        low, high, total = np.inf, -np.inf, 0.0
        for value in window[:, axis]:
            low, high, total = min(low, value), max(high, value), total + value
        ranges += (high - low) ** 2
        means += (total / len(window)) ** 2
    return math.sqrt(ranges), math.sqrt(means)
