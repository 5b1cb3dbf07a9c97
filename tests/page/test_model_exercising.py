"""What the page shows while the patient moves: what to do, angle, count and cue."""

from dataclasses import replace

import pytest

from edge.page.exercise.model import ExerciseModel
from tests.page.models import new_model, offered, started
from tests.page.scenes import (
    PRAISE,
    S_NS,
    feedback,
    link,
    make_anchors,
    make_plan,
    praise,
    progress,
    summary,
)


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
    model = ExerciseModel(plan=held, anchors=make_anchors(held))
    assert model.view().task.prescription == "3 repetitions, to 90°, hold for 3 s"
    model.feed(link())
    model.press("start", now_ns=1)
    model.feed(replace(summary(0), held=2))
    review = model.view().review
    assert review is not None
    assert review.held == 2


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
