"""The camera source `body` of a screening: a simulated person who bends, drawn when due."""

import time
from typing import Final

import numpy as np

from edge.bus.clock import now_ns
from edge.core.arrays import Floats
from edge.posture.angle_bins import DIRECTIONS
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.persons import Person
from edge.sources.camera import Grab

RATE_HZ: Final = 10.0
"""More pictures a second are not looked at."""
BENDS: Final = 5
"""Each way."""


class BendCamera:
    """Draws somebody who bends forward, then backward, over and over.

    A picture that cannot be drawn in time is left out.
    """

    simulated = True
    device = False
    title = "simulated person"

    def __init__(self, person: Person, begin_ns: int, bends: int = BENDS) -> None:
        """Prepare the movement, which begins at `begin_ns` on the host's clock."""
        self._films = [BendFilm(person, direction, bends) for direction in DIRECTIONS]
        self._times_s: list[Floats] = [
            np.arange(0.0, film.course.duration_s, 1.0 / RATE_HZ) for film in self._films
        ]
        self._begin_ns = begin_ns
        self._next = 0

    def read(self) -> Grab:
        """Return the picture that is due next."""
        number = max(self._next, int((now_ns() - self._begin_ns) * 1e-9 * RATE_HZ))
        self._next = number + 1
        due_ns = self._begin_ns + round(number / RATE_HZ * 1e9)
        time.sleep(max(0, due_ns - now_ns()) / 1e9)
        place = number % sum(map(len, self._times_s))
        film, times_s = self._films[0], self._times_s[0]
        if place >= len(times_s):
            film, times_s, place = self._films[1], self._times_s[1], place - len(times_s)
        return Grab(next(film.pictures(times_s[place : place + 1])).frame, due_ns)

    def close(self) -> None:
        """Nothing is held."""
