"""The same explanations by PyTorch and captum; needs `make train`."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import torch
from captum.attr import InputXGradient, IntegratedGradients, Saliency
from torch import Tensor, nn

from benchmarks.explain.missed_change import EXPLAINED_NETWORK
from benchmarks.timing import Times, alternate
from edge.explain.attribution import METHODS, STEPS, Maps, integrated_gradients
from edge.explain.network import Inputs
from models.export.snn import export_comparing
from models.inference.catalog import Network
from models.training.snn import load_trained, network_named

WEIGHTS: Final = Path("out/models") / EXPLAINED_NETWORK / "everybody" / f"{EXPLAINED_NETWORK}.pt"
Forward = Callable[..., Tensor]
EQUAL: Final = 1e-3
"""Predictions nearer than this are of the same weights."""


def compare(
    inputs: Inputs, select: list[float], rounds: int, budget_s: float
) -> tuple[str, dict[str, float], Times]:
    """Return how far apart the explanations are, and the times of both in turns.

    Returns:
        Whose weights are compared; the median relative difference by method; the times of a
        prediction with integrated gradients as "onnx" and "torch".
    """
    torch.set_num_threads(1)
    with TemporaryDirectory() as folder:
        weights, own, other = _same_network(inputs, Path(folder))
    tensors = tuple(torch.from_numpy(x[np.newaxis]) for x in inputs)
    batch = tuple(x[np.newaxis] for x in inputs)
    chosen = selected(other, select)
    by_captum = IntegratedGradients(chosen)

    def here() -> None:
        own.predict(batch)
        integrated_gradients(own, inputs, select)

    def there() -> None:
        with torch.no_grad():
            other(*tensors)
        by_captum.attribute(tensors, n_steps=STEPS, method="riemann_middle")

    times = alternate({"onnx": here, "torch": there}, rounds=rounds, budget_s=budget_s)
    differences = {
        name: relative_difference(method(own, inputs, select), captum_maps(name, chosen, tensors))
        for name, method in METHODS.items()
    }
    return weights, differences, times


def selected(network: nn.Module, select: list[float]) -> Forward:
    """Return ⟨select, outputs⟩ of a network as a function, (B,), which is what captum explains."""
    weights = torch.tensor(select)

    def forward(*inputs: Tensor) -> Tensor:
        chosen: Tensor = network(*inputs) @ weights
        return chosen

    return forward


def relative_difference(maps: Maps, others: Maps) -> float:
    """Return the median over all values of |difference| / |other|, zeros left out."""
    own, other = (np.concatenate([m.ravel() for m in part]) for part in (maps, others))
    told = np.abs(other) > 1e-6 * np.abs(other).max()
    return float(np.median(np.abs(own - other)[told] / np.abs(other)[told]))


def _same_network(inputs: Inputs, folder: Path) -> tuple[str, Network, nn.Module]:
    """Return whose weights they are, and the network on ONNX Runtime and in PyTorch."""
    committed = Network.load(EXPLAINED_NETWORK)
    if WEIGHTS.exists():
        trained = load_trained(EXPLAINED_NETWORK, WEIGHTS).network
        with torch.no_grad():
            scores = trained(*(torch.from_numpy(x[np.newaxis]) for x in inputs)).numpy()
        if np.abs(scores - committed.predict(tuple(x[np.newaxis] for x in inputs))).max() < EQUAL:
            return "the committed network's", committed, trained
    torch.manual_seed(0)
    first = network_named(EXPLAINED_NETWORK).eval()
    export_comparing(first, committed.card, folder)
    return "first weights, exported in this run", Network.load(EXPLAINED_NETWORK, zoo=folder), first


def captum_maps(name: str, chosen: Forward, tensors: tuple[Tensor, ...]) -> Maps:
    """Return what captum's method of that name, of `METHODS`, makes of one sample."""
    tensors = tuple(x.clone().requires_grad_() for x in tensors)
    if name == "saliency":
        maps = Saliency(chosen).attribute(tensors)
    elif name == "input_x_gradient":
        maps = InputXGradient(chosen).attribute(tensors)
    else:
        maps = IntegratedGradients(chosen).attribute(
            tensors, n_steps=STEPS, method="riemann_middle"
        )
    return tuple(m[0].detach().numpy().astype(np.float64) for m in maps)
