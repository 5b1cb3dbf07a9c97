"""Algorithm 2 as the paper means it: every segment looks for its own nearest partner."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.align.dtw import dtw_path
from edge.align.errors import AlignError
from edge.align.microsegments import micro_segments
from edge.core.arrays import Floats
from tests.align.strategies import series


def smooth(x: Floats, width: int) -> Floats:
    half = width // 2
    padded = np.pad(x, ((half, half), (0, 0)), mode="edge")
    return np.array([padded[i : i + width].mean(axis=0) for i in range(len(x))])


def textbook(s: Floats, t: Floats, path: object, count: int) -> list[tuple[int, ...]]:
    count = min(count, len(t))
    edges = [round(k * len(t) / count) for k in range(count + 1)]
    a, b = smooth(s, 5), smooth(t, 5)
    pairs = np.asarray(path).tolist()
    passed = []
    for e in edges[:-1]:
        best, best_i = np.inf, -1  # starts afresh for every segment
        for i, j in pairs:
            distance = np.abs(a[i] - b[j]).sum()
            if j == e and distance < best:
                best, best_i = distance, i
        passed.append(best_i)
    passed.append(len(s))
    spans = zip(range(count), edges, edges[1:], passed, passed[1:], strict=False)
    return [span for span in spans if span[4] > span[3]]


@given(series(axes=2, longest=30), series(axes=2, longest=30), st.integers(1, 12))
def test_segments_are_those_of_the_textbook(s: Floats, t: Floats, count: int) -> None:
    s, t = np.round(s), np.round(t)
    path, _ = dtw_path(s, t)
    segments = micro_segments(s, t, path, n_segments=count)
    got = [(q.index, q.anchor_start, q.anchor_stop, q.start, q.stop) for q in segments]
    for ours, expected in zip(got, textbook(s, t, path, count), strict=True):
        assert ours == expected


@given(series(axes=1, longest=40), series(axes=1, longest=40))
def test_segments_are_ordered_disjoint_and_reach_the_end(s: Floats, t: Floats) -> None:
    segments = micro_segments(s, t, dtw_path(s, t)[0])
    assert 1 <= len(segments) <= min(10, len(t))
    assert segments[-1].stop == len(s)
    for earlier, later in pairwise(segments):
        assert earlier.stop == later.start
        assert earlier.anchor_stop <= later.anchor_start


def test_an_anchor_against_itself_gives_ten_equal_segments() -> None:
    t = np.random.default_rng(0).normal(size=(103, 6)).cumsum(axis=0)
    segments = micro_segments(t, t, dtw_path(t, t)[0])
    assert len(segments) == 10
    for q in segments:
        assert (q.start, q.stop) == (q.anchor_start, q.anchor_stop)
        assert 10 <= q.stop - q.start <= 11


def test_a_late_segment_is_found_even_after_a_perfect_early_one() -> None:
    t = np.arange(40.0)[:, None]
    s = t.copy()
    s[20:] += 0.4  # the printed algorithm keeps the distance 0 of the first half for ever
    segments = micro_segments(s, t, dtw_path(s, t)[0], n_segments=4, smoothing=1)
    assert [q.start for q in segments] == [0, 10, 20, 30]


@pytest.mark.parametrize("length", [1, 3, 9])
def test_a_short_anchor_has_one_segment_per_sample(length: int) -> None:
    t = np.arange(float(length))[:, None] * 100
    segments = micro_segments(t, t, dtw_path(t, t)[0])
    assert [q.anchor_stop - q.anchor_start for q in segments] == [1] * length


def test_a_foreign_path_or_no_segments_are_refused() -> None:
    s, t = np.zeros((5, 1)), np.zeros((4, 1))
    path, _ = dtw_path(s, t)
    with pytest.raises(AlignError, match="does not end"):
        micro_segments(s[:-1], t, path)
    with pytest.raises(AlignError, match="at least one segment"):
        micro_segments(s, t, path, n_segments=0)
    with pytest.raises(AlignError, match="leaves out"):
        micro_segments(s, t, path[-1:])
