"""People whose repetitions scatter in their own way, from day to day and within a day (simulated).

Range, duration and tremor of a repetition vary about what the person does that day, which varies
about what the therapist taught. On another day the same watch is put on anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, Self

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.simulation.body import (
    PatientSettings,
    RepetitionPlan,
    SimulatedSession,
    draw_patient,
    simulate_plans,
)

Fault = Literal["low_range", "leaning"]
FAULT_DEG: Final = 10.0
_PERSON, _DAY = 7001, 7002
"""Streams of random numbers of one seed, beside those of `edge.simulation.body`."""
_FIRST_S: Final = 3.4
_PAUSE_S: Final = (1.5, 2.5)
_LONGEST_DEPARTURE: Final = 3.5
"""No good repetition departs by more standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatteringPerson:
    """One simulated person, and how this person's good repetitions scatter.

    Attributes:
        patient: as the therapist taught the exercise.
        seed: the person.
        rom_sd_deg: of the range within a day.
        rom_day_sd_deg: of a day's range.
        tempo_sd: of the logarithm of the duration within a day.
        tempo_day_sd: of a day's.
        lean_deg: most that this person leans in a good repetition.
    """

    patient: PatientSettings
    seed: int
    rom_sd_deg: float
    rom_day_sd_deg: float
    tempo_sd: float
    tempo_day_sd: float
    lean_deg: float

    @classmethod
    def drawn(cls, seed: int) -> Self:
        """Return the person of that seed; seeds in a row do all exercises."""
        rng = np.random.default_rng([seed, _PERSON])
        exercise = tuple(EXERCISES)[seed % len(EXERCISES)]
        side: Side = "left" if rng.random() < 1 / 3 else "right"
        patient = draw_patient(exercise=exercise, side=side, seed=seed)
        rom_sd_deg = patient.rom_deg * rng.uniform(0.008, 0.03)
        tempo_sd = rng.uniform(0.03, 0.10)
        return cls(
            patient=patient,
            seed=seed,
            rom_sd_deg=rom_sd_deg,
            rom_day_sd_deg=rom_sd_deg * rng.uniform(0.3, 0.8),
            tempo_sd=tempo_sd,
            tempo_day_sd=tempo_sd * rng.uniform(0.3, 0.8),
            lean_deg=rng.uniform(0.5, 3.0),
        )

    def good(self, rng: np.random.Generator, count: int) -> tuple[Floats, Floats]:
        """Return what good repetitions measure, each on a day of its own.

        Returns:
            Ranges (count,) in degrees, and durations (count,) over the taught one.
        """
        day, within, slow_day, slow = (_within(rng, count) for _ in range(4))
        return (
            self.patient.rom_deg + self.rom_day_sd_deg * day + self.rom_sd_deg * within,
            np.exp(self.tempo_day_sd * slow_day + self.tempo_sd * slow),
        )

    def day(self, day: int, repetitions: int, faults: Sequence[Fault] = ()) -> SimulatedSession:
        """Return a recording of another day, the same for the same number.

        Args:
            day: which; on each the watch is put on anew.
            repetitions: how many.
            faults: what is wrong with every one of them, by `FAULT_DEG` of what this person would
                have done.
        """
        rng = np.random.default_rng([self.seed, _DAY, day])
        exercise = EXERCISES[self.patient.exercise]
        worn = draw_patient(
            exercise=exercise.name, side=self.patient.side, seed=self.seed, wearing=day
        )
        today_deg = self.patient.rom_deg + self.rom_day_sd_deg * _within(rng)[0]
        today_ratio = np.exp(self.tempo_day_sd * _within(rng)[0])
        plans: list[RepetitionPlan] = []
        start_s = _FIRST_S
        for _ in range(repetitions):
            rom_deg = float(today_deg + self.rom_sd_deg * _within(rng)[0])
            ratio = float(today_ratio * np.exp(self.tempo_sd * _within(rng)[0]))
            lean_deg = 0.0 if exercise.trunk_may_move else float(rng.uniform(0.0, self.lean_deg))
            plans.append(
                RepetitionPlan(
                    start_s=start_s,
                    outward_s=self.patient.outward_s * ratio,
                    hold_s=self.patient.hold_s * ratio,
                    returning_s=self.patient.returning_s * ratio,
                    rom_deg=rom_deg - FAULT_DEG * ("low_range" in faults),
                    lean_deg=lean_deg + FAULT_DEG * ("leaning" in faults),
                    tremor_deg=self.patient.physiological_tremor_deg
                    * float(np.exp(0.3 * _within(rng)[0])),
                )
            )
            start_s = plans[-1].end_s + float(rng.uniform(*_PAUSE_S))
        patient = replace(
            self.patient, watch_roll_deg=worn.watch_roll_deg, watch_yaw_deg=worn.watch_yaw_deg
        )
        return simulate_plans(patient, tuple(plans), seed=self.seed, day=day)


def _within(rng: np.random.Generator, count: int = 1) -> Floats:
    """Return (count,) standard normal values, held to `_LONGEST_DEPARTURE`."""
    return np.clip(rng.normal(size=count), -_LONGEST_DEPARTURE, _LONGEST_DEPARTURE)
