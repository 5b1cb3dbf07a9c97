"""Cue and explanation of a repetition name the same place in the same words, in every language."""

from dataclasses import replace
from functools import cache

import pytest

from edge.core.exercises import EXERCISES, LanguageCode, exercise_named
from edge.core.findings import Half, Part, Place
from edge.core.messages.exercise import Feedback
from edge.page.exercise.retelling import Retelling
from edge.simulation.patient import SimulatedPatient
from edge.stages.offline import run_stages
from edge.wording.languages import LANGUAGES
from edge.wording.sentences import place_words
from tests.stages.playing import START, packets_of, session_plan_of

PLACED = {"low_range", "too_fast", "too_slow", "shaky"}
HALVES: tuple[Half, ...] = ("outward", "returning")
PARTS: tuple[Part | None, ...] = ("beginning", "middle", "end", None)
BOTH = Place(half="both")


def patient_of(exercise: str) -> SimulatedPatient:
    return SimulatedPatient(exercise=exercise, side="right", profile="mixed", seconds=40.0, seed=3)


@cache
def told(exercise: str) -> tuple[Feedback, ...]:
    patient = patient_of(exercise)
    said = run_stages(session_plan_of(patient), [START, *packets_of(patient)])
    return tuple(message for message in said if isinstance(message, Feedback))


def placed() -> list[tuple[str, Feedback]]:
    """Return the repetitions of two exercises whose cue names one place, with their exercise."""
    return [
        (exercise, feedback)
        for exercise in ("shoulder_abduction", "trunk_flexion")
        for feedback in told(exercise)
        if feedback.cue_kind in PLACED
        and feedback.cue_facts is not None
        and feedback.cue_facts.place is not None
        and feedback.cue_facts.place.half != "both"
    ]


def test_simulated_patients_give_places_to_compare() -> None:
    kinds = {feedback.cue_kind for _, feedback in placed()}
    assert len(placed()) >= 3
    assert {"low_range", "shaky"} <= kinds


@pytest.mark.parametrize("code", list(LANGUAGES))
def test_the_explanation_names_the_place_of_the_cue(code: LanguageCode) -> None:
    language = LANGUAGES[code]
    for name, feedback in placed():
        plan = session_plan_of(patient_of(name))
        retelling = Retelling(replace(plan.plan, language="en"), plan.anchors)
        retelling.speak(language)
        shown = retelling.feedback(feedback)
        assert feedback.cue_facts is not None
        assert feedback.cue_facts.place is not None
        words = language.words_of(exercise_named(name))
        place = place_words(feedback.cue_facts.place, words, language)
        assert place in shown.cue
        assert shown.judgement is not None
        assert place in shown.judgement.views[0].words
        assert shown.judgement.critical[0] == shown.judgement.views[0].critical[0]


def test_every_place_has_its_own_words_in_every_exercise_and_language() -> None:
    places = [Place(half=half, part=part) for half in HALVES for part in PARTS]
    for language in LANGUAGES.values():
        for exercise in EXERCISES.values():
            words = language.words_of(exercise)
            said = [place_words(place, words, language) for place in (*places, BOTH)]
            assert len(set(said)) == len(said)
            assert all(said)
