"""How much each value of a network's inputs contributes to an output: three gradient methods.

All of them take one sample (inputs without a batch axis) and return one map per input, of its
shape, in float64. Captum (Kokhlikyan et al., 2020) computes the same ones: `Saliency`,
`InputXGradient`, and `IntegratedGradients` with `method="riemann_middle"`.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError
from edge.explain.network import Explainable, Inputs

Maps = tuple[Floats, ...]
"""One attribution per input, of its shape."""

STEPS: Final = 50
"""Midpoints along the path of integrated gradients, one batched call."""


class Method(Protocol):
    """An attribution method with its settings, if any, already given."""

    def __call__(self, network: Explainable, inputs: Inputs, select: Sequence[float]) -> Maps:
        """Return the attribution of ⟨select, outputs⟩ to each input of one sample."""


def saliency(network: Explainable, inputs: Inputs, select: Sequence[float]) -> Maps:
    """Return |∂⟨select, f(x)⟩/∂x| (Simonyan et al., 2014)."""
    return tuple(np.abs(gradient) for gradient in _gradients(network, inputs, select))


def input_x_gradient(network: Explainable, inputs: Inputs, select: Sequence[float]) -> Maps:
    """Return x · ∂⟨select, f(x)⟩/∂x (Shrikumar et al., 2016)."""
    gradients = _gradients(network, inputs, select)
    return tuple(x * gradient for x, gradient in zip(inputs, gradients, strict=True))


def integrated_gradients(
    network: Explainable,
    inputs: Inputs,
    select: Sequence[float],
    *,
    baselines: Sequence[Inputs] = (),
    steps: int = STEPS,
) -> Maps:
    """Return (x − x′) · ∫₀¹ ∂f(x′ + a(x − x′))/∂x da (Sundararajan et al., 2017).

    The maps of all inputs together sum to f(x) − f(x′), up to the error of the midpoint rule. That
    is large where f bends sharply near a baseline, as logarithms of a signal's power do near none:
    `edge.explain.completeness` takes as many steps as it needs.

    Args:
        network: what is explained.
        inputs: one sample.
        select: weight of each output in what is explained.
        baselines: each one is a sample x′; the maps are averaged over them. None given: zeros,
            which for standardised inputs is the mean of the training data.
        steps: midpoints of the path, at least 1.

    Raises:
        ExplainError: `steps` is below 1, or a baseline has another shape than the inputs.
    """
    maps = []
    for start in baselines or (zeros_like(inputs),):
        gradients = path_gradients(network, inputs, select, start, steps)
        maps.append(departures(inputs, start, gradients))
    return tuple(np.mean([path[i] for path in maps], axis=0) for i in range(len(inputs)))


def path_gradients(
    network: Explainable, inputs: Inputs, select: Sequence[float], start: Inputs, steps: int = STEPS
) -> Maps:
    """Return ∫₀¹ ∂⟨select, f(x′ + a(x − x′))⟩/∂x da: the mean gradient on the way to the inputs.

    Args:
        network: what is explained.
        inputs: one sample x.
        select: weight of each output in what is explained.
        start: the sample x′.
        steps: midpoints, at least 1; one batched call.

    Raises:
        ExplainError: `steps` is below 1, or the start has another shape than the inputs.
    """
    shares = (np.arange(steps) + 0.5) / max(steps, 1)
    _, gradients = network.gradients(points_between(start, inputs, shares), select)
    own = gradients[: len(inputs)]
    return tuple(gradient.mean(axis=0, dtype=np.float64) for gradient in own)


def points_between(start: Inputs, inputs: Inputs, shares: Floats) -> Inputs:
    """Return the samples at the (k,) shares of the straight way from one sample to another.

    Raises:
        ExplainError: there is no share, or the two have different shapes.
    """
    if not len(shares):
        raise ExplainError("no steps were asked for", remedy="integrate over at least one")
    if [x.shape for x in start] != [x.shape for x in inputs]:
        raise ExplainError(
            "a baseline has another shape than the inputs", remedy="give it the same one"
        )
    return tuple(
        (x0 + shares.reshape(-1, *(1,) * x.ndim) * (x - x0)).astype(np.float32)
        for x, x0 in zip(inputs, start, strict=True)
    )


def departures(inputs: Inputs, start: Inputs, gradients: Maps) -> Maps:
    """Return (x − x′) · gradient of each input."""
    return tuple(
        (x.astype(np.float64) - x0) * gradient
        for x, x0, gradient in zip(inputs, start, gradients, strict=True)
    )


def zeros_like(inputs: Inputs) -> Inputs:
    """Return the baseline of zeros."""
    return tuple(np.zeros_like(x) for x in inputs)


METHODS: Final[dict[str, Method]] = {
    "saliency": saliency,
    "input_x_gradient": input_x_gradient,
    "integrated_gradients": integrated_gradients,
}
"""The methods that MicroXercise compares, by name, with their defaults."""
WEIGHTED: Final = frozenset({"input_x_gradient", "integrated_gradients"})
"""Those of them that multiply gradients with the departure from their baseline, zeros."""


def _gradients(network: Explainable, inputs: Inputs, select: Sequence[float]) -> Maps:
    _, gradients = network.gradients(tuple(x[np.newaxis] for x in inputs), select)
    return tuple(gradient[0].astype(np.float64) for gradient in gradients[: len(inputs)])
