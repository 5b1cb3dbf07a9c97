"""What is seen of somebody who bends, picture by picture, is the clip that a film of it makes."""

from collections.abc import Iterator
from itertools import count

import numpy as np
import pytest

from edge.core.messages.camera import LANDMARKS, FrameRef
from edge.pose.clip import read_clip
from edge.pose.engine import Landmarks
from edge.pose.picture import Frame
from edge.pose.recorded import clip_of
from edge.pose.survey import RATE_HZ, Pace, SurveyingTracker
from edge.stages.bend_pose import SightingOfFrames
from tests.screening.filmed import clip

SHAPE = (480, 640, 3)
FILM = clip((60.0,))
NOBODY_AT = 7


class Drawn:
    """An engine that finds the bodies of a drawn film, with a silhouette around neck and hips."""

    def __init__(self) -> None:
        self._numbers = count()

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        number = next(self._numbers)
        if number == NOBODY_AT:
            return None
        px = FILM.bodies.px[number]
        mask = np.zeros(SHAPE[:2], np.bool_)
        trunk = px[[LANDMARKS.index(f"left_{part}") for part in ("hip", "shoulder")]]
        (left, top), (right, bottom) = trunk.min(axis=0) - 30, trunk.max(axis=0) + 30
        mask[int(top) : int(bottom), int(left) : int(right)] = True
        return Landmarks(
            px=px,
            visibility=FILM.bodies.visibility[number],
            world_m=FILM.bodies.world_m[number],
            mask=mask,
        )

    def close(self) -> None:
        return


class Nobody:
    """An engine that finds nobody, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def process(self, frame: Frame, t_ns: int) -> Landmarks | None:
        self.asked += 1
        return None

    def close(self) -> None:
        return


def tracker(searching: Nobody) -> SurveyingTracker:
    return SurveyingTracker(Drawn(), searching, clock_ns=lambda: 0)


@pytest.fixture
def pictures() -> Iterator[list[Frame]]:
    rng = np.random.default_rng(1)
    room = rng.integers(90, 110, SHAPE, np.uint8)
    yield [room] * len(FILM.t_s)


def descriptor(number: int) -> FrameRef:
    at_ns = 5 * 10**9 + round(number / RATE_HZ * 1e9)
    return FrameRef(seq=number, sensor_ns=at_ns, host_ns=at_ns, slot=0, height=480, width=640)


def test_live_it_is_the_clip_that_a_film_of_it_makes(pictures: list[Frame]) -> None:
    searching = Nobody()
    stage = SightingOfFrames(tracker(searching))
    seen = [stage.look(one, descriptor(n)) for n, one in enumerate(pictures)]
    film = read_clip(((one, n / RATE_HZ) for n, one in enumerate(pictures)), tracker(Nobody()))
    live = clip_of(seen)
    assert live is not None
    assert live.presence == film.presence
    assert np.array_equal(live.spine_angle_deg, film.spine_angle_deg, equal_nan=True)
    assert len(film.backs) == len(live.backs) > 40
    for one, other in zip(live.backs, film.backs, strict=True):
        assert (one.frame, one.bin) == (other.frame, other.bin)
        assert np.array_equal(one.square, other.square)
    assert seen[NOBODY_AT].back == ""
    assert np.isnan(seen[NOBODY_AT].landmarks_px).all()
    looked = [one.seq for one in seen if one.second is not None]
    assert looked == [0, 20, 40]
    assert searching.asked == len(looked)
    assert not any(one.moved.any() for one in seen)


def test_begun_anew_another_room_and_another_person_are_the_first_ones(
    pictures: list[Frame],
) -> None:
    stage = SightingOfFrames(tracker(Nobody()))
    blocks = np.random.default_rng(2).integers(60, 200, (24, 32, 1), np.uint8)
    room = np.tile(np.kron(blocks, np.ones((20, 20, 1), np.uint8)), 3)
    moved = np.roll(room, 24, axis=0)
    assert not stage.look(room, descriptor(0)).moved.any()
    off = stage.look(moved, descriptor(1)).moved
    assert np.linalg.norm(off) == pytest.approx(24 / 480, abs=0.005)
    stage.begin_anew()
    again = stage.look(moved, descriptor(2))
    assert not again.moved.any()
    assert again.presence == "followed"


@pytest.mark.parametrize(("given_hz", "taken"), [(30.0, 10), (25.0, 10), (10.0, 10), (6.0, 6)])
def test_ten_pictures_a_second_are_looked_at_of_fewer_all(given_hz: float, taken: int) -> None:
    pace = Pace()
    chosen = [t_s for t_s in np.arange(0.0, 10.0, 1.0 / given_hz) if pace.takes(float(t_s))]
    assert len(chosen) == pytest.approx(10 * taken, abs=1)
