"""Simulated patients with their anchors, cut into repetitions as the live pipeline does."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from calibration.anchor import About, anchor_from_recording
from edge.assessment.reference import Reference
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.messages.exercise import Repetition
from edge.repetitions.detector import RepetitionDetector
from edge.signals.angles import angle_about
from edge.signals.orientation import OrientationFilter
from edge.simulation.body import SimulatedSession, TrueRepetition, simulate_anchor, simulate_session

STILL = 120
"""Samples in which a simulated session is still at its beginning."""


@dataclass(frozen=True)
class Session:
    reference: Reference
    repetitions: tuple[tuple[Repetition, TrueRepetition], ...]


@cache
def anchor_of(exercise: str, seed: int, side: Side = "right") -> Anchor:
    recording = simulate_anchor(exercise=exercise, side=side, seed=seed)
    about = About(exercise=exercise, side=side, recorded="simulated", simulated=True)
    return anchor_from_recording(recording.t_s, recording.accel_m_s2, recording.gyro_rad_s, about)


def reference_of(exercise: str, seed: int, side: Side = "right") -> Reference:
    watch_shows_lean = EXERCISES[exercise].watch_shows_lean
    return Reference.of(anchor_of(exercise, seed, side), watch_shows_lean=watch_shows_lean)


@cache
def session_of(
    exercise: str, profile: str, seed: int, side: Side = "right", wearing: int = 0
) -> Session:
    simulated = simulate_session(
        exercise=exercise,
        side=side,
        profile=profile,
        duration_s=60.0,
        seed=seed,
        wearing=wearing,
    )
    reference = reference_of(exercise, seed, side)
    found = cut(signal_of(simulated), reference.anchor.axis)
    matched = tuple((repetition, true_of(repetition, simulated)) for repetition in found)
    return Session(reference=reference, repetitions=matched)


def signal_of(simulated: SimulatedSession) -> Floats:
    signal = np.column_stack([simulated.accel_m_s2, simulated.gyro_rad_s])
    bias = signal[:STILL, 3:].mean(axis=0)
    return np.asarray(signal - np.concatenate([np.zeros(3), bias]))


def true_of(repetition: Repetition, simulated: SimulatedSession) -> TrueRepetition:
    middle_s = (repetition.start_ns + repetition.end_ns) / 2e9
    (true,) = (t for t in simulated.truth if t.start_s < middle_s < t.end_s)
    return true


def cut(signal: Floats, axis: Floats) -> list[Repetition]:
    accel, gyro = (np.ascontiguousarray(part) for part in (signal[:, :3], signal[:, 3:]))
    poses = OrientationFilter(PIPELINE_RATE_HZ).process(accel, gyro)
    t_ns = np.round(np.arange(len(signal)) * 1e9 / PIPELINE_RATE_HZ).astype(np.int64)
    spans = RepetitionDetector().process(t_ns, poses)
    return [
        repetition_of(
            t_ns[(part := slice(*np.searchsorted(t_ns, [span.start_ns, span.end_ns + 1])))],
            signal[part],
            poses[part],
            axis,
            number,
        )
        for number, span in enumerate(spans, start=1)
    ]


def repetition_of(
    t_ns: np.ndarray[tuple[int], np.dtype[np.int64]],
    signal: Floats,
    poses: Floats,
    axis: Floats,
    number: int = 1,
    *,
    gap: bool = False,
) -> Repetition:
    return Repetition(
        seq=number,
        sensor_ns=int(t_ns[-1]),
        host_ns=int(t_ns[-1]),
        exercise=0,
        number=number,
        start_ns=int(t_ns[0]),
        end_ns=int(t_ns[-1]),
        t_ns=t_ns,
        signal=signal,
        orientation=poses,
        angle_deg=angle_about(axis, poses, poses[0]),
        gap=gap,
    )


def anchor_as_repetition(anchor: Anchor) -> Repetition:
    t_ns = np.arange(len(anchor.signal), dtype=np.int64) * 20_000_000
    return repetition_of(t_ns, anchor.signal, anchor.orientation, anchor.axis)
