"""A camera that is looked at here and now; the body is found by a fake engine."""

import numpy as np
import pytest

from edge.core.messages.camera import LANDMARKS, FrameRef, Pose
from edge.pose.picture import Frame
from edge.sources.camera import camera_name
from edge.sources.camera_poses import camera_opener, seen_now
from edge.sources.errors import SourceError
from tests.sources.fake_camera import FakeCamera


def look(picture: Frame, frame: FrameRef) -> Pose:
    n = len(LANDMARKS)
    return Pose(
        seq=frame.seq,
        sensor_ns=frame.sensor_ns,
        host_ns=frame.host_ns,
        presence="followed",
        height=frame.height,
        width=frame.width,
        landmarks_px=np.full((n, 2), float(picture.mean())),
        visibility=np.ones(n),
        world_m=np.zeros((n, 3)),
        engine_ns=0,
    )


def test_each_picture_is_looked_at_until_the_camera_ends() -> None:
    camera = FakeCamera()
    seen = []
    for one in seen_now(camera.open, patience_s=20.0, look=look):
        seen.append(one)
        camera.over = len(seen) >= 4
    assert [one.pose.seq for one in seen] == list(range(len(seen)))
    assert len(seen) >= 4
    assert {one.state for one in seen} == {"streaming"}
    assert (seen[0].pose.height, seen[0].pose.width) == (48, 64)


def test_patience_ends_it() -> None:
    camera = FakeCamera()
    assert list(seen_now(camera.open, patience_s=0.0, look=look)) == []


def test_a_film_is_no_camera_that_stands_here() -> None:
    camera = FakeCamera()
    name = camera_name("body")
    assert camera_opener(name, camera.open)() is camera
    with pytest.raises(SourceError, match="its camera is not here"):
        camera_opener(type(name)("video", "film.mp4"), camera.open)
