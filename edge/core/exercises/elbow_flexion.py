"""The elbow is bent, the upper arm hangs.

The upper arm swings forward a little, as everybody's does, and stays as upright when the trunk
throws itself back to help: the lean then moves the forearm but does not turn it.
"""

from typing import Final

from edge.core.exercises.building_blocks import (
    BACKWARD_LEAN,
    HANGING,
    HANGING_DEG,
    KEEP_UPRIGHT,
    TRUNK_STILL_SD_DEG,
)
from edge.core.exercises.camera import CameraView, FigureView, FromHanging
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.definition import Exercise
from edge.core.exercises.movement import ExerciseMovement, JointAngle
from edge.core.exercises.words import ExerciseWords

EXERCISE: Final = Exercise(
    name="elbow_flexion",
    limb="arm",
    movement=ExerciseMovement(
        reference_rom_deg=(105.0, 138.0),
        limb={
            "shoulder_plane": JointAngle(rest_deg=90.0, plane=-0.5, cross=1.0),
            "shoulder_elevation": JointAngle(carry=0.3, move=0.03, lean=-1.0),
            "shoulder_axial": JointAngle(cross=0.5),
            "elbow_flexion": JointAngle(carry=0.5, move=0.97),
            "forearm_supination": JointAngle(habit=1.0, roll=1.0),
        },
        other=HANGING,
        trunk=BACKWARD_LEAN,
    ),
    constraints=Constraints(
        moving="elbow_flexion",
        start_deg={"shoulder_plane": 86.0, "shoulder_elevation": 2.0, "elbow_flexion": 4.0},
        sd_deg=TRUNK_STILL_SD_DEG
        | {
            "shoulder_plane": 10.0,
            "shoulder_elevation": 10.0,
            "shoulder_axial": 10.0,
            "forearm_supination": 15.0,
        },
        arms_deg=HANGING_DEG,
        target_deg={"shoulder_plane": 90.0},
    ),
    view=FigureView(
        turn_deg=68.0, pitch_deg=4.0, inner_m=0.42, outer_m=0.66, bottom_m=0.6, top_m=1.82
    ),
    camera=CameraView(angle=FromHanging(root="elbow", tip="wrist", toward="front"), placed="side"),
    words={
        "en": ExerciseWords(
            title="Bend the elbow",
            part="forearm",
            farther="Bend your elbow farther",
            nearer="Bend your elbow less far",
            outward="bending",
            returning="straightening",
            way_out="on the way up",
            way_back="on the way down",
            pointer="thumb",
            lean=KEEP_UPRIGHT["en"],
            seen_from="seen from the side",
            assumed="upper arm nearly still, upright trunk",
        ),
        "de": ExerciseWords(
            title="Den Ellenbogen beugen",
            part="Unterarm",
            farther="Beugen Sie den Ellenbogen weiter",
            nearer="Beugen Sie den Ellenbogen weniger weit",
            outward="Beugen",
            returning="Strecken",
            way_out="auf dem Weg nach oben",
            way_back="auf dem Weg nach unten",
            pointer="Daumen",
            lean=KEEP_UPRIGHT["de"],
            seen_from="von der Seite gesehen",
            assumed="Oberarm fast unbewegt, aufrechter Rumpf",
        ),
    },
)
