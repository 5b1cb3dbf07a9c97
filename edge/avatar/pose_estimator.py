"""From the watch's orientation, moment by moment, to the body's pose in an exercise."""

from functools import lru_cache
from typing import Final

import numpy as np

from edge.avatar.fit import Segment, fit, segment_of
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.constants import STEEP, UP
from edge.core.exercises import EXERCISES, Side
from edge.core.exercises.constraints import Constraints
from edge.signals.rotations import (
    conjugate,
    from_rotation_vector,
    multiply,
    rotate,
    to_rotation_vector,
    twist_rad,
)

ANCHOR_TRUST: Final = 5.0
"""The anchor's axis counts as much as so many samples of a limb turned by 1 rad: half a second of
the patient's own movement, for a watch may be put on anew."""

WAYPOINTS_DEG: Final = (0.0, 50.0, 100.0, 150.0)
"""Where a pose is looked for that is far from the previous one, as after a gap."""


class PoseEstimator:
    """The poses of one patient in one exercise.

    A watch knows no north. The body's heading is where the axis, about which the watch turns, lies
    as the exercise has it: at first the anchor's axis, then more and more the patient's own. Where
    the axis is upright only the angle about it is used: what tilts has no direction in the body.

    Args:
        exercise: name of the exercise.
        side: the side that moves, and wears the watch.
        axis: (3,) the anchor's main axis in the sensor's frame at rest.
    """

    def __init__(self, exercise: str, side: Side, axis: Floats) -> None:
        self._constraints = EXERCISES[exercise].constraints
        self._side: Side = side
        self._segment = segment_of(exercise, side)
        self._anchor_axis = axis
        self._turns = ANCHOR_TRUST * np.outer(axis, axis)
        self._start = self._segment(self._constraints.start()[np.newaxis])[0]
        self._body_axis = body_axis(self._constraints, self._segment)
        self._pose_deg = self._constraints.start()
        self._waypoints = np.stack([self._constraints.at(angle_deg) for angle_deg in WAYPOINTS_DEG])

    @property
    def axis(self) -> Floats:
        """The axis (3,) about which the watch turns, in its own frame at rest, as known by now."""
        _, vectors = np.linalg.eigh(self._turns)
        axis: Floats = vectors[:, -1] * np.copysign(1.0, vectors[:, -1] @ self._anchor_axis)
        return axis

    def pose(self, orientation: Floats, rest: Floats, *, lean_deg: float = 0.0) -> Floats:
        """Return the pose (k,) at that moment, degrees in the order of `constraints.joints`.

        Args:
            orientation: (4,) watch to world, z up.
            rest: (4,) the same in the start pose.
            lean_deg: by how much the trunk is known to lean to help the movement along.
        """
        turn = to_rotation_vector(multiply(conjugate(rest), orientation))
        self._turns += np.outer(turn, turn)
        self._pose_deg = fit(
            self._measured(multiply(orientation, conjugate(rest)), rest),
            self._segment,
            start_deg=self._constraints.start(self._side, lean_deg),
            sd_deg=self._constraints.deviations(),
            guesses_deg=np.vstack([self._pose_deg, self._waypoints]),
        )
        return self._pose_deg

    def pose_at(self, angle_deg: float) -> Floats:
        """Return the pose (k,) of that angle alone: nothing else is known of the limb."""
        self._pose_deg = self._constraints.at(angle_deg)
        return self._pose_deg

    def _measured(self, away: Floats, rest: Floats) -> Floats:
        """Return the segment's orientation (4,) in the body's frame, turned `away` from rest."""
        if abs(self._body_axis[2]) > STEEP:
            angle_deg = float(np.degrees(twist_rad(away, np.sign(self._body_axis[2]) * UP)))
            turned: Floats = self._segment(self._constraints.at(angle_deg)[np.newaxis])[0]
            return turned
        seen, meant = rotate(rest, self.axis), self._body_axis
        heading_rad = np.arctan2(meant[1], meant[0]) - np.arctan2(seen[1], seen[0])
        into_body = from_rotation_vector(heading_rad * UP)
        away = multiply(multiply(into_body, away), conjugate(into_body))
        return multiply(away, self._start)


def body_axis(constraints: Constraints, segment: Segment) -> Floats:
    """Return the axis (3,) about which the exercise turns the segment, in the body's frame."""
    ends = segment(np.stack([constraints.at(0.0), constraints.at(60.0)]))
    turn = to_rotation_vector(multiply(ends[1], conjugate(ends[0])))
    axis: Floats = turn / np.linalg.norm(turn)
    return axis


@lru_cache(maxsize=8)
def reference_poses(anchor: Anchor) -> Floats:
    """Return the poses (m, k) of an anchor's samples, in degrees of the exercise's joints."""
    estimator = PoseEstimator(anchor.exercise, anchor.side, anchor.axis)
    return np.stack([estimator.pose(now, anchor.orientation[0]) for now in anchor.orientation])
