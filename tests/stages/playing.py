"""Simulated patients played to the stages with no process in between."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from edge.core.messages.base import Message
from edge.core.messages.exercise import Action, Command, Feedback, Repetition, Summary
from edge.core.messages.imu import Imu
from edge.processes.options import SessionOptions
from edge.records.session_plan import SessionPlan
from edge.signals.imu_calibration import ImuCalibration
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.patient import Pair, SimulatedPatient, pair_up
from edge.stages.offline import run_stages

PATIENT = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=40.0, seed=3
)


@cache
def session_of(patient: SimulatedPatient, rate_hz: float = 50.0) -> SimulatedSession:
    return simulate_session(
        exercise=patient.exercise,
        side=patient.side,
        profile=patient.profile,
        duration_s=patient.seconds,
        seed=patient.seed,
        wearing=patient.wearing,
        hold_s=patient.hold_s,
        rate_hz=rate_hz,
    )


@cache
def session_plan_of(
    patient: SimulatedPatient = PATIENT, calibration: ImuCalibration | None = None
) -> SessionPlan:
    session_plan = patient.session_plan(len(session_of(patient).truth))
    return replace(session_plan, calibration=calibration)


@cache
def packets_of(
    patient: SimulatedPatient = PATIENT, rate_hz: float = 50.0, chunk_s: float = 0.06
) -> tuple[Imu, ...]:
    session = session_of(patient, rate_hz)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s, chunk_s=chunk_s)
    return tuple(chunks)


def command(
    action: Action, at_s: float = 0.0, exercise: int | None = None, **rated: Any
) -> Command:
    at_ns = round(at_s * 1e9)
    return Command(seq=0, sensor_ns=at_ns, host_ns=at_ns, action=action, exercise=exercise, **rated)


START = command("start", exercise=0)


def at_times(packets: Sequence[Imu], *commands: Command) -> list[Message]:
    """Return packets and commands in the order of their arrival; a command before its packet."""
    rows: Iterable[Message] = chain(commands, packets)
    return sorted(rows, key=lambda message: (message.host_ns, isinstance(message, Imu)))


def without(packets: Sequence[Imu], begin_s: float, end_s: float, *, gap: bool) -> list[Imu]:
    """Return the packets with those between two times lost; the next one says so."""
    kept = [p for p in packets if not begin_s * 1e9 <= p.sensor_ns < end_s * 1e9]
    lost = len(packets) - len(kept)
    after = next(i for i, p in enumerate(kept) if p.sensor_ns >= end_s * 1e9)
    kept[after] = replace(kept[after], gap=gap, lost=lost)
    return kept


def given(messages: Iterable[Message], patient: SimulatedPatient = PATIENT) -> list[Message]:
    """Return what the stages make of it."""
    return list(run_stages(session_plan_of(patient), messages))


def feedbacks(messages: Iterable[Message]) -> list[Feedback]:
    return [message for message in messages if isinstance(message, Feedback)]


def summaries(messages: Iterable[Message]) -> list[Summary]:
    return [message for message in messages if isinstance(message, Summary)]


def repetitions(messages: Iterable[Message]) -> list[Repetition]:
    return [message for message in messages if isinstance(message, Repetition)]


def pairs(messages: Iterable[Message], patient: SimulatedPatient = PATIENT) -> list[Pair]:
    """Return the feedbacks with what is true about them."""
    return pair_up(feedbacks(messages), session_of(patient).truth, 0)


def middle_of(number: int, patient: SimulatedPatient = PATIENT) -> float:
    """Return when the true repetition of that number, from 1, is half over, in s."""
    true = session_of(patient).truth[number - 1]
    return float(np.mean([true.start_s, true.end_s]))


def options_of(folder: Path, **changes: Any) -> SessionOptions:
    """Return what the processes of the patient's session are told, with `changes`."""
    options = SessionOptions(
        session_plan=session_plan_of(),
        patient_dir=folder,
        simulated=True,
        watch="virtual",
        patient=PATIENT,
    )
    return replace(options, **changes)
