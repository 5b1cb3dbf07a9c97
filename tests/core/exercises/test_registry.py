"""Every exercise is one complete file."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest

from edge.avatar.kinematics import JOINT_ANGLES
from edge.core import exercises
from edge.core.errors import ExerciseError
from edge.core.exercises import EXERCISES, LanguageCode, Side, exercise_named, number_of
from edge.core.exercises.movement import JointAngle
from edge.core.exercises.registry import defined_in

LANGUAGES = get_args(LanguageCode)


def test_every_file_that_defines_an_exercise_is_registered_under_its_own_name() -> None:
    folder = Path(exercises.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if "\nEXERCISE: " in path.read_text()}
    assert len(files) >= 6
    assert files == set(EXERCISES)
    for name, exercise in EXERCISES.items():
        assert exercise.name == name
        assert defined_in(name) is exercise


def test_the_order_in_which_the_released_exercises_seed_their_patients_stays() -> None:
    released = (
        "shoulder_abduction",
        "shoulder_flexion",
        "external_rotation",
        "elbow_flexion",
        "trunk_flexion",
        "trunk_extension",
    )
    assert tuple(EXERCISES)[: len(released)] == released
    assert [number_of(name) for name in released] == list(range(len(released)))


def test_an_unknown_exercise_is_refused_with_those_there_are() -> None:
    for ask in (exercise_named, number_of):
        with pytest.raises(ExerciseError, match="'juggling'; known are shoulder_abduction, "):
            ask("juggling")


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_has_all_its_words_in_every_language(name: str) -> None:
    exercise = EXERCISES[name]
    assert set(exercise.words) == set(LANGUAGES)
    for words in exercise.words.values():
        for field in dataclasses.fields(words):
            may_lack = field.name == "lean" and exercise.trunk_may_move
            assert bool(getattr(words, field.name)) != may_lack, field.name
    english, german = (exercise.words[language] for language in LANGUAGES)
    for field in dataclasses.fields(english):
        said = getattr(english, field.name), getattr(german, field.name)
        assert said[0] != said[1] or said == ("", ""), field.name


@pytest.mark.parametrize("name", EXERCISES)
def test_every_exercise_names_joints_that_the_body_has(name: str) -> None:
    movement = EXERCISES[name].movement
    one_sided: Mapping[str, JointAngle] = {**movement.limb, **movement.other}
    assert one_sided
    assert {f"left_{joint}_deg" for joint in one_sided} <= set(JOINT_ANGLES)
    assert {f"{joint}_deg" for joint in movement.trunk} <= set(JOINT_ANGLES)
    low_deg, high_deg = movement.reference_rom_deg
    assert 0.0 < low_deg < high_deg < 180.0


def test_a_camera_looks_from_the_front_or_at_the_side_that_moves() -> None:
    for exercise in EXERCISES.values():
        left, right = (exercise.camera.azimuth_deg(side) for side in get_args(Side))
        assert (left, right) == ((0.0, 0.0) if exercise.camera.placed == "front" else (90.0, -90.0))
