"""Sensor-to-segment alignment: how a watch sits on the limb, told by two directions of the limb.

A watch is never put on twice alike, and a limb never rests twice in quite the same pose. Two
directions are fixed to the limb all the same: up in the rest pose, and the axis it turns about.
What carries those of a repetition into the anchor's is taken off before anything is compared.

Here that turn is found for one repetition, where up is exact (TRIAD); `calibration.placement` finds
it once for all repetitions, where both directions err (Wahba's problem).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.constants import STEEP, UP
from edge.signals.angles import main_axis
from edge.signals.rotations import conjugate, from_rotation_vector, multiply, rotate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mounting:
    """Two directions of the limb in the sensor's frame, unit vectors (3,).

    Attributes:
        up: the vertical in the rest pose.
        axis: what the movement turns about.
    """

    up: Floats
    axis: Floats

    @classmethod
    def of(cls, orientation: Floats, axis: Floats) -> Self:
        """Return the mounting in a repetition (n, 4) that starts at rest."""
        return cls(up=rotate(conjugate(orientation[0]), UP), axis=axis)

    @classmethod
    def of_anchor(cls, anchor: Anchor) -> Self:
        """Return how the watch sat when the anchor was recorded."""
        return cls.of(anchor.orientation, anchor.axis)

    @classmethod
    def measured(cls, orientation: Floats) -> Self:
        """Return the mounting with the axis that the repetition itself shows.

        Raises:
            SignalError: the repetition hardly turns.
        """
        return cls.of(orientation, main_axis(orientation, orientation[0]))

    def turn_to(self, other: "Mounting") -> Floats:
        """Return the rotation (4,) of the sensor's frame that carries this mounting to another.

        Up is carried exactly, the axis as nearly as a turn around up allows (TRIAD: Black, AIAA J.
        2(7), 1964). Where an axis is `STEEP` it says nothing about that turn, and none is assumed.
        """
        upright = _shortest(self.up, other.up)
        flat, usual = (
            axis - (axis @ other.up) * other.up for axis in (rotate(upright, self.axis), other.axis)
        )
        if min(np.linalg.norm(flat), np.linalg.norm(usual)) < np.sqrt(1 - STEEP**2):
            return upright
        angle = np.arctan2(np.cross(flat, usual) @ other.up, flat @ usual)
        return multiply(from_rotation_vector(angle * other.up), upright)


def turned_signal(signal: Floats, turn: Floats) -> Floats:
    """Return six axes (n, 6) in a sensor's frame that is turned by `turn`."""
    return np.hstack([rotate(turn, np.ascontiguousarray(signal[:, k : k + 3])) for k in (0, 3)])


def turned_orientation(orientation: Floats, turn: Floats) -> Floats:
    """Return the orientations (n, 4) of a sensor whose frame is turned by `turn`."""
    return multiply(orientation, conjugate(turn))


def _shortest(a: Floats, b: Floats) -> Floats:
    """Return the shortest rotation that carries unit vector a to b."""
    across = np.cross(a, b)
    sine = float(np.linalg.norm(across))
    angle = np.arctan2(sine, float(a @ b))
    if sine < 1e-9:
        # Parallel, or exactly opposite: then about any direction perpendicular to a.
        across = np.cross(a, np.eye(3)[int(np.abs(a).argmin())])
        sine = float(np.linalg.norm(across))
    return from_rotation_vector(angle * across / sine)
