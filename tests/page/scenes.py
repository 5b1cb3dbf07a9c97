"""What the page's tests show it: a plan, anchors, messages, and a whole fake pipeline."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.messages.base import Message
from edge.core.messages.exercise import (
    Activity,
    Aspect,
    Command,
    CueKind,
    ExplainedScore,
    Feedback,
    Judgement,
    Progress,
    Segment,
    Summary,
)
from edge.core.messages.imu import LinkStatus
from edge.core.messages.status import PageDone, RecordingStatus, StageStatus, Status
from edge.records.plan import CameraUse, Plan, Speech
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_history import HistoryEntry
from edge.signals.rotations import from_rotation_vector, multiply
from tests.page.camera_scene import FakeCamera

MS_NS = 1_000_000
S_NS = 1_000 * MS_NS


def make_plan(*, spoken: bool = False, picture: bool = False, **more: Any) -> Plan:
    fields: dict[str, Any] = {"sets": 1, "repetitions": 3, "rest_s": 20.0} | more
    return Plan(
        patient="p001",
        exercises=(
            PlannedExercise(
                name="shoulder_abduction",
                side="right",
                target_rom_deg=90.0,
                max_rom_deg=110.0,
                **fields,
            ),
            PlannedExercise(name="elbow_flexion", side="left", target_rom_deg=120.0, **fields),
        ),
        speech=Speech(cues=spoken),
        camera=CameraUse(picture=picture),
    )


def course(rom_deg: float, samples: int) -> Floats:
    """Return a smooth way out and back, (samples,) degrees."""
    return rom_deg * 0.5 * (1.0 - np.cos(np.linspace(0.0, 2.0 * np.pi, samples)))


def orientations(angle_deg: Floats, axis: Sequence[float] = (0.0, 0.0, 1.0)) -> Floats:
    """Return quaternions of a watch turned about an axis of its own, at rest turned by 90°.

    At rest the watch's z is horizontal in the world, so that the limb swings in a vertical plane.
    """
    upright = from_rotation_vector(np.array([np.pi / 2, 0.0, 0.0]))
    turned = from_rotation_vector(np.radians(angle_deg)[:, None] * np.asarray(axis)[None, :])
    return multiply(np.broadcast_to(upright, turned.shape), turned)


def make_anchor(exercise: str, side: Any, *, rom_deg: float = 90.0, tempo_s: float = 3.0) -> Anchor:
    samples = int(tempo_s * PIPELINE_RATE_HZ)
    angle = course(rom_deg, samples)
    phase = np.linspace(0.0, 2.0 * np.pi, samples)
    signal = np.column_stack([np.sin(phase * (k + 1) / 2) * (k + 1) for k in range(6)])
    return Anchor(
        exercise=exercise,
        side=side,
        signal=signal,
        orientation=orientations(angle),
        angle_deg=angle,
        axis=np.array([0.0, 0.0, 1.0]),
        rom_deg=rom_deg,
        stability=1.0,
        tempo_s=tempo_s,
        spread=0.1,
        rom_spread_deg=2.0,
        arm_length_m=0.55,
        recorded="made for a test",
        simulated=True,
    )


def make_anchors(plan: Plan) -> tuple[Anchor, ...]:
    return tuple(
        make_anchor(one.name, one.side, rom_deg=one.target_rom_deg) for one in plan.exercises
    )


def link(*, simulated: bool = False, state: Any = "streaming", **more: Any) -> LinkStatus:
    return LinkStatus(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        state=state,
        device="Fake watch",
        simulated=simulated,
        rate_hz=50.0,
        loss_percent=0.4,
        clock_offset_ms=12.5,
        clock_drift_ppm=-31.0,
        **more,
    )


def progress(
    activity: Activity = "moving",
    *,
    exercise: int | None = 0,
    completed: int = 0,
    angle_deg: float | None = 40.0,
    phase: float | None = 0.25,
    reference_deg: float | None = 45.0,
    difference_deg: float | None = None,
    at_ns: int = 0,
    hold_left_s: float | None = None,
) -> Progress:
    angle = np.array([angle_deg or 0.0])
    return Progress(
        seq=0,
        sensor_ns=at_ns,
        host_ns=at_ns,
        activity=activity,
        exercise=exercise,
        completed=completed,
        angle_deg=angle_deg,
        direction="outward" if phase is None or phase <= 1.0 else "returning",
        phase=phase,
        difference_deg=difference_deg,
        reference_deg=reference_deg,
        orientation=orientations(angle)[0],
        hold_left_s=hold_left_s,
    )


def make_segments() -> tuple[Segment, ...]:
    weights = np.array([[0.5, 0.1, 0.1, 0.1, 0.1, 0.1], [0.05, 0.05, 0.1, 0.1, 0.6, 0.1]])
    return tuple(
        Segment(
            index=i,
            start=i / 5,
            end=(i + 1) / 5,
            weight=(0.1, 0.4, 0.35, 0.1, 0.05)[i],
            axis_weights=weights[i % 2],
            angle_difference_deg=(-2.0, -18.0, -24.0, -6.0, 0.0)[i],
            tempo_ratio=(1.0, 1.0, 0.6, 1.4, 1.0)[i],
        )
        for i in range(5)
    )


def make_views(*, praised: bool) -> tuple[ExplainedScore, ...]:
    segments = make_segments()
    weights = np.array([segment.weight * segment.axis_weights for segment in segments])
    aspects: tuple[Aspect, ...] = ("overall", "range_of_motion", "stability")
    return tuple(
        ExplainedScore(
            aspect=aspect,
            similarity=(0.94 if praised else 0.61) - 0.1 * i,
            weights=np.roll(weights, i, axis=0),
            critical=() if praised else ((2, 1), (3,), (4,))[i],
            words="" if praised else f"Your arm departs in its {aspect}",
        )
        for i, aspect in enumerate(aspects)
    )


def feedback(
    number: int = 1,
    *,
    exercise: int = 0,
    kind: CueKind = "low_range",
    cue: str = "Raise your arm higher on the way up, towards the end: 24° below your reference",
    judged: bool = True,
    rom_deg: float = 66.0,
) -> Feedback:
    samples = int(3.0 * PIPELINE_RATE_HZ)
    phase = np.linspace(0.0, 2.0 * np.pi, samples)
    aligned = np.column_stack([0.8 * np.sin(phase * (k + 1) / 2) * (k + 1) for k in range(6)])
    judgement = Judgement(
        similarity=0.94 if kind == "praise" else 0.61,
        rom_deg=rom_deg,
        rom_difference_deg=rom_deg - 90.0,
        stability=0.9,
        stability_difference=-0.1,
        tempo_ratio=0.93,
        lean_deg=None,
        segments=make_segments(),
        critical=() if kind == "praise" else (2, 1),
        aligned=aligned,
        aligned_angle_deg=course(rom_deg, samples),
        scored_by="network",
        views=make_views(praised=kind == "praise"),
    )
    return Feedback(
        seq=number,
        sensor_ns=0,
        host_ns=0,
        exercise=exercise,
        number=number,
        start_ns=0,
        end_ns=3 * S_NS,
        tempo_s=2.8,
        cue_kind=kind if judged else "not_compared",
        cue=cue,
        judgement=judgement if judged else None,
    )


PRAISE = "Well done: 91°, as in your reference"


def praise(number: int, *, exercise: int = 0) -> Feedback:
    return feedback(number, exercise=exercise, kind="praise", cue=PRAISE, rom_deg=91.0)


def summary(
    exercise: int = 0, *, done: int = 3, pain: int | None = None, effort: int | None = None
) -> Summary:
    rom = np.array([66.0, *[91.0] * (done - 1)]) if done else np.zeros(0)
    return Summary(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        exercise=exercise,
        name="shoulder_abduction",
        prescribed=3,
        done=done,
        correct=max(0, done - 1),
        duration_s=65.0,
        rom_deg=rom,
        stability=np.full(done, 0.9),
        tempo_s=np.full(done, 2.9),
        similarity=np.full(done, 0.9),
        cue_counts={"low_range": 1, "praise": max(0, done - 1)},
        recurring=(),
        pain=pain,
        effort=effort,
        words="You did 3 of 3 repetitions, 2 of them as in your reference. "
        "Next time, raise your arm higher on the way up, towards the end.",
    )


def status(at_ns: int = 0, *, state: Any = "running", **restarts: int) -> Status:
    names = ("watch", "motion", "coach", "recorder", "page")
    return Status(
        seq=0,
        sensor_ns=at_ns,
        host_ns=at_ns,
        stages=tuple(
            StageStatus(
                name=name,
                state=state if name == "coach" else "running",
                restarts=restarts.get(name, 0),
                drops={"queue": 2} if name == "page" else {},
                queue=1,
                latency_ms=(0.4, 0.9, 1.6),
                last_words="ValueError: no picture" if state in ("held_off", "failed") else "",
            )
            for name in names
        ),
    )


def history() -> tuple[HistoryEntry, ...]:
    return tuple(
        HistoryEntry(
            session=f"s{day}",
            date=f"2026-11-{day:02d}",
            exercise="shoulder_abduction",
            side="right",
            prescribed=10,
            done=10 if day > 3 else 8,
            correct=day,
            rom_deg=60.0 + 4 * day,
            stability=0.8,
            tempo_s=3.0,
            similarity=0.55 + 0.04 * day,
            pain=5 - day // 2,
            effort=6,
            simulated=day == 2,
        )
        for day in range(1, 7)
    )


def full_disk(folder: str) -> RecordingStatus:
    """Return that nothing more is recorded there since 10:42:31 of this machine's clock."""
    return RecordingStatus(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        problem="full",
        folder=folder,
        kept_until_s=datetime(2026, 5, 4, 10, 42, 31).timestamp(),
        waiting=250,
    )


