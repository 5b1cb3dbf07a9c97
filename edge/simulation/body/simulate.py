"""Simulated sessions and anchor recordings; the same seed is the same person and watch."""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side, number_of
from edge.simulation.body.errors import BodyError
from edge.simulation.body.imu import ideal_imu
from edge.simulation.body.limb import Limb, turned_deg
from edge.simulation.body.movements import joint_angles
from edge.simulation.body.patient import PatientSettings, draw_patient
from edge.simulation.body.profiles import (
    Profile,
    RepetitionPlan,
    anchor_script,
    profile_named,
    session_script,
)
from edge.simulation.body.rules import impairment_of
from edge.simulation.body.session import SimulatedSession, TrueRepetition
from edge.simulation.body.trajectory import Course
from edge.simulation.body.watch import Watch, draw_watch

STILL_S: Final = 3.0
"""How long the patient stands still at the least before the first repetition."""
TAIL_S: Final = 1.5
"""How long the recording goes on at the least after the last repetition."""

_RATE_HZ_BOUNDS: Final = (5.0, 2000.0)
_TRUTH_POINTS: Final = 400
_DEVICE, _SESSION, _ANCHOR, _PLANNED = 3, 4, 5, 6
"""Streams of random numbers of one seed; `edge.simulation.body.patient` uses 0–2."""


def simulate_session(
    *,
    exercise: str,
    side: Side = "right",
    profile: str | Profile = "mixed",
    duration_s: float,
    rate_hz: float = 50.0,
    seed: int,
    wearing: int = 0,
    hold_s: float = 0.0,
    patient: PatientSettings | None = None,
) -> SimulatedSession:
    """Return a session of that length, standing still for at least 3 s at its start.

    Every repetition is complete at least 1.5 s before the end. A 60 s session holds 8–12 of them.

    Args:
        exercise: name of the exercise.
        side: left or right.
        profile: how well it is done, by name or as made to measure.
        duration_s: length of the recording.
        rate_hz: sample rate, 5–2000.
        seed: the person, the device and the course of the session; not negative.
        wearing: which time the watch was put on; the anchor's is 0.
        hold_s: the hold at the far end that the plan asks for; the patient holds as usual, and as
            in the anchor, where it asks for none.
        patient: the person, in place of the one drawn from the seed.

    Raises:
        BodyError: a name is unknown, a value is out of bounds, or no repetition fits in.
    """
    _check(rate_hz, seed)
    if patient is None:
        patient = draw_patient(exercise=exercise, side=side, seed=seed, wearing=wearing)
    elif (patient.exercise, patient.side) != (exercise, side):
        raise BodyError(
            f"the patient given does {patient.exercise} on the {patient.side}; "
            f"{exercise} on the {side} was asked for"
        )
    profile = profile_named(profile) if isinstance(profile, str) else profile
    rng = np.random.default_rng([seed, _SESSION, number_of(patient.exercise)])
    first_s = STILL_S + rng.uniform(0.1, 0.6)
    if duration_s < first_s + TAIL_S + 0.4 * patient.tempo_s:
        raise BodyError(
            f"{duration_s:g} s is too short for a repetition", remedy="give at least 12 s"
        )
    last_s = duration_s - TAIL_S
    plans = session_script(patient, profile, first_s=first_s, last_s=last_s, hold_s=hold_s, rng=rng)
    return _record(
        patient,
        plans,
        duration_s=duration_s,
        rate_hz=rate_hz,
        hold_s=hold_s,
        seed=seed,
        rng=rng,
    )


def simulate_anchor(
    *,
    exercise: str,
    side: Side = "right",
    seed: int,
    rate_hz: float = 50.0,
    repetitions: int | None = None,
    patient: PatientSettings | None = None,
) -> SimulatedSession:
    """Return the anchor recording of that person: still for 3 s, then careful repetitions.

    Args:
        exercise: name of the exercise.
        side: left or right.
        seed: the person; the same as that of the sessions that are compared with the anchor.
        rate_hz: sample rate, 5–2000.
        repetitions: how many; drawn from 3–5 if None.
        patient: the person, in place of the one drawn from the seed.

    Raises:
        BodyError: a name is unknown or a value is out of bounds.
    """
    _check(rate_hz, seed)
    if patient is None:
        patient = draw_patient(exercise=exercise, side=side, seed=seed)
    rng = np.random.default_rng([seed, _ANCHOR, number_of(patient.exercise)])
    count = int(rng.integers(3, 6)) if repetitions is None else repetitions
    if count < 1:
        raise BodyError(f"an anchor of {count} repetitions was asked for", remedy="give at least 1")
    first_s = STILL_S + rng.uniform(0.1, 0.6)
    plans = anchor_script(patient, repetitions=count, first_s=first_s, rng=rng)
    duration_s = plans[-1].end_s + TAIL_S
    return _record(patient, plans, duration_s=duration_s, rate_hz=rate_hz, seed=seed, rng=rng)


