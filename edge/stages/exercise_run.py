"""One exercise while it is being done: repetitions, live angle, and how far a movement has got."""

from typing import Final

import numpy as np

from edge.assessment.tolerance import Tolerance
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Activity, Direction
from edge.core.messages.restart import Resumption
from edge.repetitions.detector import RepetitionDetector, Span
from edge.repetitions.detector_settings import DetectorSettings
from edge.repetitions.hold import hold_under_way, longest_hold
from edge.repetitions.reference_course import ReferenceCourse
from edge.signals.angles import angle_about, rest_pose
from edge.signals.rotations import conjugate, rotate
from edge.stages.camera_side import CameraSide
from edge.stages.rest_guess import RestGuess
from edge.stages.tracker import MovementTracker, Position
from edge.stages.window import Stretch, Window
from edge.stages.worn_check import WornCheck

REST_NS: Final = 200_000_000
"""A rest pose is the mean over this long."""


class ExerciseRun:
    """What `motion` knows of the running exercise.

    Attributes:
        index: the exercise's place in the plan.
        anchor: its reference repetition.
        completed: repetitions finished.
        angle_deg: the live angle about the anchor's axis; None before the rest pose is known.
        hold_left_s: for how much longer the end is to be held; None where no hold is asked for, or
            the limb is not at the end.
        camera: what a camera adds.
        worn: how the watch is worn, compared with the anchor.

    Args:
        index: the exercise's place in the plan.
        anchor: its reference repetition.
        known: what is known of the exercise from before, as after a restart.
        hold_s: the hold that the plan asks for, 0 for none.
        prescribed: what comes after so many repetitions is not counted; None counts them all.
        tolerance: what is natural for this patient; None takes what is for everybody.
    """

    def __init__(
        self,
        index: int,
        anchor: Anchor,
        known: Resumption,
        *,
        hold_s: float = 0.0,
        prescribed: int | None = None,
        tolerance: Tolerance | None = None,
    ) -> None:
        self.index = index
        self.anchor = anchor
        self.completed = known.completed
        self.angle_deg: float | None = None
        self.hold_left_s: float | None = None
        self.camera = CameraSide(anchor.exercise, anchor.side, hold_s, known.camera_offset_ms)
        self._hold_s, self._prescribed = hold_s, prescribed
        self._end_deg = anchor.rom_deg - (tolerance or Tolerance.of(anchor)).rom_deg
        self.worn = WornCheck(anchor, known.worn)
        self._is_rest = RestGuess(anchor, hold_s, known)
        self._detector = RepetitionDetector(
            DetectorSettings.with_hold(hold_s),
            reference_rad=float(np.radians(anchor.rom_deg)),
            is_rest=self._is_rest,
        )
        self._tracker = MovementTracker(ReferenceCourse.of(anchor))
        self._rest: Floats | None = None
        self._camera_leads = False

    @property
    def activity(self) -> Activity:
        """What the patient is doing as far as the signals tell."""
        if self._rest is None and not self._camera_leads:
            return "calibrating"
        return "still" if self.position is None else "moving"

    @property
    def direction(self) -> Direction:
        """Which way the limb goes, or will go next when at rest."""
        return self._tracker.direction

    @property
    def position(self) -> Position | None:
        """How far the movement under way has got; None at rest."""
        return self._tracker.position

    @property
    def resumption(self) -> Resumption:
        """What is known of the exercise, as far as it outlives a restart."""
        offset_ms = self.camera.offset_ms
        return Resumption(
            exercise=self.index,
            completed=self.completed,
            moving=self._may_be_moving,
            up_at_rest=self._is_rest.up_at_rest,
            way_out=self._is_rest.way_out,
            camera_offset_ms=None if offset_ms is None else float(round(offset_ms)),
            worn=self.worn.known,
        )

    @property
    def axis(self) -> Floats:
        """The anchor's axis (3,) in the sensor's frame as the watch is worn now."""
        return rotate(conjugate(self.worn.turn), self.anchor.axis)

    @property
    def _may_be_moving(self) -> bool:
        """Whether a movement is under way, or was when the rest pose was lost."""
        if self._detector.rest is not None:
            return self._detector.moving_since_ns is not None
        return self._is_rest.moving

    def interrupt(self) -> None:
        """Drop what spans a gap; the count stays."""
        self._forget(moving=self._may_be_moving)

    def _forget(self, *, moving: bool) -> None:
        self._is_rest.interrupt(moving=moving)
        self._detector.reset()
        self._rest = self.angle_deg = self.hold_left_s = None
        if not self._camera_leads:
            self._tracker.reset()

    def take(self, stretch: Stretch, window: Window, still: bool) -> list[Span]:
        """Return the repetitions that these samples finish.

        Args:
            stretch: the newest samples.
            window: the stream so far, these samples included.
            still: whether the watch is still now.
        """
        spans = self._detector.process(stretch.t_ns, stretch.orientation)
        rest = self._detector.rest
        if rest is not None and self._is_rest.refuted(rest, stretch.orientation[-1]):
            self._forget(moving=False)  # what moves now is on its way back
            return []
        for span in spans:
            self._is_rest.learn_way(window.between(span.start_ns, span.end_ns).orientation)
        if self._prescribed is not None:
            del spans[max(0, self._prescribed - self.completed) :]
        self.completed += len(spans)
        resting = self._detector.rest is not None and self._detector.moving_since_ns is None
        if resting and still:
            self._rest_here(window, int(stretch.t_ns[-1]))
        if self._rest is not None:
            angle_deg = angle_about(
                self.axis,
                stretch.orientation,
                self._rest,
                previous_deg=self.angle_deg or 0.0,
            )
            self.angle_deg = float(angle_deg[-1])
            self.camera.take_watch(stretch, angle_deg)
            live = self.camera.live(int(stretch.t_ns[-1]))
            self._camera_leads = live is not None and live.source == "camera"
            if not self._camera_leads:
                self._tracker.take(stretch.t_ns, angle_deg)
            if self._hold_s:
                self.hold_left_s = self._hold_left_s(window, int(stretch.t_ns[-1]), self._rest)
        return spans

    def see(self, pose: Pose) -> int | None:
        """Take what was found in a frame; return its time while the live angle comes from it."""
        now_ns = self.camera.take_pose(pose, resting=self._is_resting())
        live = self.camera.live(now_ns)
        if live is None or live.source != "camera":
            return None
        self._camera_leads = True
        self._tracker.take(np.array([now_ns]), np.array([live.angle_deg]), live.off_deg)
        return now_ns

    def _is_resting(self) -> bool:
        """Return whether the limb does not move at all, as far as the leading sensor tells."""
        moves = self._detector.moving_since_ns is not None and not self._camera_leads
        return self.activity == "still" and not moves

    def held_s(self, angle_deg: Floats) -> float | None:
        """Return how long the end was held in a repetition; None where no hold is asked for.

        Args:
            angle_deg: (n,) its angle about the anchor's axis.
        """
        if not self._hold_s:
            return None
        hold = longest_hold(angle_deg, self.anchor.rom_deg, PIPELINE_RATE_HZ)
        return 0.0 if hold is None else hold.held_s(PIPELINE_RATE_HZ)

    def _hold_left_s(self, window: Window, now_ns: int, rest: Floats) -> float | None:
        """Return for how much longer the end is to be held; None while the limb is not there.

        The end is where the range is no longer too low; from there on, where this movement stops.
        """
        since_ns = self._detector.moving_since_ns
        if since_ns is None:
            return None
        moved = window.between(since_ns, now_ns).orientation
        angle_deg = angle_about(self.axis, moved, rest)
        if angle_deg.max() < self._end_deg:
            return None
        hold = hold_under_way(angle_deg, self.anchor.rom_deg, PIPELINE_RATE_HZ)
        return None if hold is None else max(0.0, self._hold_s - hold.held_s(PIPELINE_RATE_HZ))

    def _rest_here(self, window: Window, now_ns: int) -> None:
        self._rest = rest_pose(window.between(now_ns - REST_NS, now_ns).orientation)
        self._is_rest.learn(self._rest)
        self.angle_deg = 0.0
