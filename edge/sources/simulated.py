"""Which simulated patient stands in for a person, told from process to process."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, cast

from edge.body import SimulatedSession, simulate_anchor, simulate_session
from edge.exercises import Side
from edge.session import Plain
from firmware_bridge.playback import Motion


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPatient:
    """One session of one simulated person; equal values give equal data, in any process.

    Attributes:
        exercise: name of the exercise.
        side: the side that moves.
        profile: how well it is done.
        seconds: length of the session.
        seed: the person and the course of the session.
    """

    exercise: str
    side: Side
    profile: str
    seconds: float
    seed: int

    @classmethod
    def from_options(cls, options: Mapping[str, Plain]) -> Self:
        """Return the patient whose `options` these are."""
        fields = {field.name for field in dataclasses.fields(cls)}
        return cls(**cast(dict[str, Any], {k: v for k, v in options.items() if k in fields}))

    def options(self) -> dict[str, Plain]:
        """Return the patient as options of a session."""
        return dataclasses.asdict(self)

    def session(self) -> SimulatedSession:
        """Return the session with its truth."""
        return simulate_session(
            exercise=self.exercise,
            side=self.side,
            profile=self.profile,
            duration_s=self.seconds,
            seed=self.seed,
        )

    def anchor_session(self) -> SimulatedSession:
        """Return the supervised session in which this person's anchor was recorded."""
        return simulate_anchor(exercise=self.exercise, side=self.side, seed=self.seed)

    def motion(self) -> Motion:
        """Return what the watch on the wrist measures."""
        session = self.session()
        return Motion(t_s=session.t_s, accel_m_s2=session.accel_m_s2, gyro_rad_s=session.gyro_rad_s)
