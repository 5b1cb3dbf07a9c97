import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.explain.control import random_segments
from edge.explain.errors import ExplainError


@given(st.integers(20, 300), st.integers(1, 4), st.integers(0, 10_000))
def test_random_segments_overlap_nothing(length: int, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    cuts = [k * length // 10 for k in range(11)]
    places = rng.choice(10, count, replace=False)
    critical = [slice(cuts[k], cuts[k + 1]) for k in places]
    chosen = random_segments(critical, length, rng)
    covered = np.zeros(length, int)
    for segment in (*critical, *chosen):
        assert 0 <= segment.start < segment.stop <= length
        covered[segment] += 1
    assert covered.max() == 1
    sizes = [s.stop - s.start for s in critical]
    assert all(s.stop - s.start in sizes for s in chosen)
    assert len(chosen) <= count


def test_every_free_place_is_drawn() -> None:
    rng = np.random.default_rng(0)
    starts = [random_segments([slice(10, 20)], 50, rng)[0].start for _ in range(2000)]
    assert set(starts) == {0, *range(20, 41)}


def test_where_there_is_no_room_fewer_are_returned() -> None:
    rng = np.random.default_rng(0)
    assert random_segments([slice(0, 30)], 50, rng) == ()
    assert len(random_segments([slice(0, 10), slice(10, 20)], 35, rng)) == 1


def test_a_segment_outside_the_map() -> None:
    with pytest.raises(ExplainError, match="within the map"):
        random_segments([slice(40, 60)], 50, np.random.default_rng(0))
