"""How each exercise is dealt out to the joints: one row per exercise of `edge.core.exercises`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.avatar.kinematics import side_sign
from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.simulation.body.patient import PatientSettings
from edge.simulation.body.trajectory import Drive

Pose = dict[str, Floats]
_CLAVICLE_SHARE: Final = 0.12
"""Clavicle elevation per degree of humeral elevation (scapulohumeral rhythm)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """The joint side of an exercise.

    Attributes:
        pose: joint angles of trunk and exercising arm at every instant of a drive.
        lean_helps: the compensating lean turns the limb in the movement's own direction.
    """

    pose: Callable[[PatientSettings, Drive], Pose]
    lean_helps: bool


def joint_angles(patient: PatientSettings, drive: Drive) -> Pose:
    """Return all joint angles that are not 0, (n,) degrees each, by name.

    The movement is on the patient's side; the other arm hangs, or lies crossed like the first one
    where the trunk moves.
    """
    angles = MOVEMENTS[patient.exercise].pose(patient, drive)
    still = np.zeros_like(drive.progress)
    for name, sway_deg in (
        ("leg_forward_deg", drive.sway_forward_deg),
        ("leg_side_deg", drive.sway_side_deg),
        ("thoracic_flexion_deg", drive.breath_deg),
    ):
        angles[name] = angles.get(name, still) + sway_deg
    return angles


def _arm(side: Side, **angles: Floats) -> Pose:
    return {f"{side}_{name}": angle for name, angle in angles.items()}


def _other(side: Side) -> Side:
    return "left" if side == "right" else "right"


def _hanging(patient: PatientSettings, like: Floats) -> Pose:
    slack = np.full_like(like, patient.carry_deg)
    return _arm(_other(patient.side), shoulder_elevation_deg=0.5 * slack, elbow_flexion_deg=slack)


def _raised(patient: PatientSettings, drive: Drive, plane_deg: float) -> Pose:
    elevation = drive.move_deg
    return _hanging(patient, elevation) | _arm(
        patient.side,
        clavicle_elevation_deg=_CLAVICLE_SHARE * elevation,
        shoulder_plane_deg=plane_deg + drive.cross_deg,
        shoulder_elevation_deg=elevation + 0.5 * patient.carry_deg,
        shoulder_axial_deg=0.5 * drive.roll_deg,
        elbow_flexion_deg=np.full_like(elevation, patient.carry_deg),
        forearm_supination_deg=drive.progress * patient.roll_deg + drive.roll_deg,
    )


def _lateral_lean(lean_left_deg: Floats) -> Pose:
    return {
        "hip_lateral_deg": 0.25 * lean_left_deg,
        "lumbar_lateral_deg": 0.5 * lean_left_deg,
        "thoracic_lateral_deg": 0.25 * lean_left_deg,
    }


def _backward_lean(lean_deg: Floats) -> Pose:
    return {
        "leg_forward_deg": 0.1 * lean_deg,
        "hip_flexion_deg": -0.5 * lean_deg,
        "lumbar_flexion_deg": -0.45 * lean_deg,
        "thoracic_flexion_deg": -0.15 * lean_deg,
    }


def _shoulder_abduction(patient: PatientSettings, drive: Drive) -> Pose:
    # The trunk bends away from the arm.
    away = -side_sign(patient.side) * drive.lean_deg
    return _raised(patient, drive, patient.plane_deg) | _lateral_lean(away)


def _shoulder_flexion(patient: PatientSettings, drive: Drive) -> Pose:
    plane_deg = 90.0 - 0.5 * patient.plane_deg
    return _raised(patient, drive, plane_deg) | _backward_lean(drive.lean_deg)


def _external_rotation(patient: PatientSettings, drive: Drive) -> Pose:
    # The elbow stays at the side, bent to a right angle; the hand starts before the belly. Who
    # cannot turn the arm out farther bends the trunk over to that side.
    towards = side_sign(patient.side) * drive.lean_deg
    resting = np.full_like(drive.move_deg, patient.carry_deg)
    return (
        _hanging(patient, resting)
        | _arm(
            patient.side,
            shoulder_elevation_deg=resting,
            shoulder_plane_deg=np.full_like(resting, 20.0),
            shoulder_axial_deg=drive.move_deg - 20.0,
            elbow_flexion_deg=90.0 + drive.cross_deg,
            forearm_supination_deg=drive.progress * patient.roll_deg + drive.roll_deg,
        )
        | _lateral_lean(towards)
    )


def _elbow_flexion(patient: PatientSettings, drive: Drive) -> Pose:
    # The upper arm swings forward a little, as everybody's does, and stays as upright when the
    # trunk throws itself back to help: the lean then moves the forearm but does not turn it.
    swing = 0.03 * drive.move_deg
    return (
        _hanging(patient, swing)
        | _arm(
            patient.side,
            shoulder_plane_deg=90.0 - 0.5 * patient.plane_deg + drive.cross_deg,
            shoulder_elevation_deg=0.3 * patient.carry_deg + swing - drive.lean_deg,
            shoulder_axial_deg=0.5 * drive.cross_deg,
            elbow_flexion_deg=0.5 * patient.carry_deg + 0.97 * drive.move_deg,
            forearm_supination_deg=drive.progress * patient.roll_deg + drive.roll_deg,
        )
        | _backward_lean(drive.lean_deg)
    )


def _crossed_arms(patient: PatientSettings, drive: Drive) -> Pose:
    angles: Pose = {}
    for side in ("left", "right"):
        wears_watch = side == patient.side
        angles |= _arm(
            side,
            shoulder_plane_deg=np.full_like(drive.move_deg, 90.0),
            shoulder_elevation_deg=np.full_like(drive.move_deg, 40.0 if wears_watch else 32.0),
            shoulder_axial_deg=np.full_like(drive.move_deg, -80.0),
            elbow_flexion_deg=np.full_like(drive.move_deg, 110.0),
            forearm_supination_deg=drive.roll_deg if wears_watch else 0.0 * drive.roll_deg,
        )
    return angles


def _trunk_bend(patient: PatientSettings, drive: Drive, forward: float, legs: float) -> Pose:
    # The legs tilt the other way about the ankles, so that the person keeps the balance.
    bend = forward * drive.move_deg
    hips = 1.0 - patient.lumbar_share - patient.thoracic_share + legs
    return _crossed_arms(patient, drive) | {
        "leg_forward_deg": -legs * bend,
        "hip_flexion_deg": hips * bend,
        "lumbar_flexion_deg": patient.lumbar_share * bend,
        "lumbar_lateral_deg": drive.cross_deg,
        "thoracic_flexion_deg": patient.thoracic_share * bend,
        "neck_flexion_deg": 0.15 * bend,
    }


def _trunk_flexion(patient: PatientSettings, drive: Drive) -> Pose:
    return _trunk_bend(patient, drive, 1.0, 0.08)


def _trunk_extension(patient: PatientSettings, drive: Drive) -> Pose:
    return _trunk_bend(patient, drive, -1.0, 0.15)


MOVEMENTS: Final[dict[str, Movement]] = {
    "shoulder_abduction": Movement(pose=_shoulder_abduction, lean_helps=True),
    "shoulder_flexion": Movement(pose=_shoulder_flexion, lean_helps=True),
    "external_rotation": Movement(pose=_external_rotation, lean_helps=False),
    "elbow_flexion": Movement(pose=_elbow_flexion, lean_helps=False),
    "trunk_flexion": Movement(pose=_trunk_flexion, lean_helps=False),
    "trunk_extension": Movement(pose=_trunk_extension, lean_helps=False),
}
