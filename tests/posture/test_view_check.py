from dataclasses import replace

import numpy as np
import pytest

from edge.core.messages.camera import Pose
from edge.posture.pose_track import track_of
from edge.posture.view_check import ViewFault, view_faults
from edge.simulation.body.standing import StandingPoses, draw_scene

POSES = list(StandingPoses(draw_scene(11)).at(0, 4))
MIDDLE = np.array([319.5, 239.5])


def faults(poses: list[Pose], placed: str = "front") -> tuple[ViewFault, ...]:
    return view_faults(track_of(poses), 640, 480, "front" if placed == "front" else "side")


def moved(right_px: float = 0.0, down_px: float = 0.0, scale: float = 1.0) -> list[Pose]:
    return [
        replace(
            pose,
            landmarks_px=MIDDLE + scale * (pose.landmarks_px - MIDDLE) + (right_px, down_px),
        )
        for pose in POSES
    ]


def turned(deg: float) -> list[Pose]:
    sine, cosine = np.sin(np.radians(deg)), np.cos(np.radians(deg))
    turn = np.array([[cosine, sine], [-sine, cosine]])
    return [
        replace(pose, landmarks_px=MIDDLE + 0.8 * (pose.landmarks_px - MIDDLE) @ turn)
        for pose in POSES
    ]


def test_who_stands_whole_before_the_camera_is_seen_well() -> None:
    assert faults(POSES) == ()


@pytest.mark.parametrize(
    ("poses", "fault"),
    [
        (moved(down_px=200.0), "feet"),
        (moved(down_px=-200.0), "head"),
        (moved(right_px=-310.0), "edge"),
        (moved(scale=0.3), "far"),
        (turned(15.0), "rolled"),
        ([replace(pose, visibility=np.full(33, 0.2)) for pose in POSES], "light"),
    ],
)
def test_each_fault_is_found(poses: list[Pose], fault: ViewFault) -> None:
    assert fault in faults(poses)


def test_the_side_that_the_camera_should_see_is_asked_for() -> None:
    assert faults(POSES, placed="side") == ("side",)
    sideways = [
        replace(pose, world_m=pose.world_m[:, [2, 1, 0]] * (1.0, 1.0, -1.0)) for pose in POSES
    ]
    assert faults(sideways, placed="side") == ()
    assert faults(sideways) == ("front",)


def test_nobody_is_nobody() -> None:
    assert faults([]) == ("nobody",)
