"""The coach judges once, sums up when it is due, and forgets nothing over a restart."""

from collections.abc import Iterable

from edge.core.messages.base import Message
from edge.core.messages.exercise import Repetition, Summary
from edge.stages.coach import Coach
from edge.stages.motion import Motion
from tests.judgements import judgement_of
from tests.stages.playing import (
    PATIENT,
    START,
    command,
    feedbacks,
    packets_of,
    repetitions,
    session_of,
    session_plan_of,
    summaries,
)

DONE = len(session_of(PATIENT).truth)


def found() -> list[Repetition]:
    motion = Motion(session_plan_of().anchors)
    return repetitions(out for m in [START, *packets_of()] for out in motion.process(m))


FOUND = found()


def through(coach: Coach, messages: Iterable[Message]) -> list[Message]:
    return [out for message in messages for out in coach.process(message)]


def test_the_prescribed_number_ends_the_exercise() -> None:
    out = through(Coach(session_plan_of()), [START, *FOUND])
    assert [type(message).__name__ for message in out] == ["Feedback"] * DONE + ["Summary"]
    (summary,) = summaries(out)
    assert (summary.done, summary.prescribed, summary.exercise) == (DONE, DONE, 0)
    assert summary.rom_deg.tolist() == [judgement_of(f).rom_deg for f in feedbacks(out)]
    assert summary.correct == sum(f.cue_kind == "praise" for f in feedbacks(out))
    assert (summary.pain, summary.effort) == (None, None)


def test_what_comes_twice_is_judged_once() -> None:
    coach = Coach(session_plan_of())
    through(coach, [START, *FOUND[:3]])
    assert through(coach, FOUND[1:3]) == []
    assert [f.number for f in feedbacks(through(coach, FOUND[3:]))] == list(range(4, DONE + 1))


def test_leaving_an_exercise_early_sums_up_what_was_done() -> None:
    for action in ("next", "finish"):
        coach = Coach(session_plan_of())
        through(coach, [START, *FOUND[:2]])
        (summary,) = summaries(through(coach, [command(action)]))
        assert (summary.done, summary.prescribed) == (2, DONE)
        assert through(coach, [command("finish")]) == []


def test_leaving_a_finished_exercise_says_nothing_twice() -> None:
    coach = Coach(session_plan_of())
    through(coach, [START, *FOUND])
    assert through(coach, [command("next"), command("finish")]) == []


def test_an_exercise_of_which_nothing_was_done_can_be_left() -> None:
    coach = Coach(session_plan_of())
    (summary,) = summaries(through(coach, [START, command("finish")]))
    assert summary.done == 0
    assert summary.words


def test_a_rating_repeats_the_summary_with_it() -> None:
    coach = Coach(session_plan_of())
    (plain,) = summaries(through(coach, [START, *FOUND]))
    (rated,) = summaries(through(coach, [command("rate", exercise=0, pain=2, effort=6)]))
    assert (rated.pain, rated.effort) == (2, 6)
    assert rated.done == plain.done
    assert rated.words == plain.words


def test_starting_again_counts_anew() -> None:
    coach = Coach(session_plan_of())
    through(coach, [START, *FOUND[:3]])
    again = through(coach, [START, *FOUND[:2], command("finish")])
    assert [f.number for f in feedbacks(again)] == [1, 2]
    assert summaries(again)[0].done == 2


def test_a_successor_that_remembers_goes_on() -> None:
    first, second = Coach(session_plan_of()), Coach(session_plan_of())
    so_far = feedbacks(through(first, [START, *FOUND[:4]]))
    second.remember(so_far)
    out = through(second, [*FOUND[2:]])
    assert [f.number for f in feedbacks(out)] == list(range(5, DONE + 1))
    last = out[-1]
    assert isinstance(last, Summary)
    assert last.done == DONE
