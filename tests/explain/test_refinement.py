import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.explain.errors import ExplainError
from edge.explain.refinement import (
    RefinementSettings,
    jointly_normalised,
    modify,
    refine,
    top_samples,
)

PLAIN = RefinementSettings(smoothing=1, gamma=1.0)


def tenths(n: int) -> list[slice]:
    return [slice(k * n // 10, (k + 1) * n // 10) for k in range(10)]


def test_the_segment_with_all_the_weight_is_the_critical_one() -> None:
    signal = np.full((100, 6), 0.01)
    signal[30:40, 2] = -1.0
    refined = refine((signal, np.zeros((80, 6))), tenths(100), RefinementSettings(top_share=0.1))
    assert refined.critical == (3,)
    assert refined.ranking[0] == 3
    assert sorted(refined.ranking) == list(range(10))


def test_the_best_segment_is_critical_even_if_no_segment_has_enough() -> None:
    signal = np.zeros((100, 1))
    signal[5:100:10] = 1.0
    signal[7] = 2.0
    refined = refine((signal,), tenths(100), RefinementSettings(top_share=0.05))
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


def test_modification_is_the_mean_of_five_then_the_factor() -> None:
    raw = np.random.default_rng(1).normal(size=(50, 6))
    found = modify(raw, [slice(10, 20)])
    for t in range(50):
        window = [min(max(t + k, 0), 49) for k in range(-2, 3)]
        factor = 1.5 if 10 <= t < 20 else 1.0
        np.testing.assert_allclose(found[t], factor * raw[window].mean(axis=0))


def test_nothing_to_modify() -> None:
    raw = np.random.default_rng(2).normal(size=(50, 6))
    np.testing.assert_allclose(modify(raw, [slice(0, 20)], PLAIN), raw)


@pytest.mark.parametrize(
    ("name", "value"), [("top_share", 0.0), ("top_share", 1.5), ("smoothing", 4), ("gamma", 0.0)]
)
def test_settings_out_of_bounds(name: str, value: float) -> None:
    with pytest.raises(ExplainError, match=name):
        RefinementSettings(**{name: value})  # type: ignore[arg-type]


def test_no_segments() -> None:
    with pytest.raises(ExplainError, match="no micro-segments"):
        refine((np.ones((3, 2)),), [])
