"""A watch that warms up on the wrist during a session: its gyroscope's bias wanders with that.

Data sheets give a gyroscope's zero-rate offset a change of ±0.01 to ±0.03 deg/s per kelvin (ST
LSM6DSO, Bosch BMI270); a watch that is put on comes from the room's temperature towards the skin's.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from edge.simulation.body.session import SimulatedSession

OFFSET_RAD_S_PER_K: Final = float(np.deg2rad(0.015))
"""Standard deviation of an axis's change per kelvin."""
WARMS_BY_K: Final = (2.0, 9.0)
WARMS_IN_S: Final = (120.0, 500.0)
"""Time constants of the approach."""
_WARMING: Final = 8
"""Its stream of random numbers of a seed."""


def warmed(session: SimulatedSession, *, seed: int) -> SimulatedSession:
    """Return the session as a watch reads it that warms up meanwhile.

    Args:
        session: as a watch of constant temperature reads it.
        seed: which watch it is, and how cold it was.
    """
    rng = np.random.default_rng([seed, _WARMING])
    offset_rad_s_per_k = rng.normal(0.0, OFFSET_RAD_S_PER_K, 3)
    warmer_k = rng.uniform(*WARMS_BY_K) * -np.expm1(-session.t_s / rng.uniform(*WARMS_IN_S))
    return replace(session, gyro_rad_s=session.gyro_rad_s + np.outer(warmer_k, offset_rad_s_per_k))
