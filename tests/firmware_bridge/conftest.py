from collections.abc import Callable

import numpy as np
import pytest

from firmware_bridge.playback import Motion


@pytest.fixture
def motion() -> Callable[..., Motion]:
    """Return a maker of movements whose every sample is different."""

    def make(seconds: float = 2.0, rate_hz: float = 50.0) -> Motion:
        t_s = np.arange(round(seconds * rate_hz)) / rate_hz
        phases = np.arange(6) + 1.0
        waves = np.sin(t_s[:, np.newaxis] * phases) + t_s[:, np.newaxis] / 10.0
        return Motion(t_s=t_s, accel_m_s2=9.0 * waves[:, :3], gyro_rad_s=3.0 * waves[:, 3:])

    return make
