"""Somebody who bends before a camera now: how far it is, and what is wrong with the picture."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.messages.screening import BodySighting, PictureTrouble
from edge.pose.recorded import clip_of, times_s, track_of
from edge.pose.surroundings import moved_share
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.posture.body_view import view_of
from edge.posture.side_view import off_side_deg
from edge.posture.spine import spine_angle_deg
from edge.screening.low_back.bends import Bends, bends_of
from edge.screening.low_back.rules import RULES
from edge.screening.low_back.seen import SeenFilm, rate_hz
from edge.signals.errors import SignalError

RECENT_S: Final = 2.5
"""What is wrong with the picture is told by so much of it."""
SEARCHED: Final = 3
"""So many of the last pictures that were searched for somebody else tell whether there is one."""
_LEAST: Final = 5
"""Pictures by which anything is told."""
_STEP_S: Final = 0.05
"""The grid on which bends are found may end by so much before the newest picture."""
_SHARE: Final = 0.5
"""Of the recent pictures; a moment's fault is not worth a word."""


class WatchedBends:
    """All that was seen since it began.

    Attributes:
        bends: those found so far, by direction.
        theta_deg: the spine angle in the newest picture, None where it is not known.
    """

    def __init__(self) -> None:
        self.bends: dict[Direction, Bends] = {}
        self.theta_deg: float | None = None
        self._sightings: list[BodySighting] = []

    def __len__(self) -> int:
        return len(self._sightings)

    @property
    def length_s(self) -> float:
        """Time from the first picture to the newest one."""
        if not self._sightings:
            return 0.0
        return (self._sightings[-1].sensor_ns - self._sightings[0].sensor_ns) * 1e-9

    def add(self, sighting: BodySighting) -> None:
        """Take in the next picture."""
        self._sightings.append(sighting)

    def count(self) -> None:
        """Bring the bends and the spine angle up to date."""
        track = track_of(self._sightings)
        try:
            theta_deg = spine_angle_deg(track, view_of(track))
        except SignalError:
            return
        self.bends = bends_of(times_s(self._sightings), theta_deg, ())
        newest_deg = float(theta_deg[-1])
        self.theta_deg = newest_deg if np.isfinite(newest_deg) else None

    def troubles(self) -> tuple[PictureTrouble, ...]:
        """Return what is wrong with the picture now, what is to be seen to first first."""
        recent = self._recent()
        return _troubles(recent, self._searched(), self._moved_share()) if recent else ()

    def are_complete(self, wanted: int) -> bool:
        """Tell whether there are so many bends each way, and the standing after them."""
        return all(
            direction in self.bends
            and self.bends[direction].count >= wanted
            and self.bends[direction].end_s < self.length_s - _STEP_S
            for direction in DIRECTIONS
        )

    def film(self) -> SeenFilm:
        """Return all of it as a film that was seen."""
        return SeenFilm(
            clip=clip_of(self._sightings),
            t_s=times_s(self._sightings),
            moved=np.array([one.moved for one in self._sightings]).reshape(-1, 2),
            second=[one.second for one in self._sightings],
            length_s=self.length_s,
        )

    def _recent(self) -> list[BodySighting]:
        since_ns = self._sightings[-1].sensor_ns - round(RECENT_S * 1e9) if self._sightings else 0
        recent = []
        for one in reversed(self._sightings):
            if one.sensor_ns < since_ns:
                break
            recent.append(one)
        return recent[::-1] if len(recent) >= _LEAST else []

    def _searched(self) -> list[bool]:
        found: list[bool] = []
        for one in reversed(self._sightings):
            if one.second is not None:
                found.append(one.second)
            if len(found) == SEARCHED:
                break
        return found

    def _moved_share(self) -> float:
        """Return how far the room moved since the first bend, 0 before it."""
        if not self.bends:
            return 0.0
        begin_s = min(one.begin_s for one in self.bends.values())
        first = int(np.searchsorted(times_s(self._sightings), begin_s))
        return moved_share(np.array([one.moved for one in self._sightings[first:]]))


def _troubles(
    recent: Sequence[BodySighting], searched: Sequence[bool], camera_share: float
) -> tuple[PictureTrouble, ...]:
    """Return what the rules of an answer would object to, were it so in all pictures."""
    found = np.array([np.isfinite(one.landmarks_px[0, 0]) for one in recent])
    own = np.array([one.presence == "followed" for one in recent])
    broken: dict[PictureTrouble, bool] = {
        "nobody": float(found.mean()) < _SHARE,
        "stranger": float((found & ~own).mean()) > _SHARE,
        "second": sum(searched) > 1,
        "camera": RULES["camera"].broken_by(camera_share),
        "rate": RULES["rate"].broken_by(rate_hz(np.array([r.sensor_ns for r in recent]) * 1e-9)),
    }
    if own.any() and not broken["nobody"] and not broken["stranger"]:
        broken |= _misplaced([one for one in recent if one.presence == "followed"])
    return tuple(name for name, is_so in broken.items() if is_so)


def _misplaced(recent: Sequence[BodySighting]) -> dict[PictureTrouble, bool]:
    track, size = track_of(recent), np.array([recent[-1].width, recent[-1].height])
    side = view_of(track).side
    head = track.point_px(f"{side}_ear")
    inside = np.all((head >= 0.0) & (head < size), axis=1)
    return {
        "head": float(inside.mean()) < _SHARE,
        "feet": float(track.shown(f"{side}_ankle").mean()) < _SHARE,
        "view": RULES["view"].broken_by(abs(off_side_deg(track))),
    }