class FakePipeline:
    """All the other processes at once: answers commands with what they would send.

    Args:
        plan: what is exercised.
        simulated: what the link says of its data.
        repetition_s: time of one repetition.
        still_s: time of holding still before the first one and between two.
        earlier: messages sent before all others.
        camera: sees the patient; None where there is none.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        simulated: bool = True,
        repetition_s: float = 0.6,
        still_s: float = 0.2,
        earlier: Sequence[Message] = (),
        camera: FakeCamera | None = None,
    ) -> None:
        self._camera = camera
        self._angle_deg = 0.0
        self.commands: list[Command] = []
        self._plan = plan
        self._anchors = make_anchors(plan)
        self._repetition_s = repetition_s
        self._still_s = still_s
        self._queue: list[Message] = [link(simulated=simulated), status(), *earlier]
        self._exercise: int | None = None
        self._done = 0
        self._since_s = 0.0
        self._always = os.eventfd(1)

    def fileno(self) -> int:
        """Return what is always readable: something is always about to come."""
        return self._always

    def send(self, command: Command | PageDone) -> None:
        if isinstance(command, PageDone):
            return
        self.commands.append(command)
        if command.action == "start":
            self._exercise, self._done, self._since_s = command.exercise, 0, time.monotonic()
        elif command.action in ("next", "finish") and self._exercise is not None:
            self._end()
        elif command.action == "rate" and command.exercise is not None:
            self._queue.append(summary(command.exercise, pain=command.pain, effort=command.effort))

    def end(self) -> None:
        """Say that the session ends, as with Ctrl-C."""
        self._queue.append(replace(status(), ending=True))

    def poll(self) -> list[Message]:
        if self._exercise is not None:
            self._exercising(self._exercise)
        queue, self._queue = self._queue, []
        if self._camera is not None:
            queue += self._camera.poll(self._angle_deg)
        return queue

    def _exercising(self, exercise: int) -> None:
        at_s = time.monotonic() - self._since_s
        at_ns = time.monotonic_ns()
        self._angle_deg = 0.0
        if at_s < self._still_s:
            activity: Activity = "still" if self._done else "calibrating"
            self._queue.append(
                progress(
                    activity,
                    exercise=exercise,
                    completed=self._done,
                    angle_deg=0.0 if self._done else None,
                    phase=None,
                    reference_deg=None,
                    at_ns=at_ns,
                )
            )
            return
        share = (at_s - self._still_s) / self._repetition_s
        if share < 1.0:
            reference = course(self._anchors[exercise].rom_deg, 101)
            effort = 0.7 if self._done == 0 else 1.01
            angle_deg = self._angle_deg = effort * float(reference[int(100 * share)])
            self._queue.append(
                progress(
                    exercise=exercise,
                    completed=self._done,
                    angle_deg=angle_deg,
                    phase=2.0 * share,
                    reference_deg=float(reference[int(100 * share)]),
                    difference_deg=(effort - 1.0) * float(reference.max()) if share > 0.5 else None,
                    at_ns=at_ns,
                )
            )
            return
        self._done += 1
        self._since_s = time.monotonic()
        told = feedback if self._done == 1 else praise
        self._queue.append(told(self._done, exercise=exercise))
        if self._done == self._plan.exercises[exercise].prescribed:
            self._end()

    def _end(self) -> None:
        if self._exercise is not None:
            self._queue.append(summary(self._exercise, done=self._done))
        self._exercise = None
