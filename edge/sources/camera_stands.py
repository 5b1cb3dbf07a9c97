"""The camera source `body` of a calibration: the simulated patient at one place after the other.

The camera is the one that sees the patient's sessions.
"""

import time
from dataclasses import replace
from typing import Final

import numpy as np

from edge.bus.clock import now_ns
from edge.simulation.body.frames import Film
from edge.simulation.body.render_camera import Camera as PointOfView
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.body.simulate import STILL_S
from edge.simulation.body.standing import EXERCISE, at_distance, standing_session
from edge.sources.camera import Grab
from edge.sources.camera_body import OBLIQUE_DEG

RATE_HZ: Final = 8.0
PLACE_S: Final = 2.5
"""So long the simulated patient stands at each place."""
WALK_S: Final = 1.5
"""So long it takes to the next: who is there at once is taken for somebody else."""
_ASIDE_DEG: Final = 13.0
_TURN_S: Final = PLACE_S + WALK_S
_PLACES: Final = (
    *((4.0, 0.0), (4.0, _ASIDE_DEG), (3.2, _ASIDE_DEG)),
    *((3.2, 0.0), (3.2, -_ASIDE_DEG)),
)
"""Metres from the camera, and by how much that would have to turn to look there."""


class StandCamera:
    """Draws somebody who stands at five places, far and near, one after the other, over and over.

    From one to the next the patient glides. A picture that cannot be drawn in time is left out.
    """

    simulated = True
    device = False
    title = "simulated patient"

    def __init__(self, seed: int, begin_ns: int) -> None:
        """Prepare the places; the first is there at `begin_ns` on the host's clock."""
        self._session = standing_session(EXERCISE, seed)
        self._looks = draw_looks(seed)
        self._begin_ns = begin_ns
        self._next = 0

    def read(self) -> Grab:
        """Return the picture that is due next."""
        number = max(self._next, int((now_ns() - self._begin_ns) * 1e-9 * RATE_HZ))
        self._next = number + 1
        at_s = number / RATE_HZ
        due_ns = self._begin_ns + round(at_s * 1e9)
        time.sleep(max(0, due_ns - now_ns()) / 1e9)
        film = Film(self._session, self._looks, _seen_from(*place_at(at_s)))
        still_s = np.array([min(at_s % _TURN_S / PLACE_S, 1.0) * STILL_S])
        return Grab(next(film.frames(still_s, number)).frame, due_ns)

    def close(self) -> None:
        """Nothing is held."""


def place_at(at_s: float) -> tuple[float, float]:
    """Return where the patient is after so many seconds: metres from the camera, and aside in °."""
    turn, in_turn_s = divmod(at_s, _TURN_S)
    share = max(0.0, in_turn_s - PLACE_S) / WALK_S
    here, there = (_PLACES[(int(turn) + step) % len(_PLACES)] for step in (0, 1))
    distance_m, pan_deg = ((1.0 - share) * a + share * b for a, b in zip(here, there, strict=True))
    return distance_m, pan_deg


def _seen_from(distance_m: float, pan_deg: float) -> PointOfView:
    usual = PointOfView(azimuth_deg=OBLIQUE_DEG)
    return at_distance(replace(usual, pan_deg=pan_deg), usual.focal_px, distance_m)
