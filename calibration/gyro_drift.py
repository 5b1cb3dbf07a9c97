"""How far a watch's gyroscope drifted over a recorded session, and the heading with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.drift import SensorDrift
from edge.core.messages.imu import Imu
from edge.signals.orientation import OrientationFilter
from edge.signals.resample_stream import Resampler


class Corrects(Protocol):
    """Bias and scale of one particular watch."""

    def apply(self, accel_m_s2: Floats, gyro_rad_s: Floats) -> tuple[Floats, Floats]:
        """Return corrected copies of (n, 3) acceleration and (n, 3) angular rate."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDrift:
    """The gyroscope at the end of the first stillness, and at the end of the session."""

    start: SensorDrift
    end: SensorDrift


def drift_over(chunks: Iterable[Imu], calibration: Corrects | None = None) -> SessionDrift | None:
    """Return the drift over a recorded stream, as the session itself reckoned it.

    None where the watch has no gyroscope, or was never still.

    Args:
        chunks: what the watch sent, in order.
        calibration: the watch's own, if known; what is left after it is told.
    """
    resampler, orientation = Resampler(), OrientationFilter(PIPELINE_RATE_HZ)
    start: SensorDrift | None = None
    rested = False
    for chunk in chunks:
        if chunk.gyro_rad_s is None:
            return None
        signal = chunk.accel_m_s2, chunk.gyro_rad_s
        if calibration is not None:
            signal = calibration.apply(*signal)
        for uniform in resampler.process(chunk.t_ns, np.hstack(signal), gap=chunk.gap):
            if uniform.gap:
                orientation.reset()
            orientation.process(
                np.ascontiguousarray(uniform.x[:, :3]), np.ascontiguousarray(uniform.x[:, 3:])
            )
            if orientation.still and not rested:
                start = orientation.drift
            rested = rested or (start is not None and not orientation.still)
    return None if start is None else SessionDrift(start=start, end=orientation.drift)
