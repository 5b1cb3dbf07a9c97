"""Where a person's figures lie beside those of the people from whom a network learned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.inference.card import BendInputs, UsualFigure


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A figure beside those of the people of the training.

    Attributes:
        value: of this person.
        usual: of those people.
        beyond: by how much it lies outside of their range, as a share of that; 0 inside.
    """

    value: float
    usual: UsualFigure
    beyond: float


def compared_with(
    inputs: Sequence[BendInputs], measured: Mapping[str, float]
) -> tuple[Compared, ...]:
    """Return the figures that were measured beside those of the people of the training.

    Args:
        inputs: of the networks whose people they are; of a figure that several know the first.
        measured: figures by name.
    """
    found: dict[str, Compared] = {}
    for own in inputs:
        for usual in usual_of(own):
            value = measured.get(usual.name, np.nan)
            if usual.name not in found and np.isfinite(value):
                width = max(usual.highest - usual.lowest, np.finfo(float).tiny)
                beyond = max(usual.lowest - value, value - usual.highest, 0.0) / width
                found[usual.name] = Compared(value=value, usual=usual, beyond=beyond)
    return tuple(found.values())


def usual_of(inputs: BendInputs) -> tuple[UsualFigure, ...]:
    """Return the figures of the people from whom a network learned, as far as its card has them."""
    if inputs.usual:
        return inputs.usual
    rows = zip(inputs.figures, inputs.means, inputs.lowest, inputs.highest, strict=True)
    return tuple(UsualFigure(name=n, mean=m, lowest=low, highest=high) for n, m, low, high in rows)
