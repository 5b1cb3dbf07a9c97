"""Simulated repetitions: the exercises of the simulated patient, correct and impaired."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.simulation.body import SimulatedSession, simulate_anchor, simulate_session
from edge.simulation.body.profiles import Profile
from models.data.executions import Execution, Group
from models.inference.siamese import Kind

SECONDS: Final = 75.0
PROFILE: Final = Profile(
    title="every second repetition of too low a range, too fast or shaky",
    impaired=("low_range", "low_range", "too_fast", "shaky"),
)
KIND_OF: Final[dict[str | None, Kind]] = {
    None: "correct",
    "low_range": "low_amplitude",
    "too_fast": "too_fast",
}
"""What a simulated impairment is called among the types of execution; shaky is none of them."""


def simulated_groups(seeds: Sequence[int]) -> list[Group]:
    """Return every exercise of the simulated patients of those seeds."""
    return [simulated_group(exercise, seed) for seed in seeds for exercise in EXERCISES]


def simulated_group(exercise: str, seed: int) -> Group:
    """Return one simulated patient's anchor and session, cut by the truth."""
    taught = simulate_anchor(exercise=exercise, seed=seed, repetitions=1)
    session = simulate_session(exercise=exercise, profile=PROFILE, duration_s=SECONDS, seed=seed)
    executions = tuple(
        Execution.of(signal, KIND_OF.get(truth.impairment))
        for signal, truth in zip(_cut(session), session.truth, strict=True)
    )
    return Group(
        subject=f"simulated {seed}",
        exercise=exercise,
        templates={"correct": Execution.of(_cut(taught)[0], "correct")},
        executions=executions,
        simulated=True,
    )


def _cut(session: SimulatedSession) -> list[Floats]:
    signal = np.hstack([session.accel_m_s2, session.gyro_rad_s])
    return [
        signal[int(t.start_s * PIPELINE_RATE_HZ) : int(t.end_s * PIPELINE_RATE_HZ) + 1]
        for t in session.truth
    ]
