"""The exercises the project knows by name, and the words a patient hears about them.

An exercise is a table row: adding one means adding a row here and, for the simulated patient, its
joint movement in `edge.simulation.body`. Nothing in filtering, detection or alignment depends on
the row.
"""

from dataclasses import dataclass
from typing import Final, Literal

from edge.core.errors import ExerciseError

Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What an exercise is called and how its parts are spoken of.

    Attributes:
        name: identifier used in plans, files and messages.
        title: what the patient reads.
        part: the body part that moves, as in "your arm".
        farther: imperative for more range, as in "Raise your arm higher".
        nearer: imperative for less range.
        outward: the way out, as in "while raising".
        homeward: the way back, as in "while lowering".
        lean: what to do when the trunk takes over; empty where the trunk is meant to move.
    """

    name: str
    title: str
    part: str
    farther: str
    nearer: str
    outward: str
    homeward: str
    lean: str


_KEEP_UPRIGHT = "Keep your trunk upright"

EXERCISES: Final[dict[str, Exercise]] = {
    row.name: row
    for row in (
        Exercise(
            name="shoulder_abduction",
            title="Raise the arm to the side",
            part="arm",
            farther="Raise your arm higher",
            nearer="Raise your arm less high",
            outward="raising",
            homeward="lowering",
            lean=_KEEP_UPRIGHT,
        ),
        Exercise(
            name="shoulder_flexion",
            title="Raise the arm to the front",
            part="arm",
            farther="Raise your arm higher",
            nearer="Raise your arm less high",
            outward="raising",
            homeward="lowering",
            lean=_KEEP_UPRIGHT,
        ),
        Exercise(
            name="external_rotation",
            title="Turn the forearm outward, elbow at the side",
            part="forearm",
            farther="Turn your forearm farther out",
            nearer="Turn your forearm less far out",
            outward="turning out",
            homeward="turning back",
            lean=_KEEP_UPRIGHT,
        ),
        Exercise(
            name="elbow_flexion",
            title="Bend the elbow",
            part="forearm",
            farther="Bend your elbow farther",
            nearer="Bend your elbow less far",
            outward="bending",
            homeward="straightening",
            lean=_KEEP_UPRIGHT,
        ),
        Exercise(
            name="trunk_flexion",
            title="Bend the trunk forward, arms crossed on the chest",
            part="trunk",
            farther="Bend farther forward",
            nearer="Bend less far forward",
            outward="bending",
            homeward="coming up",
            lean="",
        ),
        Exercise(
            name="trunk_extension",
            title="Bend the trunk backward, arms crossed on the chest",
            part="trunk",
            farther="Bend farther back",
            nearer="Bend less far back",
            outward="bending back",
            homeward="coming up",
            lean="",
        ),
    )
}


def exercise_named(name: str) -> Exercise:
    """Return the exercise of that name.

    Raises:
        ExerciseError: there is none; the message lists those there are.
    """
    try:
        return EXERCISES[name]
    except KeyError:
        known = ", ".join(EXERCISES)
        raise ExerciseError(f"there is no exercise {name!r}; known are {known}") from None
