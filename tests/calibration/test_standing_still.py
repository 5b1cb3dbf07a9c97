from dataclasses import replace

import numpy as np

from calibration.standing_still import StandingStill
from edge.core.messages.camera import Pose
from edge.simulation.body.standing import StandingPoses, draw_scene

POSES = list(StandingPoses(draw_scene(3)).at(0, 14))


def fed(poses: list[Pose]) -> StandingStill:
    still = StandingStill()
    for pose in poses:
        still.take(pose)
    return still


def test_who_stands_for_long_enough_has_stood_still() -> None:
    assert not fed(POSES[:4]).is_held
    assert fed(POSES[:4]).is_still
    assert fed(POSES).is_held
    assert fed(POSES).newest is POSES[-1]


def test_few_pictures_or_one_say_nothing() -> None:
    assert not fed([]).is_still
    assert not fed(POSES[:1]).is_still
    assert not fed(POSES[::4]).is_held
    assert fed([]).newest is None


def test_who_sways_by_a_hand_does_not_stand_still() -> None:
    swaying = [
        replace(pose, landmarks_px=pose.landmarks_px + np.array([3.0 * i, 0.0]))
        for i, pose in enumerate(POSES)
    ]
    assert not fed(swaying).is_held


def test_doubt_is_left_out_and_somebody_else_begins_it_anew() -> None:
    doubted = [*POSES[:6], replace(POSES[6], presence="unsure"), *POSES[7:]]
    assert fed(doubted).is_held
    left = [*POSES[:6], replace(POSES[6], presence="other"), *POSES[7:9]]
    assert not fed(left).is_held
    gone = fed(POSES)
    gone.forget()
    assert gone.newest is None
