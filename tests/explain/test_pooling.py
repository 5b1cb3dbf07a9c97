import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.explain.pooling import evened, pooled


def parabola_by_polyfit(x: Floats, y: Floats) -> Floats:
    fit = np.asarray(np.polyval(np.polyfit(x, y, 2), x), np.float64)
    return np.maximum(fit, 0.0)


@pytest.mark.parametrize("share", [1.0, 0.6, 0.0])
def test_pooled_is_a_parabola_per_segment_and_axis(share: float) -> None:
    rng = np.random.default_rng(0)
    signal, magnitude = 5 + 3 * rng.normal(size=(40, 3)), np.abs(rng.normal(size=(40, 3)))
    segments = [slice(0, 18), slice(18, 35)]
    found = pooled(magnitude, signal, segments, share=share)
    for segment in segments:
        for axis in range(3):
            x, y = signal[segment, axis], magnitude[segment, axis]
            expected = share * parabola_by_polyfit(x, y) + (1 - share) * y
            np.testing.assert_allclose(found[segment, axis], expected, atol=1e-9)
    np.testing.assert_array_equal(found[35:], magnitude[35:])


def test_a_magnitude_that_follows_the_value_is_kept() -> None:
    x = np.random.default_rng(1).normal(size=(30, 2))
    found = pooled(2 * x**2, x, [slice(0, 30)], share=1.0)
    np.testing.assert_allclose(found, 2 * x**2, atol=1e-9)


def test_a_value_on_the_baseline_counts_as_if_it_lay_somewhat_off() -> None:
    rng = np.random.default_rng(2)
    x, sensitivity = rng.normal(size=(60, 3)), np.array([0.5, 2.0, 3.0])
    found = pooled(np.abs(x) * sensitivity, x, [slice(0, 60)], share=0.0, departure=x, floor=0.5)
    np.testing.assert_allclose(found, sensitivity * np.sqrt(x**2 + 0.25), rtol=1e-9)
    plain = pooled(np.abs(x), x, [slice(0, 60)], share=0.0, floor=0.5)
    size = np.sqrt((x**2).mean(axis=0))
    np.testing.assert_allclose(plain, np.sqrt(x**2 + 0.25 * size**2), rtol=1e-9)


def test_short_and_constant_segments() -> None:
    magnitude = np.array([[1.0], [3.0], [5.0], [5.0], [5.0]])
    signal = np.array([[0.0], [1.0], [2.0], [2.0], [2.0]])
    found = pooled(magnitude, signal, [slice(0, 2), slice(2, 5)], share=1.0)
    np.testing.assert_allclose(found, magnitude, atol=1e-9)


def test_evened_segments_have_the_mean_of_the_whole_and_their_own_shape() -> None:
    magnitude = np.abs(np.random.default_rng(3).normal(size=(30, 4))) + 0.1
    magnitude[10:20] *= 7.0
    segments = [slice(0, 10), slice(10, 20), slice(20, 26)]
    found = evened(magnitude, segments, share=1.0)
    for segment in segments:
        assert found[segment].mean() == pytest.approx(magnitude.mean())
        np.testing.assert_allclose(
            found[segment] / found[segment].sum(), magnitude[segment] / magnitude[segment].sum()
        )
    np.testing.assert_array_equal(found[26:], magnitude[26:])
    half = evened(magnitude, segments, share=0.5)
    assert half[segments[1]].mean() == pytest.approx(
        np.sqrt(magnitude[segments[1]].mean() * magnitude.mean())
    )
    np.testing.assert_array_equal(evened(magnitude, segments, share=0.0, taper=5), magnitude)


def test_a_segment_of_nothing_stays_nothing() -> None:
    magnitude = np.vstack([np.zeros((5, 2)), np.ones((5, 2))])
    found = evened(magnitude, [slice(0, 5), slice(5, 10)], share=1.0)
    np.testing.assert_allclose(found[:5], 0.0)
    np.testing.assert_allclose(found[5:], 0.5)
