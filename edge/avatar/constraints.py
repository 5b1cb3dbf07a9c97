"""What each exercise says about the joints that a watch on the wrist cannot tell apart.

An orientation has three numbers, trunk and arm have seven joint angles. What closes the gap is the
exercise itself: it begins in a known pose, one joint moves, and the others are meant to stay, each
with so much give. The same is said to the patient in plain words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.exercises import Side

JOINTS: Final[tuple[str, ...]] = (
    "trunk_flexion",
    "trunk_lateral",
    "shoulder_plane",
    "shoulder_elevation",
    "shoulder_axial",
    "elbow_flexion",
    "forearm_supination",
)
"""The joint angles that are fitted, in the conventions of `edge.avatar.kinematics`; the trunk's, to
the front and to the left, are its whole bend against the vertical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """What an exercise takes for granted.

    Attributes:
        moving: the joint that does the movement.
        outward: sign of its way out.
        start_deg: joint angles of the start pose; those that are not given are 0.
        give_deg: by how much a joint that is meant to stay may depart, as a standard deviation.
        lean: the trunk's joint by which a lean helps the movement along, with its sign on the left
            side; None where the trunk is meant to move, or a watch does not show a lean.
        other_arm_deg: joint angles of the arm without the watch.
        words: the same for the patient, completing "drawn from the watch alone, taking for
            granted: …".
    """

    moving: str
    outward: float = 1.0
    start_deg: Mapping[str, float]
    give_deg: Mapping[str, float]
    lean: tuple[str, float] | None = None
    other_arm_deg: Mapping[str, float]
    words: str

    def start(self, side: Side = "left", lean_deg: float = 0.0) -> Floats:
        """Return the start pose (7,), degrees in the order of `JOINTS`, on a leaning trunk."""
        pose = np.array([self.start_deg.get(joint, 0.0) for joint in JOINTS])
        if self.lean is not None:
            joint, sign = self.lean
            mirrored = joint == "trunk_lateral" and side == "right"
            pose[JOINTS.index(joint)] += (-sign if mirrored else sign) * lean_deg
        return pose

    def give(self) -> Floats:
        """Return the standard deviations (7,) in degrees; the moving joint's is a free range."""
        return np.array([FREE_DEG if j == self.moving else self.give_deg[j] for j in JOINTS])

    def at(self, angle_deg: float) -> Floats:
        """Return the pose (7,) in which nothing but the moving joint has left the start pose."""
        pose = self.start()
        pose[JOINTS.index(self.moving)] += self.outward * angle_deg
        return pose


FREE_DEG: Final = 90.0
"""The moving joint goes anywhere: its start pose says next to nothing about where it is."""

_HANGING: Final = {"shoulder_elevation": 4.0, "elbow_flexion": 8.0}
"""An arm that hangs at ease neither touches the body nor is quite straight."""

_TRUNK_STILL: Final = {"trunk_flexion": 1.0, "trunk_lateral": 1.0}
_STRAIGHT_ARM: Final = _TRUNK_STILL | {
    "shoulder_plane": 10.0,
    "shoulder_axial": 10.0,
    "elbow_flexion": 3.0,
    "forearm_supination": 15.0,
}
_CROSSED: Final = {
    "shoulder_plane": 90.0,
    "shoulder_elevation": 40.0,
    "shoulder_axial": -80.0,
    "elbow_flexion": 110.0,
}
_CROSSED_GIVE: Final = {
    "trunk_lateral": 5.0,
    "shoulder_plane": 1.0,
    "shoulder_elevation": 1.0,
    "shoulder_axial": 1.0,
    "elbow_flexion": 1.0,
    "forearm_supination": 5.0,
}
_CROSSED_WORDS: Final = "arms held to the chest, so that the wrist turns with the trunk"

CLOSURES: Final[dict[str, Closure]] = {
    "shoulder_abduction": Closure(
        moving="shoulder_elevation",
        start_deg=_HANGING | {"shoulder_plane": 8.0},
        give_deg=_STRAIGHT_ARM,
        lean=("trunk_lateral", -1.0),
        other_arm_deg=_HANGING,
        words="straight elbow, upright trunk, arm raised to the side",
    ),
    "shoulder_flexion": Closure(
        moving="shoulder_elevation",
        start_deg=_HANGING | {"shoulder_plane": 86.0},
        give_deg=_STRAIGHT_ARM,
        lean=("trunk_flexion", -1.0),
        other_arm_deg=_HANGING,
        words="straight elbow, upright trunk, arm raised to the front",
    ),
    "external_rotation": Closure(
        moving="shoulder_axial",
        start_deg={
            "shoulder_plane": 20.0,
            "shoulder_elevation": 8.0,
            "shoulder_axial": -20.0,
            "elbow_flexion": 90.0,
        },
        give_deg=_TRUNK_STILL
        | {
            "shoulder_plane": 3.0,
            "shoulder_elevation": 3.0,
            "elbow_flexion": 5.0,
            "forearm_supination": 15.0,
        },
        lean=("trunk_lateral", 1.0),
        other_arm_deg=_HANGING,
        words="elbow bent to a right angle at the side, upright trunk",
    ),
    "elbow_flexion": Closure(
        moving="elbow_flexion",
        start_deg={"shoulder_plane": 86.0, "shoulder_elevation": 2.0, "elbow_flexion": 4.0},
        give_deg=_TRUNK_STILL
        | {
            "shoulder_plane": 10.0,
            "shoulder_elevation": 10.0,
            "shoulder_axial": 10.0,
            "forearm_supination": 15.0,
        },
        other_arm_deg=_HANGING,
        words="upper arm nearly still, upright trunk",
    ),
    "trunk_flexion": Closure(
        moving="trunk_flexion",
        start_deg=_CROSSED,
        give_deg=_CROSSED_GIVE,
        other_arm_deg=_CROSSED | {"shoulder_elevation": 32.0},
        words=_CROSSED_WORDS,
    ),
    "trunk_extension": Closure(
        moving="trunk_flexion",
        outward=-1.0,
        start_deg=_CROSSED,
        give_deg=_CROSSED_GIVE,
        other_arm_deg=_CROSSED | {"shoulder_elevation": 32.0},
        words=_CROSSED_WORDS,
    ),
}
"""One row for each exercise of `edge.core.exercises`."""
