"""The guided poses: what has been held is known, what is missing is said."""

import numpy as np
import pytest

from calibration.imu import StillPose, calibrate_imu
from calibration.pose_collector import SIDES, PoseCollector, side_of
from edge.core.messages.imu import Imu
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body.poses import POSE_S, TURN_S, simulate_poses
from edge.simulation.body.simulate import device_of


def packets(seed: int = 1) -> list[Imu]:
    return list(imu_chunks(*simulate_poses(seed=seed), chunk_s=0.1))


def held(*accel_m_s2: float) -> StillPose:
    return StillPose(accel_m_s2=np.array(accel_m_s2), gyro_rad_s=np.zeros(3), duration_s=2.0)


@pytest.mark.parametrize("seed", range(3))
def test_all_sides_are_noticed_and_calibrate_the_watch(seed: int) -> None:
    collector, steps = PoseCollector(), []
    for packet in packets(seed):
        guidance = collector.take(packet)
        steps.append(guidance.step)
    assert guidance.missing == ()
    assert steps[-1] == "done"
    assert {"move", "hold"} <= set(steps)
    assert {side_of(pose) for pose in collector.poses} == set(SIDES)
    found, true = calibrate_imu(collector.poses), device_of(seed)
    np.testing.assert_allclose(found.accel_bias_m_s2, true.accel_bias_m_s2, atol=0.02)


def test_enough_is_as_many_sides_as_were_wanted() -> None:
    collector = PoseCollector(wanted=2)
    done = [collector.take(packet).step == "done" for packet in packets()]
    at_s = done.index(True) * 0.1
    assert POSE_S + TURN_S + 2.0 < at_s < 2 * POSE_S + TURN_S + 0.5


def test_a_pose_that_is_not_held_for_long_enough_does_not_count() -> None:
    collector = PoseCollector()
    for packet in packets()[:13]:
        guidance = collector.take(packet)
    assert guidance.step == "hold"
    assert collector.poses == ()
    assert guidance.missing == SIDES


def test_what_was_held_before_a_gap_is_kept() -> None:
    collector, all_packets = PoseCollector(), packets()
    period = round((POSE_S + TURN_S) / 0.1)
    # Of the second pose nothing arrives.
    for packet in (*all_packets[: period - 5], *all_packets[2 * period - 5 :]):
        collector.take(packet)
    assert len(collector.poses) == 5
    assert len(collector.missing) == 1


@pytest.mark.parametrize(
    ("pose", "side"),
    [
        (held(9.8, 0.5, -0.3), "x up"),
        (held(0.1, -9.7, 1.0), "y down"),
        (held(0.0, 3.0, 9.3), "z up"),
        (held(7.0, 0.0, 7.0), None),
    ],
)
def test_a_side_is_what_points_up(pose: StillPose, side: str | None) -> None:
    assert side_of(pose) == side
