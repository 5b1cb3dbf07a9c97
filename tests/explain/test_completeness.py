"""Attributions that sum to the change of the score, however sharply it bends on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from edge.explain.attribution import integrated_gradients
from edge.explain.completeness import complete_gradients
from edge.explain.errors import ExplainError
from edge.explain.network import Inputs
from tests.explain.toy_network import toy


@dataclass(frozen=True)
class Logarithm:
    """log of the mean square, which bends sharply near 0."""

    little: float = 1e-4

    def predict(self, inputs: Inputs) -> NDArray[np.float32]:
        power = (inputs[0] ** 2).mean(axis=(1, 2), keepdims=True)[:, 0] + self.little
        return np.asarray(np.log(power), np.float32)

    def gradients(
        self, inputs: Inputs, select: Sequence[float]
    ) -> tuple[NDArray[np.float32], Inputs]:
        (x,) = inputs
        power = (x**2).mean(axis=(1, 2), keepdims=True) + self.little
        return self.predict(inputs), (select[0] * 2 * x / (power * x[0].size),)


def change_of(network: Logarithm, x: NDArray[np.float32]) -> float:
    ends = network.predict((np.stack([0 * x, x]),))[:, 0].astype(np.float64)
    return float(ends[1] - ends[0])


@settings(deadline=None)
@given(exponent=st.floats(-6, 0), tolerance=st.floats(0.001, 0.1), seed=st.integers(0, 9))
def test_the_sum_is_the_change_within_the_tolerance(
    exponent: float, tolerance: float, seed: int
) -> None:
    network, (x, _) = Logarithm(10.0**exponent), toy(seed)[1]
    found = complete_gradients(network, (x,), (1.0,), steps=10, tolerance=tolerance)
    change = change_of(network, x)
    assert found.change == pytest.approx(change, rel=1e-5)
    assert found.gap == pytest.approx(sum(m.sum() for m in found.maps) - change, abs=1e-6)
    assert found.error <= tolerance


def test_it_takes_fewer_steps_than_even_ones_would() -> None:
    network, (x, _) = Logarithm(1e-6), toy(5)[1]
    found = complete_gradients(network, (x,), (1.0,))
    (even,) = integrated_gradients(network, (x,), (1.0,), steps=found.steps)
    assert abs(even.sum() - found.change) > 5 * abs(found.gap)


def test_where_even_steps_are_complete_nothing_is_added() -> None:
    network, inputs = toy(2)
    select, start = (0.5, -2.0, 1.0), tuple(x[::-1] for x in inputs)
    found = complete_gradients(network, inputs, select, start=start)
    even = integrated_gradients(network, inputs, select, baselines=[start])
    assert found.steps == 50
    for own, other in zip(found.maps, even, strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-4, atol=1e-7)


def test_the_most_steps_are_kept_and_what_was_reached_is_said() -> None:
    network, (x, _) = Logarithm(1e-9), toy(5)[1]
    found = complete_gradients(network, (x,), (1.0,), steps=5, tolerance=0.0, most_steps=16)
    assert found.steps == 15
    assert found.error > 0.0


def test_no_change_and_no_gap_is_no_error() -> None:
    network, (x, _) = Logarithm(), toy(5)[1]
    assert complete_gradients(network, (x,), (1.0,), start=(x,)).error == 0.0


def test_what_cannot_be_integrated() -> None:
    network, inputs = toy(0)
    with pytest.raises(ExplainError, match="at least one"):
        complete_gradients(network, inputs, (1.0, 0.0, 0.0), steps=0)
    with pytest.raises(ExplainError, match="another shape"):
        complete_gradients(network, inputs, (1.0, 0.0, 0.0), start=(inputs[0],))
