"""How a watch errs: bias and scale of its sensors and how it is worn; its readings set right."""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np

from edge.core.arrays import WXYZ, XYZ, Floats, Shape
from edge.signals.rotations import rotate

UNKNOWN_BIAS_SD_M_S2: Final = 0.2
"""What is known of an accelerometer before the first pose: the limit of consumer parts, ±20 mg."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImuCalibration:
    """What turns a watch's readings into true values in the anchor's sensor frame.

    Attributes:
        accel_bias_m_s2: (3,) subtracted from the acceleration first.
        accel_scale: (3,) factor on each axis after that, about 1.
        gyro_bias_rad_s: (3,) subtracted from the angular rate.
        wearing: (4,) quaternion w, x, y, z that turns the sensor's frame as it is worn now into
            the frame of the anchor's recording (see `calibration.placement`).
        poses: number of different still poses behind it.
        residual_m_s2: root mean square difference from gravity over the poses, after correction.
        accel_bias_sd_m_s2: (3,) standard error of the bias; near 0.2 where the poses say nothing.
        gyro_spread_rad_s: largest difference of a pose's gyroscope mean from the bias.
    """

    accel_bias_m_s2: Annotated[Floats, Shape((XYZ,))]
    accel_scale: Annotated[Floats, Shape((XYZ,))]
    gyro_bias_rad_s: Annotated[Floats, Shape((XYZ,))]
    wearing: Annotated[Floats, Shape((WXYZ,))]
    poses: int
    residual_m_s2: float
    accel_bias_sd_m_s2: Annotated[Floats, Shape((XYZ,))]
    gyro_spread_rad_s: float

    def apply(self, accel_m_s2: Floats, gyro_rad_s: Floats) -> tuple[Floats, Floats]:
        """Return corrected copies of (n, 3) acceleration and (n, 3) angular rate."""
        accel = (accel_m_s2 - self.accel_bias_m_s2) * self.accel_scale
        return rotate(self.wearing, accel), rotate(self.wearing, gyro_rad_s - self.gyro_bias_rad_s)


def uncorrected() -> ImuCalibration:
    """Return the calibration of a watch of which nothing is known: it changes nothing."""
    return ImuCalibration(
        accel_bias_m_s2=np.zeros(3),
        accel_scale=np.ones(3),
        gyro_bias_rad_s=np.zeros(3),
        wearing=np.array([1.0, 0.0, 0.0, 0.0]),
        poses=0,
        residual_m_s2=0.0,
        accel_bias_sd_m_s2=np.full(3, UNKNOWN_BIAS_SD_M_S2),
        gyro_spread_rad_s=0.0,
    )
