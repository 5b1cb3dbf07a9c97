"""The compiled kernels equal the textbook, for every length, number of axes and float type."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from tslearn.metrics import dtw_path_from_metric

from edge.align.dtw import cdist_dtw, dtw, dtw_path
from edge.align.errors import AlignError
from edge.align.kernels.recurrence import fill_cost_matrix
from edge.core.arrays import Floats
from tests.align.reference import best_path, cost_matrix, is_valid, price
from tests.align.strategies import pairs, series


def walk(n: int, axes: int, seed: int) -> Floats:
    return np.random.default_rng(seed).normal(size=(n, axes)).cumsum(axis=0)


@given(pairs())
def test_distance_equals_the_textbook(pair: tuple[Floats, Floats]) -> None:
    s, t = pair
    expected = cost_matrix(s, t)[-1, -1]
    tolerance = 1e-5 if s.dtype == np.float32 else 1e-12
    assert dtw(s, t) == pytest.approx(expected, rel=tolerance)


@given(pairs())
def test_path_is_valid_and_the_cheapest(pair: tuple[Floats, Floats]) -> None:
    s, t = pair
    path, distance = dtw_path(s, t)
    steps = [(int(i), int(j)) for i, j in path]
    assert is_valid(steps, len(s), len(t))
    assert distance == pytest.approx(price(s, t, steps), rel=1e-12)
    tolerance = 1e-5 if s.dtype == np.float32 else 1e-12
    assert distance == pytest.approx(cost_matrix(s, t)[-1, -1], rel=tolerance)


@given(series(axes=2, longest=10), series(axes=2, longest=10))
def test_ties_go_vertical_then_horizontal_then_diagonal(s: Floats, t: Floats) -> None:
    # On whole numbers every sum is exact, so ties are ties in any order of summation.
    s, t = s.round(), t.round()
    path, _ = dtw_path(s, t)
    assert [tuple(step) for step in path.tolist()] == best_path(cost_matrix(s, t))


@given(pairs())
def test_distance_is_symmetric_and_zero_to_itself(pair: tuple[Floats, Floats]) -> None:
    s, t = pair
    assert dtw(s, t) == pytest.approx(dtw(t, s), rel=1e-5)
    assert dtw(s, s) == 0.0


@pytest.mark.parametrize(("n", "m", "axes"), [(1, 1, 1), (1, 40, 6), (57, 1, 3), (150, 211, 6)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_agrees_with_tslearn(n: int, m: int, axes: int, dtype: type) -> None:
    s: Floats = walk(n, axes, 1).astype(dtype)
    t: Floats = walk(m, axes, 2).astype(dtype)
    theirs, expected = dtw_path_from_metric(
        s.astype(np.float64), t.astype(np.float64), metric="cityblock"
    )
    path, distance = dtw_path(s, t)
    assert distance == pytest.approx(expected, rel=1e-5 if dtype is np.float32 else 1e-12)
    assert dtw(s, t) == pytest.approx(expected, rel=1e-5 if dtype is np.float32 else 1e-12)
    steps = [(int(i), int(j)) for i, j in path]
    assert is_valid(steps, n, m)
    tolerance = 1e-6 if dtype is np.float32 else 1e-12
    assert price(s, t, steps) == pytest.approx(price(s, t, list(theirs)), rel=tolerance)


def distance_by_the_recurrence(s: Floats, t: Floats) -> float:
    d = np.full((len(s) + 1, len(t) + 1), np.inf)
    d[0, 0] = 0.0
    fill_cost_matrix(s, t, d)
    return float(d[-1, -1])


@given(pairs())
def test_the_compiled_recurrence_is_that_of_the_textbook(pair: tuple[Floats, Floats]) -> None:
    s, t = (x.astype(np.float64) for x in pair)
    expected = cost_matrix(s, t)[-1, -1]
    assert distance_by_the_recurrence(s, t) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("n", "m", "axes"), [(400, 700, 6), (1500, 90, 9), (257, 2000, 1)])
def test_long_series_agree_with_the_compiled_recurrence(n: int, m: int, axes: int) -> None:
    s, t = walk(n, axes, 7), walk(m, axes, 8)
    assert dtw(s, t) == pytest.approx(distance_by_the_recurrence(s, t), rel=1e-12)


def test_alignments_on_several_threads_do_not_disturb_each_other() -> None:
    pairs = [(walk(300 + 50 * k, 6, k), walk(500 - 40 * k, 6, k + 20)) for k in range(6)] * 8
    expected = [dtw_path(s, t)[1] for s, t in pairs]
    with ThreadPoolExecutor(4) as pool:
        assert [cost for _, cost in pool.map(lambda pair: dtw_path(*pair), pairs)] == expected


def test_layout_and_integers_make_no_difference() -> None:
    s, t = walk(30, 6, 3), walk(41, 6, 4)
    expected = dtw(s, t)
    assert dtw(np.asfortranarray(s), t[::-1][::-1]) == expected
    assert dtw([1, 2, 3], [1, 3]) == 1.0
    assert dtw(s.astype(np.float32), t) == pytest.approx(expected, rel=1e-5)


def test_inputs_stay_as_they_were() -> None:
    s, t = walk(9, 2, 5), walk(8, 2, 6)
    copies = s.copy(), t.copy()
    dtw_path(s, t)
    assert (s == copies[0]).all()
    assert (t == copies[1]).all()


def test_cdist_holds_every_pair() -> None:
    queries, references = [walk(9, 2, 1), walk(8, 2, 2)], [walk(5, 2, s) for s in range(3)]
    distances = cdist_dtw(queries, references)
    assert distances.shape == (2, 3)
    expected = [[dtw(s, t) for t in references] for s in queries]
    assert distances.tolist() == expected


def test_cdist_without_references_compares_the_queries_with_one_another() -> None:
    queries = [walk(9, 2, 1), walk(8, 2, 2), walk(12, 2, 3)]
    assert cdist_dtw(queries).tolist() == cdist_dtw(queries, queries).tolist()
    assert cdist_dtw(queries[:1]).tolist() == [[0.0]]


def test_cdist_is_the_same_on_the_threads_of_a_pool() -> None:
    queries = [walk(600 + s, 6, s) for s in range(6)]  # enough for several pieces
    with ThreadPoolExecutor(3) as pool:
        assert (cdist_dtw(queries, each=pool.map) == cdist_dtw(queries)).all()


def test_a_masked_sample_is_not_aligned_by_what_lies_under_the_mask() -> None:
    gap = np.ma.masked_equal([[0.0], [1.0], [-9999.0], [3.0]], -9999.0)
    whole = np.ma.masked_equal([[0.0], [1.0], [3.0]], -9999.0)
    for call in (dtw, dtw_path, lambda s, t: cdist_dtw([s], [t])):
        with pytest.raises(AlignError, match="has masked samples"):
            call(gap, whole)
    assert dtw(whole, whole) == 0.0


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("align", [dtw, dtw_path])
def test_values_that_are_not_finite_are_refused(align: object, value: float) -> None:
    bad = np.array([[0.0, 1.0], [2.0, value]])
    assert callable(align)
    with pytest.raises(AlignError, match="second series holds NaN or infinite"):
        align(np.zeros((3, 2)), bad)


@pytest.mark.parametrize(
    ("s", "message"),
    [
        (np.zeros((4, 3)), "first series has 3 axes and the second 2"),
        (np.zeros((0, 2)), "at least one sample"),
        (np.zeros((2, 2, 2)), "at least one sample"),
    ],
)
def test_shapes_that_do_not_fit_are_named(s: Floats, message: str) -> None:
    with pytest.raises(AlignError, match=message):
        dtw(s, np.zeros((4, 2)))


def test_an_overflow_is_an_error_and_not_infinity() -> None:
    with pytest.raises(AlignError, match="overflows"):
        dtw(np.full((2, 1), 1e308), np.full((2, 1), -1e308))
