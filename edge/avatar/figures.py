"""Patient and reference side by side: two figures, one moved by the watch, one by the anchor."""

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

from edge.avatar.body import joints_m
from edge.avatar.figure import Course, Figure, Joints
from edge.avatar.figure_shapes import Drawing
from edge.avatar.pose_estimator import PoseEstimator, reference_poses
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.messages.exercise import Feedback
from edge.repetitions.reference_course import ReferenceCourse

_BEYOND_M: Final = 0.06
"""How far beyond the limb's tip its way is drawn."""

Parts = Sequence[tuple[float, float]]
"""Parts of the anchor, start and end as fractions of its duration."""


class Moving(Protocol):
    """What of a live picture moves the patient's figure."""

    @property
    def angle_deg(self) -> float | None:
        """Angle about the reference's axis, None while it is unknown."""

    @property
    def source(self) -> str | None:
        """Which sensor the angle is from."""

    @property
    def orientation(self) -> Sequence[float] | None:
        """Quaternion w, x, y, z of the watch, None while it is unknown."""

    @property
    def rest_orientation(self) -> Sequence[float] | None:
        """The same at rest."""


class Figures:
    """Draws one exercise's figures, moment by moment.

    Attributes:
        anchor: the reference.
        course: its two ways.

    Args:
        anchor: the reference.
    """

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self.course = ReferenceCourse.of(anchor)
        self._exercise, self._side = anchor.exercise, anchor.side
        self.figure = Figure(anchor.exercise, anchor.side)
        self._estimator = PoseEstimator(anchor.exercise, anchor.side, anchor.axis)
        self._reference = joints_m(reference_poses(anchor), anchor.exercise, anchor.side)
        self._top = int(np.argmax(anchor.angle_deg))

    def patient(self, live: Moving) -> Joints:
        """Return the patient's body; at rest while the angle is unknown."""
        return self._body(self.patient_pose(live))

    def patient_pose(self, live: Moving) -> Floats:
        """Return the patient's pose (k,), degrees in the order of the exercise's joints.

        Without an orientation, or while the camera stands in for the watch, the angle alone counts.
        """
        if live.orientation is None or live.rest_orientation is None or live.source == "camera":
            return self._estimator.pose_at(live.angle_deg or 0.0)
        orientation, rest = np.array(live.orientation), np.array(live.rest_orientation)
        return self.pose(orientation / np.linalg.norm(orientation), rest / np.linalg.norm(rest))

    def pose(self, orientation: Floats, rest: Floats, *, lean_deg: float = 0.0) -> Floats:
        """Return the patient's pose (k,) as `PoseEstimator.pose` finds it."""
        return self._estimator.pose(orientation, rest, lean_deg=lean_deg)

    def followed(self, orientation: Floats, rest: Floats, *, lean_deg: float = 0.0) -> Joints:
        """Return the patient's body in that pose."""
        return self._body(self.pose(orientation, rest, lean_deg=lean_deg))

    def reference(self, share: float) -> Joints:
        """Return the body of the reference after a share (0–1) of its time."""
        index = round(min(max(share, 0.0), 1.0) * (len(self.anchor.angle_deg) - 1))
        return {name: positions[index] for name, positions in self._reference.items()}

    def pair(
        self, own: Joints, *, own_share: float | None, share: float, critical: Parts
    ) -> tuple[Drawing, Drawing]:
        """Return the pictures of the patient and of the reference.

        Args:
            own: the patient's body.
            own_share: the share of the reference's time at which the patient is; None at rest.
            share: the one that its figure shows.
            critical: parts in which the limb and its way are marked.
        """
        reference = self.reference(share)
        courses = self._courses(critical)
        ghost = None if own_share is None else reference
        return (
            self.figure.draw(
                own, ghost=ghost, courses=courses, critical=_within(own_share, critical)
            ),
            self.figure.draw(reference, courses=courses, critical=_within(share, critical)),
        )

    def _body(self, pose_deg: Floats) -> Joints:
        joints = joints_m(pose_deg[np.newaxis], self._exercise, self._side)
        return {name: position[0] for name, position in joints.items()}

    def _courses(self, critical: Parts) -> tuple[Course, ...]:
        """Return the way of the reference's tip outward, and the parts of its way marked."""
        count = len(self.anchor.angle_deg)
        parts = (
            slice(round(start * count), min(round(end * count), count - 1) + 1)
            for start, end in critical
        )
        return (
            ("course", self._way(slice(0, self._top + 1))),
            *(("course-critical", self._way(part)) for part in parts),
        )

    def _way(self, part: slice) -> Floats:
        before, tip = (self._reference[name][part] for name in self.figure.tip)
        along = tip - before
        way: Floats = tip + _BEYOND_M * along / np.linalg.norm(along, axis=1, keepdims=True)
        return way


def critical_of(feedback: Feedback | None) -> Parts:
    """Return the parts of the anchor where that repetition departed most; none without one."""
    if feedback is None or feedback.judgement is None:
        return ()
    judgement = feedback.judgement
    segments = (judgement.segments[index] for index in judgement.critical)
    return tuple((segment.start, segment.end) for segment in segments)


def _within(share: float | None, critical: Parts) -> bool:
    return share is not None and any(start <= share < end for start, end in critical)
