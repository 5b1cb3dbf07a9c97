"""A whole clip: every frame looked at once, then the angles with the view that all of them tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS, Presence
from edge.pose.engine import Landmarks
from edge.pose.errors import PoseError
from edge.pose.picture import Frame
from edge.pose.tracker import PoseTracker, Sighting
from edge.posture.back_mask import SIZE_PX, Square, angle_bin, back_mask
from edge.posture.body_angles import LimbAngles, TrunkAngles, limb_angles, trunk_angles
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import BodyView, view_of
from edge.posture.spine import spine_angle_deg
from edge.signals.errors import SignalError

_RIGHTWARD: Final = 1.0
_LEFTWARD: Final = -1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BackMask:
    """One back mask of a clip.

    Attributes:
        frame: number of the frame, from 0.
        theta_deg: spine angle in it.
        bin: as `edge.posture.back_mask.angle_bin` counts.
        square: (224, 224) 255 inside and 0 outside.
    """

    frame: int
    theta_deg: float
    bin: int
    square: Square


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """What a clip shows; arrays have one row per frame.

    Attributes:
        shape: height and width of the pictures.
        t_s: (n,) times.
        presence: whose body was found in each frame.
        bodies: who was found in each frame, whosever body it is, without the silhouette.
        track: the landmarks, NaN in frames without the person who is followed.
        view: of that person.
        spine_angle_deg: (n,) θ, NaN where it cannot be measured.
        trunk: how the trunk leans.
        left: angles of the left side's joints.
        right: angles of the right side's joints.
        masks: back masks of the frames with a spine angle, in order.
    """

    shape: tuple[int, int]
    t_s: Floats
    presence: tuple[Presence, ...]
    bodies: tuple[Landmarks | None, ...]
    track: BodyTrack
    view: BodyView
    spine_angle_deg: Floats
    trunk: TrunkAngles
    left: LimbAngles
    right: LimbAngles
    masks: tuple[BackMask, ...]

    @property
    def found(self) -> NDArray[np.bool_]:
        """(n,) where a body was found, whosever it is."""
        return np.array([body is not None for body in self.bodies], dtype=np.bool_)

    @property
    def followed(self) -> NDArray[np.bool_]:
        """(n,) where it is the body of the person who is followed."""
        return np.array([presence == "followed" for presence in self.presence], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What is kept of a frame: a silhouette for each would fill the memory.

    The way the person faces is known at the end only, so the back is cut out for both.
    """

    shape: tuple[int, int]
    t_s: float
    sighting: Sighting
    backs: dict[float, bytes]


def read_clip(frames: Iterable[tuple[Frame, float]], tracker: PoseTracker) -> Clip:
    """Return what a clip shows.

    Args:
        frames: the pictures (h, w, 3) with their increasing times in seconds.
        tracker: finds the body in them; it must be fresh.

    Raises:
        PoseError: nobody is found in the whole clip.
    """
    seen = [_look(frame, t_s, tracker) for frame, t_s in frames]
    track = _track([one.sighting for one in seen])
    try:
        view = view_of(track)
    except SignalError as error:
        raise PoseError(
            "nobody is found in the video", remedy="one whole person must be in view, well lit"
        ) from error
    theta_deg = spine_angle_deg(track, view)
    return Clip(
        shape=seen[0].shape,
        t_s=np.array([one.t_s for one in seen]),
        presence=tuple(one.sighting.presence for one in seen),
        bodies=tuple(one.sighting.body for one in seen),
        track=track,
        view=view,
        spine_angle_deg=theta_deg,
        trunk=trunk_angles(track, view),
        left=limb_angles(track, "left"),
        right=limb_angles(track, "right"),
        masks=tuple(_masks(seen, theta_deg, view.facing)),
    )


def _look(frame: Frame, t_s: float, tracker: PoseTracker) -> _Seen:
    sighting = tracker.see(frame, round(t_s * 1e9))
    return _Seen((frame.shape[0], frame.shape[1]), t_s, sighting.without_mask(), _backs(sighting))


def _backs(sighting: Sighting) -> dict[float, bytes]:
    """Return the packed back mask for either way of facing, none without a silhouette."""
    body = sighting.body
    if sighting.presence != "followed" or body is None or body.mask is None:
        return {}
    track = BodyTrack.of_one(body.px, body.visibility, body.world_m)
    hip, neck = track.middle_px("hip")[0], track.middle_px("shoulder")[0]
    try:
        squares = {
            facing: back_mask(body.mask, hip, neck, facing) for facing in (_RIGHTWARD, _LEFTWARD)
        }
    except SignalError:
        return {}
    return {facing: np.packbits(square > 0).tobytes() for facing, square in squares.items()}


def _masks(seen: list[_Seen], theta_deg: Floats, facing: float) -> Iterable[BackMask]:
    bins = angle_bin(theta_deg)
    for number, one in enumerate(seen):
        if bins[number] < 0 or facing not in one.backs:
            continue
        bits = np.unpackbits(np.frombuffer(one.backs[facing], dtype=np.uint8))
        yield BackMask(
            frame=number,
            theta_deg=float(theta_deg[number]),
            bin=int(bins[number]),
            square=255 * bits.reshape(SIZE_PX, SIZE_PX),
        )


def _track(sightings: list[Sighting]) -> BodyTrack:
    n, points = len(sightings), len(LANDMARKS)
    px, visibility = np.full((n, points, 2), np.nan), np.full((n, points), np.nan)
    world_m = np.full((n, points, 3), np.nan)
    for number, sighting in enumerate(sightings):
        body = sighting.body
        if sighting.presence == "followed" and body is not None:
            px[number], visibility[number] = body.px, body.visibility
            world_m[number] = body.world_m
    return BodyTrack(px=px, visibility=visibility, world_m=world_m)
