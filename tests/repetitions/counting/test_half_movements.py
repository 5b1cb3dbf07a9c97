"""The halves of a movement, and the repetition at the end of a set that they tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.repetitions.counting.half_movements import turning_points, with_last_half
from edge.repetitions.counting.scaled_motion import ScaledMotion
from edge.repetitions.counting.template import Span, Spotting

CYCLE = 40
AXIS = np.array([0.6, 0.0, 0.0, 0.8, 0.0, 0.0])


def to_and_fro(cycles: float) -> Floats:
    return (1 - np.cos(2 * np.pi * np.arange(round(cycles * CYCLE)) / CYCLE)) / 2


def spotted(course: Floats, first: int, count: int) -> tuple[ScaledMotion, Spotting, list[Span]]:
    """Return a movement along one axis of which `count` cycles were spotted from `first` on."""
    motion = ScaledMotion(course[:, None] * AXIS, typical=1.0, noise=0.0, rate_hz=20.0)
    starts = first + CYCLE * np.arange(count)
    spotting = Spotting(
        template=to_and_fro(1.0)[:, None] * AXIS,
        start=starts,
        end=starts + CYCLE,
        loss=np.zeros(count),
        activity=np.ones(len(course)),
        stiffness=0.1,
    )
    return motion, spotting, spotting.spans


@pytest.mark.parametrize("at_the_end", [True, False])
def test_two_more_halves_are_another_repetition(at_the_end: bool) -> None:
    course = np.concatenate([np.zeros(30), to_and_fro(6.0), np.zeros(30)])
    motion, spotting, spans = spotted(course, 30 if at_the_end else 30 + CYCLE, 5)
    found = with_last_half(motion, spotting, spans)
    assert len(found) == 6
    assert all(a < b <= c for (a, b), (c, _) in zip(found, [*found[1:], (999, 0)], strict=True))
    assert found[0][0] == pytest.approx(30, abs=2)
    assert found[-1][1] == pytest.approx(30 + 6 * CYCLE, abs=2)


def test_a_repetition_that_took_in_the_one_before_is_parted() -> None:
    course = np.concatenate([np.zeros(30), to_and_fro(6.0), np.zeros(30)])
    motion, spotting, spans = spotted(course, 30 + CYCLE, 5)
    spans[0] = (30, spans[0][1])
    assert len(with_last_half(motion, spotting, spans)) == 6


@pytest.mark.parametrize("cycles", [5.0, 5.5, 7.0])
def test_any_other_number_of_halves_changes_nothing(cycles: float) -> None:
    course = np.concatenate([np.zeros(30), to_and_fro(cycles), np.full(30, 2 * (cycles % 1.0))])
    motion, spotting, spans = spotted(course, 30, 5)
    assert with_last_half(motion, spotting, spans) == spans


@pytest.mark.parametrize("size", [0.4, 2.0])
def test_halves_of_another_size_are_no_repetition(size: float) -> None:
    course = np.concatenate([np.zeros(30), to_and_fro(5.0), size * to_and_fro(1.0), np.zeros(30)])
    motion, spotting, spans = spotted(course, 30, 5)
    assert with_last_half(motion, spotting, spans) == spans


def test_lifting_before_and_putting_down_after_are_no_repetition() -> None:
    half = to_and_fro(0.5)
    course = np.concatenate([np.ones(30), half[::-1], to_and_fro(5.0), half, np.ones(30)])
    motion, spotting, spans = spotted(course, 30 + len(half), 5)
    assert with_last_half(motion, spotting, spans) == spans


def test_what_goes_on_at_another_pace_is_another_movement() -> None:
    quick = np.tile(to_and_fro(1.0)[::8], 8)
    course = np.concatenate([np.zeros(30), to_and_fro(6.0), quick])
    motion, spotting, spans = spotted(course, 30, 5)
    assert with_last_half(motion, spotting, spans) == spans


def test_a_movement_of_more_than_two_ways_is_left_alone() -> None:
    course = np.concatenate([np.zeros(30), np.tile(to_and_fro(1.0)[::2], 12), np.zeros(30)])
    motion, spotting, spans = spotted(course, 30, 5)
    assert with_last_half(motion, spotting, spans) == spans


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=40), st.floats(0.5, 4.0))
def test_between_turning_points_a_course_goes_one_way(values: list[int], least: float) -> None:
    course = np.array(values, dtype=np.float64)
    turns = turning_points(course, least)
    ways = np.diff(course[turns])
    assert (np.diff(turns) > 0).all()
    assert (np.abs(ways) > least).all()
    assert (ways[1:] * ways[:-1] < 0).all()
    if not len(turns):
        drop = np.maximum.accumulate(course) - course
        rise = course - np.minimum.accumulate(course)
        assert max(drop.max(), rise.max()) <= least
