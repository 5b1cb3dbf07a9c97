"""The live pictures that one simulated session gives by the watch, and by a camera in its place."""

from collections.abc import Iterator
from typing import Final, Literal, get_args

import numpy as np

from edge.core.exercises import EXERCISES
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Progress
from edge.signals.imu_chunks import imu_chunks
from edge.simulation.body import SimulatedSession
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.body.render_camera import Camera
from edge.simulation.patient import SimulatedPatient
from edge.stages.motion import Motion

Source = Literal["watch", "camera"]
SOURCES: Final[tuple[Source, ...]] = get_args(Source)
BEFORE_S: Final = 0.5
"""So long before a repetition the watch falls silent."""
PACKET_S: Final = 0.06
FRAMES_HZ: Final = 30.0
WATCH_SHARE: Final = 0.3
"""For so much of the session the watch is there before the camera has to stand in for it."""


def pictures(
    patient: SimulatedPatient, session: SimulatedSession, source: Source
) -> list[Progress]:
    """Return the live pictures that come from that source, in order."""
    motion = Motion.of(patient.session_plan(len(session.truth)))
    stream = watch_stream(session) if source == "watch" else camera_stream(patient, session)
    return [
        out
        for message in stream
        for out in motion.process(message)
        if isinstance(out, Progress) and out.source == source
    ]


def watch_stream(session: SimulatedSession) -> Iterator[Message]:
    """Yield what the watch sends."""
    yield Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)
    yield from imu_chunks(session.t_s, session.accel_m_s2, session.gyro_rad_s, chunk_s=PACKET_S)


def camera_stream(patient: SimulatedPatient, session: SimulatedSession) -> Iterator[Message]:
    """Yield what the watch sends until it falls silent between two repetitions, and all frames."""
    ends_s = silence_s(session)
    watch = [m for m in watch_stream(session) if m.sensor_ns < ends_s * 1e9]
    t_s = np.arange(0.5, session.t_s[-1] - 0.5, 1.0 / FRAMES_HZ)
    stamp_ns = np.round(t_s * 1e9).astype(np.int64)
    camera = Camera(azimuth_deg=EXERCISES[patient.exercise].camera.azimuth_deg(patient.side))
    poses = simulated_poses(session, camera, t_s, stamp_ns, seed=patient.seed)
    yield from sorted([*watch, *poses], key=lambda message: message.sensor_ns)


def silence_s(session: SimulatedSession) -> float:
    """Return when the watch falls silent: in the rest before the first later repetition."""
    least_s = WATCH_SHARE * float(session.t_s[-1])
    later_s = (true.start_s for true in session.truth if true.start_s > least_s)
    return next(later_s, float(session.t_s[-1])) - BEFORE_S
