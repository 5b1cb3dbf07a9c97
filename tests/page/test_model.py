from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.core.messages.status import RecordingStatus
from edge.page.errors import PageError
from edge.page.model import ASKED_NS, PageModel
from edge.page.views import ButtonAction, View
from tests.page.scenes import (
    PRAISE,
    S_NS,
    feedback,
    full_disk,
    link,
    make_anchors,
    make_plan,
    praise,
    progress,
    status,
    summary,
)


def new_model(**plan: object) -> PageModel:
    made = make_plan(**plan)  # type: ignore[arg-type]
    return PageModel(plan=made, anchors=make_anchors(made))


def started(**plan: object) -> PageModel:
    model = new_model(**plan)
    model.feed(link())
    model.press("start", now_ns=1)
    return model


def names(commands: list[Command]) -> list[str]:
    return [command.action for command in commands]


def offered(view: View) -> list[ButtonAction]:
    return [button.action for button in view.buttons]


def test_begins_with_the_first_exercise_and_a_start_button() -> None:
    view = new_model().view()
    assert view.phase == "ready"
    assert view.task.exercise.words["en"].title == "Raise the arm to the side"
    assert view.task.prescription == "3 repetitions, to 90°"
    assert offered(view) == ["start"]
    assert view.cue is None


def test_start_sends_the_exercise_and_what_to_do_follows_the_signals() -> None:
    model = new_model()
    [command] = model.press("start", now_ns=77)
    assert (command.action, command.exercise, command.host_ns) == ("start", 0, 77)
    assert model.view().headline == "Waiting for the watch"
    model.feed(link(state="connecting"))
    assert model.view().headline == "Connecting to the watch"
    model.feed(link())
    assert model.view().headline == "Get ready"
    model.feed(progress("calibrating", angle_deg=None, phase=None, reference_deg=None))
    assert model.view().headline == "Hold still"
    model.feed(progress("still", angle_deg=0.5, phase=None, reference_deg=None))
    assert model.view().headline == "Go"
    model.feed(progress("moving", phase=0.2))
    assert model.view().headline == "Raising"
    model.feed(progress("moving", phase=1.6))
    assert model.view().headline == "Lowering"


def test_a_hold_is_counted_down_in_whole_seconds_beside_the_angle_too() -> None:
    model = started()
    said = []
    for left_s in (2.98, 2.0, 1.02, 0.01, 0.0):
        model.feed(progress(angle_deg=89.0, reference_deg=90.0, hold_left_s=left_s))
        view = model.view()
        assert view.live.words == view.headline
        said.append(view.headline)
    assert said == ["Hold: 3 s", "Hold: 2 s", "Hold: 2 s", "Hold: 1 s", "Held: come back"]
    model.feed(progress(angle_deg=70.0, phase=1.2, reference_deg=70.0))
    assert model.view().headline == "Lowering"


def test_beyond_the_limit_nothing_is_to_be_held() -> None:
    model = started()
    model.feed(progress(angle_deg=112.0, reference_deg=90.0, hold_left_s=2.0))
    assert model.view().live.words == "Beyond your limit of 110°: come back"
    assert model.view().headline == "Raising"


def test_a_hold_stands_in_the_prescription_and_in_the_review() -> None:
    plan = make_plan()
    held = replace(plan, exercises=tuple(replace(e, hold_s=3.0) for e in plan.exercises))
    model = PageModel(plan=held, anchors=make_anchors(held))
    assert model.view().task.prescription == "3 repetitions, to 90°, hold for 3 s"
    model.feed(link())
    model.press("start", now_ns=1)
    model.feed(replace(summary(0), held=2))
    review = model.view().review
    assert review is not None
    assert review.held == 2


def test_a_press_that_does_not_fit_the_moment_does_nothing() -> None:
    model = new_model()
    assert model.press("pause", now_ns=1) == []
    model.press("start", now_ns=2)
    assert model.press("start", now_ns=3) == []
    assert model.view().phase == "running"


