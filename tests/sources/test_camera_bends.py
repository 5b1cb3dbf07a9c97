"""The simulated person of a screening bends forward, then backward, over and over."""

import numpy as np

from edge.bus.clock import now_ns
from edge.simulation.low_back.films import BendFilm
from edge.simulation.low_back.persons import CohortSettings, draw_cohort
from edge.sources.camera_bends import RATE_HZ, BendCamera

PERSON = draw_cohort(CohortSettings(task="mi-mci", persons=4, seed=3))[0]


def test_the_picture_that_is_due_is_drawn() -> None:
    forward, backward = (BendFilm(PERSON, way, 1) for way in ("forward", "backward"))
    lengths = [len(np.arange(0.0, f.course.duration_s, 1.0 / RATE_HZ)) for f in (forward, backward)]
    for film, number, place in (
        (forward, 15, 15),
        (backward, lengths[0] + 12, 12),
        (forward, sum(lengths) + 15, 15),
    ):
        begin_ns = now_ns() - round((number + 0.5) / RATE_HZ * 1e9)
        grab = BendCamera(PERSON, begin_ns, bends=1).read()
        drawn_number = round((grab.t_ns - begin_ns) * 1e-9 * RATE_HZ)
        due = drawn_number % sum(lengths) - (0 if film is forward else lengths[0])
        assert place <= due <= place + 30, "a busy machine leaves some out"
        (drawn,) = film.pictures(np.array([due / RATE_HZ]))
        assert np.array_equal(grab.frame, drawn.frame)
