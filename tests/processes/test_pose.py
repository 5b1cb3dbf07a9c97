"""The pose process between the camera's ring of frames and the poses that it sends."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from edge.bus.frames import FRAMES, FrameRing, create_ring
from edge.core.messages.camera import FrameRef, Pose
from edge.pose.picture import Frame
from edge.pose.tracker import PoseTracker
from edge.processes.camera import FRAMES_FILE
from edge.processes.pose import PoseFromRing, make_pose
from edge.runtime.context import SessionContext
from edge.stages.pose import PoseOfFrames
from tests.pose.rendered import bend
from tests.pose.scripted import ScriptedEngine, bright


@pytest.fixture
def frames(tmp_path: Path) -> Iterator[FrameRing]:
    with create_ring(tmp_path / FRAMES_FILE, FRAMES) as ring:
        yield ring


@pytest.fixture
def stage(tmp_path: Path) -> PoseFromRing:
    ticks = count()
    tracker = PoseTracker(ScriptedEngine(), clock_ns=lambda: next(ticks))
    return PoseFromRing(PoseOfFrames(tracker).pose, tmp_path / FRAMES_FILE)


def written(ring: FrameRing, frame: Frame, number: int) -> FrameRef:
    stamp = (number + 1) * 33_000_000
    slot = ring.write(frame, stamp)
    height, width = frame.shape[:2]
    return FrameRef(
        seq=number, sensor_ns=stamp, host_ns=stamp + 5, slot=slot, height=height, width=width
    )


def test_the_frame_that_a_descriptor_names_is_looked_at(
    stage: PoseFromRing, frames: FrameRing
) -> None:
    message = written(frames, bright(), 0)
    (pose,) = stage.process(message)
    assert isinstance(pose, Pose)
    assert pose.presence == "followed"
    assert pose.sensor_ns == message.sensor_ns


def test_a_frame_that_was_overwritten_is_counted_and_nothing_follows(
    stage: PoseFromRing, frames: FrameRing
) -> None:
    old = written(frames, bright(), 0)
    for number in range(1, FRAMES.slots + 1):
        written(frames, bright(), number)
    assert list(stage.process(old)) == []
    assert stage.drops["torn"] == 1


def test_the_process_of_a_session_finds_a_rendered_person(
    tmp_path: Path, frames: FrameRing
) -> None:
    stage = make_pose(SessionContext(process="pose", session_dir=tmp_path, run_dir=tmp_path))
    poses = [
        message
        for number, picture in enumerate(bend()[:3])
        for message in stage.process(written(frames, picture.frame, number))
        if isinstance(message, Pose)
    ]
    assert [pose.presence for pose in poses] == ["followed"] * 3
    assert all(pose.engine_ns > 0 for pose in poses)
