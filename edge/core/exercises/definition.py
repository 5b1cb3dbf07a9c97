"""What an exercise is: one frozen value that says everything the program knows about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from edge.core.exercises.camera import CameraView, FigureView
from edge.core.exercises.constraints import Constraints
from edge.core.exercises.movement import ExerciseMovement
from edge.core.exercises.terms import LanguageCode, LimbName, Worn
from edge.core.exercises.words import ExerciseWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise; filtering, detection and alignment do not depend on it.

    Attributes:
        name: identifier used in plans, files and messages.
        limb: the part of the body that moves.
        worn: where the watch is worn.
        sitting: it is done on a chair: thighs level, shanks upright.
        trunk_may_move: the trunk is meant to move, so that no lean is a fault.
        arm_raised: a straight arm is raised: its elbow should not bend, the collar bone rises too.
        movement: how a person does it, for the simulated patient.
        constraints: what it says about the joints between the room and the watch.
        view: from where the drawn figures are seen.
        camera: what a camera in the room sees of it.
        words: what the patient reads and hears, in every language.
    """

    name: str
    limb: LimbName
    worn: Worn = "wrist"
    sitting: bool = False
    trunk_may_move: bool = False
    arm_raised: bool = False
    movement: ExerciseMovement
    constraints: Constraints
    view: FigureView
    camera: CameraView
    words: Mapping[LanguageCode, ExerciseWords]

    @property
    def watch_shows_lean(self) -> bool:
        """A lean of the trunk is a fault here, and moves the watch: it hangs on the shoulder."""
        return self.worn == "wrist" and not self.trunk_may_move
