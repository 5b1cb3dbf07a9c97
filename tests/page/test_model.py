"""The session as the page sees it: which phase follows which, and what a press does."""

from dataclasses import replace
from datetime import date

import pytest

from edge.core.messages.exercise import Command
from edge.page.errors import PageError
from edge.page.exercise.model import ASKED_NS, ExerciseModel
from edge.page.exercise.today import Today
from edge.page.exercise.views import Answers
from tests.page.models import names, new_model, offered, started
from tests.page.scenes import (
    feedback,
    link,
    make_anchors,
    make_plan,
    progress,
    status,
    summary,
)


def test_begins_with_the_first_exercise_and_a_start_button() -> None:
    view = new_model().view()
    assert view.phase == "ready"
    assert view.task.exercise.words["en"].title == "Raise the arm to the side"
    assert view.task.prescription == "3 repetitions, to 90°"
    assert offered(view) == ["start"]
    assert view.cue is None


def test_a_press_that_does_not_fit_the_moment_does_nothing() -> None:
    model = new_model()
    assert model.press("pause", now_ns=1) == []
    model.press("start", now_ns=2)
    assert model.press("start", now_ns=3) == []
    assert model.view().phase == "running"


def test_pause_and_resume() -> None:
    model = started()
    assert names(model.press("pause", now_ns=1)) == ["pause"]
    model.feed(progress("moving"))
    assert model.view().phase == "paused"
    model.feed(progress("paused"))
    assert names(model.press("resume", now_ns=2)) == ["resume"]
    assert model.view().phase == "running"


def test_a_pause_from_elsewhere_is_followed() -> None:
    model = started()
    model.feed(progress("paused"))
    assert model.view().phase == "paused"
    model.feed(progress("still"))
    assert model.view().phase == "running"


def test_summary_then_rating_then_next_exercise() -> None:
    model = started()
    model.feed(summary(0))
    view = model.view()
    assert view.phase == "review"
    assert view.review is not None
    assert view.review.words.startswith("You did 3 of 3")
    assert view.review.duration == "1 min 5 s"
    assert offered(view) == ["continue", "leave"]
    commands = model.press("continue", now_ns=5, answers=Answers(pain=2, effort=7))
    assert names(commands) == ["rate", "next"]
    assert (commands[0].exercise, commands[0].pain, commands[0].effort) == (0, 2, 7)
    assert (commands[1].pain, commands[1].effort) == (None, None)
    view = model.view()
    assert (view.phase, view.task.index, view.review) == ("swap", 1, None)
    assert view.task.exercise.words["en"].title == "Bend the elbow"
    model.feed(summary(0, pain=2, effort=7))
    assert model.view().phase == "swap"


def test_the_next_exercise_waits_until_the_watch_is_on_the_other_wrist() -> None:
    model = started()
    model.feed(summary(0))
    model.press("continue", now_ns=5)
    view = model.view()
    assert view.headline == "Put the watch on your left wrist"
    assert offered(view) == ["worn", "leave"]
    assert model.press("start", now_ns=6) == []
    model.speak("de")
    assert model.view().headline == "Uhr um das linke Handgelenk legen"
    assert model.press("worn", now_ns=7) == []
    assert (model.view().phase, offered(model.view())) == ("ready", ["start", "leave"])


def test_an_exercise_of_the_same_wrist_asks_for_no_change() -> None:
    plan = make_plan()
    first, second = plan.exercises
    plan = replace(plan, exercises=(first, replace(second, side="right")))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan))
    model.press("start", now_ns=1)
    model.feed(summary(0))
    model.press("continue", now_ns=5)
    assert model.view().phase == "ready"


def test_an_unanswered_question_sends_no_rating() -> None:
    model = started()
    model.feed(summary(0))
    assert names(model.press("continue", now_ns=5)) == ["next"]


def test_one_answer_alone_is_sent() -> None:
    model = started()
    model.feed(summary(0))
    [rating, _] = model.press("continue", now_ns=5, answers=Answers(pain=0))
    assert (rating.pain, rating.effort) == (0, None)


def test_the_last_exercise_ends_the_session() -> None:
    model = new_model()
    model.feed(link())
    model.feed(progress(exercise=1))
    model.feed(summary(1))
    view = model.view()
    assert offered(view) == ["finish"]
    assert names(model.press("finish", now_ns=1, answers=Answers(pain=1, effort=1))) == [
        "rate",
        "finish",
    ]
    assert model.view().phase == "done"
    assert model.view().buttons == ()


