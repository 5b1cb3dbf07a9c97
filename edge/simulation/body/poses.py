"""The simulated watch off the wrist: laid down on one side after the other."""

from typing import Final

import numpy as np

from edge.avatar.kinematics import Frame
from edge.core.arrays import Floats
from edge.signals.rotations import from_rotation_vector, interpolate
from edge.simulation.body.imu import ideal_imu
from edge.simulation.body.simulate import device_of

POSE_S: Final = 3.5
TURN_S: Final = 1.2
_QUARTERS: Final = ("x", 0), ("x", 1), ("x", 2), ("x", 3), ("y", 1), ("y", 3)
"""Axis and quarter turns of each pose: each of the six sides is up once."""


def simulate_poses(*, seed: int, rate_hz: float = 50.0) -> tuple[Floats, Floats, Floats]:
    """Return times (n,) in s, and what the watch of that seed reads: (n, 3) m/s², (n, 3) rad/s.

    It lies on each of its six sides for 3.5 s.

    Args:
        seed: the device, the same as in the sessions of that seed.
        rate_hz: sample rate.
    """
    period_s = POSE_S + TURN_S
    duration_s = len(_QUARTERS) * period_s - TURN_S
    t_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    rng = np.random.default_rng([seed, len(_QUARTERS)])
    _, accel, gyro = ideal_imu(_frame_at, t_s)
    return t_s, *device_of(seed).measure(accel, gyro, rate_hz=rate_hz, rng=rng)


def _frame_at(t_s: Floats) -> Frame:
    poses = from_rotation_vector(
        np.array([np.pi / 2 * turns * np.eye(3)["xyz".index(axis)] for axis, turns in _QUARTERS])
    )
    last = len(poses) - 1
    position = np.clip(t_s / (POSE_S + TURN_S), 0.0, last)
    index = np.minimum(position.astype(np.int64), last)
    share = np.clip((position - index) * (POSE_S + TURN_S) / TURN_S - POSE_S / TURN_S, 0.0, 1.0)
    smooth = share**3 * (10.0 + share * (6.0 * share - 15.0))
    after = poses[np.minimum(index + 1, last)]
    return Frame(interpolate(poses[index], after, smooth), np.zeros((len(t_s), 3)))
