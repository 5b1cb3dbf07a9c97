import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from firmware_bridge.playback import Motion


@pytest.fixture
def motion() -> Callable[..., Motion]:
    """Return a maker of movements whose every sample is different, on whole counts of ±8 g."""

    def make(seconds: float = 2.0, rate_hz: float = 50.0) -> Motion:
        n = round(seconds * rate_hz)
        steps = np.arange(n)[:, np.newaxis] * 7 + np.arange(6) * 1000
        counts: NDArray[np.float64] = np.asarray(steps % 32767, dtype=np.float64)
        accel = counts[:, :3] * (8 * 9.80665 / 32768)
        gyro = counts[:, 3:] * (math.radians(2000.0) / 32768)
        return Motion(t_s=np.arange(n) / rate_hz, accel_m_s2=accel, gyro_rad_s=gyro)

    return make
