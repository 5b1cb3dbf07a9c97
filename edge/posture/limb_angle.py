"""The one angle of an exercise as a camera sees it: how far the limb has turned from rest.

It has the sign and the zero of the watch's angle about the anchor's axis: 0 at rest, positive
outward, against the room and not against the trunk. A level camera shows the vertical as it is and
the horizontal shortened by the view, so angles in upright planes follow from the line of the limb
and the view's direction; the turn of the bent forearm about the upright upper arm follows from how
long the forearm appears.
"""

from collections import deque
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import Side, exercise_named
from edge.core.exercises.camera import FromHanging, LevelTurn, SpineBend
from edge.core.messages.camera import Pose
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import SETTLED_FRAMES, BodyView, view_of
from edge.posture.pose_track import track_of
from edge.posture.spine import spine_angle_deg

LEAST_SHARE: Final = 0.7
"""A direction that the view shortens to less than this (45° off its plane) gives no angle."""
FOREARM_PER_UPPER_ARM: Final = 0.146 / 0.186
"""Lengths elbow to wrist over shoulder to elbow (Winter, 2009, fig. 4.1)."""
_TURN_MIDDLE_DEG: Final = 15.0
"""Middle of the range of the external rotation, from the forearm pointing forward."""
_TURN_REACH_DEG: Final = 45.0
"""The view must show the range about this middle to within so much of square."""
_TOLD_DEG: Final = 70.0
"""A forearm farther from square than this, nearly along the picture, hardly changes in length."""


def exercise_angle_deg(track: BodyTrack, view: BodyView, exercise: str, side: Side) -> Floats:
    """Return the (n,) angles of an exercise; NaN where the view or the visibility gives none.

    Raised limbs and bent elbows are measured from hanging, the external rotation from pointing
    forward, the trunk from upright.

    Args:
        track: the landmarks.
        view: of the clip.
        exercise: name of the exercise.
        side: that moves.

    Raises:
        ExerciseError: there is no exercise of that name.
    """
    measured = exercise_named(exercise).camera.angle
    match measured:
        case FromHanging():
            toward = _outward_x(view, side) if measured.toward == "side" else _forward_x(view)
            root, tip = f"{side}_{measured.root}", f"{side}_{measured.tip}"
            return _from_hanging_deg(track, root, tip, toward)
        case LevelTurn():
            return _turned_out(track, view, side)
        case SpineBend():
            return measured.forward * (180.0 - spine_angle_deg(track, view))


class LimbAngle:
    """Streaming operator: poses in, the exercise's angle from rest out.

    The first frames with a person settle the view and the rest pose.
    """

    def __init__(self, exercise: str, side: Side) -> None:
        """Prepare for an exercise of that side."""
        self._exercise = exercise
        self._side: Side = side
        self.reset()

    def reset(self) -> None:
        """Settle view and rest pose anew, as for another person or place."""
        self._recent: deque[Pose] = deque(maxlen=SETTLED_FRAMES)
        self._view: BodyView | None = None
        self._rest_deg = np.nan

    def rest_here(self) -> None:
        """Take the last frames as the rest pose, and the view from them; the person stands so.

        What was known stays where the limb is hardly seen in them.
        """
        if len(self._recent) < SETTLED_FRAMES:
            return
        track = track_of(self._recent)
        view = view_of(track)
        angle_deg = exercise_angle_deg(track, view, self._exercise, self._side)
        known = angle_deg[np.isfinite(angle_deg)]
        if len(known) > SETTLED_FRAMES // 2:
            self._view, self._rest_deg = view, float(np.median(known))

    def process(self, pose: Pose) -> float:
        """Return the angle from rest in that frame; NaN until it is settled, or if not seen."""
        if pose.presence != "followed":
            return np.nan
        self._recent.append(pose)
        if self._view is None:
            self.rest_here()
        if self._view is None:
            return np.nan
        track = track_of([pose])
        angle_deg = exercise_angle_deg(track, self._view, self._exercise, self._side)
        return float(angle_deg[0]) - self._rest_deg


def _turned_out(track: BodyTrack, view: BodyView, side: Side) -> Floats:
    """Return the forearm's turn about the vertical, outward from forward.

    Its horizontal share in the picture is cos(φ − φ₀), φ₀ being where it points along the picture;
    of the two solutions the one counts whose middle, square to the picture, is nearer to that of
    the movement.
    """
    forearm = track.point_px(f"{side}_wrist") - track.point_px(f"{side}_elbow")
    upper_arm = track.point_px(f"{side}_elbow") - track.point_px(f"{side}_shoulder")
    length_px = FOREARM_PER_UPPER_ARM * np.linalg.norm(upper_arm, axis=1)
    level_px = np.sqrt(np.maximum(length_px**2 - forearm[:, 1] ** 2, 1e-9))
    along_deg = np.degrees(np.arctan2(_outward_x(view, side), _forward_x(view)))
    from_along_deg = np.degrees(np.arccos(np.clip(forearm[:, 0] / level_px, -1.0, 1.0)))
    signs = np.array([1.0, -1.0])
    off_deg = np.abs(_wrapped_deg(along_deg + 90.0 * signs - _TURN_MIDDLE_DEG))
    if off_deg.min() > _TURN_REACH_DEG:
        return np.full(len(track), np.nan)
    turn_deg = _wrapped_deg(along_deg + signs[np.argmin(off_deg)] * from_along_deg)
    told = np.abs(from_along_deg - 90.0) <= _TOLD_DEG
    shown = track.shown(*(f"{side}_{part}" for part in ("shoulder", "elbow", "wrist")))
    return np.where(shown & told, turn_deg, np.nan)


def _from_hanging_deg(track: BodyTrack, start: str, end: str, away_x: float) -> Floats:
    """Return by how much the line from `start` to `end` is turned from straight down, −90–270°.

    Args:
        track: the landmarks.
        start: landmark at the joint.
        end: landmark at the limb's end.
        away_x: what a unit of the horizontal direction that counts as outward is in the picture.
    """
    if abs(away_x) < LEAST_SHARE:
        return np.full(len(track), np.nan)
    right, down = (track.point_px(end) - track.point_px(start)).T
    angle_deg = np.degrees(np.arctan2(right / away_x, down))
    # A limb is raised past the vertical rather than swung back so far.
    angle_deg = np.where(angle_deg < -90.0, angle_deg + 360.0, angle_deg)
    return np.where(track.shown(start, end), angle_deg, np.nan)


def _outward_x(view: BodyView, side: Side) -> float:
    """Return what a unit to that side of the person is in the picture, to the right."""
    return float(view.leftward[0]) if side == "left" else -float(view.leftward[0])


def _forward_x(view: BodyView) -> float:
    """Return what a unit to the person's front is in the picture, to the right."""
    return view.facing * float(np.abs(view.leftward[2]))


def _wrapped_deg(angle_deg: Floats) -> Floats:
    wrapped: Floats = (angle_deg + 180.0) % 360.0 - 180.0
    return wrapped
