"""How often answers as certain as one were right."""

from collections.abc import Sequence
from math import sqrt
from typing import Final

from models.inference.card import Reliability

_95_PERCENT: Final = 1.96


def reliability_at(bins: Sequence[Reliability], certainty: float) -> Reliability | None:
    """Return the bin in which a certainty lies, None where none holds anybody."""
    inside = [one for one in bins if one.low <= certainty <= one.high and one.people]
    return inside[-1] if inside else None


def interval(right: int, people: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, 1927).

    Args:
        right: how many.
        people: of how many, at least one.
    """
    share, z = right / people, _95_PERCENT
    middle = share + z**2 / (2 * people)
    half = z * sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    whole = 1 + z**2 / people
    return (middle - half) / whole, (middle + half) / whole
