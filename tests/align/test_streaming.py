"""Open-end DTW and SPRING equal exhaustive search, however the samples arrive."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.align.errors import AlignError
from edge.align.streaming import Spring, StreamingDTW
from edge.core.arrays import Floats
from tests.align.reference import cost_matrix, subsequence_cost
from tests.align.strategies import series


@given(series(axes=3), series(axes=3))
def test_open_end_is_the_best_of_all_ends(movement: Floats, anchor: Floats) -> None:
    streaming = StreamingDTW(anchor)
    for i, sample in enumerate(movement):
        position, cost = streaming.update(sample)
        ends = cost_matrix(movement[: i + 1], anchor)[-1, 1:]
        assert cost == pytest.approx(ends.min(), rel=1e-12)
        assert ends[position] == pytest.approx(ends.min(), rel=1e-12)


@given(series(axes=2), series(axes=2), st.integers(0, 12))
def test_open_end_does_not_depend_on_the_chunks(movement: Floats, anchor: Floats, cut: int) -> None:
    whole, cut_up = StreamingDTW(anchor), StreamingDTW(anchor)
    expected = whole.update(movement)
    for chunk in (movement[:cut], movement[cut:]):
        if len(chunk):
            got = cut_up.update(chunk)
    assert got == expected


def test_open_end_follows_a_slower_copy_of_the_anchor() -> None:
    phase = np.linspace(0, np.pi, 50)
    anchor = np.column_stack([np.sin(phase), np.cos(phase)])
    streaming = StreamingDTW(anchor)
    positions = [streaming.update(sample).position for sample in np.repeat(anchor, 2, axis=0)]
    assert positions == [i // 2 for i in range(100)]


def test_reset_starts_a_new_movement() -> None:
    anchor = np.arange(10.0)[:, None]
    streaming = StreamingDTW(anchor)
    first = streaming.update(anchor[:4])
    streaming.reset()
    assert streaming.update(anchor[:4]) == first


@pytest.mark.parametrize("operator", [StreamingDTW(np.zeros((4, 2))), Spring(np.zeros((4, 2)), 1)])
@pytest.mark.parametrize(
    ("samples", "message"),
    [([0.0, np.nan], "NaN"), ([1.0, 2.0, 3.0], "2 axes"), (np.zeros((0, 2)), "one or more")],
)
def test_a_bad_sample_is_refused_and_not_taken(
    operator: StreamingDTW | Spring, samples: object, message: str
) -> None:
    operator.reset()
    with pytest.raises(AlignError, match=message):
        operator.update(samples)  # type: ignore[arg-type]
    operator.reset()
    good = operator.update(np.ones((3, 2)))
    operator.reset()
    operator.update(np.ones((2, 2)))
    with pytest.raises(AlignError):
        operator.update([np.inf, 0.0])
    assert operator.update(np.ones(2)) == good


@given(series(axes=1, longest=14), series(axes=1, longest=4), st.sampled_from([0.0, 1.0, 2.5, 1e9]))
def test_spring_finds_the_cheapest_subsequence_and_only_disjoint_true_ones(
    stream: Floats, anchor: Floats, threshold: float
) -> None:
    spring = Spring(anchor, threshold)
    matches = spring.update(stream) + spring.flush()
    for match in matches:
        cost = subsequence_cost(stream, anchor, match.start, match.stop)
        assert cost - 1e-9 <= match.cost <= threshold
    for earlier, later in pairwise(matches):
        assert earlier.stop <= later.start
    ends = range(1, len(stream) + 1)
    every = [subsequence_cost(stream, anchor, a, b) for b in ends for a in range(b)]
    if min(every) <= threshold:
        assert min(match.cost for match in matches) == pytest.approx(min(every))
    else:
        assert not matches


@given(series(axes=2), series(axes=2), st.integers(0, 12))
def test_spring_does_not_depend_on_the_chunks(stream: Floats, anchor: Floats, cut: int) -> None:
    whole, cut_up = Spring(anchor, 50.0), Spring(anchor, 50.0)
    expected = whole.update(stream) + whole.flush()
    got = [
        match for chunk in (stream[:cut], stream[cut:]) for x in chunk for match in cut_up.update(x)
    ]
    assert got + cut_up.flush() == expected


def test_spring_spots_two_executions_between_idle_time() -> None:
    bump = np.sin(np.linspace(0, np.pi, 20))[:, None]
    idle = np.zeros((15, 1))
    stream = np.vstack([idle, bump, idle, np.repeat(bump, 2, axis=0), idle])
    spring = Spring(bump, 0.5)
    matches = [match for sample in stream for match in spring.update(sample)] + spring.flush()
    assert [round(match.cost, 9) for match in matches] == [0.0, 0.0]
    assert 14 <= matches[0].start <= 15
    assert 34 <= matches[0].stop <= 36
    assert 48 <= matches[1].start <= 51  # idle samples cost nothing


def test_spring_refuses_a_senseless_threshold() -> None:
    with pytest.raises(AlignError, match="threshold"):
        Spring(np.zeros((3, 1)), float("nan"))
