"""The low-back networks: from masks of a bending back and from figures to one logit, with reasons.

One call answers everything: the masks go through the network once, beside any number of rows of
figures, so that what integrated gradients ask along their path costs next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from models.inference.card import BendInputs, Card
from models.inference.catalog import EXPLAIN, SELECT, Network
from models.inference.errors import CatalogError, ModelError
from models.inference.frame import Single

EXAMPLE_MASKS: Final = 5
"""Masks of the fixed example; a number that is no other dimension's."""

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BendOutputs:
    """What a network says about a person's K masks beside B rows of figures.

    Attributes:
        logits: (B,) positive for the positive group.
        slopes: (B, F) gradient of each row's logit at its figures.
        weights: (B, m) what the gate gives each part, see `BendInputs.parts`; equal without a gate.
        layer3: (K, h, w) class activation maps of the third stage for the first row's logit, with
            their sign: what speaks for the negative group is negative.
        layer4: (K, h', w') those of the fourth stage.
    """

    logits: Single
    slopes: Single
    weights: Single
    layer3: Single
    layer4: Single


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LowBackNetwork(Network):
    """An exported MOVEXor or BackTracker."""

    def __post_init__(self) -> None:
        """Check that the card is one of this family.

        Raises:
            CatalogError: the network takes something else than bends.
        """
        if not self.takes(self.card):
            raise CatalogError(f"{self.card.name} takes no masks of a bending back")

    @classmethod
    def takes(cls, card: Card) -> bool:
        """Return whether a card is of this family."""
        return card.bends is not None

    @classmethod
    def example_inputs(cls, card: Card) -> tuple[Single, ...]:
        """Return a fixed example: half-discs of growing size, and figures about their means."""
        own = _bends_of(card)
        down, across = np.mgrid[: own.mask_px, : own.mask_px] / own.mask_px
        radii = np.linspace(0.2, 0.45, EXAMPLE_MASKS)[:, None, None]
        inside = (np.hypot(down - 0.5, across - 0.7) < radii) & (across < 0.7)
        spread = (np.array(own.highest) - np.array(own.lowest)) / 4.0
        waves = np.cos(np.arange(1, 3)[:, None] * np.arange(1, len(spread) + 1))
        return inside.astype(np.float32), (np.array(own.means) + spread * waves).astype(np.float32)

    @property
    def bends(self) -> BendInputs:
        """What it takes and tells apart."""
        return _bends_of(self.card)

    def answer(self, masks: Bytes, figures: Floats) -> BendOutputs:
        """Return what the network says.

        Args:
            masks: (K, H, W) back masks of one person, 0 outside and 255 inside.
            figures: (B, F) rows in the order of `BendInputs.figures`, in their units.

        Raises:
            CatalogError: shapes do not fit, or a figure is not finite.
            ModelError: there is no mask.
        """
        if len(masks) == 0:
            raise ModelError("there is no mask of the back", remedy="film more of the bend")
        small = shrunk(masks, self.bends.mask_px).astype(np.float32) / 255.0
        feeds = self._feeds((small, np.asarray(figures, np.float32)))
        feeds |= {SELECT: np.ones(1, np.float32), EXPLAIN: np.array(True)}
        found = self._run([port.name for port in self.card.outputs], feeds)
        logits, slopes, weights, layer3, layer4 = found
        return BendOutputs(
            logits=logits[:, 0], slopes=slopes, weights=weights, layer3=layer3, layer4=layer4
        )

    def figures_of(self, measured: dict[str, float]) -> Floats:
        """Return (F,) the figures that the network takes, out of all that were measured by name.

        Raises:
            ModelError: one is missing or not finite.
        """
        missing = [n for n in self.bends.figures if not np.isfinite(measured.get(n, np.nan))]
        if missing:
            raise ModelError(f"{self.card.name} needs {', '.join(missing)}, not measured here")
        return np.array([measured[name] for name in self.bends.figures])

    def outside(self, figures: Floats, share: float = 0.0) -> list[str]:
        """Return the names of figures (F,) that no person of the training came near.

        Args:
            figures: of one person.
            share: of the training's range by which a figure may lie beyond it.
        """
        low, high = np.array(self.bends.lowest), np.array(self.bends.highest)
        beyond = np.maximum(low - figures, figures - high) > share * (high - low)
        return [name for name, far in zip(self.bends.figures, beyond, strict=True) if far]


def probability(logit: float) -> float:
    """Return the probability of the positive group."""
    return float(0.5 * (1.0 + np.tanh(0.5 * logit)))


def shrunk(masks: Bytes, size_px: int) -> Bytes:
    """Return masks (M, h, w) of that size (M, size, size), grey where a pixel is partly inside.

    Training and the program at work shrink in the same way.
    """
    if masks.shape[1:] == (size_px, size_px):
        return masks
    size = (size_px, size_px)
    small: Sequence[Bytes] = [
        np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.uint8) for mask in masks
    ]
    return np.stack(small) if len(masks) else np.zeros((0, *size), np.uint8)


def _bends_of(card: Card) -> BendInputs:
    if card.bends is None:
        raise CatalogError(f"{card.name} takes no masks of a bending back")
    return card.bends
