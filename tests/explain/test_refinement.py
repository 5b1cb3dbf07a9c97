import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.explain.errors import ExplainError
from edge.explain.refinement import (
    POOLED,
    RefinementSettings,
    amplified,
    jointly_normalised,
    refine,
    top_samples,
)

PLAIN = RefinementSettings(smoothing=1, gamma=1.0)


def tenths(n: int) -> list[slice]:
    return [slice(k * n // 10, (k + 1) * n // 10) for k in range(10)]


def test_the_segment_with_all_the_weight_is_the_critical_one() -> None:
    signal = np.full((100, 6), 0.01)
    signal[30:40, 2] = -1.0
    maps = (signal, np.zeros((80, 6)))
    refined = refine(maps, signal, tenths(100), RefinementSettings(top_share=0.1))
    assert refined.critical == (3,)
    assert refined.ranking[0] == 3
    assert sorted(refined.ranking) == list(range(10))


def test_the_best_segment_is_critical_even_if_no_segment_has_enough() -> None:
    signal = np.zeros((100, 1))
    signal[5:100:10] = 1.0
    signal[7] = 2.0
    refined = refine((signal,), signal, tenths(100), RefinementSettings(top_share=0.05))
    assert refined.critical[0] == 0


@given(st.integers(1, 200), st.floats(0.01, 1.0))
def test_so_many_samples_are_on_top(n: int, share: float) -> None:
    importance = np.random.default_rng(n).integers(0, 5, n).astype(float)
    top = top_samples(importance, share)
    assert top.sum() == math.ceil(share * n)
    if not top.all():
        assert importance[top].min() >= importance[~top].max()


def test_normalisation_keeps_signs_and_the_ratio_between_inputs() -> None:
    rng = np.random.default_rng(0)
    signal, anchor = rng.normal(size=(20, 6)), 3 * rng.normal(size=(30, 6))
    a, b = jointly_normalised((signal, anchor))
    assert max(np.abs(a).max(), np.abs(b).max()) == 1.0
    np.testing.assert_allclose(a / signal, (b / anchor)[0, 0])
    np.testing.assert_array_equal(jointly_normalised((np.zeros((3, 2)),))[0], 0.0)


def test_the_paper_smooths_over_five_then_multiplies() -> None:
    raw = np.random.default_rng(1).normal(size=(50, 6))
    found = refine((raw,), raw, [slice(0, 10), slice(10, 50)], RefinementSettings(top_share=1.0))
    assert set(found.critical) == {0, 1}
    largest = np.abs(raw).max()
    for t in range(50):
        window = [min(max(t + k, 0), 49) for k in range(-2, 3)]
        np.testing.assert_allclose(found.base[t], raw[window].mean(axis=0) / largest)
        np.testing.assert_allclose(found.map[t], 1.5 * found.base[t])


def test_only_critical_segments_are_amplified_and_the_edges_taper() -> None:
    base = np.ones((60, 2))
    settings = RefinementSettings(gamma=3.0, taper=5)
    found = amplified(base, [slice(20, 40)], settings)[:, 0]
    np.testing.assert_allclose(found[:18], 1.0)
    np.testing.assert_allclose(found[22:38], 3.0)
    np.testing.assert_allclose(found[17:23], [1.0, 1.4, 1.8, 2.2, 2.6, 3.0])
    np.testing.assert_allclose(amplified(base, [], settings), base)


def test_pooling_keeps_where_and_on_which_axis_it_matters() -> None:
    rng = np.random.default_rng(3)
    signal = rng.normal(size=(100, 6))
    raw = 0.1 * rng.normal(size=(100, 6))
    raw[60:70, 4] = signal[60:70, 4]
    refined = refine((raw,), signal, tenths(100), POOLED)
    assert refined.ranking[0] == 6
    assert (refined.map >= 0).all()
    assert refined.map[61:69].mean(axis=0).argmax() == 4


def test_evening_leaves_open_how_much_a_segment_stands_out_not_which_one() -> None:
    rng = np.random.default_rng(4)
    signal = rng.normal(size=(400, 6))
    raw = np.abs(rng.normal(size=(400, 6)))
    raw[120:160] *= 20.0
    uneven = refine((raw,), signal, tenths(400), replace(POOLED, evening=0.0))
    even = refine((raw,), signal, tenths(400), POOLED)
    assert (even.ranking, even.critical) == (uneven.ranking, uneven.critical)
    inner = [slice(part.start + 8, part.stop - 8) for part in tenths(400)]
    means = np.array([even.map[part].mean() for part in inner])
    rest = [k for k in range(10) if k not in even.critical]
    assert means[3] / means[rest].mean() == pytest.approx(POOLED.gamma, rel=0.2)
    assert uneven.map[120:160].mean() / uneven.map[:80].mean() > 10.0


def test_plain_settings_modify_nothing() -> None:
    raw = np.random.default_rng(2).normal(size=(50, 6))
    found = refine((raw,), raw, [slice(0, 20), slice(20, 50)], PLAIN)
    np.testing.assert_allclose(found.map, raw / np.abs(raw).max())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("top_share", 0.0),
        ("top_share", 1.5),
        ("smoothing", 4),
        ("taper", 0),
        ("gamma", 0.0),
        ("pooling", 1.2),
        ("floor", -1.0),
        ("evening", -0.1),
    ],
)
def test_settings_out_of_bounds(name: str, value: float) -> None:
    with pytest.raises(ExplainError, match=name):
        RefinementSettings(**{name: value})  # type: ignore[arg-type]


def test_no_segments() -> None:
    with pytest.raises(ExplainError, match="no micro-segments"):
        refine((np.ones((3, 2)),), np.ones((3, 2)), [])
