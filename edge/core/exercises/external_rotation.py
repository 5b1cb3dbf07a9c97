"""The forearm is turned outward, the elbow bent to a right angle at the side.

The hand starts before the belly. Who cannot turn the forearm farther out bends the trunk over to
that side.
"""

from typing import Final

from edge.core.exercises.building_blocks import (
    HANGING,
    HANGING_DEG,
    KEEP_UPRIGHT,
    TRUNK_STILL_SD_DEG,
    lateral_lean,
)
from edge.core.exercises.camera import CameraView, FigureView, LevelTurn
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.definition import Exercise
from edge.core.exercises.movement import ExerciseMovement, JointAngle
from edge.core.exercises.words import ExerciseWords

EXERCISE: Final = Exercise(
    name="external_rotation",
    limb="arm",
    movement=ExerciseMovement(
        reference_rom_deg=(42.0, 65.0),
        limb={
            "shoulder_elevation": JointAngle(carry=1.0),
            "shoulder_plane": JointAngle(rest_deg=20.0),
            "shoulder_axial": JointAngle(rest_deg=-20.0, move=1.0),
            "elbow_flexion": JointAngle(rest_deg=90.0, cross=1.0),
            "forearm_supination": JointAngle(habit=1.0, roll=1.0),
        },
        other=HANGING,
        trunk=lateral_lean(1.0),
    ),
    constraints=Constraints(
        moving="shoulder_axial",
        start_deg={
            "shoulder_plane": 20.0,
            "shoulder_elevation": 8.0,
            "shoulder_axial": -20.0,
            "elbow_flexion": 90.0,
        },
        sd_deg=TRUNK_STILL_SD_DEG
        | {
            "shoulder_plane": 3.0,
            "shoulder_elevation": 3.0,
            "elbow_flexion": 5.0,
            "forearm_supination": 15.0,
        },
        lean=("trunk_lateral", 1.0),
        arms_deg=HANGING_DEG,
        target_deg={"elbow_flexion": 90.0},
    ),
    view=FigureView(
        turn_deg=12.0, pitch_deg=55.0, inner_m=0.42, outer_m=0.76, bottom_m=0.3, top_m=1.24
    ),
    # The forearm points at the camera first, and in the end nearly along the picture.
    camera=CameraView(angle=LevelTurn(), placed="front", in_part=True),
    words={
        "en": ExerciseWords(
            title="Turn the forearm outward, elbow at the side",
            part="forearm",
            farther="Turn your forearm farther out",
            nearer="Turn your forearm less far out",
            outward="turning out",
            returning="turning back",
            way_out="on the way out",
            way_back="on the way back in",
            pointer="thumb",
            lean=KEEP_UPRIGHT["en"],
            seen_from="seen from behind and above",
            assumed="elbow bent to a right angle at the side, upright trunk",
        ),
        "de": ExerciseWords(
            title="Den Unterarm nach außen drehen, Ellenbogen am Körper",
            part="Unterarm",
            farther="Drehen Sie den Unterarm weiter nach außen",
            nearer="Drehen Sie den Unterarm weniger weit nach außen",
            outward="Auswärtsdrehen",
            returning="Zurückdrehen",
            way_out="auf dem Weg nach außen",
            way_back="auf dem Weg nach innen",
            pointer="Daumen",
            lean=KEEP_UPRIGHT["de"],
            seen_from="von hinten oben gesehen",
            assumed="Ellenbogen im rechten Winkel am Körper, aufrechter Rumpf",
        ),
    },
)
