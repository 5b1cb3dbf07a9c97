"""The straight arm is raised to the side."""

from typing import Final

from edge.core.exercises.building_blocks import (
    HANGING,
    HANGING_DEG,
    KEEP_UPRIGHT,
    STRAIGHT_ARM_SD_DEG,
    lateral_lean,
    raised_arm,
)
from edge.core.exercises.camera import CameraView, FigureView, FromHanging
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.definition import Exercise
from edge.core.exercises.movement import ExerciseMovement, JointAngle
from edge.core.exercises.words import ExerciseWords

EXERCISE: Final = Exercise(
    name="shoulder_abduction",
    limb="arm",
    arm_raised=True,
    movement=ExerciseMovement(
        reference_rom_deg=(80.0, 140.0),
        limb=raised_arm(JointAngle(plane=1.0, cross=1.0)),
        other=HANGING,
        trunk=lateral_lean(-1.0),  # away from the arm
        lean_helps=True,
    ),
    constraints=Constraints(
        moving="shoulder_elevation",
        start_deg=HANGING_DEG | {"shoulder_plane": 8.0},
        sd_deg=STRAIGHT_ARM_SD_DEG,
        lean=("trunk_lateral", -1.0),
        arms_deg=HANGING_DEG,
    ),
    view=FigureView(
        turn_deg=14.0, pitch_deg=4.0, inner_m=0.36, outer_m=1.09, bottom_m=0.62, top_m=2.26
    ),
    camera=CameraView(
        angle=FromHanging(root="shoulder", tip="wrist", toward="side"), placed="front"
    ),
    words={
        "en": ExerciseWords(
            title="Raise the arm to the side",
            part="arm",
            farther="Raise your arm higher",
            nearer="Raise your arm less high",
            outward="raising",
            returning="lowering",
            way_out="on the way up",
            way_back="on the way down",
            pointer="thumb",
            lean=KEEP_UPRIGHT["en"],
            seen_from="seen from behind",
            assumed="straight elbow, upright trunk, arm raised to the side",
        ),
        "de": ExerciseWords(
            title="Den Arm zur Seite heben",
            part="Arm",
            farther="Heben Sie den Arm höher",
            nearer="Heben Sie den Arm weniger hoch",
            outward="Heben",
            returning="Senken",
            way_out="auf dem Weg nach oben",
            way_back="auf dem Weg nach unten",
            pointer="Daumen",
            lean=KEEP_UPRIGHT["de"],
            seen_from="von hinten gesehen",
            assumed="gestreckter Ellenbogen, aufrechter Rumpf, Arm zur Seite gehoben",
        ),
    },
)
