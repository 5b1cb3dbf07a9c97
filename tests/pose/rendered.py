"""A few rendered frames, made once: a person who bends, and the truth about each frame."""

from functools import cache

import numpy as np

from edge.simulation.body import simulate_session
from edge.simulation.body.frames import BodyFrame, frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks


@cache
def bend(seed: int = 3, azimuth_deg: float = -100.0, frames: int = 6) -> tuple[BodyFrame, ...]:
    """Frames of one forward bend, from standing to its depth."""
    session = simulate_session(
        exercise="trunk_flexion", profile="healthy", duration_s=14.0, seed=seed
    )
    first = session.truth[0]
    t_s = np.linspace(first.start_s, 0.5 * (first.start_s + first.end_s), frames)
    return tuple(frames_at(session, draw_looks(seed), Camera(azimuth_deg=azimuth_deg), t_s))
