"""From where an exercise is looked at, and which angle a camera measures in it."""

from dataclasses import dataclass
from typing import Literal

from edge.core.exercises.terms import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """From where the drawn figures are seen, and how much of them.

    Attributes:
        turn_deg: 0 is from behind, 90 from the exercising side.
        pitch_deg: how far from above.
        inner_m: from the body's middle to the picture's edge on the other side.
        outer_m: from there to the edge on the side to which the limb goes.
        bottom_m: lower edge, as seen, above the floor.
        top_m: upper edge, as seen, above the floor.
    """

    turn_deg: float
    pitch_deg: float
    inner_m: float
    outer_m: float
    bottom_m: float
    top_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FromHanging:
    """The turn of a limb from straight down, in an upright plane.

    Attributes:
        root: joint about which it turns.
        tip: joint at its end.
        toward: the level direction that counts as outward.
    """

    root: str
    tip: str
    toward: Literal["side", "front"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTurn:
    """The turn of the bent forearm about the upright upper arm, outward from pointing forward."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineBend:
    """The bend of the trunk from upright.

    Attributes:
        forward: 1 where a bend to the front is positive, −1 where one to the back is.
    """

    forward: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """What a camera in the room sees of an exercise.

    Attributes:
        angle: the one angle of the exercise.
        placed: from which side of the person it is seen best.
        in_part: even from there a camera cannot tell the whole movement before it has learned from
            a watch.
    """

    angle: FromHanging | LevelTurn | SpineBend
    placed: Literal["front", "side"]
    in_part: bool = False

    def azimuth_deg(self, side: Side) -> float:
        """Return where the camera stands that looks squarely at this, if `side` moves.

        In degrees as seen from the person: 0 in front, 90 to the left, −90 to the right.
        """
        if self.placed == "front":
            return 0.0
        return 90.0 if side == "left" else -90.0
