"""Poses that several exercises share: an arm that hangs, arms held to the chest, a leaning trunk.

Each is said twice, as a person does it and as the avatar takes it for granted.
"""

from typing import Final

from edge.core.exercises.movement import JointAngle, Joints

KEEP_UPRIGHT: Final = {"en": "Keep your trunk upright", "de": "Halten Sie den Rumpf aufrecht"}

HANGING: Final[Joints] = {
    "shoulder_elevation": JointAngle(carry=0.5),
    "elbow_flexion": JointAngle(carry=1.0),
}
"""An arm that hangs at ease neither touches the body nor is quite straight."""
HANGING_DEG: Final = {"shoulder_elevation": 4.0, "elbow_flexion": 8.0}

CLAVICLE_SHARE: Final = 0.12
"""Clavicle elevation per degree of humeral elevation (scapulohumeral rhythm: Inman et al., 1944)"""


def raised_arm(plane: JointAngle) -> Joints:
    """Return the joints of a straight arm that is raised in that plane of elevation."""
    return {
        "clavicle_elevation": JointAngle(move=CLAVICLE_SHARE),
        "shoulder_plane": plane,
        "shoulder_elevation": JointAngle(move=1.0, carry=0.5),
        "shoulder_axial": JointAngle(roll=0.5),
        "elbow_flexion": JointAngle(carry=1.0),
        "forearm_supination": JointAngle(habit=1.0, roll=1.0),
    }


TRUNK_STILL_SD_DEG: Final = {"trunk_flexion": 1.0, "trunk_lateral": 1.0}
STRAIGHT_ARM_SD_DEG: Final = TRUNK_STILL_SD_DEG | {
    "shoulder_plane": 10.0,
    "shoulder_axial": 10.0,
    "elbow_flexion": 3.0,
    "forearm_supination": 15.0,
}

CROSSED_DEG: Final = {
    "shoulder_plane": 90.0,
    "shoulder_elevation": 40.0,
    "shoulder_axial": -80.0,
    "elbow_flexion": 110.0,
}
"""The arm with the watch, held to the chest."""
CROSSED_BELOW_DEG: Final = CROSSED_DEG | {"shoulder_elevation": 32.0}
"""The other arm, crossed below it."""
CROSSED_SD_DEG: Final = {
    "trunk_lateral": 5.0,
    "shoulder_plane": 1.0,
    "shoulder_elevation": 1.0,
    "shoulder_axial": 1.0,
    "elbow_flexion": 1.0,
    "forearm_supination": 5.0,
}
CROSSED: Final[Joints] = {joint: JointAngle(rest_deg=deg) for joint, deg in CROSSED_DEG.items()} | {
    "forearm_supination": JointAngle(roll=1.0)
}
CROSSED_BELOW: Final[Joints] = {
    joint: JointAngle(rest_deg=deg) for joint, deg in CROSSED_BELOW_DEG.items()
}


def lateral_lean(toward: float) -> Joints:
    """Return the trunk's joints in a lean to the side: 1 to that of the limb, −1 away from it."""
    return {
        "hip_lateral": JointAngle(lean=0.25 * toward),
        "lumbar_lateral": JointAngle(lean=0.5 * toward),
        "thoracic_lateral": JointAngle(lean=0.25 * toward),
    }


BACKWARD_LEAN: Final[Joints] = {
    "leg_forward": JointAngle(lean=0.1),
    "hip_flexion": JointAngle(lean=-0.5),
    "lumbar_flexion": JointAngle(lean=-0.45),
    "thoracic_flexion": JointAngle(lean=-0.15),
}
