"""Trembling: what of a movement lies in the band of tremor, where no exercise is done on purpose.

The jerk score says how smooth a movement is as a whole; a short and quick correction weighs as much
in it as lasting tremor. The median over the movement sees what lasts.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.signals.filters import LowPassSettings, moving_average, zero_phase_lowpass

VOLUNTARY: Final = LowPassSettings(cutoff_hz=4.0, order=2)
"""Below it a limb moves on purpose; pathological and strained tremor lies at 4–8 Hz."""

TREMBLING: Final = LowPassSettings(cutoff_hz=12.0, order=4)
"""Above it there is only the sensor's noise, and physiological tremor too small to be seen."""

LEAST_RAD_S: Final = float(np.radians(0.1))
"""About the noise of a watch's gyroscope in this band: nobody is steadier than can be measured."""

PLACE_S: Final = 0.5
"""Width of the stretch that is named as the unsteadiest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tremor:
    """How much a limb trembles.

    Attributes:
        rate_rad_s: median over the movement of the angular rate within the band of tremor.
        worst: sample around which it is largest.
    """

    rate_rad_s: float
    worst: int


def tremor(gyro_rad_s: Floats) -> Tremor:
    """Return how much a limb trembles in a repetition, (n, 3) at `PIPELINE_RATE_HZ`."""
    shake = gyro_rad_s - zero_phase_lowpass(gyro_rad_s, PIPELINE_RATE_HZ, VOLUNTARY)
    power = np.sum(zero_phase_lowpass(shake, PIPELINE_RATE_HZ, TREMBLING) ** 2, axis=1)
    width = round(PLACE_S * PIPELINE_RATE_HZ) | 1
    return Tremor(
        rate_rad_s=max(float(np.sqrt(np.median(power))), LEAST_RAD_S),
        worst=int(moving_average(power, width).argmax()),
    )
