"""A plan that asks for German: everything on the page is said in it."""

from dataclasses import replace

from edge.core.exercises import LanguageCode
from edge.page.model import PageModel
from edge.wording.languages import language_named
from tests.page.scenes import make_anchors, make_plan


def model_in(code: LanguageCode) -> PageModel:
    plan = make_plan()
    return PageModel(plan=replace(plan, language=code), anchors=make_anchors(plan))


def test_the_plan_decides_in_which_language_the_patient_is_spoken_to() -> None:
    german, english = model_in("de").view(), model_in("en").view()
    assert english.headline == "Ready?"
    assert german.headline == "Bereit?"
    assert german.task.position.startswith("Übung 1 von ")
    assert "Wiederholungen, bis" in german.task.prescription
    assert [button.label for button in german.buttons] == ["Start"]
    assert german.connection.words == language_named("de").say("link.none")


def test_nothing_but_the_words_depends_on_the_language() -> None:
    german, english = model_in("de").view(), model_in("en").view()
    assert german.live == english.live
    assert german.count == english.count
    assert [b.action for b in german.buttons] == [b.action for b in english.buttons]
