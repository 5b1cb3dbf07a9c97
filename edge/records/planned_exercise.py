"""An exercise as a therapist prescribes it: a table of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from edge.core.constants import LONGEST_HOLD_S
from edge.core.exercises import EXERCISES, Side
from edge.records.config_fields import described, read_fields
from edge.records.errors import PlanError

NO_LIMIT_DEG: Final = 180.0
"""No joint goes farther: a limit as large as that is none."""
IDENTIFIER: Final = r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
"""What names of patients and anchors look like: they become names of folders and files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedExercise:
    """One exercise as prescribed for one side; the fields describe themselves."""

    name: str = field(
        metadata=described(
            title="Exercise",
            description="Which movement it is.",
            choices=EXERCISES,
            example=next(iter(EXERCISES)),
        )
    )
    side: Side = field(
        metadata=described(
            title="Side",
            description="The side that moves and wears the watch.",
            choices=("left", "right"),
            example="right",
        )
    )
    sets: int = field(
        default=1,
        metadata=described(
            title="Sets",
            description="How often the repetitions are done, with a rest in between.",
            minimum=1,
            maximum=10,
        ),
    )
    repetitions: int = field(
        default=10,
        metadata=described(
            title="Repetitions", description="Repetitions in each set.", minimum=1, maximum=100
        ),
    )
    target_rom_deg: float = field(
        metadata=described(
            title="Target range of motion",
            description="The goal in degrees; a repetition below it still counts.",
            minimum=5,
            maximum=180,
            example=90.0,
        )
    )
    max_rom_deg: float = field(
        default=NO_LIMIT_DEG,
        metadata=described(
            title="Maximum range of motion",
            description="The limit in degrees; a repetition beyond it is not correct, and the "
            "patient is told at once.",
            minimum=5,
            maximum=180,
        ),
    )
    tolerance_deg: float = field(
        default=0.0,
        metadata=described(
            title="Tolerance of the range",
            description="Degrees by which a repetition may fall short of the reference before the "
            "patient is told; 0 leaves that to what was learnt from the patient's good "
            "repetitions, or to what is usual.",
            minimum=0,
            maximum=90,
        ),
    )
    anchor: str = field(
        default="",
        metadata=described(
            title="Reference recording",
            description="Name of the supervised reference repetition; when left empty, the "
            "exercise and the side, as in shoulder_abduction-right.",
            pattern=f"({IDENTIFIER})?",
        ),
    )
    cues: bool = field(
        default=True,
        metadata=described(
            title="Cues", description="Whether the patient is told what to do differently."
        ),
    )
    hold_s: float = field(
        default=0.0,
        metadata=described(
            title="Hold",
            description="Seconds to hold at the end of the movement.",
            minimum=0,
            maximum=LONGEST_HOLD_S,
        ),
    )
    rest_s: float = field(
        default=60.0,
        metadata=described(
            title="Rest", description="Seconds of rest after each set.", minimum=0, maximum=900
        ),
    )

    @property
    def has_limit(self) -> bool:
        """Whether the range has a limit."""
        return self.max_rom_deg < NO_LIMIT_DEG

    @property
    def prescribed(self) -> int:
        """Repetitions over all sets."""
        return self.sets * self.repetitions

    @property
    def anchor_name(self) -> str:
        """Name under which the reference recording is stored."""
        return self.anchor or default_anchor_name(self.name, self.side)


def default_anchor_name(exercise: str, side: str) -> str:
    """Return the name of an anchor to which nobody gave one."""
    return f"{exercise}-{side}"


def exercise_of(row: Mapping[str, Any], path: str) -> PlannedExercise:
    """Return the exercise of a table.

    Raises:
        PlanError: a field is wrong; it is named with `path` before it.
    """
    exercise = read_fields(PlannedExercise, row, path)
    if exercise.max_rom_deg < exercise.target_rom_deg:
        raise PlanError(
            f"{path}max_rom_deg is {exercise.max_rom_deg:g}",
            remedy=f"it must be at least target_rom_deg, {exercise.target_rom_deg:g}",
        )
    return exercise
