"""Poses smoothed by a straight line, against numpy's fits and turns that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.repetitions.excursion import angle_between, line_taps, smoothed


def turns(angle_rad: Floats) -> Floats:
    half, zero = angle_rad / 2, np.zeros(len(angle_rad))
    return np.column_stack([np.cos(half), np.sin(half), zero, zero])


@given(half=st.integers(1, 10), share=st.floats(0, 1), seed=st.integers(0, 99))
def test_taps_give_the_fitted_line_where_it_is_read(half: int, share: float, seed: int) -> None:
    width, lag = 2 * half + 1, round(share * half)
    values = np.random.default_rng(seed).standard_normal(width)
    line = np.polynomial.Polynomial.fit(np.arange(width), values, 1)
    assert line_taps(width, lag) @ values == pytest.approx(line(width - 1 - lag))


def test_in_the_middle_the_line_is_the_mean() -> None:
    assert line_taps(13, 6) == pytest.approx(np.full(13, 1 / 13))
    assert line_taps(1, 0) == pytest.approx([1.0])


@pytest.mark.parametrize("lag", [0, 3, 6])
def test_an_even_turn_comes_through_undelayed_whatever_the_signs(lag: int) -> None:
    angle_rad = np.linspace(0.0, 1.0, 60)
    poses = turns(angle_rad) * np.where(np.arange(60) % 3, 1.0, -1.0)[:, np.newaxis]
    found = smoothed(poses, line_taps(13, lag))
    true = turns(angle_rad)[12 - lag : 60 - lag]
    assert max(map(angle_between, found, true)) < 1e-4
    assert np.linalg.norm(found, axis=1) == pytest.approx(1.0)


def test_too_few_poses_give_none() -> None:
    assert smoothed(turns(np.zeros(12)), line_taps(13, 3)).shape == (0, 4)
