"""How far somebody is who bends now, what is wrong with the picture, and the film that it makes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from edge.core.messages.camera import LANDMARKS
from edge.core.messages.screening import BodySighting
from edge.screening.low_back.live import WatchedBends
from edge.screening.low_back.seen import screening_of
from tests.posture.drawn_body import seen, side_camera
from tests.screening.filmed import clip
from tests.screening.watched import bending, damaged, empty, later, sightings, standing_on

Change = Callable[[BodySighting], BodySighting]


def watched(pictures: Sequence[BodySighting]) -> WatchedBends:
    bends = WatchedBends()
    for one in pictures:
        bends.add(one)
    bends.count()
    return bends


def test_bends_are_counted_each_way_and_complete_once_the_person_stands() -> None:
    pictures = bending((60.0, 62.0, 58.0, -25.0, -26.0))
    bends = watched(pictures)
    counts = {direction: one.count for direction, one in bends.bends.items()}
    assert counts == {"forward": 3, "backward": 2}
    assert bends.are_complete(2)
    assert not bends.are_complete(3)
    assert bends.theta_deg == pytest.approx(180.0, abs=6.0)
    # In the middle of the last bend, and just after it.
    assert not watched(pictures[:220]).are_complete(2)
    assert not watched(pictures[:-22]).are_complete(2)


def test_it_makes_the_same_film_as_the_one_that_was_seen() -> None:
    film = clip((60.0, 62.0, 58.0))
    screened = screening_of(watched(sightings(film)).film(), [], {})
    again = screened.clip
    assert again is not None
    assert np.array_equal(again.spine_angle_deg, film.spine_angle_deg)
    assert [b.frame for b in again.backs] == [b.frame for b in film.backs]
    assert all(
        np.array_equal(one.square, other.square)
        for one, other in zip(again.backs, film.backs, strict=True)
    )
    assert screened.bends["forward"].count == 3
    assert screened.quality.rate_hz == pytest.approx(10.0)
    assert screened.quality.second_share == 0.0


def test_a_mask_that_is_damaged_or_of_another_way_of_facing_is_left_out() -> None:
    pictures = sightings(clip((60.0,)))
    pictures[3] = damaged(pictures[3])
    pictures[4] = replace(pictures[4], facing=-pictures[4].facing)
    found = watched(pictures).film().clip
    assert found is not None
    frames = {back.frame for back in found.backs}
    assert not frames & {3, 4}
    assert {2, 5} <= frames


def test_nobody_at_all_is_a_film_of_nobody() -> None:
    one = empty(sightings(clip((60.0,)))[0])
    for pictures in ([], standing_on([one])):
        screened = screening_of(watched(pictures).film(), [], {})
        assert not screened.answered
        assert [check.rule for check in screened.checks] == ["person"]


def _without(part: str) -> Change:
    hidden = [i for i, name in enumerate(LANDMARKS) if name.endswith(part)]

    def change(one: BodySighting) -> BodySighting:
        visibility = one.visibility.copy()
        visibility[hidden] = 0.0
        return replace(one, visibility=visibility)

    return change


def _raised(one: BodySighting) -> BodySighting:
    return replace(one, landmarks_px=one.landmarks_px - (0.0, one.landmarks_px[:, 1].min() + 40.0))


def _turned(one: BodySighting) -> BodySighting:
    track = seen({"hip_flexion_deg": np.zeros(1)}, side_camera(azimuth_deg=-45.0))
    return replace(one, landmarks_px=track.px[0], world_m=track.world_m[0])


@pytest.mark.parametrize(
    ("trouble", "change"),
    [
        ("nobody", empty),
        ("stranger", lambda one: replace(one, presence="other")),
        ("second", lambda one: replace(one, second=None if one.second is None else True)),
        ("rate", lambda one: later(one, one.seq)),
        ("head", _raised),
        ("feet", _without("ankle")),
        ("view", _turned),
    ],
)
def test_what_is_wrong_with_the_picture_is_told_as_long_as_it_is_so(
    trouble: str, change: Change
) -> None:
    good = standing_on(sightings(clip((60.0,))), 30)
    assert watched(good).troubles() == ()
    bad = [change(one) for one in standing_on(good[:1], 60)]
    assert watched(bad).troubles() == (trouble,)
    after = [later(one, 4000) for one in good]
    assert watched([*bad, *after]).troubles() == ()


def test_that_the_camera_moved_is_told_only_once_somebody_bends() -> None:
    moved = [
        replace(one, moved=np.array([0.03, 0.0])) if one.seq > 20 else one
        for one in standing_on(sightings(clip((60.0, 60.0))), 30)
    ]
    assert watched(moved[:15]).troubles() == ()
    assert watched(moved).troubles() == ("camera",)
    before = [replace(one, moved=np.array([0.03, 0.0])) for one in moved]
    assert watched(before).troubles() == ()
