"""German, by the plan or by choice: everything on the page is said in it."""

from dataclasses import replace

from edge.core.exercises import LanguageCode
from edge.core.findings import CueFacts
from edge.page.exercise.model import ExerciseModel
from edge.wording.languages import language_named
from tests.judgements import judgement_of
from tests.page.driver import Scene, press, text_of
from tests.page.scenes import feedback, make_anchors, make_plan, progress, summary


def model_in(code: LanguageCode) -> ExerciseModel:
    plan = make_plan()
    return ExerciseModel(plan=replace(plan, language=code), anchors=make_anchors(plan))


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


def test_a_language_chosen_on_the_page_says_again_what_was_said() -> None:
    model = model_in("en")
    told = replace(feedback(1, kind="shrug", cue="Shoulder down"), cue_facts=CueFacts())
    for message in (progress(), told):
        model.feed(message)
    model.speak("de")
    view = model.view()
    assert view.cue is not None
    assert view.cue.text == language_named("de").say("cue.shrug")
    assert view.feedback is model.view().feedback, "said anew once, not 20 times a second"
    assert view.feedback is not None
    assert all(one.words.startswith("Ihr Arm ") for one in judgement_of(view.feedback).views)
    model.feed(replace(summary(0), done=1))
    review = model.view().review
    assert review is not None
    assert review.words.startswith("Sie haben 1 von 3 Wiederholungen gemacht")
    model.speak("en")
    back = model.view()
    assert back.cue is not None
    assert back.cue.text == "Shoulder down"
    assert back.review is not None
    assert back.review.words == summary(0).words


def test_a_cue_without_its_facts_stays_as_it_was_said() -> None:
    model = model_in("en")
    for message in (progress(), feedback(1, cue="Well done")):
        model.feed(message)
    model.speak("de")
    view = model.view()
    assert view.cue is not None
    assert view.cue.text == "Well done"


async def test_a_press_on_the_page_changes_its_language_and_keeps_the_answers() -> None:
    scene = Scene()
    async with scene.opened() as user:
        assert text_of(user, "headline") == "Ready?"
        press(user, "language-de")
        assert text_of(user, "headline") == "Bereit?"
        await user.should_see("kein Medizinprodukt")
        scene.after(progress(), summary(0))
        user.find(marker="pain-3").trigger("change", "3")
        press(user, "language-en")
        assert text_of(user, "headline") == "How was it?"
        press(user, "continue")
        (rating,) = (one for one in scene.pipeline.commands if one.action == "rate")
        assert rating.pain == 3
