"""The simulated watch off the wrist shows each of its sides, with its own errors."""

import numpy as np

from edge.simulation.body.poses import POSE_S, TURN_S, simulate_poses
from edge.simulation.body.simulate import device_of


def test_every_side_is_up_once_and_reads_gravity_with_the_device_errors() -> None:
    t_s, accel, gyro = simulate_poses(seed=5)
    device = device_of(5)
    seen = set()
    for pose in range(6):
        begin_s = pose * (POSE_S + TURN_S)
        still = (t_s > begin_s + 0.1) & (t_s < begin_s + POSE_S - 0.1)
        read = accel[still].mean(axis=0)
        true = (read - device.accel_bias_m_s2) / device.accel_scale
        axis = int(np.abs(true).argmax())
        seen.add((axis, bool(true[axis] > 0)))
        np.testing.assert_allclose(np.abs(np.delete(true, axis)), 0.0, atol=0.02)
        np.testing.assert_allclose(np.abs(true[axis]), 9.80665, atol=0.02)
        np.testing.assert_allclose(gyro[still].mean(axis=0), device.gyro_bias_rad_s, atol=1e-3)
    assert len(seen) == 6


def test_it_is_the_same_every_time_and_turns_in_between() -> None:
    first, second = simulate_poses(seed=5), simulate_poses(seed=5)
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)
    assert np.linalg.norm(first[2], axis=1).max() > 1.0
