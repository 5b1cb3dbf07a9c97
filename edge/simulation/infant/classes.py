"""The classes of simulated infants: what each differs in from a normal one.

A law is what must be seen of a network that tells the class from normal infants.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

ClassName = Literal["normal", "S", "A", "F", "C", "T", "N", "leaky"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementClass:
    """How infants of one class move.

    Attributes:
        arms: factor on every speed of the arms.
        legs: factor on every speed of the legs.
        head: factor on every speed of the head.
        fidgets: share of the small movement that is never at rest.
        boost: factor on large movements, so that the median speed is that of normal infants.
        synchrony: 0 (limbs on their own) to 1 (all limbs with one envelope and phase).
        template_s: shortest and longest duration of a movement that is repeated; None if none is.
        random_label: whether the class is a label alone, drawn by lot.
    """

    arms: float = 1.0
    legs: float = 1.0
    head: float = 1.0
    fidgets: float = 1.0
    boost: float = 1.0
    synchrony: float = 0.0
    template_s: tuple[float, float] | None = None
    random_label: bool = False


CLASSES: Final[dict[ClassName, MovementClass]] = {
    # Small movement in every segment, never at rest.
    "normal": MovementClass(),
    # Slow: every speed halved.
    "S": MovementClass(arms=0.5, legs=0.5, head=0.5),
    # Slow arms.
    "A": MovementClass(arms=0.5),
    # No small movement, at the same median speed.
    "F": MovementClass(fidgets=0.0, boost=1.35),
    # Cramped-synchronised: all limbs start, stop and turn together.
    "C": MovementClass(synchrony=0.85),
    # Stereotyped: one movement of 1 to 2 s again and again.
    "T": MovementClass(template_s=(1.0, 2.0)),
    # Normal, with labels drawn by lot.
    "N": MovementClass(random_label=True),
    # Normal, but tracked badly: a leak that a control has to catch.
    "leaky": MovementClass(),
}
assert set(CLASSES) == set(get_args(ClassName))