@pytest.mark.parametrize(
    ("difference_deg", "verdict", "words"),
    [
        (None, "rest", ""),
        (-2.0, "same", "With your reference"),
        (-10.0, "near", "10° below your reference"),
        (-24.0, "far", "24° below your reference"),
        (14.0, "near", "14° above your reference"),
    ],
)
def test_above_and_below_are_said_of_the_movement_and_not_of_the_angle_now(
    difference_deg: float | None, verdict: str, words: str
) -> None:
    model = started()
    for angle_deg, reference_deg in ((46.0, 4.0), (46.0, 99.0)):
        shown = progress(
            angle_deg=angle_deg, reference_deg=reference_deg, difference_deg=difference_deg
        )
        model.feed(shown)
        live = model.view().live
        assert (live.verdict, live.words) == (verdict, words)


def test_beyond_the_limit_comes_before_all_else() -> None:
    model = started()
    model.feed(progress(angle_deg=112.0, difference_deg=-24.0))
    live = model.view().live
    assert (live.verdict, live.words) == ("over", "Beyond your limit of 110°: come back")


def test_beyond_the_limit_is_said_without_a_reference_too() -> None:
    model = started()
    model.feed(progress(angle_deg=120.0, phase=None, reference_deg=None))
    assert model.view().live.verdict == "over"


def test_counts_repetitions_of_the_set_and_marks_each() -> None:
    model = started(sets=2, repetitions=2)
    model.feed(feedback(1))
    model.feed(progress("moving", completed=1))
    count = model.view().count
    assert (count.done, count.of, count.number, count.sets) == (1, 2, 1, 2)
    assert count.marks == ("cue", "open")
    model.feed(progress("still", completed=2))
    assert model.view().count.marks == ("cue", "unjudged")
    model.feed(praise(2))
    assert model.view().count.marks == ("cue", "good")
    model.feed(progress("moving", completed=3))
    count = model.view().count
    assert (count.done, count.number, count.marks) == (1, 2, ("unjudged", "open"))


def test_repetitions_beyond_the_prescribed_stay_in_the_last_set() -> None:
    model = started(sets=2, repetitions=2)
    model.feed(progress("moving", completed=5))
    count = model.view().count
    assert (count.done, count.of, count.number) == (3, 2, 2)
    assert len(count.marks) == 3


def test_rest_between_sets_counts_down_on_the_sensors_clock() -> None:
    model = started(sets=2, repetitions=2)
    model.feed(progress("still", completed=2, at_ns=100 * S_NS, phase=None))
    assert model.view().headline == "Rest for 20 s"
    model.feed(progress("still", completed=2, at_ns=105 * S_NS, phase=None))
    assert model.view().headline == "Rest for 15 s"
    model.feed(progress("moving", completed=2, at_ns=106 * S_NS))
    assert model.view().headline == "Raising"
    model.feed(progress("still", completed=2, at_ns=121 * S_NS, phase=None))
    assert model.view().headline == "Go"


def test_no_rest_after_the_last_set() -> None:
    model = started(sets=2, repetitions=2)
    model.feed(progress("still", completed=4, at_ns=100 * S_NS, phase=None))
    view = model.view()
    assert view.headline == "Go"
    assert offered(view) == ["end", "pause"]


def test_the_cue_is_the_last_repetitions() -> None:
    model = started()
    model.feed(feedback(1))
    model.feed(praise(2))
    cue = model.view().cue
    assert cue is not None
    assert (cue.text, cue.kind, cue.key) == (PRAISE, "praise", (0, 2))


def test_feedback_that_comes_again_changes_nothing() -> None:
    model = started()
    for told in (feedback(1), praise(2), feedback(1)):
        model.feed(told)
    view = model.view()
    assert view.cue is not None
    assert view.cue.text == PRAISE
    assert view.count.marks == ("cue", "good", "open")


def test_no_cue_where_the_plan_wants_none() -> None:
    model = started(cues=False)
    model.feed(feedback(1))
    assert model.view().cue is None
    assert model.view().count.marks[0] == "cue"


