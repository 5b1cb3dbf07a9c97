from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.repetitions.spotting.excursions import excursions, turning_points
from tests.repetitions.spotting.people import TYPES, Person

TRACES = st.lists(st.integers(-6, 6), min_size=1, max_size=30).map(lambda x: np.array(x, float))


@given(TRACES, st.integers(1, 5))
def test_neighbouring_turns_differ_by_the_height_and_nothing_larger_hides_between(
    trace: np.ndarray, height: int
) -> None:
    turns = turning_points(trace, height)
    assert len(turns) % 2 == 1
    assert (np.diff(turns) >= 0).all()
    values = trace[turns]
    for k, (here, there) in enumerate(pairwise(turns)):
        between = trace[here : there + 1]
        inner = k + 2 < len(turns)  # the way down after the last peak may be short
        if k % 2 == 0:
            assert values[k + 1] - values[k] >= height
            assert between.max() == values[k + 1]
            assert (np.maximum.accumulate(between) - between).max() < height
        else:
            assert values[k] - values[k + 1] >= (height if inner else 0)
            assert between.min() == values[k + 1]
            assert (between - np.minimum.accumulate(between)).max() < height


def test_every_movement_away_and_back_is_found_where_it_is() -> None:
    recorded = Person(seed=3).do("e1", [kind for kind in TYPES for _ in range(3)])
    motion = recorded.motion()
    away = motion.pose[(recorded.truth[0][0] + recorded.truth[0][1]) // 2] - motion.pose[0]
    found = excursions(motion, away / np.linalg.norm(away), 2.0)
    assert len(found) == 9
    for excursion, (start, stop, _) in zip(found, recorded.truth, strict=True):
        assert abs(excursion.start - start) <= 6
        assert abs(excursion.stop - stop) <= 6
        assert 0 < excursion.half_width < excursion.duration
        assert len(excursion.features) == excursion.duration


def test_a_movement_that_the_recording_cuts_off_is_no_excursion() -> None:
    recorded = Person().do("e1", [1, 1])
    middle = (recorded.truth[1][0] + recorded.truth[1][1]) // 2
    cut = type(recorded)(recorded.signals[:, :middle], recorded.truth[:1])
    motion = cut.motion()
    away = motion.pose[(cut.truth[0][0] + cut.truth[0][1]) // 2] - motion.pose[0]
    assert len(excursions(motion, away / np.linalg.norm(away), 2.0)) == 1


def test_a_still_recording_holds_none() -> None:
    motion = Person().do("e1", []).motion()
    assert excursions(motion, np.array([1.0, 0, 0, 0, 0, 0]), 1.0) == []


@pytest.mark.parametrize("trace", [[3.0], [1.0, 1.0, 1.0]])
def test_a_flat_trace_has_one_turn(trace: list[float]) -> None:
    assert turning_points(np.array(trace), 1.0).tolist() == [0]
