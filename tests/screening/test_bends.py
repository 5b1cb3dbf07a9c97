"""Bends of a film, forward and backward apart, and the masks that are drawn from them."""

from collections import Counter

import numpy as np
import pytest

from edge.posture.angle_bins import PAPER_BINS
from edge.screening.low_back.bends import bends_of, evenly
from tests.screening.filmed import RATE_HZ, clip, course


def test_bends_in_both_directions_are_told_apart_and_counted() -> None:
    film = clip([70, 75, 72, -24, -25, -26, -25])
    found = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))
    assert {direction: one.count for direction, one in found.items()} == {
        "forward": 3,
        "backward": 4,
    }
    assert found["forward"].end_s <= found["backward"].begin_s + 1.0 / RATE_HZ
    assert found["forward"].figures["forward.angle.F2 minimum"] < 120
    assert found["backward"].figures["backward.angle.F4 maximum"] > 198
    assert found["backward"].figures["backward.angle.F2 minimum"] > 170
    assert found["forward"].reach_deg == pytest.approx(
        found["forward"].figures["forward.angle.F3 range"], abs=3.0
    )


def test_long_standing_before_and_after_changes_no_figure() -> None:
    flexion = course([70, 75, 72])
    theta_deg = 180.0 - np.concatenate([np.zeros(200), flexion, np.zeros(300)])
    short_deg = 180.0 - np.concatenate([np.zeros(40), flexion, np.zeros(40)])
    long, short = (
        bends_of(np.arange(len(x)) / RATE_HZ, x, [])["forward"] for x in (theta_deg, short_deg)
    )
    for name, value in short.figures.items():
        if ".angle." in name:
            assert long.figures[name] == pytest.approx(value, rel=0.02, abs=0.05)


def test_a_bend_within_those_of_the_other_direction_ends_their_row() -> None:
    film = clip([70, 75, -25, 72, 70, 71])
    found = bends_of(film.t_s, film.spine_angle_deg, [])
    assert found["forward"].count == 3
    assert found["backward"].count == 1


def test_swaying_is_no_bend_and_a_film_without_an_angle_has_none() -> None:
    t_s = np.arange(100) / RATE_HZ
    assert bends_of(t_s, 178.0 + np.sin(t_s), []) == {}
    assert bends_of(t_s, np.full(100, np.nan), []) == {}


@pytest.mark.parametrize("standing_deg", [172.0, 178.0, 184.0])
@pytest.mark.parametrize("depth_deg", [9.0, 14.0, 40.0])
def test_shallow_bends_are_counted_however_upright_somebody_stands(
    standing_deg: float, depth_deg: float
) -> None:
    noise_deg = np.random.default_rng(4).normal(0, 0.3, len(course([1] * 4)))
    theta_deg = standing_deg + course([depth_deg] * 4) + noise_deg
    found = bends_of(np.arange(len(theta_deg)) / RATE_HZ, theta_deg, [])
    assert {direction: one.count for direction, one in found.items()} == {"backward": 4}
    assert found["backward"].reach_deg == pytest.approx(depth_deg, abs=2.0)


@pytest.mark.parametrize("count", [5, 32, 80])
def test_every_bin_counts_as_much_as_the_others(count: int) -> None:
    film = clip([70, 75, 72])
    bends = bends_of(film.t_s, film.spine_angle_deg, list(film.backs))["forward"]
    drawn = evenly(bends, count)
    assert len(drawn) == count
    bins = PAPER_BINS["forward"]
    held = np.unique(bins.of(np.array([one.theta_deg for one in bends.backs])))
    times = Counter(bins.of(np.array([one.theta_deg for one in drawn])).tolist())
    # The nearest stands in for a bin that the film does not show.
    for place, stood in Counter(bins.standing_in(held).tolist()).items():
        assert abs(times[int(held[place])] - stood * count / bins.count) <= 1.0