def simulate_plans(
    patient: PatientSettings,
    plans: tuple[RepetitionPlan, ...],
    *,
    seed: int,
    day: int = 0,
    rate_hz: float = 50.0,
) -> SimulatedSession:
    """Return the recording of repetitions that were laid out beforehand.

    Args:
        patient: who does them.
        plans: at least one, in order, not overlapping; the first begins after `STILL_S` at the
            soonest.
        seed: the person's device.
        day: with the seed, what the plans leave open, and the device's noise.
        rate_hz: sample rate, 5–2000.

    Raises:
        BodyError: a value is out of bounds, or there is no plan.
    """
    _check(rate_hz, seed)
    if not plans or plans[0].start_s < STILL_S:
        raise BodyError("no repetition begins in stillness", remedy=f"begin after {STILL_S:g} s")
    rng = np.random.default_rng([seed, _PLANNED, day, number_of(patient.exercise)])
    duration_s = plans[-1].end_s + TAIL_S
    return _record(patient, plans, duration_s=duration_s, rate_hz=rate_hz, seed=seed, rng=rng)


def device_of(seed: int) -> Watch:
    """Return the watch that the person of that seed wears, with its constant errors."""
    return draw_watch(np.random.default_rng([seed, _DEVICE]))


def _check(rate_hz: float, seed: int) -> None:
    low, high = _RATE_HZ_BOUNDS
    if not low <= rate_hz <= high:
        raise BodyError(f"rate_hz is {rate_hz:g}", remedy=f"give a value from {low:g} to {high:g}")
    if seed < 0:
        raise BodyError(f"seed is {seed}", remedy="give 0 or a positive whole number")


def _record(
    patient: PatientSettings,
    plans: tuple[RepetitionPlan, ...],
    *,
    duration_s: float,
    rate_hz: float,
    seed: int,
    rng: np.random.Generator,
    hold_s: float = 0.0,
) -> SimulatedSession:
    lean_helps = EXERCISES[patient.exercise].movement.lean_helps
    course = Course(patient, plans, lean_helps=lean_helps, rng=rng)
    limb = Limb(patient, course)
    t_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    sensor, ideal_accel, ideal_gyro = ideal_imu(limb.sensor_at, t_s)
    device = device_of(seed)
    accel, gyro = device.measure(ideal_accel, ideal_gyro, rate_hz=rate_hz, rng=rng)
    rest, axis = limb.rest_and_axis()
    return SimulatedSession(
        patient=patient,
        rate_hz=rate_hz,
        t_s=t_s,
        accel_m_s2=accel,
        gyro_rad_s=gyro,
        ideal_accel_m_s2=ideal_accel,
        ideal_gyro_rad_s=ideal_gyro,
        orientation=sensor.rotation,
        position_m=sensor.origin,
        angle_deg=turned_deg(sensor.rotation, rest, axis),
        axis=axis,
        truth=_truth(limb, plans, rest, axis, hold_s),
        joint_angles=joint_angles(patient, course.at(t_s)),
    )


def _truth(
    limb: Limb, plans: tuple[RepetitionPlan, ...], rest: Floats, axis: Floats, hold_s: float
) -> tuple[TrueRepetition, ...]:
    """Return the truth of each repetition, measured on the movement itself."""
    spans = np.array([[plan.start_s, plan.end_s] for plan in plans])
    t_s = np.linspace(spans[:, 0], spans[:, 1], _TRUTH_POINTS, axis=1)
    orientation = limb.sensor_at(t_s.ravel()).rotation
    angle_deg = turned_deg(orientation, rest, axis).reshape(t_s.shape)
    rom_deg = angle_deg.max(axis=1) - angle_deg[:, 0]
    patient = limb.patient
    return tuple(
        TrueRepetition(
            start_s=plan.start_s,
            end_s=plan.end_s,
            rom_deg=float(rom),
            joint_rom_deg=float(joint_rom),
            lean_deg=plan.lean_deg,
            tremor_deg=plan.tremor_deg,
            hold_s=plan.hold_s,
            impairment=impairment_of(
                range_ratio=float(rom) / patient.rom_deg,
                tempo_ratio=(plan.outward_s + plan.returning_s)
                / (patient.outward_s + patient.returning_s),
                tremor_deg=plan.tremor_deg,
                lean_deg=plan.lean_deg,
                held_ratio=plan.hold_s / hold_s if hold_s else None,
            ),
        )
        for plan, rom, joint_rom in zip(plans, rom_deg, limb.course.joint_rom_deg, strict=True)
    )
