"""How far a gyroscope has drifted, as told live and in a session's report."""

from dataclasses import dataclass
from typing import Final

PLANE_LOST_DEG: Final = 15.0
"""A heading that is known no better does not tell any more in which plane a limb moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SensorDrift:
    """What is known of a gyroscope's errors at one moment.

    Attributes:
        gyro_bias_dps: what it reads at rest about x, y, z, deg/s.
        gyro_bias_95_dps: half the width of the 95 % interval of each.
        heading_95_deg: the same of the heading, against where it began. No magnetometer corrects
            it, so it grows for as long as the signal is not interrupted.
    """

    gyro_bias_dps: tuple[float, float, float]
    gyro_bias_95_dps: tuple[float, float, float]
    heading_95_deg: float

    @property
    def plane_known(self) -> bool:
        """Whether the heading still tells in which plane a limb moves."""
        return self.heading_95_deg < PLANE_LOST_DEG
