"""How a person's movement is dealt out to the joints, as the exercise's own file says."""

from collections.abc import Iterator

import numpy as np

from edge.avatar.kinematics import NOD_SHARE, on_chair, side_sign
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES, Side
from edge.core.exercises.movement import JointAngle, Joints, TrunkBend
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.trajectory import Drive

Pose = dict[str, Floats]


def joint_angles(patient: PatientSettings, drive: Drive) -> Pose:
    """Return all joint angles that are not 0, (n,) degrees each, by name."""
    exercise = EXERCISES[patient.exercise]
    movement = exercise.movement
    mirror = side_sign(patient.side)
    angles = (
        _of_side(_other(patient.side), movement.other, patient, drive)
        | _of_side(patient.side, movement.limb, patient, drive)
        | {
            f"{name}_deg": (mirror if name.endswith("lateral") else 1.0)
            * _angle_deg(angle, patient, drive)
            for name, angle in movement.trunk.items()
        }
        | ({} if movement.bend is None else _bend(movement.bend, patient, drive))
    )
    still, sitting = np.zeros_like(drive.progress), exercise.sitting
    # Who stands sways about the ankles, who sits about the hips.
    for name, sway_deg in (
        ("hip_flexion_deg" if sitting else "leg_forward_deg", drive.sway_forward_deg),
        ("hip_lateral_deg" if sitting else "leg_side_deg", drive.sway_side_deg),
        ("thoracic_flexion_deg", drive.breath_deg),
    ):
        angles[name] = angles.get(name, still) + sway_deg
    return on_chair(angles, len(still)) if sitting else angles


def _of_side(side: Side, joints: Joints, patient: PatientSettings, drive: Drive) -> Pose:
    return {
        f"{side}_{name}_deg": _angle_deg(angle, patient, drive) for name, angle in joints.items()
    }


def _other(side: Side) -> Side:
    return "left" if side == "right" else "right"


def _angle_deg(angle: JointAngle, patient: PatientSettings, drive: Drive) -> Floats:
    """Return the angle (n,) that is the sum of its parts, in the order of `JointAngle`."""
    total: Floats | float = 0.0
    for part in _parts(angle, patient, drive):
        total = total + part
    return np.zeros_like(drive.progress) + total


def _parts(angle: JointAngle, patient: PatientSettings, drive: Drive) -> Iterator[Floats | float]:
    yield angle.rest_deg
    yield angle.carry * patient.carry_deg
    yield angle.plane * patient.plane_deg
    for share, moved_deg in (
        (angle.habit, drive.progress * patient.roll_deg),
        (angle.move, drive.move_deg),
        (angle.cross, drive.cross_deg),
        (angle.roll, drive.roll_deg),
        (angle.lean, drive.lean_deg),
    ):
        if share:
            yield share * moved_deg


def _bend(bend: TrunkBend, patient: PatientSettings, drive: Drive) -> Pose:
    # The legs tilt the other way about the ankles, so that the person keeps the balance.
    bend_deg = bend.forward * drive.move_deg
    hips = 1.0 - patient.lumbar_share - patient.thoracic_share + bend.legs
    return {
        "leg_forward_deg": -bend.legs * bend_deg,
        "hip_flexion_deg": hips * bend_deg,
        "lumbar_flexion_deg": patient.lumbar_share * bend_deg,
        "lumbar_lateral_deg": drive.cross_deg,
        "thoracic_flexion_deg": patient.thoracic_share * bend_deg,
        "neck_flexion_deg": NOD_SHARE * bend_deg,
    }
