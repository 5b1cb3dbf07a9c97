from collections.abc import Sequence

import numpy as np
import pytest

from edge.explain.attribution import (
    METHODS,
    input_x_gradient,
    integrated_gradients,
    saliency,
)
from edge.explain.errors import ExplainError
from edge.explain.network import Explainable, Inputs
from tests.explain.toy_network import ToyNetwork, toy

QUADRATIC, TANH, PRODUCT = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def one_by_one(
    network: Explainable, inputs: Inputs, select: Sequence[float], start: Inputs, steps: int
) -> list[np.ndarray]:
    """Return integrated gradients by one gradient call per midpoint."""
    gradients = []
    for share in (np.arange(steps) + 0.5) / steps:
        point = tuple(
            (x0 + share * (x - x0))[np.newaxis].astype(np.float32)
            for x, x0 in zip(inputs, start, strict=True)
        )
        gradients.append(network.gradients(point, select)[1])
    return [
        (x - x0) * np.mean([point[i][0] for point in gradients], axis=0)
        for i, (x, x0) in enumerate(zip(inputs, start, strict=True))
    ]


@pytest.mark.parametrize("seed", range(5))
def test_closed_forms(seed: int) -> None:
    network, (s, a) = toy(seed)
    w = network.weights
    d_s, d_a = saliency(network, (s, a), QUADRATIC)
    np.testing.assert_allclose(d_s, np.abs(w * s), rtol=1e-6)
    np.testing.assert_allclose(d_a, np.abs(w), rtol=1e-6)
    x_s, x_a = input_x_gradient(network, (s, a), PRODUCT)
    np.testing.assert_allclose(x_s, s * a, rtol=1e-6)
    np.testing.assert_allclose(x_a, s * a, rtol=1e-6)
    i_s, i_a = integrated_gradients(network, (s, a), QUADRATIC)
    np.testing.assert_allclose(i_s, w * s**2 / 2, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(i_a, w * a, rtol=1e-5, atol=1e-7)


def noise(inputs: Inputs, draws: int, seed: int = 0) -> list[Inputs]:
    rng = np.random.default_rng(seed)
    return [tuple(rng.standard_normal(x.shape, np.float32) for x in inputs) for _ in range(draws)]


@pytest.mark.parametrize("select", [QUADRATIC, TANH, PRODUCT, (0.5, -2.0, 1.0)])
def test_one_batched_call_equals_one_call_per_midpoint(select: tuple[float, ...]) -> None:
    network, inputs = toy(1)
    (start,) = noise(inputs, draws=1, seed=3)
    maps = integrated_gradients(network, inputs, select, baselines=[start], steps=17)
    for fast, slow in zip(maps, one_by_one(network, inputs, select, start, 17), strict=True):
        np.testing.assert_allclose(fast, slow, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("select", [QUADRATIC, TANH, PRODUCT])
def test_integrated_gradients_are_complete(select: tuple[float, ...]) -> None:
    network, inputs = toy(2)
    baselines = noise(inputs, draws=4)
    maps = integrated_gradients(network, inputs, select, baselines=baselines)
    at_start = np.concatenate([network.predict(tuple(x[None] for x in b)) for b in baselines])
    gain = network.predict(tuple(x[None] for x in inputs))[0] - at_start.mean(axis=0)
    np.testing.assert_allclose(sum(m.sum() for m in maps), gain @ select, rtol=0.01)


@pytest.mark.parametrize("name", METHODS)
def test_any_number_of_inputs(name: str) -> None:
    class Alone(ToyNetwork):
        def predict(self, inputs: Inputs) -> np.ndarray:
            return super().predict((inputs[0], np.zeros_like(inputs[0])))

        def gradients(self, inputs: Inputs, select: Sequence[float]) -> tuple[np.ndarray, Inputs]:
            scores, (d_s, _) = super().gradients((inputs[0], np.zeros_like(inputs[0])), select)
            return scores, (d_s,)

    network, (s, a) = toy(4)
    (alone,) = METHODS[name](Alone(network.weights), (s,), TANH)
    both = METHODS[name](network, (s, a), TANH)
    np.testing.assert_allclose(alone, both[0], rtol=1e-6)


def test_what_cannot_be_integrated() -> None:
    network, inputs = toy(0)
    with pytest.raises(ExplainError, match="at least one"):
        integrated_gradients(network, inputs, TANH, steps=0)
    with pytest.raises(ExplainError, match="another shape"):
        integrated_gradients(network, inputs, TANH, baselines=[(inputs[0],)])