def test_a_repetition_with_a_gap_is_counted_and_not_judged() -> None:
    model = started()
    model.feed(feedback(1, judged=False, cue="The signal was interrupted."))
    view = model.view()
    assert view.cue is not None
    assert view.cue.kind == "not_compared"
    assert view.count.marks[0] == "unjudged"


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
    commands = model.press("continue", now_ns=5, pain=2, effort=7)
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
    model = PageModel(plan=plan, anchors=make_anchors(plan))
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
    [rating, _] = model.press("continue", now_ns=5, pain=0)
    assert (rating.pain, rating.effort) == (0, None)


def test_the_last_exercise_ends_the_session() -> None:
    model = new_model()
    model.feed(link())
    model.feed(progress(exercise=1))
    model.feed(summary(1))
    view = model.view()
    assert offered(view) == ["finish"]
    assert names(model.press("finish", now_ns=1, pain=1, effort=1)) == ["rate", "finish"]
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
    assert names(model.press("finish", now_ns=ASKED_NS, pain=1)) == ["rate", "finish"]
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


def test_simulated_data_are_called_simulated() -> None:
    model = new_model()
    assert not model.view().simulated
    model.feed(link(simulated=True))
    assert model.view().simulated
    assert ("Device", "Fake watch (simulated)") in model.view().connection.facts


def test_the_connection_is_told_in_words_and_figures() -> None:
    model = new_model()
    model.feed(replace(link(), rate_hz=None, clock_offset_ms=None))
    facts = dict(model.view().connection.facts)
    assert facts["Rate"] == "not known yet"
    assert facts["Lost in the last 10 s"] == "0.4 %"
    assert facts["Clock drift"] == "-31.0 ppm"
    assert facts["Packets unreadable, doubled, late"] == "0, 0, 0"
    model.feed(replace(link(), malformed=1, duplicates=2, late=3, clock_restarts=4))
    facts = dict(model.view().connection.facts)
    assert facts["Packets unreadable, doubled, late"] == "1, 2, 3"
    assert facts["Clock restarts"] == "4"
    assert model.view().connection.ok
    model.feed(link(state="lost"))
    assert not model.view().connection.ok
    assert model.view().connection.words == "Watch out of reach, trying again"


def test_a_restarted_stage_is_told_and_then_forgotten() -> None:
    model = new_model()
    model.feed(status(0))
    assert model.view().notices == ()
    model.feed(status(1 * S_NS, coach=1))
    sentence = "The coach was restarted; nothing recorded was lost."
    assert model.view().notices == (sentence,)
    model.feed(status(20 * S_NS, coach=1))
    assert model.view().notices == (sentence,)
    model.feed(status(22 * S_NS, coach=1))
    assert model.view().notices == ()


def test_a_full_disk_is_told_for_as_long_as_it_is_full() -> None:
    model = new_model()
    full = full_disk("/home/p001")
    model.feed(full)
    (notice,) = model.view().notices
    assert "The disk is full: since 10:42:31 nothing is kept there." in notice
    model.feed(replace(full, problem="none", waiting=0))
    assert model.view().notices == ()


def test_a_folder_that_was_removed_and_is_there_again_is_told_for_a_while() -> None:
    model = new_model()
    model.feed(status(1 * S_NS))
    again = RecordingStatus(
        seq=0, sensor_ns=0, host_ns=0, problem="removed", folder="/p", kept_until_s=0, waiting=0
    )
    model.feed(again)
    model.feed(replace(again, problem="none"))
    (notice,) = model.view().notices
    assert notice.startswith("The folder of this session had been removed")
    model.feed(status(22 * S_NS))
    assert model.view().notices == ()


def test_the_page_tells_of_its_own_restart_and_not_again_of_earlier_ones() -> None:
    model = new_model()
    model.feed(status(0, page=1, coach=2))
    assert model.view().notices == ("This page was restarted; nothing recorded was lost.",)


