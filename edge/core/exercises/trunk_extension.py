"""The trunk is bent backward, the arms crossed on the chest."""

from typing import Final

from edge.core.exercises.building_blocks import (
    CROSSED,
    CROSSED_BELOW,
    CROSSED_BELOW_DEG,
    CROSSED_DEG,
    CROSSED_SD_DEG,
)
from edge.core.exercises.camera import CameraView, FigureView, SpineBend
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.definition import Exercise
from edge.core.exercises.movement import ExerciseMovement, TrunkBend
from edge.core.exercises.words import ExerciseWords

EXERCISE: Final = Exercise(
    name="trunk_extension",
    limb="trunk",
    trunk_may_move=True,
    movement=ExerciseMovement(
        reference_rom_deg=(26.0, 34.0),
        limb=CROSSED,
        other=CROSSED_BELOW,
        bend=TrunkBend(forward=-1.0, legs=0.15),
    ),
    constraints=Constraints(
        moving="trunk_flexion",
        outward=-1.0,
        start_deg=CROSSED_DEG,
        sd_deg=CROSSED_SD_DEG,
        arms_deg=CROSSED_BELOW_DEG,
    ),
    view=FigureView(
        turn_deg=72.0, pitch_deg=4.0, inner_m=0.84, outer_m=0.5, bottom_m=0.42, top_m=1.88
    ),
    camera=CameraView(angle=SpineBend(forward=-1.0), placed="side"),
    words={
        "en": ExerciseWords(
            title="Bend the trunk backward, arms crossed on the chest",
            part="trunk",
            farther="Bend farther back",
            nearer="Bend less far back",
            outward="bending back",
            returning="coming up",
            way_out="on the way back",
            way_back="on the way up",
            pointer="thumb",
            seen_from="seen from the side",
            assumed="arms held to the chest, so that the wrist turns with the trunk",
        ),
        "de": ExerciseWords(
            title="Den Rumpf nach hinten beugen, Arme vor der Brust gekreuzt",
            part="Rumpf",
            farther="Beugen Sie sich weiter nach hinten",
            nearer="Beugen Sie sich weniger weit nach hinten",
            outward="Zurückbeugen",
            returning="Aufrichten",
            way_out="auf dem Weg nach hinten",
            way_back="auf dem Weg nach oben",
            pointer="Daumen",
            seen_from="von der Seite gesehen",
            assumed="Arme an der Brust gehalten, sodass sich das Handgelenk mit dem Rumpf dreht",
        ),
    },
)
