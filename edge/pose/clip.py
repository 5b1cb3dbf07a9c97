"""A whole clip: every frame looked at once, then the angles with the view that all of them tell."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
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
from edge.posture.angle_bins import ALL_BINS
from edge.posture.back_mask import SIZE_PX, Square, back_mask
from edge.posture.body_angles import LimbAngles, TrunkAngles, limb_angles, trunk_angles
from edge.posture.body_track import BodyTrack
from edge.posture.body_view import BodyView, view_of
from edge.posture.spine import spine_angle_deg
from edge.signals.errors import SignalError

_RIGHTWARD: Final = 1.0
_LEFTWARD: Final = -1.0
_QUICKLY: Final = 1
"""Of zlib's levels."""
_COLUMNS: Final = 6
"""Of a landmark: x and y in the picture, visibility, x, y and z in space."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BackMask:
    """One back mask of a clip.

    Attributes:
        frame: number of the frame, from 0.
        theta_deg: spine angle in it.
        bin: of `edge.posture.angle_bins.ALL_BINS`.
        square: (224, 224) 255 inside and 0 outside.
    """

    frame: int
    theta_deg: float
    bin: int
    square: Square


class BackMasks:
    """The back masks of frames with a spine angle from 60° to 210°; each is unpacked on its turn.

    Unpacked together, those of an hour would take 5 GB.
    """

    def __init__(self, theta_deg: Floats, packed: Sequence[bytes | None]) -> None:
        """Take over the masks.

        Args:
            theta_deg: (n,) spine angles of all frames, NaN where there is none.
            packed: for each frame the mask as `_backs` keeps it, None where there is none.
        """
        self._theta_deg, self._bins, self._packed = theta_deg, ALL_BINS.of(theta_deg), packed
        self._frames = [n for n, one in enumerate(packed) if one is not None and self._bins[n] >= 0]

    def __len__(self) -> int:
        return len(self._frames)

    def __iter__(self) -> Iterator[BackMask]:
        for number in self._frames:
            bits = np.frombuffer(zlib.decompress(self._packed[number] or b""), dtype=np.uint8)
            yield BackMask(
                frame=number,
                theta_deg=float(self._theta_deg[number]),
                bin=int(self._bins[number]),
                square=255 * np.unpackbits(bits).reshape(SIZE_PX, SIZE_PX),
            )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """What a clip shows; arrays have one row per frame.

    Attributes:
        shape: height and width of the pictures.
        t_s: (n,) times.
        presence: whose body was found in each frame.
        bodies: the landmarks, whosever body it is, NaN in frames without one.
        track: those of the person who is followed, NaN in frames without that person.
        view: of that person.
        spine_angle_deg: (n,) θ, NaN where it cannot be measured.
        trunk: how the trunk leans.
        left: angles of the left side's joints.
        right: angles of the right side's joints.
        backs: back masks of the frames with a spine angle.
    """

    shape: tuple[int, int]
    t_s: Floats
    presence: tuple[Presence, ...]
    bodies: BodyTrack
    track: BodyTrack
    view: BodyView
    spine_angle_deg: Floats
    trunk: TrunkAngles
    left: LimbAngles
    right: LimbAngles
    backs: BackMasks

    @property
    def found(self) -> NDArray[np.bool_]:
        """(n,) where a body was found, whosever it is."""
        found: NDArray[np.bool_] = np.isfinite(self.bodies.px[:, 0, 0])
        return found

    @property
    def followed(self) -> NDArray[np.bool_]:
        """(n,) where it is the body of the person who is followed."""
        return np.array([presence == "followed" for presence in self.presence], dtype=np.bool_)

    def body(self, number: int) -> Landmarks | None:
        """Return the body in the frame of that number, from 0, without its silhouette."""
        if not self.found[number]:
            return None
        bodies = self.bodies
        return Landmarks(
            px=bodies.px[number],
            visibility=bodies.visibility[number],
            world_m=bodies.world_m[number],
            mask=None,
        )


def read_clip(frames: Iterable[tuple[Frame, float]], tracker: PoseTracker) -> Clip:
    """Return what a clip shows.

    Args:
        frames: the pictures (h, w, 3) with their increasing times in seconds.
        tracker: finds the body in them; it must be fresh.

    Raises:
        PoseError: nobody is found in the whole clip.
    """
    seen = _Seen()
    for frame, t_s in frames:
        seen.add(frame, t_s, tracker.see(frame, round(t_s * 1e9)))
    bodies = seen.bodies()
    track = _only(bodies, seen.presence)
    try:
        view = view_of(track)
    except SignalError as error:
        raise PoseError(
            "nobody is found in the video", remedy="one whole person must be in view, well lit"
        ) from error
    theta_deg = spine_angle_deg(track, view)
    return Clip(
        shape=seen.shape,
        t_s=np.array(seen.t_s),
        presence=tuple(seen.presence),
        bodies=bodies,
        track=track,
        view=view,
        spine_angle_deg=theta_deg,
        trunk=trunk_angles(track, view),
        left=limb_angles(track, "left"),
        right=limb_angles(track, "right"),
        backs=BackMasks(theta_deg, tuple(one.get(view.facing) for one in seen.backs)),
    )


class _Seen:
    """What is kept of the frames: some kilobytes of each, so that an hour fits into the memory.

    The way the person faces is known at the end only, so the back is cut out for both.
    """

    def __init__(self) -> None:
        self.shape = (0, 0)
        self.t_s: list[float] = []
        self.presence: list[Presence] = []
        self.backs: list[dict[float, bytes]] = []
        self._landmarks = bytearray()

    def add(self, frame: Frame, t_s: float, sighting: Sighting) -> None:
        """Keep what was seen in the next frame."""
        self.shape = (frame.shape[0], frame.shape[1])
        self.t_s.append(t_s)
        self.presence.append(sighting.presence)
        self.backs.append(_backs(sighting))
        points = np.full((len(LANDMARKS), _COLUMNS), np.nan)
        body = sighting.body
        if body is not None:
            points[:, :2], points[:, 2], points[:, 3:] = body.px, body.visibility, body.world_m
        self._landmarks += points.tobytes()

    def bodies(self) -> BodyTrack:
        """Return all landmarks, in the memory where they are."""
        points = np.frombuffer(self._landmarks).reshape(-1, len(LANDMARKS), _COLUMNS)
        return BodyTrack(px=points[:, :, :2], visibility=points[:, :, 2], world_m=points[:, :, 3:])


def _only(bodies: BodyTrack, presence: Sequence[Presence]) -> BodyTrack:
    """Return the landmarks of the person who is followed."""
    other = np.array([one != "followed" for one in presence], dtype=np.bool_)
    if not (other & np.isfinite(bodies.px[:, 0, 0])).any():
        return bodies
    return BodyTrack(
        px=np.where(other[:, None, None], np.nan, bodies.px),
        visibility=np.where(other[:, None], np.nan, bodies.visibility),
        world_m=np.where(other[:, None, None], np.nan, bodies.world_m),
    )


def _backs(sighting: Sighting) -> dict[float, bytes]:
    """Return the compressed back mask for either way of facing, none without a silhouette."""
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
    return {
        facing: zlib.compress(np.packbits(square > 0).tobytes(), _QUICKLY)
        for facing, square in squares.items()
    }
