"""The room around a person: whether it moves in the picture, and whether somebody else is in it."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.pose.engine import Landmarks
from edge.pose.picture import Frame
from edge.pose.surroundings import Company, RoomWatch, moved_share

BOX = np.array([[250.0, 80.0], [390.0, 440.0]])


def body(low: tuple[float, float] = (250, 80), high: tuple[float, float] = (390, 440)) -> Landmarks:
    px = np.linspace(low, high, len(LANDMARKS))
    return Landmarks(px=px, visibility=np.ones(len(px)), world_m=np.zeros((len(px), 3)), mask=None)


def room(rng: np.random.Generator, shift: tuple[float, float] = (0, 0), gain: float = 1.0) -> Frame:
    """A noisy room with a floor and a door, and a person in other clothes in each picture."""
    picture = np.full((480, 640, 3), 150.0)
    picture[360:] = 90.0
    picture[100:360, 60:140] = 110.0
    matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
    moved = cv2.warpAffine(picture, matrix, (640, 480), borderMode=cv2.BORDER_REPLICATE)
    moved[80:440, 250:390] = rng.uniform(0, 255)
    noisy = gain * moved + rng.normal(0, 8, moved.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def moved(pictures: Sequence[Frame]) -> Floats:
    """By how much the room is off in each of them."""
    watch = RoomWatch()
    return np.array([watch.moved(picture, body()) for picture in pictures])


@pytest.mark.parametrize("gain", [1.0, 0.8])
def test_a_camera_that_stands_has_a_room_that_stands(gain: float) -> None:
    rng = np.random.default_rng(1)
    pictures = [room(rng, gain=gain if number > 2 else 1.0) for number in range(6)]
    assert moved_share(moved(pictures)) == 0.0


@pytest.mark.parametrize("shift", [(14, 0), (0, -14), (-24, 10), (0, 30)])
def test_a_camera_that_moved_is_noticed_and_measured(shift: tuple[float, float]) -> None:
    rng = np.random.default_rng(2)
    places = [(0.0, 0.0)] * 3 + [shift] * 3 + [(0.0, 0.0)] * 3
    pictures = [room(rng, place) for place in places]
    assert moved_share(moved(pictures)) == pytest.approx(np.hypot(*shift) / 480, abs=0.006)


@pytest.mark.parametrize(("length", "first", "last"), [(1, 0, 11), (2, 2, 8)])
def test_a_picture_or_two_elsewhere_are_chance(length: int, first: int, last: int) -> None:
    for begin in range(first, last + 1):
        places = np.zeros((12, 2))
        places[begin : begin + length] = (0.05, -0.03)
        assert moved_share(places) == 0.0


def test_what_hangs_off_the_body_is_no_part_of_the_room() -> None:
    rng, watch, places = np.random.default_rng(6), RoomWatch(), []
    for left in (390, 410, 430, 450):
        picture = room(rng)
        picture[200:420, left:600] = 20
        mask = np.zeros((480, 640), np.bool_)
        mask[80:440, 250:390] = mask[200:420, 390:600] = True
        places.append(watch.moved(picture, replace(body(), mask=mask)))
    assert moved_share(np.array(places)) == 0.0


def test_what_moved_before_some_pictures_does_not_count_for_them() -> None:
    rng = np.random.default_rng(2)
    pictures = [room(rng, (0.0, down)) for down in (0.0,) * 3 + (20.0,) * 3]
    places = moved(pictures)
    assert moved_share(places[3:]) == 0.0
    assert moved_share(places) > 0.03


def test_a_plain_wall_tells_nothing() -> None:
    assert not moved([np.full((480, 640, 3), 120, np.uint8)] * 3).any()


class Finds:
    """An engine that finds whatever it was told, wherever the picture is not of one colour."""

    def __init__(self, other: Landmarks | None) -> None:
        self.other, self.pictures, self.closed = other, list[Frame](), False

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        self.pictures.append(frame)
        return self.other

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (None, False),
        (body((20, 100), (120, 430)), True),
        (body((20, 100), (60, 140)), False),
    ],
)
def test_somebody_else_of_a_persons_size_is_found(other: Landmarks | None, found: bool) -> None:
    engine = Finds(other)
    company = Company(engine)
    frame = room(np.random.default_rng(3))
    assert company.is_there(frame, body(), 0) is found
    # The person who is followed is painted out.
    assert np.ptp(engine.pictures[0][90:430, 260:380].astype(int)) == 0
    company.close()
    assert engine.closed