def test_a_stage_that_is_down_is_told() -> None:
    model = new_model()
    model.feed(status(0, state="restarting"))
    [sentence] = model.view().notices
    assert sentence.startswith("The coach is being restarted")
    model.feed(status(0, state="silent"))
    [sentence] = model.view().notices
    assert sentence.startswith("The coach does not answer at the moment")
    model.feed(status(0, state="failed"))
    [sentence] = model.view().notices
    assert "is given up; the session goes on without it: ValueError: no picture" in sentence
    model.feed(status(0, state="held_off"))
    [sentence] = model.view().notices
    assert sentence.startswith("The coach keeps stopping and is tried again")
    assert sentence.endswith("ValueError: no picture")


def test_processes_are_listed_with_their_figures() -> None:
    model = new_model()
    model.feed(status())
    rows = {line.name: line for line in model.view().stages}
    assert rows["page"].drops == 2
    assert rows["coach"].latency == "0.9 ms"


def test_resume_brings_a_session_back() -> None:
    messages: list[Message] = [link(), status()]
    model = new_model()
    for message in messages:
        model.feed(message)
    messages += model.press("start", now_ns=1)
    for told in (feedback(1), praise(2), praise(3)):
        model.feed(told)
        messages.append(told)
    ended = summary(0)
    model.feed(ended)
    messages.append(ended)
    messages += model.press("continue", now_ns=2, pain=1, effort=2)
    messages += model.press("start", now_ns=3)
    told = praise(1, exercise=1)
    model.feed(told)
    messages.append(told)

    restarted = new_model()
    restarted.resume(messages)
    assert restarted.view() == model.view()
    assert restarted.view().count.done == 1


def test_resume_without_commands_still_finds_the_exercise() -> None:
    model = new_model()
    model.resume([feedback(1), praise(2), praise(3), summary(0), praise(1, exercise=1)])
    view = model.view()
    assert (view.phase, view.task.index, view.count.done) == ("running", 1, 1)


def test_an_exercise_outside_the_plan_is_an_error() -> None:
    with pytest.raises(PageError, match="speaks of exercise 2; the plan has 2"):
        new_model().feed(progress(exercise=2))


def test_an_anchor_is_needed_for_each_exercise() -> None:
    plan = make_plan()
    with pytest.raises(PageError, match="2 exercises and there are 1 anchors"):
        PageModel(plan=plan, anchors=make_anchors(plan)[:1])


PRESSES: tuple[ButtonAction, ...] = (
    "start", "pause", "resume", "end", "continue", "skip", "leave", "stay", "finish",
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.sampled_from(PRESSES),
            st.builds(
                progress,
                st.sampled_from(("waiting", "calibrating", "still", "moving", "paused")),
                exercise=st.sampled_from((None, 0, 1)),
                completed=st.integers(0, 5),
                angle_deg=st.none() | st.floats(-30, 200),
                phase=st.none() | st.floats(0, 2),
                difference_deg=st.none() | st.floats(-180, 180),
                reference_deg=st.none() | st.floats(-5, 180),
                at_ns=st.integers(0, 10**12),
            ),
            st.builds(feedback, st.integers(1, 5), exercise=st.sampled_from((0, 1))),
            st.builds(summary, st.sampled_from((0, 1)), done=st.integers(0, 5)),
        ),
        max_size=30,
    )
)
def test_every_course_of_events_can_be_shown_and_resumed(events: list[Message | str]) -> None:
    model, restarted = new_model(sets=2, repetitions=2), new_model(sets=2, repetitions=2)
    seen: list[Message] = []
    for at_s, event in enumerate(events):
        if isinstance(event, Message):
            model.feed(event)
            seen.append(event)
        else:
            seen += model.press(event, now_ns=at_s * S_NS)  # type: ignore[arg-type]
        view = model.view()
        assert view.count.done >= 0
        assert view.phase == "done" or view.buttons
        assert (view.review is not None) == (view.phase == "review")
    model.press("stay", now_ns=0)  # a restart takes back the question whether to end the session
    restarted.resume(seen)
    assert restarted.view() == model.view()


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
