"""What a film shows beside the person: whether the room moves, and whether somebody else is there.

A room that moves in the picture is a camera that moves. Both are looked for outside of the person.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import median_filter

from edge.core.arrays import Floats
from edge.pose.engine import Landmarks, PoseEngine
from edge.pose.picture import Frame, reduced
from edge.posture.body_track import BodyTrack

_HEIGHT_PX: Final = 240
"""Of the pictures in which movement is looked for."""
_MARGIN_SHARE: Final = 0.08
"""Of the picture's height, around the person, that is left out."""
_FARTHEST_PX: Final = 24
"""A tenth of the height: the room is looked for as far away as that."""
_LEAST_ROOM_SHARE: Final = 0.2
_AROUND_PX: Final = 15
"""Width of the brush that widens the silhouette."""
_BETTER_SHARE: Final = 0.7
"""Of the misfit where the room was: another place must fit it that well. Noise gains less."""
_LASTING: Final = 5
"""Pictures, of which most must show the room elsewhere: a camera that was pushed stays there."""
_SMALL_SHARE: Final = 0.4
"""Of the person's size: who is smaller than this far away in the picture does not disturb."""
_VISIBLE: Final = 0.6
_TRUNK: Final = tuple(
    f"{side}_{part}" for side in ("left", "right") for part in ("shoulder", "hip")
)

Grey = NDArray[np.uint8]


class RoomWatch:
    """Compares the room in each picture with that of the first one."""

    def __init__(self) -> None:
        self._first: tuple[Grey, Grey] | None = None

    def moved(self, frame: Frame, body: Landmarks | None) -> Floats:
        """Return (2,) by how much the room is off in the next picture (h, w, 3), down and right.

        In heights of the picture; 0 also where the room shows nothing to tell it by, such as a
        plain wall alone.
        """
        scale = _HEIGHT_PX / frame.shape[0]
        size = (max(4 * _FARTHEST_PX, round(frame.shape[1] * scale)), _HEIGHT_PX)
        small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
        grey = np.asarray(soft, np.uint8)
        room = _room(grey.shape, body, scale)
        if self._first is None:
            self._first = (grey, room)
        before, before_room = self._first
        return _moved_px(before, grey, np.minimum(before_room, room)) / _HEIGHT_PX


def moved_share(moved: Floats) -> float:
    """Return how far the room was at most from where it was in the first of some pictures.

    A picture or two in which it seems to be elsewhere by chance do not count.

    Args:
        moved: (n, 2) what `RoomWatch.moved` gave of them, at least one.
    """
    lasting: Floats = median_filter(moved, size=(_LASTING, 1), mode="mirror")
    return float(np.linalg.norm(lasting - lasting[0], axis=1).max())


def _room(shape: tuple[int, ...], body: Landmarks | None, scale: float) -> Grey:
    """Return (h, w) 255 where no person is."""
    room = np.full(shape[:2], 255, np.uint8)
    if body is None:
        return room
    margin = _MARGIN_SHARE * shape[0]
    low, high = body.px.min(axis=0) * scale - margin, body.px.max(axis=0) * scale + margin
    left, top = np.maximum(np.floor(low), 0).astype(int)
    right, bottom = np.maximum(np.ceil(high), 0).astype(int)
    room[top:bottom, left:right] = 0
    if body.mask is not None:
        # What hangs off the body, such as a wide coat, moves with it.
        size = (shape[1], shape[0])
        person = cv2.resize(body.mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
        room[cv2.dilate(person, np.ones((_AROUND_PX, _AROUND_PX), np.uint8)) > 0] = 0
    return room


def _moved_px(before: Grey, now: Grey, room: Grey) -> Floats:
    """Return (2,) by how much the room is off, 0 where no other place fits it clearly better."""
    inner = (slice(_FARTHEST_PX, -_FARTHEST_PX),) * 2
    mask = np.ascontiguousarray(room[inner])
    count = np.count_nonzero(mask)
    if count < _LEAST_ROOM_SHARE * mask.size:
        return np.zeros(2)
    # Brightness as a whole may change, so only what stands out from the mean counts.
    level = [cv2.mean(one[inner], mask=mask)[0] for one in (before, now)]
    there = np.clip(now.astype(np.float32) - level[1] + level[0], 0.0, 255.0)
    here = np.ascontiguousarray(before[inner], np.float32)
    misfit = cv2.matchTemplate(there, here, cv2.TM_SQDIFF, mask=mask.astype(np.float32) / 255.0)
    best, still = float(misfit.min()), float(misfit[_FARTHEST_PX, _FARTHEST_PX])
    if still <= count or best > _BETTER_SHARE * still:  # alike to within a shade of grey
        return np.zeros(2)
    place = np.unravel_index(int(misfit.argmin()), misfit.shape)
    return np.array(place, float) - _FARTHEST_PX


class Company:
    """Looks for somebody else in pictures from which the person is painted out."""

    def __init__(self, engine: PoseEngine) -> None:
        """Take over the engine, which must be used for nothing else; `close` closes it."""
        self._engine = engine

    def is_there(self, frame: Frame, body: Landmarks, t_ns: int) -> bool:
        """Return whether somebody is in a picture (h, w, 3) beside that body; times must grow."""
        painted = frame.copy()
        low, high = body.px.min(axis=0), body.px.max(axis=0)
        margin = _MARGIN_SHARE * frame.shape[0]
        left, top = np.maximum(low - margin, 0).astype(int)
        right, bottom = np.maximum(high + margin, 0).astype(int)
        painted[top:bottom, left:right] = np.median(frame[::16, ::16], axis=(0, 1))
        small = reduced(painted)
        other = self._engine.process(small, t_ns)
        size_px = float((high - low).max())
        return other is not None and _is_somebody(other, size_px, frame, small)

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()


def _is_somebody(other: Landmarks, person_px: float, frame: Frame, small: Frame) -> bool:
    track = BodyTrack.of_one(other.px, other.visibility, other.world_m)
    size_px = float((other.px.max(axis=0) - other.px.min(axis=0)).max())
    size_px *= frame.shape[0] / small.shape[0]
    return bool(track.shown(*_TRUNK, least=_VISIBLE)[0]) and size_px > _SMALL_SHARE * person_px