def test_ending_early_waits_for_the_summary_and_can_go_on_without() -> None:
    model = started()
    model.press("pause", now_ns=1)
    assert names(model.press("end", now_ns=2)) == ["next"]
    assert model.view().headline == "Finished"
    model.feed(progress("moving"))
    assert model.view().phase == "ending"
    assert names(model.press("skip", now_ns=3)) == ["next"]
    assert model.view().task.index == 1
    model.feed(progress("moving", exercise=0))
    assert (model.view().phase, model.view().task.index) == ("swap", 1)


def test_the_session_is_ended_early_only_by_a_yes_that_comes_after_the_question() -> None:
    model = started()
    model.feed(summary(0))
    assert model.press("finish", now_ns=0) == [], "not without the question"
    assert model.press("leave", now_ns=0) == []
    view = model.view()
    assert (view.headline, view.detail) == (
        "End the session now?",
        "1 exercise is not finished yet.",
    )
    assert offered(view) == ["stay", "finish"]
    assert model.press("finish", now_ns=ASKED_NS - 1) == [], "a second click is no answer"
    assert model.press("stay", now_ns=ASKED_NS) == []
    assert model.view().headline == "How was it?"
    model.press("leave", now_ns=0)
    assert names(model.press("finish", now_ns=ASKED_NS, answers=Answers(pain=1))) == [
        "rate",
        "finish",
    ]
    view = model.view()
    assert view.headline == "Session finished"
    assert view.detail.endswith("1 exercise was not finished.")


@pytest.mark.parametrize("state", ["lost", "ended"])
def test_where_the_watch_is_silent_the_session_can_be_ended(state: str) -> None:
    model = started()
    assert offered(model.view()) == ["pause"]
    model.feed(link(state=state))
    assert offered(model.view()) == ["pause", "leave"]
    model.press("pause", now_ns=0)
    assert offered(model.view()) == ["resume", "end", "leave"]


def test_follows_a_session_that_something_else_drives() -> None:
    model = new_model()
    model.feed(progress(exercise=0))
    assert model.view().phase == "running"
    model.feed(summary(0))
    assert model.view().phase == "review"
    model.feed(progress(exercise=0))
    assert model.view().phase == "review"
    model.feed(progress(exercise=1))
    assert (model.view().phase, model.view().task.index) == ("running", 1)


def test_starting_an_exercise_again_forgets_its_earlier_repetitions() -> None:
    model = started()
    model.feed(feedback(1))
    model.feed(summary(0))
    model.feed(Command(seq=9, sensor_ns=0, host_ns=0, action="start", exercise=0))
    view = model.view()
    assert (view.phase, view.count.done, view.cue) == ("running", 0, None)
    model.feed(progress("moving"))
    assert model.view().phase == "running"


def test_an_exercise_outside_the_plan_is_an_error() -> None:
    with pytest.raises(PageError, match="speaks of exercise 2; the plan has 2"):
        new_model().feed(progress(exercise=2))


def test_an_anchor_is_needed_for_each_exercise() -> None:
    plan = make_plan()
    with pytest.raises(PageError, match="2 exercises and there are 1 anchors"):
        ExerciseModel(plan=plan, anchors=make_anchors(plan)[:1])


def test_a_program_that_ends_says_so_unless_the_patient_had_finished() -> None:
    ending = replace(status(), ending=True)
    model = started()
    model.feed(ending)
    assert (model.is_over, model.is_done) == (True, False)
    assert model.view().phase == "stopped"
    assert model.view().headline == "The session has ended"
    assert model.view().buttons == ()
    model.feed(progress())
    assert model.view().phase == "stopped", "the last messages of a process that stops"

    model = started()
    model.press("pause", now_ns=2)
    model.press("end", now_ns=3)
    model.feed(summary())
    model.press("continue", now_ns=4)
    model.press("leave", now_ns=5)
    model.press("finish", now_ns=5 + ASKED_NS)
    assert (model.is_over, model.is_done) == (False, True)
    model.feed(ending)
    assert model.view().headline == "Session finished"


def test_why_an_exercise_was_ended_early_is_told_with_its_rating() -> None:
    model = started()
    model.feed(summary(0, done=1))
    [rating, _] = model.press("continue", now_ns=5, answers=Answers(ended_because="pain"))
    assert (rating.action, rating.pain, rating.ended_because) == ("rate", None, "pain")


def test_what_the_plan_says_of_the_day_is_told_until_an_exercise_begins() -> None:
    plan = make_plan()
    today = Today(due="today", waiting=2, waiting_since=date(2026, 11, 27))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan), today=today)
    assert model.view().today == (
        "Today is a day for your exercises.",
        "2 sessions wait to be sent to your therapist since 2026-11-27.",
    )
    model.speak("de")
    assert model.view().today[0] == "Heute ist ein Tag für Ihre Übungen."
    model.press("start", now_ns=1)
    assert model.view().today == ()
