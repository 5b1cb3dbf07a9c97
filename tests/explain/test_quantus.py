"""Monotonicity and the ratio of continuity beside Quantus, where that is installed."""

import itertools
import warnings
from typing import Any

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.explain.metrics import continuity, monotonicity
from edge.explain.perturbation import LossSettings, expected_loss
from tests.explain.toy_network import ToyNetwork, toy

pytest.importorskip("torch")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    quantus: Any = pytest.importorskip("quantus")

NODES = (-1.0, 1.0)
"""Of two-point Gauss–Hermite quadrature, with equal weights, so that a plain mean is the same."""


def torch_model(network: ToyNetwork) -> Any:
    """Return the mean of tanh(w·s), the toy's second output, as a PyTorch module (B, 6, L)."""
    import torch  # noqa: PLC0415

    class Model(torch.nn.Module):  # type: ignore[misc]
        def forward(self, x: Any) -> Any:
            weights = torch.from_numpy(network.weights.T.copy())
            return torch.tanh(weights * x).mean(dim=(1, 2))[:, None]

    return Model().eval()


def test_monotonicity_equals_quantus_given_the_same_values() -> None:
    network, (signal, anchor) = toy(0, length=9)
    attribution = np.random.default_rng(0).normal(size=signal.shape)
    loss = expected_loss(network, (signal, anchor), settings=LossSettings(nodes=2))[..., 1]
    turns = itertools.cycle(NODES)

    def replaced(arr: Floats, indices: Floats, **_: object) -> Floats:
        out = arr.copy()
        out[np.arange(len(arr))[:, None], indices] = next(turns)
        return out

    metric = quantus.MonotonicityCorrelation(
        nr_samples=len(NODES), perturb_func=replaced, disable_warnings=True, normalise=False
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (theirs,) = metric(
            model=torch_model(network),
            x_batch=signal.T[None],
            y_batch=np.zeros(1, int),
            a_batch=attribution.T[None],
            softmax=False,
            channel_first=True,
        )
    assert monotonicity(attribution, loss) == pytest.approx(theirs, abs=1e-6)


def test_the_ratio_of_continuity_is_quantus_lipschitz_constant() -> None:
    signal, attribution = np.random.default_rng(1).normal(size=(2, 20, 6))
    theirs = max(
        quantus.similarity_func.lipschitz_constant(
            a=attribution[t], b=attribution[u], c=signal[t], d=signal[u]
        )
        for t in range(20)
        for u in range(max(0, t - 5), min(20, t + 6))
        if u != t
    )
    assert continuity(signal, attribution).largest == pytest.approx(theirs, rel=1e-6)
