"""What was found in a repetition or an exercise, as kinds and numbers: sentences are made of them.

The sentences stand in `edge.wording`, so that each can be said in every language.
"""

from dataclasses import dataclass
from typing import Literal

Half = Literal["outward", "returning", "both"]
"""A part of the movement: the way out, the way back, or both."""
Part = Literal["beginning", "middle", "end"]
"""A third of one way."""
Way = Literal["inward", "outward"]
WornKind = Literal["turned", "inside", "turned_inside", "other_wrist", "unclear"]
"""How the watch is worn otherwise than for the reference: the other way round, on the other side of
the wrist, both, on the other wrist; or otherwise, and which of these cannot be told."""
NotCompared = Literal["interrupted", "foreign", "no_gyroscope", "worn"]
DepartureKind = Literal["uneven", "beyond", "short", "faster", "slower", "course"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WornWay:
    """A way of wearing the watch, compared with the reference.

    Attributes:
        other_wrist: on the other wrist.
        turned: the display's top is where its bottom was: the other way round.
        inside: on the other side of the wrist.
    """

    other_wrist: bool = False
    turned: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a movement something is.

    Attributes:
        half: on which way.
        part: in which third of it; None where it is not narrowed down.
    """

    half: Half
    part: Part | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFacts:
    """What a cue says beside its kind; what its kind has no use for is None.

    Attributes:
        degrees: how much: the range of motion, how far it lies beyond the limit or below the
            reference, a lean or a bend.
        limit_deg: the therapist's limit.
        place: where in the movement it is.
        hold_s: for how long the end should be held.
        held_s: for how long it was.
        way: where the limb is to be turned about itself.
        not_compared: why the repetition was counted and not assessed: the signal was
            interrupted, it is too unlike the reference, the watch has no gyroscope, or is worn
            otherwise than for the reference.
        worn: how it is worn then.
    """

    degrees: float | None = None
    limit_deg: float | None = None
    place: Place | None = None
    hold_s: float | None = None
    held_s: float | None = None
    way: Way | None = None
    not_compared: NotCompared | None = None
    worn: WornKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """How a repetition departs from the reference in one micro-segment.

    Attributes:
        kind: what differs most.
        degrees: size of the angle's difference.
        place: where in the movement.
    """

    kind: DepartureKind
    degrees: float
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryFacts:
    """What the sentences at the end of an exercise say.

    Attributes:
        prescribed: repetitions asked for.
        done: repetitions found.
        assessed: those of them that could be compared with the reference.
        good: those of them that were like it.
        held: those of them whose end was held for long enough; None where no hold is asked for.
        rom_deg: mean range of motion; NaN when none was assessed, as below.
        difference_deg: mean difference to the reference's.
        same_range: the difference is too small to be spoken of.
        advice: the kind of cue to attend to next time, None when all were good.
    """

    prescribed: int
    done: int
    assessed: int
    good: int
    held: int | None
    rom_deg: float
    difference_deg: float
    same_range: bool
    advice: str | None
