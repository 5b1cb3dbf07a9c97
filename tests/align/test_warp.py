import numpy as np
import pytest
from hypothesis import given

from edge.align.dtw import dtw_path
from edge.align.errors import AlignError
from edge.align.warp import warp
from edge.core.arrays import Floats
from tests.align.strategies import series


@given(series(axes=2), series(axes=2))
def test_every_anchor_sample_gets_the_mean_of_its_partners(s: Floats, t: Floats) -> None:
    path, _ = dtw_path(s, t)
    warped = warp(s, path, len(t))
    expected = [np.mean([s[i] for i, j in path if j == e], axis=0) for e in range(len(t))]
    np.testing.assert_allclose(warped, expected, rtol=1e-9, atol=1e-9)


def test_a_stretched_copy_comes_back_as_the_anchor() -> None:
    t = np.random.default_rng(0).normal(size=(30, 6))
    s = np.repeat(t, 3, axis=0)
    path, _ = dtw_path(s, t)
    np.testing.assert_allclose(warp(s, path, 30), t)
    assert warp(s[:, 0], path, 30).shape == (30,)


@pytest.mark.parametrize("length", [2, 4])
def test_a_path_of_another_anchor_is_refused(length: int) -> None:
    path, _ = dtw_path(np.arange(5.0), np.arange(3.0))
    with pytest.raises(AlignError, match="does not cover"):
        warp(np.arange(5.0), path, length)


def test_a_path_of_another_repetition_is_refused() -> None:
    path, _ = dtw_path(np.arange(5.0), np.arange(3.0))
    with pytest.raises(AlignError, match="points outside"):
        warp(np.arange(4.0), path, 3)
