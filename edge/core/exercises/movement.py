"""How a person does an exercise, for the simulated patient: the course of every joint."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAngle:
    """One joint's angle during an exercise, as a sum of what moves it.

    Attributes:
        rest_deg: what is the same for everybody and at every instant.
        carry: share of the person's slack, the elbow flexion of an arm that hangs at ease.
        plane: share of the angle by which the person raises the arm out of the exercise's plane.
        habit: share of the roll of the forearm that goes with this person's movement.
        move: degrees for each degree of the movement.
        cross: share of the tremor out of the movement's plane.
        roll: share of the tremor about the limb's own axis.
        lean: degrees for each degree of a trunk lean that helps the movement along.
    """

    rest_deg: float = 0.0
    carry: float = 0.0
    plane: float = 0.0
    habit: float = 0.0
    move: float = 0.0
    cross: float = 0.0
    roll: float = 0.0
    lean: float = 0.0


Joints = Mapping[str, JointAngle]
"""Joint angles by name without side and unit, see `edge.avatar.kinematics.JOINT_ANGLES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkBend:
    """A bend of the whole trunk, dealt out to hips and spine as the person does it.

    Attributes:
        forward: 1 for a bend to the front, −1 for one to the back.
        legs: share of the bend by which the legs tilt the other way, to keep the balance.
    """

    forward: float
    legs: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseMovement:
    """The joints of an exercise and their ranges.

    Attributes:
        reference_rom_deg: smallest and largest range of motion of a person's reference.
        limb: joints of the exercising side.
        other: joints of the other side.
        trunk: joints of the trunk; lateral ones as for an exercise of the left side.
        bend: how the trunk bends where it is the limb of the exercise.
        lean_helps: a leaning trunk turns the limb in the movement's own direction.
    """

    reference_rom_deg: tuple[float, float]
    limb: Joints
    other: Joints
    trunk: Joints = field(default_factory=dict)
    bend: TrunkBend | None = None
    lean_helps: bool = False
