"""What a live screening adds to the pose engine: back mask, room and search, picture by picture.

A rendered person bends; each picture goes through the stage of the live `pose` process, which notes
what the engine itself took of it. So both times are of the same pictures in the same moment.
"""

import time
from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.question import Progress
from benchmarks.tables import table_of
from benchmarks.timing import Spread, ratio
from edge.core.messages.camera import FrameRef
from edge.pose.opening import open_survey
from edge.pose.survey import RATE_HZ
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.persons import CohortSettings, draw_cohort
from edge.stages.bend_pose import SightingOfFrames

_PEOPLE: Final = 4
_WARM_UP: Final = 5
"""Pictures at first, in which the engine loads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingTimes:
    """Times of the pictures of a simulated person who bends.

    Attributes:
        pictures: that were timed.
        engine_ms: median of what the pose engine itself took.
        whole_ms: median of all that is done with a picture.
        ratio: the whole over the engine, picture by picture.
        mean_ratio: the sum of the one over the sum of the other: with the pictures, one in two
            seconds, that are searched for somebody else.
    """

    pictures: int
    engine_ms: float
    whole_ms: float
    ratio: Spread
    mean_ratio: float

    def table(self) -> Table:
        """Return them in a row."""
        return table_of({"a picture, live": self}, title="Simulated person")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSighting:
    """How long a picture takes live beside the engine's own time; its settings."""

    pictures: Annotated[int, typer.Option(min=20, help="That are timed.")] = 200
    seed: Annotated[int, typer.Option(min=0, help="Of the simulated person.")] = 0

    def run(self, progress: Progress) -> SightingTimes:
        """Return the times.

        Raises:
            PoseError: there is no pose engine.
        """
        person = draw_cohort(CohortSettings(task="mi-mci", persons=_PEOPLE, seed=self.seed))[0]
        film = BendFilm(person, "forward")
        count = _WARM_UP + self.pictures
        tracker = open_survey()
        sightings = SightingOfFrames(tracker)
        whole_ns, engine_ns = np.zeros(count), np.zeros(count)
        for number, picture in enumerate(film.pictures(np.arange(count) / RATE_HZ)):
            height, width = picture.frame.shape[:2]
            at_ns = round(1e9 * (1.0 + picture.t_s))
            frame = FrameRef(
                seq=number, sensor_ns=at_ns, host_ns=at_ns, slot=0, height=height, width=width
            )
            begin_ns = time.perf_counter_ns()
            seen = sightings.look(picture.frame, frame)
            whole_ns[number] = time.perf_counter_ns() - begin_ns
            engine_ns[number] = seen.engine_ns
            progress(number + 1, count)
        tracker.close()
        whole_ns, engine_ns = whole_ns[_WARM_UP:], engine_ns[_WARM_UP:]
        return SightingTimes(
            pictures=self.pictures,
            engine_ms=float(np.median(engine_ns)) / 1e6,
            whole_ms=float(np.median(whole_ns)) / 1e6,
            ratio=ratio(whole_ns, engine_ns),
            mean_ratio=float(whole_ns.sum() / engine_ns.sum()),
        )
