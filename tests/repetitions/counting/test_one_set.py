"""How alike the repetitions of a set are, against an obvious reference."""

import numpy as np
import pytest

from edge.repetitions.counting.one_set import Spotted, agreement


@pytest.mark.parametrize("count", [2, 3, 4, 7, 10])
def test_agreement_compares_each_with_the_median_of_the_others(count: int) -> None:
    rng = np.random.default_rng(count)
    usual = rng.normal(size=(12, 6))
    shapes = usual + 0.6 * rng.normal(size=(count, 12, 6)).round(1)
    expected = []
    for index, shape in enumerate(shapes):
        others = np.median(np.delete(shapes, index, axis=0), axis=0)
        size = np.linalg.norm(shape) * np.linalg.norm(others)
        expected.append((shape * others).sum() / size)
    found = agreement([Spotted(start=0, end=12, shape=shape) for shape in shapes])
    assert found == pytest.approx(np.median(expected))
