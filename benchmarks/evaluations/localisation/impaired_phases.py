"""The simulated patient, impaired in one phase of a repetition: the way out or the way home.

The joint angles themselves are changed, as smooth functions of time, before the ideal sensor is
derived from them; so accelerometer and gyroscope agree exactly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from benchmarks.evaluations.localisation.fault_cases import (
    PAUSE_S,
    REFERENCES,
    TEMPO,
    TREMOR,
    FaultCase,
)
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, number_of
from edge.simulation.body.imu import ideal_imu
from edge.simulation.body.limb import Limb
from edge.simulation.body.patient import PatientSettings, draw_patient
from edge.simulation.body.profiles import RepetitionPlan, anchor_script
from edge.simulation.body.simulate import STILL_S, TAIL_S, device_of
from edge.simulation.body.trajectory import Course, Drive

Phase = Literal["outward", "homeward"]
PHASES: Final[tuple[Phase, ...]] = ("outward", "homeward")
IMPAIRMENTS: Final = ("fast", "tremor", "pause")
EDGE_S: Final = 0.15
"""In which an impairment sets in and fades."""
MARGIN: Final = 0.1
"""Share of the phase before and after the impairment."""
MINIMUM_JERK_PEAK: Final = 1.875
"""Peak rate of a minimum-jerk movement over its mean rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong in one stretch of time.

    Attributes:
        kind: one of `IMPAIRMENTS`.
        start_s: where the stretch begins.
        stop_s: where it would end without the fault.
        tremor_deg: amplitude of the tremor.
        tremor_hz: its frequency.
    """

    kind: str
    start_s: float
    stop_s: float
    tremor_deg: float
    tremor_hz: float

    @property
    def late_s(self) -> float:
        """By how much everything after the stretch comes later."""
        if self.kind == "pause":
            return PAUSE_S
        return -(self.stop_s - self.start_s) * (1.0 - 1.0 / TEMPO) if self.kind == "fast" else 0.0

    def own_time_s(self, t_s: Floats) -> Floats:
        """Return how far (n,) the movement has got at those instants, as an instant without it."""
        if self.kind == "tremor":
            return t_s
        middle_s = (self.start_s + self.stop_s) / 2.0
        begin_s, pace = (middle_s, 0.0) if self.kind == "pause" else (self.start_s, TEMPO)
        end_s = begin_s + (PAUSE_S if self.kind == "pause" else (self.stop_s - begin_s) / TEMPO)
        inside = _ramp_integral((t_s - begin_s) / EDGE_S) - _ramp_integral((t_s - end_s) / EDGE_S)
        return t_s + (pace - 1.0) * EDGE_S * inside

    def trembling_deg(self, t_s: Floats) -> Floats:
        """Return what it adds to the joint's angle (n,)."""
        if self.kind != "tremor":
            return np.zeros_like(t_s)
        weight = _ramp((t_s - self.start_s) / EDGE_S) - _ramp((t_s - self.stop_s) / EDGE_S)
        return weight * self.tremor_deg * np.sin(2.0 * np.pi * self.tremor_hz * t_s)


class FaultyCourse(Course):
    """A course with one fault."""

    def __init__(
        self,
        patient: PatientSettings,
        plans: tuple[RepetitionPlan, ...],
        fault: Fault,
        rng: np.random.Generator,
    ) -> None:
        lean_helps = EXERCISES[patient.exercise].movement.lean_helps
        super().__init__(patient, plans, lean_helps=lean_helps, rng=rng)
        self._fault = fault

    def at(self, t_s: Floats) -> Drive:
        """Return the movement at those instants (n,)."""
        drive = super().at(self._fault.own_time_s(t_s))
        return replace(drive, move_deg=drive.move_deg + self._fault.trembling_deg(t_s))


def impaired_cases(seeds: Sequence[int]) -> Iterator[FaultCase]:
    """Yield every exercise of the simulated patients of those seeds, per phase and impairment."""
    for seed in seeds:
        for exercise in EXERCISES:
            yield from _cases(exercise, seed)


def _cases(exercise: str, seed: int) -> Iterator[FaultCase]:
    patient = draw_patient(exercise=exercise, seed=seed)
    which = [seed, number_of(exercise)]
    rng = np.random.default_rng([*which, 0])
    script = anchor_script(patient, repetitions=REFERENCES + 1, first_s=STILL_S, rng=rng)
    *references, faulty = script
    for phase in PHASES:
        begin_s, end_s = _phase(faulty, phase)
        for kind in IMPAIRMENTS:
            fault = _fault(patient, kind, begin_s, end_s, faulty.rom_deg)
            # The same draws for every fault: the repetitions differ in nothing else.
            rng = np.random.default_rng([*which, 1])
            course = FaultyCourse(patient, tuple(script), fault, rng)
            samples = round((faulty.end_s + fault.late_s + TAIL_S) * PIPELINE_RATE_HZ)
            t_s: Floats = np.arange(samples) / PIPELINE_RATE_HZ
            _, accel, gyro = ideal_imu(Limb(patient, course).sensor_at, t_s)
            watch = device_of(seed)
            accel, gyro = watch.measure(accel, gyro, rate_hz=PIPELINE_RATE_HZ, rng=rng)
            whole = np.hstack([accel, gyro])
            anchor, *others = (whole[_samples(own.start_s, own.end_s)] for own in references[::-1])
            yield FaultCase(
                source="simulated",
                subject=f"simulated {seed}",
                exercise=exercise,
                kind=f"{kind} {phase}",
                signal=whole[_samples(faulty.start_s, faulty.end_s + fault.late_s)],
                anchor=anchor,
                others=tuple(others),
                span=_samples(begin_s - faulty.start_s, end_s + fault.late_s - faulty.start_s),
                long=True,
            )


def _fault(
    patient: PatientSettings, kind: str, begin_s: float, end_s: float, rom_deg: float
) -> Fault:
    margin_s = MARGIN * (end_s - begin_s)
    peak_deg_s = MINIMUM_JERK_PEAK * rom_deg / (end_s - begin_s)
    rms_rate = TREMOR * peak_deg_s
    return Fault(
        kind=kind,
        start_s=begin_s + margin_s,
        stop_s=end_s - margin_s,
        tremor_deg=rms_rate * np.sqrt(2.0) / (2.0 * np.pi * patient.tremor_hz),
        tremor_hz=patient.tremor_hz,
    )


def _phase(plan: RepetitionPlan, phase: Phase) -> tuple[float, float]:
    if phase == "outward":
        return plan.start_s, plan.start_s + plan.outward_s
    return plan.end_s - plan.returning_s, plan.end_s


def _samples(start_s: float, stop_s: float) -> slice:
    return slice(int(start_s * PIPELINE_RATE_HZ), int(stop_s * PIPELINE_RATE_HZ) + 1)


def _ramp(u: Floats) -> Floats:
    """Return a step from 0 to 1 over u = 0 … 1 with continuous acceleration."""
    u = np.clip(u, 0.0, 1.0)
    return u**3 * (10.0 - 15.0 * u + 6.0 * u**2)


def _ramp_integral(u: Floats) -> Floats:
    """Return the integral of `_ramp` from 0."""
    inside = np.clip(u, 0.0, 1.0)
    return inside**4 * (2.5 - 3.0 * inside + inside**2) + np.maximum(u - 1.0, 0.0)
