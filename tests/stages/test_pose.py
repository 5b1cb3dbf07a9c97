"""The pose stage, with an engine that finds what is bright and a clock that counts its readings."""

from itertools import count

import numpy as np
import pytest

from edge.bus.codec import decode, encode
from edge.core.messages.camera import FrameRef, Pose
from edge.pose.picture import Frame
from edge.pose.tracker import PoseTracker
from edge.stages.pose import PoseOfFrames
from tests.pose.scripted import SHAPE, ScriptedEngine, bright

TICK_NS = 7


@pytest.fixture
def poses() -> PoseOfFrames:
    ticks = count(0, TICK_NS)
    return PoseOfFrames(PoseTracker(ScriptedEngine(), clock_ns=lambda: next(ticks)))


def seen(poses: PoseOfFrames, picture: Frame, number: int) -> Pose:
    stamp, (height, width, _) = (number + 1) * 33_000_000, SHAPE
    frame = FrameRef(
        seq=number, sensor_ns=stamp, host_ns=stamp + 5, slot=0, height=height, width=width
    )
    return poses.pose(picture, frame)


def test_a_person_gives_a_pose_with_the_stamps_of_the_frame(poses: PoseOfFrames) -> None:
    pose = seen(poses, bright(), 0)
    assert pose.presence == "followed"
    assert (pose.sensor_ns, pose.host_ns) == (33_000_000, 33_000_005)
    assert (pose.height, pose.width) == SHAPE[:2]
    assert pose.engine_ns == TICK_NS
    decoded = decode(encode(pose))
    assert isinstance(decoded, Pose)
    assert np.array_equal(decoded.landmarks_px, pose.landmarks_px)


def test_the_poses_are_numbered_one_after_the_other(poses: PoseOfFrames) -> None:
    assert [seen(poses, bright(), number).seq for number in (3, 4, 8)] == [0, 1, 2]


def test_an_empty_picture_gives_a_pose_of_nobody(poses: PoseOfFrames) -> None:
    dark = np.zeros(SHAPE, np.uint8)
    last = [seen(poses, dark, number) for number in range(40)][-1]
    assert last.presence == "nobody"
    assert np.isnan(last.landmarks_px).all()


def test_somebody_else_is_not_taken_for_the_person(poses: PoseOfFrames) -> None:
    for number in range(30):
        seen(poses, bright(), number)
    moved = np.roll(bright(), 60, axis=1)
    assert seen(poses, moved, 30).presence == "unsure"
