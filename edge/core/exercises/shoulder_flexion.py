"""The straight arm is raised to the front."""

from typing import Final

from edge.core.exercises.building_blocks import (
    BACKWARD_LEAN,
    HANGING,
    HANGING_DEG,
    KEEP_UPRIGHT,
    STRAIGHT_ARM_SD_DEG,
    raised_arm,
)
from edge.core.exercises.camera import CameraView, FigureView, FromHanging
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.definition import Exercise
from edge.core.exercises.movement import ExerciseMovement, JointAngle
from edge.core.exercises.words import ExerciseWords

EXERCISE: Final = Exercise(
    name="shoulder_flexion",
    limb="arm",
    arm_raised=True,
    movement=ExerciseMovement(
        reference_rom_deg=(85.0, 145.0),
        limb=raised_arm(JointAngle(rest_deg=90.0, plane=-0.5, cross=1.0)),
        other=HANGING,
        trunk=BACKWARD_LEAN,
        lean_helps=True,
    ),
    constraints=Constraints(
        moving="shoulder_elevation",
        start_deg=HANGING_DEG | {"shoulder_plane": 86.0},
        sd_deg=STRAIGHT_ARM_SD_DEG,
        lean=("trunk_flexion", -1.0),
        arms_deg=HANGING_DEG,
        target_deg={"shoulder_plane": 90.0},
    ),
    view=FigureView(
        turn_deg=68.0, pitch_deg=4.0, inner_m=0.42, outer_m=0.99, bottom_m=0.62, top_m=2.26
    ),
    camera=CameraView(
        angle=FromHanging(root="shoulder", tip="wrist", toward="front"), placed="side"
    ),
    words={
        "en": ExerciseWords(
            title="Raise the arm to the front",
            part="arm",
            farther="Raise your arm higher",
            nearer="Raise your arm less high",
            outward="raising",
            returning="lowering",
            way_out="on the way up",
            way_back="on the way down",
            pointer="thumb",
            lean=KEEP_UPRIGHT["en"],
            seen_from="seen from the side",
            assumed="straight elbow, upright trunk, arm raised to the front",
        ),
        "de": ExerciseWords(
            title="Den Arm nach vorn heben",
            part="Arm",
            farther="Heben Sie den Arm höher",
            nearer="Heben Sie den Arm weniger hoch",
            outward="Heben",
            returning="Senken",
            way_out="auf dem Weg nach oben",
            way_back="auf dem Weg nach unten",
            pointer="Daumen",
            lean=KEEP_UPRIGHT["de"],
            seen_from="von der Seite gesehen",
            assumed="gestreckter Ellenbogen, aufrechter Rumpf, Arm nach vorn gehoben",
        ),
    },
)
