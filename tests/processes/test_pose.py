"""The pose stage between the rings of frames and masks, with an engine told what to find."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from edge.bus.codec import decode, encode
from edge.bus.frames import FRAMES, FrameRing, create_ring
from edge.core.messages.camera import FrameRef, Pose
from edge.pose.engine import Landmarks
from edge.pose.picture import LONGEST_PX, Frame
from edge.pose.tracker import PoseTracker
from edge.processes.camera import FRAMES_FILE
from edge.processes.pose import PoseStage, make_pose
from edge.runtime.context import SessionContext
from tests.pose.rendered import bend

SHAPE = (120, 160, 3)


class ScriptedEngine:
    """Finds a body whose silhouette is what is bright in the picture, nobody in a dark one."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        self.shapes.append(frame.shape)
        mask = frame[:, :, 0] > 100
        if not mask.any():
            return None
        y, x = np.nonzero(mask)
        spread = np.linspace(-0.5, 0.5, 33)
        centre = np.array([x.mean(), y.mean()])
        return Landmarks(
            px=centre + np.stack([spread, spread], axis=1) * 40,
            visibility=np.ones(33),
            world_m=np.stack([spread, spread, 0 * spread], axis=1),
            mask=mask,
        )

    def close(self) -> None:
        return


@pytest.fixture
def frames(tmp_path: Path) -> Iterator[FrameRing]:
    with create_ring(tmp_path / FRAMES_FILE, FRAMES) as ring:
        yield ring


@pytest.fixture
def stage(tmp_path: Path) -> PoseStage:
    return PoseStage(PoseTracker(ScriptedEngine()), tmp_path / FRAMES_FILE)


def bright(shape: tuple[int, int, int] = SHAPE) -> Frame:
    frame = np.zeros(shape, np.uint8)
    frame[20:80, 40:90] = 200
    return frame


def told(ring: FrameRing, frame: Frame, number: int) -> FrameRef:
    stamp = (number + 1) * 33_000_000
    slot = ring.write(frame, stamp)
    height, width = frame.shape[:2]
    return FrameRef(
        seq=number, sensor_ns=stamp, host_ns=stamp + 5, slot=slot, height=height, width=width
    )


def test_a_person_gives_a_pose(stage: PoseStage, frames: FrameRing) -> None:
    frame = bright()
    message = told(frames, frame, 0)
    (pose,) = stage.process(message)
    assert isinstance(pose, Pose)
    assert pose.presence == "followed"
    assert (pose.sensor_ns, pose.host_ns) == (message.sensor_ns, message.host_ns)
    assert pose.engine_ns > 0
    assert np.array_equal(decode(encode(pose)).landmarks_px, pose.landmarks_px)  # type: ignore[attr-defined]


def test_an_empty_picture_gives_a_pose_of_nobody(stage: PoseStage, frames: FrameRing) -> None:
    dark = np.zeros(SHAPE, np.uint8)
    sent = [message for n in range(40) for message in stage.process(told(frames, dark, n))]
    assert all(isinstance(message, Pose) for message in sent)
    last = sent[-1]
    assert isinstance(last, Pose)
    assert last.presence == "nobody"
    assert np.isnan(last.landmarks_px).all()


def test_somebody_else_is_not_taken_for_the_person(stage: PoseStage, frames: FrameRing) -> None:
    for number in range(30):
        list(stage.process(told(frames, bright(), number)))
    moved = np.roll(bright(), 60, axis=1)
    (pose,) = stage.process(told(frames, moved, 30))
    assert isinstance(pose, Pose)
    assert pose.presence == "unsure"


def test_a_frame_that_was_overwritten_is_counted_and_nothing_follows(
    stage: PoseStage, frames: FrameRing
) -> None:
    old = told(frames, bright(), 0)
    for number in range(1, FRAMES.slots + 1):
        told(frames, bright(), number)
    assert list(stage.process(old)) == []
    assert stage.drops["torn"] == 1


def test_a_large_picture_is_looked_at_in_a_smaller_copy() -> None:
    engine = ScriptedEngine()
    large = np.zeros((2160, 3840, 3), np.uint8)
    large[600:1800, 1200:2400] = 200
    sighting = PoseTracker(engine).see(large, 0)
    assert engine.shapes == [(720, LONGEST_PX, 3)]
    assert sighting.body is not None
    assert sighting.body.px.mean(axis=0) == pytest.approx([1800, 1200], abs=5)
    assert sighting.body.mask is not None
    assert sighting.body.mask.shape == (2160, 3840)
    assert sighting.body.mask[1000, 2000]
    assert sighting.without_mask().body is not None
    assert sighting.without_mask().body.mask is None  # type: ignore[union-attr]


def test_the_stage_of_a_session_finds_a_rendered_person(tmp_path: Path, frames: FrameRing) -> None:
    stage = make_pose(SessionContext(process="pose", session_dir=tmp_path, run_dir=tmp_path))
    poses = [
        message
        for number, picture in enumerate(bend()[:3])
        for message in stage.process(told(frames, picture.frame, number))
        if isinstance(message, Pose)
    ]
    assert [pose.presence for pose in poses] == ["followed"] * 3
