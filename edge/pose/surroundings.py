"""What a film shows beside the person: whether the room moves, and whether somebody else is there.

A room that moves in the picture is a camera that moves. Both are looked for outside of the person.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

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
_BETTER_SHARE: Final = 0.7
"""Of the misfit where the room was: another place must fit it that well. Noise gains less."""
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
        self._largest_px = 0.0

    def see(self, frame: Frame, body: Landmarks | None) -> None:
        """Look at the next picture (h, w, 3)."""
        scale = _HEIGHT_PX / frame.shape[0]
        size = (max(4 * _FARTHEST_PX, round(frame.shape[1] * scale)), _HEIGHT_PX)
        small = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0)
        grey = np.asarray(soft, np.uint8)
        room = _room(grey.shape, body, scale)
        if self._first is None:
            self._first = (grey, room)
            return
        before, before_room = self._first
        self._largest_px = max(
            self._largest_px, _moved_px(before, grey, np.minimum(before_room, room))
        )

    @property
    def moved_share(self) -> float:
        """By how much the room was off its first place at most, as a share of the height.

        0 also where it shows nothing to tell it by, such as a plain wall alone.
        """
        return self._largest_px / _HEIGHT_PX


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
    return room


def _moved_px(before: Grey, now: Grey, room: Grey) -> float:
    """Return by how much the room is off, 0 where no other place fits it clearly better."""
    inner = (slice(_FARTHEST_PX, -_FARTHEST_PX),) * 2
    mask = np.ascontiguousarray(room[inner])
    count = np.count_nonzero(mask)
    if count < _LEAST_ROOM_SHARE * mask.size:
        return 0.0
    # Brightness as a whole may change, so only what stands out from the mean counts.
    level = [cv2.mean(one[inner], mask=mask)[0] for one in (before, now)]
    there = np.clip(now.astype(np.float32) - level[1] + level[0], 0.0, 255.0)
    here = np.ascontiguousarray(before[inner], np.float32)
    misfit = cv2.matchTemplate(there, here, cv2.TM_SQDIFF, mask=mask.astype(np.float32) / 255.0)
    best, still = float(misfit.min()), float(misfit[_FARTHEST_PX, _FARTHEST_PX])
    if still <= count or best > _BETTER_SHARE * still:  # alike to within a shade of grey
        return 0.0
    place = np.unravel_index(int(misfit.argmin()), misfit.shape)
    return float(np.hypot(place[0] - _FARTHEST_PX, place[1] - _FARTHEST_PX))


class Company:
    """Looks for somebody else in pictures from which the person is painted out."""

    def __init__(self, engine: PoseEngine) -> None:
        """Take over the engine, which must be used for nothing else; `close` closes it."""
        self._engine = engine
        self.looks = 0
        self.found = 0

    def see(self, frame: Frame, body: Landmarks, t_ns: int) -> None:
        """Look at one picture (h, w, 3) with the person's body in it; times must grow."""
        painted = frame.copy()
        low, high = body.px.min(axis=0), body.px.max(axis=0)
        margin = _MARGIN_SHARE * frame.shape[0]
        left, top = np.maximum(low - margin, 0).astype(int)
        right, bottom = np.maximum(high + margin, 0).astype(int)
        painted[top:bottom, left:right] = np.median(frame[::16, ::16], axis=(0, 1))
        small = reduced(painted)
        other = self._engine.process(small, t_ns)
        self.looks += 1
        if other is not None:
            self.found += _is_somebody(other, float((high - low).max()), frame, small)

    @property
    def share(self) -> float | None:
        """Share of the pictures in which somebody was found; None before the first one."""
        return self.found / self.looks if self.looks else None

    def close(self) -> None:
        """Close the engine."""
        self._engine.close()


def _is_somebody(other: Landmarks, person_px: float, frame: Frame, small: Frame) -> bool:
    track = BodyTrack.of_one(other.px, other.visibility, other.world_m)
    size_px = float((other.px.max(axis=0) - other.px.min(axis=0)).max())
    size_px *= frame.shape[0] / small.shape[0]
    return bool(track.shown(*_TRUNK, least=_VISIBLE)[0]) and size_px > _SMALL_SHARE * person_px
