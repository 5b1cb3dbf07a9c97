"""What the camera adds to an exercise: the angle while the watch is silent, and a second range."""

from collections import deque
from dataclasses import replace
from typing import Final

from calibration.camera_sync import CameraSync
from edge.assessment.compensation import posture_findings
from edge.core.arrays import Floats
from edge.core.constants import COMPARED_S
from edge.core.exercises import Side, exercise_named
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import PostureFinding
from edge.posture.body_track import BodyTrack
from edge.posture.limb_angle import LimbAngle
from edge.posture.pose_track import track_of
from edge.signals.angle_fusion import ANGLE_FUSION_SETTINGS, AngleFusion, LiveAngle, Ranges
from edge.stages.window import Stretch

SETTLE_NS: Final = 1_000_000_000
"""While the limb rests, the camera's view and rest pose are taken anew so often."""

REST_NS: Final = 800_000_000
"""What the rest of the body does at rest is the mean over this long before a repetition."""

FASTEST_HZ: Final = 30.0
"""Frames per second at the most, as far as what was seen is kept."""


class CameraSide:
    """Watch and camera together, for one exercise.

    Args:
        exercise: its name.
        side: the side that moves.
        hold_s: the hold at the end that the plan asks for, 0 for none.
        offset_ms: as known from before; None where it is not.

    Attributes:
        offset_ms: by how much later the frames are stamped than the watch's samples; None before
            that is known.
    """

    def __init__(
        self, exercise: str, side: Side, hold_s: float = 0.0, offset_ms: float | None = None
    ) -> None:
        self.offset_ms = offset_ms
        self._sync = CameraSync(side, worn=exercise_named(exercise).worn)
        self._limb = LimbAngle(exercise, side)
        self._fusion = AngleFusion(
            self._limb.marks,
            replace(ANGLE_FUSION_SETTINGS, kept_s=ANGLE_FUSION_SETTINGS.kept_s + hold_s),
        )
        self._settled_ns = 0
        self._exercise, self._side = exercise_named(exercise), side
        self._seen: deque[tuple[int, Pose]] = deque(
            maxlen=round((COMPARED_S + hold_s) * FASTEST_HZ)
        )

    def take_watch(self, stretch: Stretch, angle_deg: Floats) -> None:
        """Take the watch's newest samples and the (n,) angles of the exercise at them."""
        self._sync.take_watch(stretch.t_ns, stretch.orientation)
        self._fusion.take_watch(stretch.t_ns, angle_deg)

    def take_pose(self, pose: Pose, *, resting: bool) -> int:
        """Take what was found in a frame; return its time on the watch's clock.

        Args:
            pose: of the newest frame.
            resting: the watch says that the limb is at rest.
        """
        self._sync.take_pose(pose)
        offset = self._sync.offset
        if offset is not None and offset.settled:
            self.offset_ms = offset.offset_ms
        at_ns = pose.sensor_ns - round((self.offset_ms or 0.0) * 1e6)
        seen = self._limb.process(pose)
        if resting and at_ns - self._settled_ns >= SETTLE_NS:
            self._limb.rest_here()
            self._settled_ns = at_ns
        self._fusion.take_camera(at_ns, seen)
        self._seen.append((at_ns, pose))
        return at_ns

    def live(self, now_ns: int) -> LiveAngle | None:
        """Return the angle now and which sensor it is from; None while both are silent."""
        return self._fusion.live(now_ns)

    def ranges(self, start_ns: int, end_ns: int) -> Ranges:
        """Return the range of motion of a repetition by each sensor alone."""
        return self._fusion.ranges(start_ns, end_ns)

    def posture(self, start_ns: int, end_ns: int) -> tuple[PostureFinding, ...]:
        """Return what else of the body moved in a repetition, against the rest right before it."""
        return posture_findings(
            self._track(start_ns - REST_NS, start_ns),
            self._track(start_ns, end_ns),
            exercise=self._exercise,
            side=self._side,
        )

    def _track(self, start_ns: int, end_ns: int) -> BodyTrack:
        return track_of(pose for at_ns, pose in self._seen if start_ns <= at_ns < end_ns)
