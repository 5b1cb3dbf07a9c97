"""What an exercise says about the joints that a watch cannot tell apart.

An orientation has three numbers, trunk and arm have seven joint angles. What closes the gap is the
exercise itself: it begins in a known pose, one joint moves, and the others are meant to stay, each
within so many degrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises.terms import ARM_JOINTS, Side

FREE_DEG: Final = 90.0
"""Standard deviation of the moving joint: its start pose says next to nothing about where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraints:
    """What an exercise takes for granted; poses are (k,) degrees in the order of `joints`.

    Attributes:
        joints: the joints between the room and the watch, k of them.
        moving: the joint that does the movement, and is judged.
        outward: sign of its way out.
        start_deg: joint angles of the start pose; those that are not given are 0.
        sd_deg: by how much a joint that is meant to stay may depart, as a standard deviation.
        lean: the trunk's joint by which a lean helps the movement along, with its sign on the left
            side; None where the trunk may move, or a watch does not show a lean.
        arms_deg: joint angles of the arms of which the watch says nothing: the other one, or both.
        target_deg: start pose without the slack of a body at ease, for the target in the picture.
    """

    joints: tuple[str, ...] = ARM_JOINTS
    moving: str
    outward: float = 1.0
    start_deg: Mapping[str, float]
    sd_deg: Mapping[str, float]
    lean: tuple[str, float] | None = None
    arms_deg: Mapping[str, float]
    target_deg: Mapping[str, float] = field(default_factory=dict)

    def start(self, side: Side = "left", lean_deg: float = 0.0) -> Floats:
        """Return the start pose (k,), on a trunk that leans by `lean_deg`."""
        pose = np.array([self.start_deg.get(joint, 0.0) for joint in self.joints])
        if self.lean is not None:
            joint, sign = self.lean
            mirrored = joint.endswith("lateral") and side == "right"
            pose[self.joints.index(joint)] += (-sign if mirrored else sign) * lean_deg
        return pose

    def deviations(self) -> Floats:
        """Return the standard deviations (k,) in degrees; the moving joint's is `FREE_DEG`."""
        return np.array([FREE_DEG if j == self.moving else self.sd_deg[j] for j in self.joints])

    def at(self, angle_deg: float) -> Floats:
        """Return the pose (k,) in which nothing but the moving joint has left the start pose."""
        pose = self.start()
        pose[self.joints.index(self.moving)] += self.outward * angle_deg
        return pose
