from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats, Times
from edge.signals.errors import SignalError
from edge.signals.resample import resample
from edge.signals.resample_stream import Resampler, Uniform

RATES = st.sampled_from([10.0, 26.0, 50.0, 52.0, 100.0, 200.0, 1000.0])


def uneven_times(seed: int, rate_hz: float, n: int, jitter: float = 0.2) -> Floats:
    noise = np.random.default_rng(seed).uniform(-jitter / 2, jitter / 2, n)
    return (np.arange(n) + 1 + noise) / rate_hz


def movement(t_s: Floats) -> Floats:
    return np.stack([np.sin(2 * np.pi * t_s), 3 + np.cos(4 * np.pi * t_s)], axis=1)


def nanoseconds(t_s: Floats) -> Times:
    return np.round(t_s * 1e9).astype(np.int64)


def joined(chunks: list[Uniform]) -> tuple[Times, Floats, list[int]]:
    starts = np.cumsum([0] + [len(chunk.t_ns) for chunk in chunks])
    gaps = [int(start) for start, chunk in zip(starts, chunks, strict=False) if chunk.gap]
    return (
        np.concatenate([chunk.t_ns for chunk in chunks]),
        np.concatenate([chunk.x for chunk in chunks]),
        gaps,
    )


@given(seed=st.integers(0, 2**32 - 1), rate_hz=RATES, cuts=st.lists(st.integers(0, 400)))
@settings(deadline=None)
def test_any_chunking_gives_the_same_grid_with_gaps_in_it(
    seed: int, rate_hz: float, cuts: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    t_s = uneven_times(seed, rate_hz, 400)
    for _ in range(3):
        t_s[rng.integers(1, 400) :] += rng.uniform(0.0, 0.6)
    x = rng.normal(size=(400, 3))
    whole = Resampler().process(nanoseconds(t_s), x)
    streaming = Resampler()
    bounds = sorted({0, 400, *(cut % 401 for cut in cuts)})
    pieces = [
        chunk
        for begin, end in pairwise(bounds)
        for chunk in streaming.process(nanoseconds(t_s[begin:end]), x[begin:end])
    ]
    for one, other in zip(joined(list(whole)), joined(pieces), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("rate_hz", "tolerance"), [(26.0, 0.02), (50.0, 5e-3), (100.0, 2e-3), (1000.0, 0.01)]
)
def test_a_movement_keeps_its_shape_and_its_times(rate_hz: float, tolerance: float) -> None:
    t_s = uneven_times(5, rate_hz, int(10 * rate_hz))
    (chunk,) = Resampler().process(nanoseconds(t_s), movement(t_s))
    np.testing.assert_array_equal(np.diff(chunk.t_ns), 20_000_000)
    inner = slice(25, -25)
    expected = movement(np.asarray(chunk.t_ns * 1e-9, dtype=np.float64))
    np.testing.assert_allclose(chunk.x[inner], expected[inner], atol=tolerance)
    (piece,) = resample(t_s, movement(t_s), 50.0).pieces
    np.testing.assert_allclose(piece.x[inner], movement(piece.t_s)[inner], atol=tolerance)


def test_samples_on_the_grid_pass_unchanged_and_at_once() -> None:
    t_ns = np.arange(100, dtype=np.int64) * 20_000_000 + 123
    x = np.random.default_rng(0).normal(size=(100, 6))
    resampler = Resampler()
    resampler.process(t_ns[:20], x[:20])
    for i in range(20, 100):
        (chunk,) = resampler.process(t_ns[i : i + 1], x[i : i + 1])
        np.testing.assert_array_equal(chunk.t_ns, t_ns[i : i + 1])
        np.testing.assert_array_equal(chunk.x, x[i : i + 1])


def test_a_told_gap_starts_a_new_grid_and_loses_nothing() -> None:
    t_ns = np.arange(40, dtype=np.int64) * 20_000_000
    later_ns = t_ns + t_ns[-1] + 25_000_001
    x = np.arange(40.0)[:, None]
    resampler = Resampler()
    first = resampler.process(t_ns, x)
    second = resampler.process(later_ns, -x, gap=True)
    assert [chunk.gap for chunk in (*first, *second)] == [False, True]
    np.testing.assert_array_equal(second[0].t_ns, later_ns)
    np.testing.assert_array_equal(second[0].x, -x)


def test_a_gap_within_the_first_samples_gives_out_what_was_held_back() -> None:
    t_ns = np.array([0, 20, 40, 2000, 2020], dtype=np.int64) * 1_000_000
    x = np.arange(5.0)[:, None]
    resampler = Resampler()
    chunks = resampler.process(t_ns, x)
    chunks += resampler.process(t_ns[-1:] + 20_000_000, x[:1])
    times, values, gaps = joined(list(chunks))
    np.testing.assert_array_equal(times, [*t_ns, 2_040_000_000])
    np.testing.assert_array_equal(values[:, 0], [0, 1, 2, 3, 4, 0])
    assert gaps == [3]


@pytest.mark.parametrize("streaming", [True, False])
def test_what_the_grid_cannot_hold_is_filtered_out(streaming: bool) -> None:
    t_s = np.arange(5000) / 1000.0
    x = np.sin(2 * np.pi * 49.0 * t_s)[:, None]
    if streaming:
        out = Resampler().process(nanoseconds(t_s), x)[0].x
    else:
        out = resample(t_s, x, 50.0).pieces[0].x
    assert np.abs(out[25:-25]).max() < 0.03


def test_a_lost_sample_is_bridged_without_overshoot() -> None:
    t_ns = np.delete(np.arange(60, dtype=np.int64) * 20_000_000, [30, 31, 32, 33])
    x = np.where(t_ns < 600_000_000, 0.0, 1.0)[:, None]
    (chunk,) = Resampler().process(t_ns, x)
    assert len(chunk.t_ns) == 60
    assert chunk.x[28:36].min() >= 0.0
    assert chunk.x[28:36].max() <= 1.0


@pytest.mark.parametrize("bad", ["repeats", "backwards", "nan"])
def test_bad_samples_are_refused_and_leave_the_state_alone(bad: str) -> None:
    t_ns = np.arange(60, dtype=np.int64) * 20_000_000
    x = np.random.default_rng(1).normal(size=(60, 2))
    resampler = Resampler()
    resampler.process(t_ns[:30], x[:30])
    bad_ns, bad_x = t_ns[30:40].copy(), x[30:40].copy()
    if bad == "repeats":
        bad_ns[0] = t_ns[29]
    elif bad == "backwards":
        bad_ns[5] -= 50_000_000
    else:
        bad_x[3, 1] = np.nan
    with pytest.raises(SignalError):
        resampler.process(bad_ns, bad_x)
    (chunk,) = resampler.process(t_ns[30:], x[30:])
    np.testing.assert_array_equal(chunk.x, x[30:])


def test_offline_reports_unevenness_and_gaps() -> None:
    even = np.arange(100) / 50.0
    x = np.ones((100, 6))
    assert not resample(even, x, 50.0).uneven
    assert resample(uneven_times(3, 50.0, 100, jitter=0.8), x, 50.0).uneven
    holed = even + np.where(np.arange(100) >= 60, 1.0, 0.0)
    result = resample(holed, x, 50.0)
    assert [len(piece.t_s) for piece in result.pieces] == [60, 40]
    assert not result.uneven
    assert result.input_rate_hz == pytest.approx(50.0)


@pytest.mark.parametrize(
    ("t_s", "x", "words"),
    [
        ([0.0], [[1.0]], "two samples"),
        ([0.0, 1.0], [[1.0]], "belong together"),
        ([0.0, 0.02, 0.01], [[1.0]] * 3, "after sample 2"),
        ([0.0, np.nan], [[1.0]] * 2, "not finite"),
        ([], [], "empty"),
    ],
)
def test_offline_refuses_what_has_no_uniform_form(
    t_s: list[float], x: list[list[float]], words: str
) -> None:
    with pytest.raises(SignalError, match=words):
        resample(t_s, x, 50.0)
