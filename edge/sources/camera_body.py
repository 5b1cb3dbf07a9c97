"""The camera source `body`: the simulated patient, drawn when a picture is due."""

import time
from typing import Final

import numpy as np

from edge.bus.clock import now_ns
from edge.core.exercises import EXERCISES
from edge.simulation.body.frames import Film
from edge.simulation.body.render_camera import Camera as PointOfView
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera import Grab

RATE_HZ: Final = 25.0
OBLIQUE_DEG: Final = 10.0
"""Nobody stands exactly at right angles to a camera."""


class BodyCamera:
    """Draws the session as it goes on; a picture that cannot be drawn in time is left out."""

    simulated = True
    device = False
    title = "simulated patient"

    def __init__(self, patient: SimulatedPatient, begin_ns: int) -> None:
        """Prepare the session, which begins at `begin_ns` on the host's clock."""
        session = patient.session()
        self._film = Film(session, draw_looks(patient.seed), point_of_view(patient))
        self._end_s = session.t_s[-1]
        self._begin_ns = begin_ns
        self._next = 0

    def read(self) -> Grab | None:
        """Return the picture that is due next, None once the session is over."""
        number = max(self._next, int((now_ns() - self._begin_ns) * 1e-9 * RATE_HZ))
        due_s = number / RATE_HZ
        if due_s > self._end_s:
            return None
        self._next = number + 1
        due_ns = self._begin_ns + round(due_s * 1e9)
        time.sleep(max(0, due_ns - now_ns()) / 1e9)
        return Grab(next(self._film.frames(np.array([due_s]), number)).frame, due_ns)

    def close(self) -> None:
        """Nothing is held."""


def point_of_view(patient: SimulatedPatient) -> PointOfView:
    """Return from where the patient's exercise is filmed."""
    square_deg = EXERCISES[patient.exercise].camera.azimuth_deg(patient.side)
    return PointOfView(azimuth_deg=square_deg + OBLIQUE_DEG)
