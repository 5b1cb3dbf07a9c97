"""The camera source `body` of a calibration: the simulated patient at one place after the other.

The camera is the one that sees the patient's sessions.
"""

import time
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
"""So long the simulated patient stands at each place; going there takes no time."""
_ASIDE_DEG: Final = 13.0
_PLACES: Final = (
    *((4.0, 0.0), (4.0, _ASIDE_DEG), (3.2, _ASIDE_DEG)),
    *((3.2, 0.0), (3.2, -_ASIDE_DEG)),
)
"""Metres from the camera, and by how much that would have to turn to look there."""


class StandCamera:
    """Draws somebody who stands at five places, far and near, one after the other, over and over.

    A picture that cannot be drawn in time is left out.

    Attributes:
        views: the camera as seen from each place.
    """

    simulated = True
    device = False
    title = "simulated patient"

    def __init__(self, seed: int, begin_ns: int) -> None:
        """Prepare the places; the first is there at `begin_ns` on the host's clock."""
        usual = PointOfView(azimuth_deg=OBLIQUE_DEG)
        self.views = tuple(
            at_distance(
                PointOfView(azimuth_deg=OBLIQUE_DEG, pan_deg=pan_deg), usual.focal_px, distance_m
            )
            for distance_m, pan_deg in _PLACES
        )
        self.session = standing_session(EXERCISE, seed)
        self._films = [Film(self.session, draw_looks(seed), view) for view in self.views]
        self._begin_ns = begin_ns
        self._next = 0

    def read(self) -> Grab:
        """Return the picture that is due next."""
        number = max(self._next, int((now_ns() - self._begin_ns) * 1e-9 * RATE_HZ))
        self._next = number + 1
        at_s = number / RATE_HZ
        due_ns = self._begin_ns + round(at_s * 1e9)
        time.sleep(max(0, due_ns - now_ns()) / 1e9)
        film = self._films[int(at_s / PLACE_S) % len(self._films)]
        still_s = np.array([at_s % PLACE_S / PLACE_S * STILL_S])
        return Grab(next(film.frames(still_s, number)).frame, due_ns)

    def close(self) -> None:
        """Nothing is held."""
