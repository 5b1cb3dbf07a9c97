"""People who put the watch on some way or other, show it in three poses, and exercise (simulated).

A strap sits up to 20° off about the forearm and up to 15° about the display's normal, each time
anew. From day to day the plane of a movement differs by 5° and the arm's slack by 3°.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.cohort import map_people
from benchmarks.question import Progress
from calibration.anchor import About, anchor_from_recording
from calibration.errors import PlacementError
from calibration.placing import WornNow, worn_now
from calibration.placing_recorder import PlacingRecorder
from edge.core.anchor import Anchor
from edge.core.exercises import EXERCISES, Side
from edge.core.findings import WornKind, WornWay
from edge.core.messages.exercise import Command, Repetition
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import (
    PARAMETER_BOUNDS,
    PatientSettings,
    draw_patient,
    simulate_anchor,
    simulate_session,
)
from edge.simulation.body.placing import simulate_placing
from edge.stages.motion import Motion

_WORN: Final = 7101
"""Stream of random numbers of one seed."""
_ROLL_DEG, _YAW_DEG = 20.0, 15.0
_PLANE_SD_DEG, _CARRY_SD_DEG = 5.0, 3.0
_INSIDE_SHARE: Final = 0.2
_SESSION_S: Final = 22.0
WORKERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What three poses told of one person.

    Attributes:
        patient: as the watch was really worn.
        told: what was found; None where the poses were refused.
    """

    patient: PatientSettings
    told: WornNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """What one session told at its start.

    Attributes:
        exercise: that was done.
        way: how the watch was really worn, compared with the reference.
        told: after the first repetition.
        later: what was told after any other.
        missed: repetitions that were done and not found.
    """

    exercise: str
    way: WornWay
    told: WornKind | None
    later: tuple[WornKind, ...]
    missed: int


def show(seed: int) -> Shown:
    """Return what the person of that seed shows in three poses."""
    rng = np.random.default_rng([seed, _WORN])
    side: Side = "left" if rng.random() < 0.5 else "right"
    way = WornWay(turned=rng.random() < 0.5, inside=rng.random() < _INSIDE_SHARE)
    patient = _put_on(draw_patient(exercise="elbow_flexion", side=side, seed=seed), way, rng)
    shown = simulate_placing(patient, seed=seed)
    recorder = PlacingRecorder()
    for chunk in imu_chunks(shown.t_s, shown.accel_m_s2, shown.gyro_rad_s):
        recorder.take(chunk)
    try:
        return Shown(patient=patient, told=worn_now(recorder.poses))
    except PlacementError:
        return Shown(patient=patient, told=None)


def start(person: tuple[int, WornWay]) -> Started:
    """Return how the session of that seed starts with the watch worn that way.

    Seeds in a row do all exercises, and every third person with the left arm.
    """
    seed, way = person
    rng = np.random.default_rng([seed, _WORN, 1])
    exercise = tuple(EXERCISES)[seed % len(EXERCISES)]
    side: Side = "left" if rng.random() < 1 / 3 else "right"
    anchor = _anchor(
        _put_on(draw_patient(exercise=exercise, side=side, seed=seed), WornWay(), rng), seed
    )
    worn_on: Side = side if not way.other_wrist else "right" if side == "left" else "left"
    today = draw_patient(exercise=exercise, side=worn_on, seed=seed)
    today = _put_on(_on_another_day(today, rng), way, rng)
    session = simulate_session(
        exercise=exercise, side=worn_on, duration_s=_SESSION_S, seed=seed, patient=today
    )
    motion = Motion((anchor,))
    begin = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    found = [
        out
        for message in (begin, *chunks)
        for out in motion.process(message)
        if isinstance(out, Repetition)
    ]
    told = [one.worn for one in found]
    return Started(
        exercise=exercise,
        way=way,
        told=told[0] if told else None,
        later=tuple(kind for kind in told[1:] if kind is not None),
        missed=max(0, len(session.truth) - len(found)),
    )


def shown_by(seeds: Sequence[int], progress: Progress) -> list[Shown]:
    """Return what each person shows."""
    return map_people(show, seeds, workers=WORKERS, progress=progress)


def started_by(seeds: Sequence[int], ways: Sequence[WornWay], progress: Progress) -> list[Started]:
    """Return how each person's session starts with the watch worn in each of those ways."""
    people = [(seed, way) for seed in seeds for way in ways]
    return map_people(start, people, workers=WORKERS, progress=progress)


def percent(flags: Sequence[bool]) -> float:
    """Return the share of those that are true; 100 of none."""
    return 100.0 * sum(flags) / len(flags) if flags else 100.0


def _put_on(patient: PatientSettings, way: WornWay, rng: np.random.Generator) -> PatientSettings:
    roll_deg = rng.uniform(-_ROLL_DEG, _ROLL_DEG) + 180.0 * way.inside
    yaw_deg = rng.uniform(-_YAW_DEG, _YAW_DEG) + 180.0 * way.turned
    return replace(
        patient,
        watch_roll_deg=(roll_deg + 180.0) % 360.0 - 180.0,
        watch_yaw_deg=(yaw_deg + 180.0) % 360.0 - 180.0,
    )


def _on_another_day(patient: PatientSettings, rng: np.random.Generator) -> PatientSettings:
    def changed(name: str, sd_deg: float) -> float:
        bounds = PARAMETER_BOUNDS[name]
        value = getattr(patient, name) + rng.normal(0.0, sd_deg)
        return float(np.clip(value, bounds.low, bounds.high))

    return replace(
        patient,
        plane_deg=changed("plane_deg", _PLANE_SD_DEG),
        carry_deg=changed("carry_deg", _CARRY_SD_DEG),
    )


def _anchor(patient: PatientSettings, seed: int) -> Anchor:
    recording = simulate_anchor(
        exercise=patient.exercise, side=patient.side, seed=seed, patient=patient
    )
    about = About(
        exercise=patient.exercise,
        side=patient.side,
        recorded=f"simulated patient, seed {seed}",
        simulated=True,
    )
    return anchor_from_recording(recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, about)
