"""A fixed pair that every comparing network is asked about, so that its answers can be compared.

The export keeps in the card what PyTorch answers; `physio models verify` and the tests ask ONNX
Runtime on the machine at hand.
"""

from typing import Final

import numpy as np

from models.inference.card import Card, Example
from models.inference.catalog import Network
from models.inference.channels import CHANNELS, SETTING
from models.inference.errors import CatalogError
from models.inference.preparation import STEP, Single

LENGTHS: Final = (7 * STEP, 9 * STEP)
ENDS: Final = 6 * STEP + 4
"""Where the example in phase ends; zeros follow."""
RELATIVE: Final = 1e-3
"""Rounding in single precision, over hundreds of samples and on other processors."""


def example_inputs() -> tuple[Single, Single]:
    """Return the pair, (1, 112, 6) and (1, 144, 6): smooth waves that no axis shares."""
    signal, anchor = (_waves(length, 6) for length in LENGTHS)
    return signal, anchor


def example_in_phase() -> tuple[Single, Single, Single, Single]:
    """Return one for a network that takes its inputs in phase (`models.inference.time_aligned`)."""
    signal = _waves(LENGTHS[0], CHANNELS)
    anchor: Single = np.sin(signal)
    spread: Single = (0.1 + np.abs(np.cos(signal))).astype(np.float32)
    constants = np.linspace(-0.5, 1.0, SETTING)
    setting: Single = np.tile(constants, (1, LENGTHS[0], 1)).astype(np.float32)
    for x in (signal, anchor, spread, setting):
        x[:, ENDS:] = 0.0
    return signal, anchor, spread, setting


def example_of(card: Card) -> tuple[Single, ...]:
    """Return the one that the network of a card takes."""
    in_phase = any(port.name == "setting" for port in card.inputs)
    return example_in_phase() if in_phase else example_inputs()


def probe(length: int, width: int = 6) -> Single:
    """Return the weights (length, width) that boil a gradient down to one number."""
    weights: Single = np.cos(0.7 * np.arange(width * length, dtype=np.float64)).astype(np.float32)
    return weights.reshape(length, width)


def answers_of(network: Network) -> Example:
    """Return what an exported network answers."""
    inputs = example_of(network.card)
    scores = network.predict(inputs)[0]
    gradients = []
    if network.explains:
        for select in np.eye(len(scores)):
            found = network.gradients(inputs, select)[1]
            gradients.append(tuple(float((g[0] * probe(*g.shape[1:])).sum()) for g in found))
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


def _waves(length: int, width: int) -> Single:
    t = np.arange(length)[:, None] / length
    axes = np.arange(1, width + 1)
    waves: Single = (np.sin(np.pi * t * axes) * np.cos(axes) + 0.1 * axes * t).astype(np.float32)
    return waves[None]
