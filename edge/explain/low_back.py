"""Why a low-back network answered as it did: maps over the masks, moments, figures, the gate.

After MOVEXor (Liu, Hicks and Sheeran, Procedia Computer Science 270, 2025, figures 7 to 9). All of
it comes out of one call of the exported network.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

STEPS: Final = 50
"""Midpoints of integrated gradients, as captum's `riemann_middle` takes them."""
COLLINEAR: Final = (("F0", "F1"), ("F2", "F3", "F4"), ("F5", "F6"), ("F7",), ("F8",))
"""Motion features that say the same: variance and its root; minimum, maximum and their difference;
the times. How an attribution is shared within a group is arbitrary."""

Bytes = NDArray[np.uint8]


class BendAnswer(Protocol):
    """What a network says about K masks beside B rows of figures."""

    @property
    def logits(self) -> NDArray[np.float32]:
        """(B,) positive for the positive group."""

    @property
    def slopes(self) -> NDArray[np.float32]:
        """(B, F) gradient of each row's logit at its figures."""

    @property
    def weights(self) -> NDArray[np.float32]:
        """(B, m) what each part counts for."""

    @property
    def layer3(self) -> NDArray[np.float32]:
        """(K, h, w) class activation maps of the first row's logit, with their sign."""

    @property
    def layer4(self) -> NDArray[np.float32]:
        """(K, h', w') those of the last stage."""


class BendNetwork(Protocol):
    """A low-back network, whatever computes it."""

    def answer(self, masks: Bytes, figures: Floats) -> BendAnswer:
        """Return what it says about masks (K, H, W) of one person beside figures (B, F)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BendExplanation:
    """An answer about one person with its reasons.

    Attributes:
        logit: positive for the positive group.
        weights: (m,) what the gate gives each part.
        layer3: (K, h, w) how much each place of each mask speaks for the answer given, ≥ 0: the
            Grad-CAM of the third stage, not scaled map by map, so that masks can be compared.
        layer4: (K, h', w') that of the last stage.
        attribution: (F,) how much each figure moves the logit from where it is for the mean figures
            of the training people; positive speaks for the positive group.
        from_mean: logit at those mean figures, with the same masks.
    """

    logit: float
    weights: Floats
    layer3: Floats
    layer4: Floats
    attribution: Floats
    from_mean: float


def explain_bend(
    network: BendNetwork, masks: Bytes, figures: Floats, means: Floats, *, steps: int = STEPS
) -> BendExplanation:
    """Return a network's answer about one person with its reasons.

    The attributions sum to logit − from_mean, up to the error of the midpoint rule.

    Args:
        network: is asked once.
        masks: (K, H, W) of the back.
        figures: (F,) of the person.
        means: (F,) of the people whom the network learned from; the baseline.
        steps: midpoints of integrated gradients.

    Raises:
        ExplainError: figures and means differ in number, or `steps` is below 1.
    """
    if figures.shape != means.shape:
        raise ExplainError(f"{len(figures)} figures have {len(means)} means")
    if steps < 1:
        raise ExplainError("no steps were asked for", remedy="integrate over at least one")
    shares = (np.arange(steps) + 0.5) / steps
    path = means + shares[:, None] * (figures - means)
    found = network.answer(masks, np.vstack([figures, means, path]))
    logit = float(found.logits[0])
    side = 1.0 if logit > 0.0 else -1.0
    return BendExplanation(
        logit=logit,
        weights=found.weights[0].astype(np.float64),
        layer3=np.maximum(side * found.layer3.astype(np.float64), 0.0),
        layer4=np.maximum(side * found.layer4.astype(np.float64), 0.0),
        attribution=(figures - means) * found.slopes[2:].mean(axis=0, dtype=np.float64),
        from_mean=float(found.logits[1]),
    )


def grouped(names: Sequence[str], attribution: Floats) -> dict[str, float]:
    """Return attributions by group of figures that say the same, see `COLLINEAR`.

    A group is named after where its figures come from and after their codes, such as
    `forward.angle.F2+F3+F4`; other figures keep their names.

    Args:
        names: F names of figures.
        attribution: (F,).
    """
    found: dict[str, float] = {}
    for name, value in zip(names, attribution, strict=True):
        origin, _, last = name.rpartition(".")
        code = last.split(" ")[0]
        own = next((group for group in COLLINEAR if code in group), None)
        group = name if own is None else f"{origin}.{'+'.join(own)}"
        found[group] = found.get(group, 0.0) + float(value)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class GlobalAttribution:
    """One figure over many people, a row of MOVEXor's bars.

    Attributes:
        name: of the figure or group.
        mean_size: mean of |attribution|.
        mean: mean of the attribution.
    """

    name: str
    mean_size: float
    mean: float


def global_attributions(
    names: Sequence[str], attributions: Floats
) -> tuple[GlobalAttribution, ...]:
    """Return all figures, the one that moves most first.

    Args:
        names: F names.
        attributions: (P, F) of P people.
    """
    rows = [
        GlobalAttribution(name=name, mean_size=float(np.abs(own).mean()), mean=float(own.mean()))
        for name, own in zip(names, attributions.T, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: -row.mean_size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far several networks say the same of one person.

    Attributes:
        share: of the networks that are on the side of their mean logit.
        mean: of their probabilities of the positive group.
        lowest: of the probabilities.
        highest: of them.
    """

    share: float
    mean: float
    lowest: float
    highest: float


def agreement(logits: Floats) -> Agreement:
    """Return the agreement of networks by their logits (n,).

    Raises:
        ExplainError: there is none.
    """
    if len(logits) == 0:
        raise ExplainError("no network was asked")
    chances = 0.5 * (1.0 + np.tanh(0.5 * logits))
    positive = float(np.mean(logits > 0.0))
    return Agreement(
        share=positive if logits.mean() > 0.0 else 1.0 - positive,
        mean=float(chances.mean()),
        lowest=float(chances.min()),
        highest=float(chances.max()),
    )
