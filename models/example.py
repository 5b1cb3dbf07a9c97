"""A fixed pair that every comparing network is asked about, so that its answers can be compared.

The export keeps in the card what PyTorch answers; `physio models verify` and the tests ask ONNX
Runtime on the machine at hand.
"""

from typing import Final

import numpy as np

from models.card import Example
from models.catalog import Network
from models.errors import CatalogError
from models.preparation import STEP, Single

LENGTHS: Final = (7 * STEP, 9 * STEP)
RELATIVE: Final = 1e-3
"""Rounding in single precision, over hundreds of samples and on other processors."""


def example_inputs(*, in_phase: bool = False) -> tuple[Single, Single]:
    """Return the pair, (1, 112, 6) and (1, 144, 6): smooth waves that no axis shares.

    Both are of the first length for a network that wants them in phase.
    """
    signal, anchor = (_waves(length) for length in LENGTHS)
    return signal, anchor[:, : signal.shape[1]] if in_phase else anchor


def probe(length: int) -> Single:
    """Return the weights (length, 6) that boil a gradient down to one number."""
    weights: Single = np.cos(0.7 * np.arange(6 * length, dtype=np.float64)).astype(np.float32)
    return weights.reshape(length, 6)


def answers_of(network: Network) -> Example:
    """Return what an exported network answers."""
    first, second = network.card.inputs[:2]
    inputs = example_inputs(in_phase=first.shape == second.shape)
    scores = network.predict(inputs)[0]
    gradients = []
    if network.explains:
        for select in np.eye(len(scores)):
            found = network.gradients(inputs, select)[1]
            gradients.append(tuple(float((g[0] * probe(g.shape[1])).sum()) for g in found))
    return Example(scores=tuple(map(float, scores)), gradients=tuple(gradients))


def check(network: Network) -> None:
    """Compare what a network answers with what its card says that PyTorch answered.

    Raises:
        CatalogError: they differ by more than rounding.
    """
    own, said = answers_of(network), network.card.example
    pairs = [(own.scores, said.scores), *zip(own.gradients, said.gradients, strict=True)]
    for ours, theirs in pairs:
        size = max(np.abs(theirs).max(), 1e-3)
        if not np.allclose(ours, theirs, rtol=RELATIVE, atol=RELATIVE * size):
            raise CatalogError(
                f"{network.card.name} answers {ours} on this machine where PyTorch gave {theirs}; "
                "do not use it here, and report this"
            )


def _waves(length: int) -> Single:
    t = np.arange(length)[:, None] / length
    axes = np.arange(1, 7)
    waves: Single = (np.sin(np.pi * t * axes) * np.cos(axes) + 0.1 * axes * t).astype(np.float32)
    return waves[None]
