"""Who is followed: made-up courses of people before the camera, frame by frame."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.messages.camera import Presence
from edge.pose.follower import Appearance, FollowerSettings, PersonFollower

RATE_HZ = 30.0
BLUE = np.array([15.0, 10.0, -40.0, 15.0, 3.0, -5.0])
RED = np.array([20.0, 60.0, 40.0, 15.0, 3.0, -5.0])
PX_PER_M = 200.0


def person(x_m: float, colours: np.ndarray = BLUE, px_per_m: float = PX_PER_M) -> Appearance:
    return Appearance(np.array([x_m * PX_PER_M, 300.0]), px_per_m, colours)


def watch(
    follower: PersonFollower, course: list[Appearance | None], start_s: float = 0.0
) -> Iterator[Presence]:
    for number, seen in enumerate(course):
        yield follower.see(seen, round((start_s + number / RATE_HZ) * 1e9))


def presences(*course: Appearance | None, **changed: float) -> list[Presence]:
    follower = PersonFollower(FollowerSettings(**changed))
    return list(watch(follower, list(course)))


@given(
    speed=st.floats(-2, 2),
    seed=st.integers(0, 99),
    walk_up=st.floats(1.0, 1.8),
)
@settings(deadline=None)
def test_who_moves_as_people_do_is_followed_all_the_time(
    speed: float, seed: int, walk_up: float
) -> None:
    rng = np.random.default_rng(seed)
    course: list[Appearance | None] = []
    for number in range(90):
        t_s = number / RATE_HZ
        colours = BLUE + rng.normal(0, 2.0, 6)
        course.append(person(speed * t_s + rng.normal(0, 0.03), colours, 200 * walk_up**t_s))
    assert set(presences(*course)) == {"followed"}


@pytest.mark.parametrize(
    "other",
    [person(1.5), person(0.05, RED), person(0.05, px_per_m=1.6 * PX_PER_M)],
    ids=["another place", "other clothes", "another size"],
)
def test_a_sudden_change_is_marked_from_its_first_frame_on(other: Appearance) -> None:
    seen = presences(*[person(0.0)] * 30, *[other] * 60)
    assert set(seen[:30]) == {"followed"}
    assert "followed" not in seen[30:]
    assert set(seen[45:]) == {"other"}


def test_a_momentary_mistake_costs_only_its_own_frames() -> None:
    seen = presences(*[person(0.0)] * 30, *[person(2.0)] * 3, *[person(0.1)] * 30)
    assert seen[30:33] == ["unsure"] * 3
    assert set(seen[33:]) == {"followed"}


def test_the_one_who_is_followed_is_taken_up_again() -> None:
    seen = presences(*[person(0.0)] * 30, *[person(1.5)] * 60, *[person(0.0)] * 10)
    assert set(seen[90:]) == {"followed"}


def test_own_clothes_are_known_again_in_another_place() -> None:
    seen = presences(*[person(0.0)] * 30, *[person(1.0, RED)] * 60, *[person(3.0)] * 10)
    assert set(seen[90:]) == {"followed"}


def test_somebody_in_the_same_clothes_elsewhere_is_not_taken_for_the_own_person() -> None:
    seen = presences(*[person(0.0)] * 30, *[person(1.0)] * 200)
    assert "followed" not in seen[30:]


def test_a_mistake_at_the_very_beginning_is_not_followed_for_long() -> None:
    seen = presences(*[person(0.0)] * 4, *[person(2.0)] * 60)
    assert set(seen[20:]) == {"followed"}


def test_nobody_is_said_within_a_second_and_not_at_the_first_miss() -> None:
    seen = presences(*[person(0.0)] * 30, *[None] * 30)
    assert seen[30] == "unsure"
    assert "nobody" in seen[30:60]
    assert presences(*[None] * 30)[-1] == "nobody"


def test_who_comes_back_after_an_absence_may_stand_elsewhere() -> None:
    seen = presences(*[person(0.0)] * 30, *[None] * 60, *[person(2.5)] * 10)
    assert set(seen[90:]) == {"followed"}


def test_who_stays_long_enough_is_adopted_where_that_is_wanted() -> None:
    course = [*[person(0.0)] * 30, *[person(1.5, RED)] * 90]
    assert presences(*course)[-1] == "other"
    adopting = presences(*course, adopt_s=2.0)
    assert adopting[-1] == "followed"
    assert "followed" not in adopting[30:85]


def test_clothes_that_are_not_seen_do_not_matter() -> None:
    hidden = np.full(6, np.nan)
    seen = presences(*[person(0.0)] * 5, *[person(0.0, hidden)] * 5, *[person(0.0)] * 5)
    assert set(seen) == {"followed"}


def test_after_a_reset_whoever_comes_is_followed() -> None:
    follower = PersonFollower()
    list(watch(follower, [person(0.0)] * 30))
    follower.reset()
    assert list(watch(follower, [person(3.0, RED)] * 3, start_s=1.0)) == ["followed"] * 3


@pytest.mark.parametrize("rate_hz", [5.0, 60.0])
def test_the_frame_rate_does_not_matter(rate_hz: float) -> None:
    follower = PersonFollower()
    walking = [
        follower.see(person(1.5 * number / rate_hz), round(number / rate_hz * 1e9))
        for number in range(round(2 * rate_hz))
    ]
    assert set(walking) == {"followed"}
    assert follower.see(person(6.5), round(2e9)) == "unsure"
