"""The exercises: what each is, and all that the project knows, by name."""

from edge.core.exercises.definition import Exercise
from edge.core.exercises.registry import EXERCISES, exercise_named, number_of, side_named
from edge.core.exercises.terms import LanguageCode, LimbName, Side, Worn
from edge.core.exercises.words import ExerciseWords

__all__ = [
    "EXERCISES",
    "Exercise",
    "ExerciseWords",
    "LanguageCode",
    "LimbName",
    "Side",
    "Worn",
    "exercise_named",
    "number_of",
    "side_named",
]
