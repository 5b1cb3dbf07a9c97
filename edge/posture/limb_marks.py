"""Where the landmarks of an exercise's limb are seen, from its root.

Geometry makes one angle of two of them. They say more to who has learned what the watch said where
they were (`edge.signals.angle_match`): the hand goes farther than the wrist, and the engine's depth
changes where a limb that points at the camera hardly does in the picture.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import Exercise, Side
from edge.core.exercises.camera import FromHanging, LevelTurn, SpineBend
from edge.posture.body_track import BodyTrack

LIMB_M: Final = 0.25
"""A forearm is about as long; what is seen in space is given in this unit."""
_ACROSS: Final = 5
"""Coordinates of a landmark: x and y in the picture, then x, y and depth in space."""
_Place = tuple[str, ...]
"""Landmarks whose middle it is."""


def mark_count(exercise: Exercise) -> int:
    """Return how many marks each frame of an exercise has."""
    _, ends = _root_and_ends(exercise, "left")
    return _ACROSS * len(ends)


def limb_marks(track: BodyTrack, exercise: Exercise, side: Side, limb_px: float) -> Floats:
    """Return the (n, k) coordinates of the limb's ends from its root, about as long as 1.

    Args:
        track: the landmarks.
        exercise: which limb it is.
        side: that moves.
        limb_px: length of the limb in the picture at rest.
    """
    root, ends = _root_and_ends(exercise, side)
    root_px, root_m = _middle(track, root)
    marks = []
    for end in ends:
        end_px, end_m = _middle(track, end)
        marks += [(end_px - root_px) / limb_px, (end_m - root_m) / LIMB_M]
    return np.concatenate(marks, axis=1)


def _root_and_ends(exercise: Exercise, side: Side) -> tuple[_Place, list[_Place]]:
    match exercise.camera.angle:
        case FromHanging(root=root, tip=tip):
            ends: list[_Place] = [(f"{side}_{tip}",)]
            return (f"{side}_{root}",), [*ends, _hand(side)] if tip == "wrist" else ends
        case LevelTurn():
            return (f"{side}_elbow",), [(f"{side}_wrist",), _hand(side)]
        case SpineBend():
            return ("left_hip", "right_hip"), [("left_shoulder", "right_shoulder")]


def _hand(side: Side) -> _Place:
    return f"{side}_pinky", f"{side}_index", f"{side}_thumb"


def _middle(track: BodyTrack, place: _Place) -> tuple[Floats, Floats]:
    """Return (n, 2) and (n, 3) the middle of some landmarks, in the picture and in space."""
    px: Floats = np.mean([track.point_px(name) for name in place], axis=0)
    return px, np.mean([track.point_m(name) for name in place], axis=0)
