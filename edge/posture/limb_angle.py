"""The one angle of an exercise as a camera sees it: how far the limb has turned from rest.

It has the sign and the zero of the watch's angle about the anchor's axis: 0 at rest, positive
outward, against the room and not against the trunk. A level camera shows the vertical as it is and
the horizontal shortened by the view, so angles in upright planes follow from the line of the limb
and the view's direction; the turn of the bent forearm about the upright upper arm follows from how
long the forearm appears.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.exercises import Exercise, Side, exercise_named
from edge.core.exercises.camera import FromHanging, LevelTurn, SpineBend
from edge.core.messages.camera import Pose
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import SETTLED_FRAMES, BodyView, view_of
from edge.posture.limb_marks import limb_marks, mark_count
from edge.posture.pose_track import track_of
from edge.signals.angle_match import SeenAngle

LEAST_SHARE: Final = 0.7
"""A direction that the view shortens to less than this (45° off its plane) gives no angle."""
FOREARM_PER_UPPER_ARM: Final = 0.146 / 0.186
"""Lengths elbow to wrist over shoulder to elbow (Winter, 2009, fig. 4.1)."""
ELBOW_FLIGHT: Final = 0.41
"""An elbow is seen away from the wrist by this share of the forearm in the picture, as far as that
points at the camera: BlazePose on rendered people, `physio evaluate landmarks --first-seed 500`."""
THORAX_PER_LINE: Final = 1.25
"""A spine bends: the thorax, to which the watch is held, turns by so much more than the line from
the hips to the shoulders (the simulated bodies' mean, `physio evaluate landmarks`)."""
LEAST_LENGTH: Final = 0.7
"""A limb in the plane of the picture that seems shorter than this share of its length at rest is
another limb's."""
LEAST_SURE: Final = 0.7
"""Visibility of the end of a limb that is taken to be where it seems: of a folded arm's wrist that
it sees elsewhere the engine is half sure (`edge.simulation.body.lost_wrist`)."""
AGAIN_FRAMES: Final = 6
"""A limb that was not seen is believed after so many frames in a row in which it is: where it can
hardly be told, it is told now and then, and then wrongly."""
RESTS: Final = 5
"""The rest pose is the mean over so many rests, as far as they are alike: within"""
ALIKE_DEG: Final = 6.0
"""of the angle, and"""
ALIKE_VIEW: Final = 0.15
"""of the direction from which the person is seen; else the person stands otherwise now."""
_TURN_MIDDLE_DEG: Final = 15.0
"""Middle of the range of the external rotation, from the forearm pointing forward."""
_TURN_REACH_DEG: Final = 45.0
"""The view must show the range about this middle to within so much of square."""
_TOLD_DEG: Final = 52.0
"""A forearm farther from square than this, nearly along the picture, hardly changes in length as a
pose engine sees it: a frame's noise would be ten degrees."""
_CARRIED_ON_DEG: Final = 85.0
"""So far from square the angle goes on as it did at the last that can be told: not the truth, but a
number from which the truth can be learned while a watch says it."""


def _forearm_shares() -> tuple[Floats, Floats]:
    """Return angles from the line along which the level forearm is all seen, and its shares seen.

    Shares are as a pose engine sees them, and carried on in straight lines beyond what is told.
    """
    told_deg = np.linspace(90.0 - _TOLD_DEG, 90.0 + _TOLD_DEG, 141)
    told = np.cos(np.radians(told_deg)) * (1.0 + ELBOW_FLIGHT * np.sin(np.radians(told_deg)))
    more = (told[0] - told[1]) / (told_deg[1] - told_deg[0]) * (_CARRIED_ON_DEG - _TOLD_DEG)
    from_along_deg = np.array([90.0 - _CARRIED_ON_DEG, *told_deg, 90.0 + _CARRIED_ON_DEG])
    return from_along_deg, np.array([told[0] + more, *told, told[-1] - more])


_FROM_ALONG_DEG, _SHARES = _forearm_shares()
Flags = NDArray[np.bool_]
_SIDES: Final[tuple[Side, Side]] = ("left", "right")


def exercise_angle_deg(
    track: BodyTrack, view: BodyView, exercise: str, side: Side, limb_px: float | None = None
) -> tuple[Floats, Flags]:
    """Return the (n,) angles of an exercise, and which of them the picture tells.

    They are NaN where the view or the visibility gives none. One that is not told only rises with
    the true angle: a number from which that can be learned.

    Raised limbs and bent elbows are measured from hanging, the external rotation from pointing
    forward, the trunk from upright.

    Args:
        track: the landmarks.
        view: of the clip.
        exercise: name of the exercise.
        side: that moves.
        limb_px: length of the limb in the picture at rest; None takes the median of the clip.

    Raises:
        ExerciseError: there is no exercise of that name.
    """
    known = exercise_named(exercise)
    limb = _limb(track, known, side)
    if limb_px is None:
        limb_px = _median_px(limb)
    match known.camera.angle:
        case FromHanging() as measured:
            away_x = _outward_x(view, side) if measured.toward == "side" else _forward_x(view)
            whole = np.linalg.norm(limb, axis=1) >= LEAST_LENGTH * limb_px
            seen = track.shown(f"{side}_{measured.root}")
            seen &= track.shown(f"{side}_{measured.tip}", least=LEAST_SURE)
            angle_deg = np.where(seen & whole, _from_down_deg(limb, away_x), np.nan)
        case LevelTurn():
            return _turned_out(track, view, side, limb_px)
        case SpineBend() as measured:
            angle_deg = measured.forward * _bent_deg(track, limb, view)
    return angle_deg, np.isfinite(angle_deg)


class LimbAngle:
    """Streaming operator: poses in, what is seen of the exercise's angle from rest out.

    The first frames with a person settle the view and the rest pose.

    Attributes:
        marks: how many there are in each frame.
    """

    def __init__(self, exercise: str, side: Side) -> None:
        """Prepare for an exercise of that side."""
        self._exercise = exercise
        self._side: Side = side
        self.marks = mark_count(exercise_named(exercise))
        self.reset()

    def reset(self) -> None:
        """Settle view and rest pose anew, as for another person or place."""
        self._recent: deque[Pose] = deque(maxlen=SETTLED_FRAMES)
        self._rest: _Rest | None = None
        self._in_a_row = self._told_in_a_row = AGAIN_FRAMES

    def rest_here(self) -> None:
        """Take the last frames as a rest, and the view from them; the person stands so.

        What was known stays where the limb is hardly seen in them.
        """
        if len(self._recent) < SETTLED_FRAMES:
            return
        track = track_of(self._recent)
        view = view_of(track)
        limb_px = _median_px(_limb(track, exercise_named(self._exercise), self._side))
        angle_deg, told = exercise_angle_deg(track, view, self._exercise, self._side, limb_px)
        known = angle_deg[told]
        if len(known) > SETTLED_FRAMES // 2:
            rest = _Rest(view=view, angle_deg=float(np.median(known)), limb_px=limb_px)
            self._rest = rest if self._rest is None else self._rest.with_one_more(rest)

    def process(self, pose: Pose) -> SeenAngle:
        """Return what is seen in that frame; no angle until it is settled, or if not seen."""
        if pose.presence != "followed":
            return self._unseen
        self._recent.append(pose)
        if self._rest is None:
            self.rest_here()
        rest = self._rest
        if rest is None:
            return self._unseen
        track = track_of([pose])
        angle_deg, told = exercise_angle_deg(
            track, rest.view, self._exercise, self._side, rest.limb_px
        )
        self._in_a_row = self._in_a_row + 1 if np.isfinite(angle_deg[0]) else 0
        self._told_in_a_row = self._told_in_a_row + 1 if told[0] else 0
        if self._in_a_row < AGAIN_FRAMES:
            return self._unseen
        return SeenAngle(
            angle_deg=float(angle_deg[0]) - rest.angle_deg,
            told=self._told_in_a_row >= AGAIN_FRAMES,
            marks=limb_marks(track, exercise_named(self._exercise), self._side, rest.limb_px)[0],
        )

    @property
    def _unseen(self) -> SeenAngle:
        return SeenAngle(angle_deg=np.nan, told=False, marks=np.zeros(self.marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """How the person stands at rest: means over some rests.

    Attributes:
        view: from where the person is seen.
        angle_deg: of the exercise.
        limb_px: length of the limb in the picture.
        count: of the rests.
    """

    view: BodyView
    angle_deg: float
    limb_px: float
    count: int = 1

    def with_one_more(self, newest: "_Rest") -> "_Rest":
        """Return the means with the newest rest; that alone if the person stands otherwise now."""
        turned = newest.view.leftward - self.view.leftward
        alike = (
            abs(newest.angle_deg - self.angle_deg) <= ALIKE_DEG
            and float(np.linalg.norm(turned)) <= ALIKE_VIEW
            and newest.view.facing == self.view.facing
        )
        if not alike:
            return newest
        count = min(self.count + 1, RESTS)
        leftward = self.view.leftward + turned / count
        return _Rest(
            view=replace(newest.view, leftward=leftward / np.linalg.norm(leftward)),
            angle_deg=self.angle_deg + (newest.angle_deg - self.angle_deg) / count,
            limb_px=self.limb_px + (newest.limb_px - self.limb_px) / count,
            count=count,
        )


def _limb(track: BodyTrack, exercise: Exercise, side: Side) -> Floats:
    """Return the (n, 2) course in the picture of what an exercise's angle is told by."""
    match exercise.camera.angle:
        case FromHanging(root=root, tip=tip):
            start, end = track.point_px(f"{side}_{root}"), track.point_px(f"{side}_{tip}")
        case LevelTurn():
            start, end = track.point_px(f"{side}_shoulder"), track.point_px(f"{side}_elbow")
        case SpineBend():
            start, end = track.middle_px("hip"), track.middle_px("shoulder")
    limb: Floats = end - start
    return limb


def _median_px(limb: Floats) -> float:
    return float(np.nanmedian(np.linalg.norm(limb, axis=1)))


def _bent_deg(track: BodyTrack, trunk: Floats, view: BodyView) -> Floats:
    """Return by how much the trunk is bent forward from upright, against the room."""
    shown = track.shown(*(f"{side}_{part}" for side in _SIDES for part in ("shoulder", "hip")))
    bent_deg = THORAX_PER_LINE * _from_down_deg(-trunk, -_forward_x(view))
    return np.where(shown, bent_deg, np.nan)


def _turned_out(
    track: BodyTrack, view: BodyView, side: Side, upper_arm_px: float
) -> tuple[Floats, Flags]:
    """Return the forearm's turn about the vertical, outward from forward, and where it is told.

    Its horizontal share in the picture follows from φ − φ₀, φ₀ being where it points along the
    picture; of the two solutions the one counts whose middle, square to the picture, is nearer to
    that of the movement.
    """
    forearm = track.point_px(f"{side}_wrist") - track.point_px(f"{side}_elbow")
    length_px = FOREARM_PER_UPPER_ARM * upper_arm_px
    level_px = np.sqrt(np.maximum(length_px**2 - forearm[:, 1] ** 2, 1e-9))
    along_deg = np.degrees(np.arctan2(_outward_x(view, side), _forward_x(view)))
    signs = np.array([1.0, -1.0])
    off_deg = np.abs(_wrapped_deg(along_deg + 90.0 * signs - _TURN_MIDDLE_DEG))
    shown = track.shown(*(f"{side}_{part}" for part in ("shoulder", "elbow", "wrist")))
    if off_deg.min() > _TURN_REACH_DEG:
        shown[:] = False
    share = forearm[:, 0] / level_px
    # The shares fall as the angle rises.
    from_along_deg = np.interp(-share, -_SHARES, _FROM_ALONG_DEG)
    turn_deg = _wrapped_deg(along_deg + signs[np.argmin(off_deg)] * from_along_deg)
    told = np.abs(from_along_deg - 90.0) <= _TOLD_DEG
    return np.where(shown, turn_deg, np.nan), shown & told


def _from_down_deg(limb: Floats, away_x: float) -> Floats:
    """Return (n,) by how much a limb is turned from straight down, −90–270°.

    Args:
        limb: (n, 2) its course in the picture, from the joint to the end.
        away_x: what a unit of the horizontal direction that counts as outward is in the picture.
    """
    if abs(away_x) < LEAST_SHARE:
        return np.full(len(limb), np.nan)
    right, down = limb[:, 0], limb[:, 1]
    angle_deg: Floats = np.degrees(np.arctan2(right / away_x, down))
    # A limb is raised past the vertical rather than swung back so far.
    return np.where(angle_deg < -90.0, angle_deg + 360.0, angle_deg)


def _outward_x(view: BodyView, side: Side) -> float:
    """Return what a unit to that side of the person is in the picture, to the right."""
    return float(view.leftward[0]) if side == "left" else -float(view.leftward[0])


def _forward_x(view: BodyView) -> float:
    """Return what a unit to the person's front is in the picture, to the right."""
    return view.facing * float(np.abs(view.leftward[2]))


def _wrapped_deg(angle_deg: Floats) -> Floats:
    wrapped: Floats = (angle_deg + 180.0) % 360.0 - 180.0
    return wrapped
