"""Fitted minus true joint angles of a simulated session: the live page's, and a film's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np

from edge.avatar.figures import Figures
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.core.messages import exercise
from edge.core.messages.base import Message
from edge.film.film import takes_of
from edge.film.scene import lean_course_deg
from edge.page.exercise.model import ExerciseModel
from edge.records.session_plan import SessionPlan
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession
from edge.simulation.patient import SimulatedPatient
from edge.stages.offline import run_stages

LEAST_ELEVATION_DEG: Final = 20.0
"""An arm that hangs has no plane of elevation."""
_TRUNK: Final = {
    "trunk_flexion": ("leg_forward", "hip_flexion", "lumbar_flexion", "thoracic_flexion"),
    "trunk_lateral": ("leg_side", "hip_lateral", "lumbar_lateral", "thoracic_lateral"),
}
"""The trunk's bend against the vertical is the sum of all joints below."""
FILM_STEP: Final = 5
"""Samples of a repetition from one pose that is looked at to the next."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointErrors:
    """Fitted minus true joint angles of one session's repetitions, in the exercise's order.

    Attributes:
        patient: who.
        live: (n, k) degrees, as the page drew them; NaN where the joint's angle has no meaning.
        film: (m, k) degrees, as a film of the session draws them.
    """

    patient: SimulatedPatient
    live: Floats
    film: Floats


def true_poses(session: SimulatedSession) -> Floats:
    """Return the true joint angles (n, k) in the order of the exercise's `constraints.joints`."""
    side = session.patient.side
    still = np.zeros(len(session.t_s))

    def of(*names: str) -> Floats:
        return sum((session.joint_angles.get(f"{name}_deg", still) for name in names), still)

    joints = EXERCISES[session.patient.exercise].constraints.joints
    return np.column_stack([of(*_TRUNK.get(joint, (f"{side}_{joint}",))) for joint in joints])


def examine(patient: SimulatedPatient) -> JointErrors:
    """Return the errors of one simulated session."""
    session = patient.session()
    session_plan = patient.session_plan(len(session.truth))
    start = exercise.Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    chunks = imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s)
    messages = list(run_stages(session_plan, chain([start], chunks)))
    truth = true_poses(session)
    return JointErrors(
        patient=patient,
        live=_live_errors(messages, session_plan, session, truth),
        film=_film_errors(messages, session_plan, session, truth),
    )


def _live_errors(
    messages: Sequence[Message],
    session_plan: SessionPlan,
    session: SimulatedSession,
    truth: Floats,
) -> Floats:
    model = ExerciseModel(plan=session_plan.plan, anchors=session_plan.anchors)
    figures = Figures(session_plan.anchors[0])
    rows = []
    for message in messages:
        if isinstance(message, exercise.Progress | exercise.Feedback):
            model.feed(message)
        at_s = message.sensor_ns / 1e9
        moves = any(true.start_s <= at_s <= true.end_s for true in session.truth)
        if isinstance(message, exercise.Progress) and moves:
            pose = figures.patient_pose(model.view().live)
            rows.append(_error(pose, at_s, session, truth))
    return np.array(rows).reshape(-1, truth.shape[1])


def _film_errors(
    messages: Sequence[Message],
    session_plan: SessionPlan,
    session: SimulatedSession,
    truth: Floats,
) -> Floats:
    figures = Figures(session_plan.anchors[0])
    rows = []
    for take in takes_of(messages):
        repetition, lean_deg = take.repetition, lean_course_deg(take)
        for sample in range(0, len(repetition.t_ns), FILM_STEP):
            pose = figures.pose(
                repetition.orientation[sample],
                repetition.orientation[0],
                lean_deg=float(lean_deg[sample]),
            )
            rows.append(_error(pose, repetition.t_ns[sample] / 1e9, session, truth))
    return np.array(rows).reshape(-1, truth.shape[1])


def _error(pose_deg: Floats, at_s: float, session: SimulatedSession, truth: Floats) -> Floats:
    true_deg = truth[min(round(at_s * session.rate_hz), len(truth) - 1)]
    error: Floats = pose_deg - true_deg
    joints = EXERCISES[session.patient.exercise].constraints.joints
    if "shoulder_plane" not in joints:
        return error
    if true_deg[joints.index("shoulder_elevation")] < LEAST_ELEVATION_DEG:
        error[joints.index("shoulder_plane")] = np.nan
    return error
