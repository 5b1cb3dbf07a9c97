"""A fixed example that every network is asked about, so that its answers can be compared.

The export keeps in the card what PyTorch answers; `physio models verify` and the tests ask ONNX
Runtime on the machine at hand.
"""

import math
from typing import Final

import numpy as np

from models.inference.card import Card, Example
from models.inference.catalog import Network
from models.inference.errors import CatalogError
from models.inference.fault_localizer import FaultLocalizerNetwork
from models.inference.frame import Single
from models.inference.infant import InfantNetworks
from models.inference.low_back import LowBackNetwork
from models.inference.siamese import SiameseNetwork

RELATIVE: Final = 1e-3
"""Rounding in single precision, over hundreds of samples and on other processors."""
Family = (
    type[SiameseNetwork] | type[FaultLocalizerNetwork] | type[LowBackNetwork] | type[InfantNetworks]
)
FAMILIES: Final[tuple[Family, ...]] = (
    SiameseNetwork,
    FaultLocalizerNetwork,
    LowBackNetwork,
    InfantNetworks,
)


def family_of(card: Card) -> Family:
    """Return the family of the network of a card.

    Raises:
        CatalogError: it is of no known family.
    """
    for family in FAMILIES:
        if family.takes(card):
            return family
    raise CatalogError(f"{card.name} is of no known family of networks")


def example_of(card: Card) -> tuple[Single, ...]:
    """Return the fixed example that the network of a card takes.

    Raises:
        CatalogError: it is of no known family.
    """
    return family_of(card).example_inputs(card)


def probe(*shape: int) -> Single:
    """Return the weights of that shape that boil a gradient down to one number."""
    weights: Single = np.cos(0.7 * np.arange(math.prod(shape), dtype=np.float64)).astype(np.float32)
    return weights.reshape(shape)


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
                f"{network.card.name} answers {ours} on this machine where PyTorch gave {theirs}",
                remedy="do not use it here, and report this",
            )
