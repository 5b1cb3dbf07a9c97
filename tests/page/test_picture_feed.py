"""Pictures out of a real ring: small, in memory, and never torn."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.bus.frames import RingSize, create_ring
from edge.core.messages.camera import FrameRef
from edge.page.picture_feed import KEPT, LONGEST_PX, PictureFeed
from edge.pose.picture import Frame
from tests.page.camera_scene import RING, drawing, frame_ref, pose


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    return tmp_path / "frames.ring"


def decoded(jpeg: bytes | None) -> Frame:
    assert jpeg is not None
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return picture.astype(np.uint8, copy=False)


def test_a_picture_arrives_as_it_was_taken(ring: Path) -> None:
    feed = PictureFeed(ring)
    with create_ring(ring, RING) as camera:
        drawn = drawing(pose(50.0))
        slot = camera.write(drawn, 7)
        assert feed.take(frame_ref(7, slot=slot))
    difference = decoded(feed.jpeg(7)).astype(int) - drawn
    assert np.abs(difference).mean() < 3.0


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((720, 1280), (360, 640)), ((1280, 720), (640, 360)), ((480, 640), (480, 640))],
)
def test_a_large_picture_is_made_smaller(
    ring: Path, shape: tuple[int, int], expected: tuple[int, int]
) -> None:
    feed = PictureFeed(ring)
    with create_ring(ring, RingSize(slots=1, slot_bytes=3 * shape[0] * shape[1])) as camera:
        camera.write(np.zeros((*shape, 3), np.uint8), 1)
        frame = FrameRef(seq=0, sensor_ns=1, host_ns=1, slot=0, height=shape[0], width=shape[1])
        assert feed.take(frame)
    assert decoded(feed.jpeg(1)).shape == (*expected, 3)
    assert max(expected) <= LONGEST_PX


def test_a_frame_that_was_overwritten_is_skipped(ring: Path) -> None:
    feed = PictureFeed(ring)
    with create_ring(ring, RING) as camera:
        slots = [camera.write(drawing(pose()), stamp) for stamp in range(1, 6)]
        assert slots[0] == slots[4]
        assert not feed.take(frame_ref(1, slot=slots[0]))
        assert feed.jpeg(1) is None
        assert feed.take(frame_ref(5, slot=slots[4]))


def test_the_ring_may_come_later(ring: Path, caplog: pytest.LogCaptureFixture) -> None:
    feed = PictureFeed(ring)
    assert not feed.take(frame_ref(1))
    assert "is its writer running?" in caplog.text
    with create_ring(ring, RING) as camera:
        slot = camera.write(drawing(pose()), 1)
        assert feed.take(frame_ref(1, slot=slot))


def test_only_the_last_pictures_are_held_and_none_after_they_are_forgotten(ring: Path) -> None:
    feed = PictureFeed(ring)
    with create_ring(ring, RING) as camera:
        for stamp in range(1, KEPT + 4):
            assert feed.take(frame_ref(stamp, slot=camera.write(drawing(pose()), stamp)))
    held = [stamp for stamp in range(1, KEPT + 4) if feed.jpeg(stamp) is not None]
    assert held == list(range(4, KEPT + 4))
    feed.forget()
    assert feed.jpeg(KEPT + 3) is None


def test_nothing_is_written_to_disk(ring: Path) -> None:
    feed = PictureFeed(ring)
    with create_ring(ring, RING) as camera:
        slot = camera.write(drawing(pose()), 1)
        before = ring.read_bytes()
        assert feed.take(frame_ref(1, slot=slot))
        assert ring.read_bytes() == before
    assert [path.is_symlink() for path in ring.parent.iterdir()] == [True]
