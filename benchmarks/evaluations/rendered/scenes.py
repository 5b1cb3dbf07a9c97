"""Rendered persons who bend forward and backward before a camera at their side: frames and truth.

Everybody is simulated. A scene is one repetition of one person seen from one direction; it follows
from its seed alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.exercises import Side
from edge.posture.angle_bins import Direction
from edge.simulation.body import PROFILES, simulate_session
from edge.simulation.body.bends import bending_patient
from edge.simulation.body.frames import BodyFrame, frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks

DEPTH_DEG: Final[dict[Direction, float]] = {"forward": 90.0, "backward": 30.0}
LARGEST_VIEW_DEG: Final = 25.0
MARGIN_S: Final = 0.3
_SESSION_S: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BendScene:
    """One repetition before one camera.

    Attributes:
        seed: the person: body, clothes, room and pace.
        direction: where the trunk bends to; 90° forward or 30° backward.
        facing: the side of the body that faces the camera.
        view_deg: how far the camera stands off the sagittal plane's normal, towards the front.
    """

    seed: int
    direction: Direction
    facing: Side
    view_deg: float

    @property
    def camera(self) -> Camera:
        """The camera, at a distance and height that depend on the seed."""
        rng = np.random.default_rng([self.seed, 1])
        azimuth_deg = 90.0 - self.view_deg
        return Camera(
            azimuth_deg=azimuth_deg if self.facing == "left" else -azimuth_deg,
            distance_m=rng.uniform(2.8, 3.6),
            elevation_m=rng.uniform(0.95, 1.15),
            view_m=rng.uniform(2.2, 2.4),
        )

    def frames(self, rate_hz: float = 30.0) -> Iterator[BodyFrame]:
        """Yield the frames of the repetition, standing still for 0.3 s before and after it."""
        patient = bending_patient(
            seed=self.seed, direction=self.direction, depth_deg=DEPTH_DEG[self.direction]
        )
        session = simulate_session(
            exercise=patient.exercise,
            side=patient.side,
            profile=PROFILES["healthy"],
            duration_s=_SESSION_S,
            seed=self.seed,
            patient=patient,
        )
        first = session.truth[0]
        t_s = np.arange(first.start_s - MARGIN_S, first.end_s + MARGIN_S, 1.0 / rate_hz)
        yield from frames_at(session, draw_looks(self.seed), self.camera, t_s)


def scenes(*, bodies: int = 10, views: int = 2, first_seed: int = 0) -> list[BendScene]:
    """Return `views` scenes of each person and direction.

    The views of a person are drawn one from each of as many equal parts of 0–25°, so that all of
    the range is covered; the side that faces the camera alternates.

    Args:
        bodies: persons.
        views: scenes of each person and direction.
        first_seed: of consecutive seeds, one per person.
    """
    found = []
    for seed in range(first_seed, first_seed + bodies):
        rng = np.random.default_rng([seed, 2])
        for direction in DEPTH_DEG:
            for part in range(views):
                view_deg = LARGEST_VIEW_DEG * (part + rng.uniform()) / views
                facing: Side = "left" if (seed + part) % 2 else "right"
                found.append(
                    BendScene(seed=seed, direction=direction, facing=facing, view_deg=view_deg)
                )
    return found
