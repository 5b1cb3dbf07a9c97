"""What a real wrist-watch IMU makes of the ideal signals: noise, bias, drift, scale, steps.

The figures are those of the consumer parts found in watches (data sheets of Bosch BMI270 and
ST LSM6DSO: noise 160 µg/√Hz and 0.007 °/s/√Hz, zero offset ±20 mg and ±0.5 °/s, sensitivity
±0.4–1 %, 16 bits), with the noise doubled as in their low-power modes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2

ACCEL_NOISE_M_S2_PER_SQRT_HZ: Final = 320e-6 * STANDARD_GRAVITY_M_S2
GYRO_NOISE_RAD_S_PER_SQRT_HZ: Final = float(np.deg2rad(0.014))
ACCEL_BIAS_SD_M_S2: Final = 0.010 * STANDARD_GRAVITY_M_S2
GYRO_BIAS_SD_RAD_S: Final = float(np.deg2rad(0.3))
SCALE_SD: Final = 0.004
ACCEL_DRIFT_M_S2_PER_SQRT_S: Final = 5e-4
GYRO_DRIFT_RAD_S_PER_SQRT_S: Final = float(np.deg2rad(0.003))
ACCEL_RANGE_M_S2: Final = 8.0 * STANDARD_GRAVITY_M_S2
GYRO_RANGE_RAD_S: Final = float(np.deg2rad(1000.0))
_STEPS: Final = 2**15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watch:
    """One device's constant errors.

    Attributes:
        accel_bias_m_s2: (3,) added to specific force.
        accel_scale: (3,) factor on specific force, about 1.
        gyro_bias_rad_s: (3,) added to angular rate.
        gyro_scale: (3,) factor on angular rate, about 1.
    """

    accel_bias_m_s2: Floats
    accel_scale: Floats
    gyro_bias_rad_s: Floats
    gyro_scale: Floats

    def measure(
        self, accel_m_s2: Floats, gyro_rad_s: Floats, *, rate_hz: float, rng: np.random.Generator
    ) -> tuple[Floats, Floats]:
        """Return what the device reads for (n, 3) ideal specific force and angular rate."""
        accel = accel_m_s2 * self.accel_scale + self.accel_bias_m_s2
        gyro = gyro_rad_s * self.gyro_scale + self.gyro_bias_rad_s
        accel += _noise(ACCEL_NOISE_M_S2_PER_SQRT_HZ, rate_hz, accel.shape, rng)
        gyro += _noise(GYRO_NOISE_RAD_S_PER_SQRT_HZ, rate_hz, gyro.shape, rng)
        accel += _drift(ACCEL_DRIFT_M_S2_PER_SQRT_S, rate_hz, accel.shape, rng)
        gyro += _drift(GYRO_DRIFT_RAD_S_PER_SQRT_S, rate_hz, gyro.shape, rng)
        return _quantised(accel, ACCEL_RANGE_M_S2), _quantised(gyro, GYRO_RANGE_RAD_S)


def draw_watch(rng: np.random.Generator) -> Watch:
    """Return a device with errors drawn from what the data sheets allow."""
    return Watch(
        accel_bias_m_s2=rng.normal(0.0, ACCEL_BIAS_SD_M_S2, 3),
        accel_scale=rng.normal(1.0, SCALE_SD, 3),
        gyro_bias_rad_s=rng.normal(0.0, GYRO_BIAS_SD_RAD_S, 3),
        gyro_scale=rng.normal(1.0, SCALE_SD, 3),
    )


def _noise(
    density: float, rate_hz: float, shape: tuple[int, ...], rng: np.random.Generator
) -> Floats:
    return rng.normal(0.0, density * np.sqrt(rate_hz / 2.0), shape)


def _drift(
    density: float, rate_hz: float, shape: tuple[int, ...], rng: np.random.Generator
) -> Floats:
    """Return a random walk: the bias moves by `density` in a second, √t times that in t."""
    walk: Floats = np.cumsum(rng.normal(0.0, density / np.sqrt(rate_hz), shape), axis=0)
    return walk


def _quantised(signal: Floats, full_range: float) -> Floats:
    step = full_range / _STEPS
    counts: Floats = np.clip(np.rint(signal / step), -_STEPS, _STEPS - 1)
    return counts * step
