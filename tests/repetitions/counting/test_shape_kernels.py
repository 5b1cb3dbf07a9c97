"""The kernels on shapes of repetitions against the line or two of NumPy that each stands for."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge.core.arrays import Floats
from edge.repetitions.counting.kernels import align, lag_sums, least_differences, spot
from edge.repetitions.counting.shape_kernels import (
    aligned_shapes,
    cycle_shape,
    energy_of,
    median_shape,
    spot_one,
    stretched,
)
from edge.repetitions.counting.template import median_of


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(2, 20))
def test_stretched_is_interpolation_along_each_axis(seed: int, samples: int, length: int) -> None:
    x = np.random.default_rng(seed).normal(size=(samples, 3))
    at = np.linspace(0.0, samples - 1.0, length)
    expected = np.column_stack([np.interp(at, np.arange(samples), axis) for axis in x.T])
    np.testing.assert_allclose(stretched(x, length), expected, atol=1e-12)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 9))
def test_median_and_energy_are_those_of_numpy(seed: int, count: int) -> None:
    shapes = np.random.default_rng(seed).normal(size=(count, 7, 6)).round(1)
    np.testing.assert_allclose(median_shape(shapes), np.median(shapes, axis=0), atol=1e-15)
    energy = ((shapes[0] - shapes[0].mean(axis=0)) ** 2).sum(axis=1).mean()
    np.testing.assert_allclose(energy_of(shapes[0]), energy)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.floats(0, 1))
def test_a_cycle_is_the_median_of_its_shifted_parts(seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(60, 6))
    edges = np.sort(rng.choice(np.arange(60), size=5, replace=False))
    starts, ends = edges[:-1], edges[1:]
    parts = []
    for a, b in zip(starts, ends, strict=True):
        shift = int(share * (b - a))
        if len(part := z[a + shift : b + shift]) >= 6:
            parts.append(stretched(part, 10))
    found = cycle_shape(z, starts, ends, share, 10, 6)
    expected = np.median(parts, axis=0) if parts else np.empty((0, 6))
    np.testing.assert_allclose(found, expected, atol=1e-12)


def test_repetitions_are_aligned_one_by_one() -> None:
    rng = np.random.default_rng(4)
    z, template = rng.normal(size=(40, 6)), rng.normal(size=(9, 6))
    starts, ends = np.array([0, 11, 25]), np.array([10, 21, 38])
    found = aligned_shapes(z, starts, ends, template, 0.3)
    for shape, a, b in zip(found, starts, ends, strict=True):
        np.testing.assert_array_equal(shape, align(z[a:b], template, 0.3)[0])


def test_a_loss_is_a_share_of_what_the_background_would_cost() -> None:
    rng = np.random.default_rng(5)
    template = rng.normal(size=(8, 6))
    z = np.concatenate([rng.normal(size=(5, 6)), template, template]) + 0.1
    idle = rng.uniform(4.0, 8.0, size=len(z))
    bounds, stiffness = np.array([0, 8]), np.array([0.2])
    total, starts, ends, _ = spot(z, template, bounds, stiffness, idle, 0.6, 1.8)
    found = spot_one(z, template, idle, 0.2, 0.6, 1.8)
    paid = [(total[b] - total[a]) / idle[a:b].sum() for a, b in zip(starts, ends, strict=True)]
    assert len(starts) == 2
    for array, expected in zip(found, (starts, ends, paid), strict=True):
        np.testing.assert_allclose(array, expected)


def test_the_most_alike_window_is_found_among_all_distances() -> None:
    z = np.random.default_rng(6).normal(size=(30, 6))
    found = least_differences(lag_sums(z, 12), 5, 4, 12)
    for i in range(30):
        differences = [
            ((z[i : i + 5] - z[i + lag : i + lag + 5]) ** 2).sum()
            for lag in range(4, 13)
            if i + lag + 5 < 30
        ]
        np.testing.assert_allclose(found[i], min(differences, default=np.inf))


@given(arrays(np.float64, st.integers(1, 30), elements=st.floats(-1e6, 1e6)))
def test_the_median_is_numpys(values: Floats) -> None:
    assert median_of(values) == np.median(values)
