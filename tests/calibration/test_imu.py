"""Calibration against simulated devices whose errors are known."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation, Slerp

from calibration.imu import StillPose, calibrate_imu, still_poses
from edge.avatar.kinematics import Frame
from edge.core.arrays import Floats
from edge.records.errors import ImuCalibrationError
from edge.simulation.body import simulate_anchor
from edge.simulation.body.imu import ideal_imu
from edge.simulation.body.watch import GYRO_NOISE_RAD_S_PER_SQRT_HZ, Watch, draw_watch

RATE_HZ = 50.0
POSE_S, TURN_S = 4.0, 1.5
FACES = Rotation.from_euler(
    "XY",
    [[0, 0], [90, 0], [180, 0], [-90, 0], [0, 90], [0, -90], [45, 0], [0, 45]],
    degrees=True,
)


def turned_about(watch: Watch, poses: Rotation, seed: int) -> tuple[Floats, Floats, Floats]:
    """Return what the watch reads while it lies in one pose after another."""
    begins = np.arange(len(poses)) * (POSE_S + TURN_S)
    keys = np.column_stack([begins, begins + POSE_S]).ravel()
    path = Slerp(keys, poses[np.repeat(np.arange(len(poses)), 2)])

    def frame_at(t_s: Floats) -> Frame:
        inside = np.clip(t_s, keys[0], keys[-1])
        quaternions = path(inside).as_quat(scalar_first=True)
        return Frame(quaternions, np.zeros((len(t_s), 3)))

    t_s = np.arange(round(keys[-1] * RATE_HZ)) / RATE_HZ
    _, accel, gyro = ideal_imu(frame_at, t_s)
    readings = watch.measure(accel, gyro, rate_hz=RATE_HZ, rng=np.random.default_rng(seed))
    return t_s, *readings


@settings(max_examples=15)
@given(st.integers(0, 10**6))
def test_six_faces_recover_bias_and_scale_of_any_device(seed: int) -> None:
    watch = draw_watch(np.random.default_rng(seed))
    poses = still_poses(*turned_about(watch, FACES, seed))
    found = calibrate_imu(poses)
    assert found.poses == len(FACES)
    np.testing.assert_allclose(found.accel_bias_m_s2, watch.accel_bias_m_s2, atol=0.03)
    np.testing.assert_allclose(found.accel_scale * watch.accel_scale, 1.0, atol=0.003)
    np.testing.assert_allclose(found.gyro_bias_rad_s, watch.gyro_bias_rad_s, atol=1e-3)
    assert found.residual_m_s2 < 0.02
    assert found.accel_bias_sd_m_s2.max() < 0.02


def test_apply_makes_gravity_one_g_in_poses_that_were_not_used() -> None:
    watch = draw_watch(np.random.default_rng(3))
    found = calibrate_imu(still_poses(*turned_about(watch, FACES, 3)))
    others = Rotation.random(6, rng=np.random.default_rng(4))
    t_s, accel, gyro = turned_about(watch, others, 5)
    before = [np.linalg.norm(pose.accel_m_s2) for pose in still_poses(t_s, accel, gyro)]
    after = still_poses(t_s, *found.apply(accel, gyro))
    lengths = [np.linalg.norm(pose.accel_m_s2) for pose in after]
    assert np.abs(np.array(lengths) - 9.80665).max() < 0.03
    assert np.abs(np.array(before) - 9.80665).max() > 0.05
    assert max(np.linalg.norm(pose.gyro_rad_s) for pose in after) < 1e-3


def test_standing_still_before_the_anchor_is_enough_for_the_gyroscope() -> None:
    for seed in range(10):
        it = simulate_anchor(exercise="shoulder_abduction", seed=seed)
        found = calibrate_imu(still_poses(it.t_s, it.accel_m_s2, it.gyro_rad_s))
        bias = (it.gyro_rad_s - it.ideal_gyro_rad_s)[:150].mean(axis=0)
        # A standing person sways and breathes: 0.3 °/s is what that leaves.
        np.testing.assert_allclose(found.gyro_bias_rad_s, bias, atol=np.radians(0.35))
        # One hanging pose says nothing about the bias across it, and the result admits that.
        assert found.accel_bias_sd_m_s2.max() > 0.15


@settings(max_examples=30)
@given(st.integers(1, 8), st.integers(0, 10**6))
def test_more_poses_never_know_less(count: int, seed: int) -> None:
    watch = draw_watch(np.random.default_rng(seed))
    poses = still_poses(*turned_about(watch, FACES[:count], seed))
    fewer, more = calibrate_imu(poses[:-1] or poses), calibrate_imu(poses)
    assert more.accel_bias_sd_m_s2.max() <= fewer.accel_bias_sd_m_s2.max() * 1.02
    # What is not determined stays small instead of running away.
    assert np.abs(more.accel_bias_m_s2).max() < 0.5
    assert np.abs(more.accel_scale - 1.0).max() < 0.02


def test_local_gravity_is_respected() -> None:
    poses = tuple(
        StillPose(accel_m_s2=9.78 * direction, gyro_rad_s=np.zeros(3), duration_s=3.0)
        for direction in np.vstack([np.eye(3), -np.eye(3)])
    )
    assert calibrate_imu(poses, gravity_m_s2=9.78).accel_scale == pytest.approx([1.0] * 3, abs=1e-6)
    assert calibrate_imu(poses).accel_scale == pytest.approx([9.80665 / 9.78] * 3, abs=2e-4)


def test_wearing_turns_both_sensors() -> None:
    about_x = np.array([np.sqrt(0.5), np.sqrt(0.5), 0.0, 0.0])
    level = StillPose(
        accel_m_s2=np.array([0.0, 0.0, 9.80665]), gyro_rad_s=np.zeros(3), duration_s=1.0
    )
    nothing = calibrate_imu((level,))
    turned = dataclasses.replace(nothing, wearing=about_x)
    accel, gyro = turned.apply(np.array([[0.0, 9.0, 0.0]]), np.array([[0.0, 0.0, 2.0]]))
    np.testing.assert_allclose(accel, [[0.0, 0.0, 9.0]], atol=1e-5)
    np.testing.assert_allclose(gyro, [[0.0, -2.0, 0.0]], atol=1e-12)


def test_apply_leaves_its_input_alone() -> None:
    watch = draw_watch(np.random.default_rng(1))
    found = calibrate_imu(still_poses(*turned_about(watch, FACES, 1)))
    accel, gyro = np.ones((4, 3)), np.ones((4, 3))
    found.apply(accel, gyro)
    np.testing.assert_array_equal(accel, 1.0)
    np.testing.assert_array_equal(gyro, 1.0)


def test_movement_without_rest_is_refused() -> None:
    rng = np.random.default_rng(0)
    t_s = np.arange(500) / RATE_HZ
    restless = rng.normal(0.0, 5.0, (500, 3))
    with pytest.raises(ImuCalibrationError, match="never still"):
        calibrate_imu(still_poses(t_s, restless + np.array([0, 0, 9.8]), restless))
    with pytest.raises(ImuCalibrationError, match="empty"):
        still_poses(t_s[:1], restless[:1], restless[:1])


def test_what_is_not_gravity_is_refused() -> None:
    in_g = StillPose(accel_m_s2=np.array([0.0, 0.0, 1.0]), gyro_rad_s=np.zeros(3), duration_s=3.0)
    with pytest.raises(ImuCalibrationError, match="check the unit"):
        calibrate_imu((in_g,))


def test_gyroscope_noise_averages_out() -> None:
    watch = Watch(
        accel_bias_m_s2=np.zeros(3),
        accel_scale=np.ones(3),
        gyro_bias_rad_s=np.array([0.01, -0.02, 0.005]),
        gyro_scale=np.ones(3),
    )
    found = calibrate_imu(still_poses(*turned_about(watch, FACES, 2)))
    noise = GYRO_NOISE_RAD_S_PER_SQRT_HZ * np.sqrt(RATE_HZ / 2.0)
    assert np.abs(found.gyro_bias_rad_s - watch.gyro_bias_rad_s).max() < 0.5 * noise
