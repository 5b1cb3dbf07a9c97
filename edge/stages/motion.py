"""The `motion` stage: radio packets in, the live picture and finished repetitions out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Final, Protocol, Self

import numpy as np

from edge.assessment.mounting import turned_orientation, turned_signal
from edge.assessment.tolerance import Tolerance, tolerances_of
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats, Times
from edge.core.messages.base import Message
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Activity, Command, Progress, Repetition
from edge.core.messages.imu import Imu
from edge.core.messages.restart import RestartMark, Resumption
from edge.records.session_plan import SessionPlan
from edge.repetitions.detector import Span
from edge.signals.angles import angle_about, rest_pose
from edge.signals.orientation import OrientationFilter
from edge.signals.resample_stream import Resampler, Uniform
from edge.signals.tilt_rate import TiltRate
from edge.stages.exercise_run import REST_NS, ExerciseRun
from edge.stages.window import Stretch, Window

HOLE_NS: Final = 100_000_000
"""A repetition with a longer hole in its samples is counted, but not judged."""

BIAS_RAD_S: Final = float(np.radians(0.05))
"""A bias of the gyroscope is noted for the next process when it has changed by more."""


class SensorCalibration(Protocol):
    """Bias and scale of one particular watch, and how it was put on."""

    def apply(self, accel_m_s2: Floats, gyro_rad_s: Floats) -> tuple[Floats, Floats]:
        """Return corrected copies of (n, 3) acceleration and (n, 3) angular rate."""
        ...


class Motion:
    """Filters, orients, finds repetitions and, while one runs, tells how far it has got.

    It passes on what it consumed (the recorder writes that, in that order) and takes a
    `RestartMark` as the order to go on where the one before it was: so a recording replays exactly.
    With a watch that has no gyroscope it counts by how the watch tilts; nothing is judged then.

    Args:
        anchors: the anchor of each exercise of the plan, in the plan's order.
        calibration: the watch's own, if known.
        holds_s: the hold at the end that the plan asks for in each exercise; empty where it asks
            for none.
        prescribed: the number of repetitions at which counting stops in each exercise; empty where
            it never does.
        tolerances: what is natural for this patient in each exercise; empty for what is for
            everybody.
    """

    def __init__(
        self,
        anchors: Sequence[Anchor],
        calibration: SensorCalibration | None = None,
        holds_s: Sequence[float] = (),
        prescribed: Sequence[int] = (),
        tolerances: Sequence[Tolerance] = (),
    ) -> None:
        self._anchors = tuple(anchors)
        self._holds_s = tuple(holds_s) or (0.0,) * len(self._anchors)
        self._prescribed = tuple(prescribed) or (None,) * len(self._anchors)
        self._tolerances = tuple(tolerances) or (None,) * len(self._anchors)
        self._calibration = calibration
        self._restart(Resumption())

    @classmethod
    def of(cls, session_plan: SessionPlan) -> Self:
        """Return the stage of a session."""
        return cls(
            session_plan.anchors,
            session_plan.calibration,
            session_plan.holds_s,
            [planned.prescribed for planned in session_plan.plan.exercises],
            tolerances_of(session_plan),
        )

    def _restart(self, known: Resumption) -> None:
        """Begin like a new process that goes on with what is known."""
        self._run: ExerciseRun | None = None
        if known.exercise is not None:
            self._begin(known.exercise, known)
        self._idle: Activity = "finished" if known.finished else "waiting"
        self._paused = known.paused
        self._bias_rad_s = known.gyro_bias_rad_s
        self._resampler = Resampler()
        learned = np.array(self._bias_rad_s) if any(self._bias_rad_s) else None
        self._orientation = OrientationFilter(PIPELINE_RATE_HZ, bias_rad_s=learned)
        self._tilt_rate = TiltRate(PIPELINE_RATE_HZ)
        self._counts_only = False
        self._window = Window()
        self._pose = np.array([1.0, 0.0, 0.0, 0.0])
        self._last_ns: int | None = None
        self._hole_ends_ns = 0
        self._progress_seq, self._repetition_seq = count(), count()

    @property
    def resumption(self) -> Resumption:
        """What a `motion` that takes this one's place must know.

        It changes only when something happened: whoever keeps it need not write at every packet.
        """
        known = Resumption() if self._run is None else self._run.resumption
        return replace(
            known,
            paused=self._paused,
            finished=self._idle == "finished",
            gyro_bias_rad_s=self._bias_rad_s,
        )

    def process(self, message: Message) -> Iterable[Message]:
        """Return the message itself and what follows from it."""
        yield message
        if isinstance(message, Imu):
            yield from self._moved(message)
        elif isinstance(message, Pose):
            yield from self._seen(message)
        elif isinstance(message, Command):
            self._obey(message)
        elif isinstance(message, RestartMark):
            self._restart(message.resumption)

    def _obey(self, command: Command) -> None:
        match command.action:
            case "start":
                self._begin(command.exercise or 0, Resumption())
                self._paused = False
            case "pause":
                self._paused = True
                self._drop_movement()
            case "resume":
                self._paused = False
            case "next":
                self._run, self._idle = None, "waiting"
            case "finish":
                self._run, self._idle = None, "finished"

    def _begin(self, exercise: int, known: Resumption) -> None:
        if 0 <= exercise < len(self._anchors):
            self._run = ExerciseRun(
                exercise,
                self._anchors[exercise],
                known,
                hold_s=self._holds_s[exercise],
                prescribed=self._prescribed[exercise],
                tolerance=self._tolerances[exercise],
            )

    def _moved(self, imu: Imu) -> Iterator[Message]:
        # A watch whose clock was lost and fitted anew may overlap with what came before.
        first = 0 if self._last_ns is None else np.searchsorted(imu.t_ns, self._last_ns + 1)
        new = slice(int(first), None)
        t_ns, accel = imu.t_ns[new], imu.accel_m_s2[new]
        self._counts_only = imu.gyro_rad_s is None
        gyro = np.zeros_like(accel) if imu.gyro_rad_s is None else imu.gyro_rad_s[new]
        if not len(t_ns):
            return
        if self._calibration is not None:
            accel, gyro = self._calibration.apply(accel, gyro)
        self._note_hole(t_ns)
        chunks = self._resampler.process(t_ns, np.hstack([accel, gyro]), gap=imu.gap)
        for chunk in chunks:
            yield from self._take(chunk, imu)
        if chunks:
            yield self._picture(imu, imu.sensor_ns)

    def _seen(self, pose: Pose) -> Iterator[Progress]:
        """Take in a frame; the live picture comes from it while the watch is silent."""
        run = self._run
        if run is None or self._paused:
            return
        now_ns = run.see(pose)
        if now_ns is not None:
            yield self._picture(pose, now_ns)

    def _note_hole(self, t_ns: Times) -> None:
        times = t_ns if self._last_ns is None else np.append(self._last_ns, t_ns)
        holes = np.flatnonzero(np.diff(times) > HOLE_NS)
        if len(holes):
            self._hole_ends_ns = int(times[holes[-1] + 1])
        self._last_ns = int(t_ns[-1])

    def _take(self, chunk: Uniform, imu: Imu) -> Iterator[Repetition]:
        if chunk.gap:
            self._interrupt()
        signal = self._tilt_rate.process(chunk.x[:, :3]) if self._counts_only else chunk.x
        orientation = self._orientation.process(signal[:, :3], signal[:, 3:])
        self._pose = orientation[-1]
        self._learn_bias()
        stretch = Stretch(chunk.t_ns, signal, orientation)
        self._window.append(stretch)
        run = self._run
        if run is None or self._paused:
            return
        number = run.completed
        for span in run.take(stretch, self._window, self._orientation.still):
            number += 1
            yield self._repetition(run, span, number, imu)

    def _learn_bias(self) -> None:
        """Take note of the gyroscope's bias where the watch is still and it has changed."""
        bias_rad_s = self._orientation.bias_rad_s
        if self._orientation.still and np.abs(bias_rad_s - self._bias_rad_s).max() > BIAS_RAD_S:
            x, y, z = bias_rad_s.tolist()
            self._bias_rad_s = (x, y, z)

    def _interrupt(self) -> None:
        self._orientation.reset()
        self._tilt_rate.reset()
        self._window.clear()
        self._drop_movement()

    def _drop_movement(self) -> None:
        if self._run is not None:
            self._run.interrupt()

    def _repetition(self, run: ExerciseRun, span: Span, number: int, imu: Imu) -> Repetition:
        stretch = self._window.between(span.start_ns, span.end_ns)
        before = self._window.between(span.start_ns - REST_NS, span.start_ns).orientation
        gap = self._hole_ends_ns > span.start_ns
        judged = not (gap or self._counts_only)
        worn = run.worn.take(stretch.signal, stretch.orientation) if judged else None
        angle_deg = angle_about(run.axis, stretch.orientation, rest_pose(before))
        unbiased = stretch.signal - np.append(np.zeros(3), self._orientation.bias_rad_s)
        return Repetition(
            seq=next(self._repetition_seq),
            sensor_ns=span.recognised_ns,
            host_ns=imu.host_ns,
            exercise=run.index,
            number=number,
            start_ns=span.start_ns,
            end_ns=span.end_ns,
            t_ns=stretch.t_ns,
            signal=turned_signal(unbiased, run.worn.turn),
            orientation=turned_orientation(stretch.orientation, run.worn.turn),
            angle_deg=angle_deg,
            camera_rom_deg=run.camera.ranges(span.start_ns, span.end_ns).camera_deg,
            posture=run.camera.posture(span.start_ns, span.end_ns),
            held_s=run.held_s(angle_deg),
            gap=gap,
            no_gyroscope=self._counts_only,
            worn=worn,
            half_turned=run.worn.half_turned,
        )

    def _picture(self, cause: Imu | Pose, now_ns: int) -> Progress:
        run = None if self._paused else self._run
        judged = None if self._counts_only else run
        position = None if judged is None else judged.position
        live = None if run is None else run.camera.live(now_ns)
        activity: Activity = self._idle if run is None else run.activity
        return Progress(
            seq=next(self._progress_seq),
            sensor_ns=now_ns,
            host_ns=cause.host_ns,
            activity="paused" if self._paused else activity,
            exercise=None if self._run is None else self._run.index,
            completed=0 if self._run is None else self._run.completed,
            angle_deg=None if live is None else live.angle_deg,
            source=None if live is None else live.source,
            camera_offset_ms=None if run is None else run.camera.offset_ms,
            direction=None if judged is None or live is None else judged.direction,
            phase=None if position is None else position.phase,
            reference_deg=None if position is None else position.reference_deg,
            difference_deg=None if position is None else position.difference_deg,
            orientation=self._pose
            if run is None
            else turned_orientation(self._pose, run.worn.turn),
            hold_left_s=None if run is None else run.hold_left_s,
            drift=None if self._counts_only else self._orientation.drift,
        )
