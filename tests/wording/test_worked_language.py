"""A language is one file: the example of CONTRIBUTING.md speaks to a patient."""

from collections.abc import Iterator
from typing import Any, cast

import pytest

from edge.core.exercises import EXERCISES
from edge.page.exercise.model import ExerciseModel
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.wording.language import Language, Plural
from edge.wording.languages import ENGLISH, LANGUAGES
from tests.page.scenes import make_anchors
from tests.worked_examples import added

EXAMPLE = "edge/wording/nl.py"


@pytest.fixture
def dutch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    with added(EXAMPLE) as module:
        monkeypatch.setitem(cast(dict[Any, Language], LANGUAGES), "nl", module.LANGUAGE)
        yield module.LANGUAGE


def test_it_has_every_sentence_in_the_same_forms(dutch: Language) -> None:
    assert dutch.sentences.keys() == ENGLISH.sentences.keys()
    for key, sentence in dutch.sentences.items():
        assert isinstance(sentence, Plural) == isinstance(ENGLISH.sentences[key], Plural)


def test_it_says_a_cue_and_names_an_exercise(dutch: Language) -> None:
    assert dutch.say("cue.praise", degrees=93.6) == "Goed zo: 94°, zoals in uw referentie"
    assert dutch.number(1.25, ".2f") == "1,25"
    assert dutch.words_of(EXERCISES["shoulder_abduction"]).title == "Til de arm zijwaarts op"
    english = EXERCISES["elbow_flexion"].words["en"].title
    assert dutch.words_of(EXERCISES["elbow_flexion"]).title == english


def test_the_page_speaks_it(dutch: Language) -> None:
    exercise = PlannedExercise(
        name="shoulder_abduction", side="right", repetitions=8, target_rom_deg=90
    )
    plan = Plan(patient="p001", exercises=(exercise,))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
    model.speak(cast(Any, dutch.code))
    assert [button.label for button in model.view().buttons] == ["Begin"]
