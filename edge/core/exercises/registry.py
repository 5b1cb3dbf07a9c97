"""The exercises the project knows, by name: one line for each file of this folder."""

from importlib import import_module
from typing import Final, cast, get_args

from edge.core.errors import ExerciseError
from edge.core.exercises.definition import Exercise
from edge.core.exercises.terms import Side

_NAMES: Final = (
    "shoulder_abduction",
    "shoulder_flexion",
    "external_rotation",
    "elbow_flexion",
    "trunk_flexion",
    "trunk_extension",
)
"""A new one goes to the end: the place in this order seeds what its simulated patients do."""


def defined_in(module: str) -> Exercise:
    """Return the exercise that a module of this folder holds under the name `EXERCISE`."""
    exercise = import_module(f"edge.core.exercises.{module}").EXERCISE
    assert isinstance(exercise, Exercise)
    return exercise


EXERCISES: Final[dict[str, Exercise]] = {name: defined_in(name) for name in _NAMES}


def exercise_named(name: str) -> Exercise:
    """Return the exercise of that name.

    Raises:
        ExerciseError: there is none; the message lists those there are.
    """
    try:
        return EXERCISES[name]
    except KeyError:
        known = ", ".join(EXERCISES)
        raise ExerciseError(f"there is no exercise {name!r}", remedy=f"known are {known}") from None


def number_of(name: str) -> int:
    """Return the place of an exercise in the order of the registry, from 0.

    Raises:
        ExerciseError: there is none of that name.
    """
    return list(EXERCISES).index(exercise_named(name).name)


def side_named(name: str) -> Side:
    """Return the side of that name.

    Raises:
        ExerciseError: it is neither.
    """
    if name not in get_args(Side):
        raise ExerciseError(f"side is {name!r}", remedy="it must be left or right")
    return cast(Side, name)
