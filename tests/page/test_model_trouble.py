"""What the page says of watch, processes and recording."""

from dataclasses import replace

from edge.core.messages.status import RecordingStatus
from edge.page.exercise.model import ExerciseModel
from tests.page.models import new_model
from tests.page.scenes import S_NS, full_disk, link, make_anchors, make_plan, status
from tests.records.test_tolerance_store import MADE


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
    assert facts["Tolerances (95 %)"] == "the usual ones"
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


def test_what_the_exercise_at_hand_is_judged_by_is_told() -> None:
    plan = make_plan()
    learnt = (MADE, *[None] * (len(plan.exercises) - 1))
    model = ExerciseModel(plan=plan, anchors=make_anchors(plan), learnt=learnt)
    model.feed(link())
    words = dict(model.view().connection.facts)["Tolerances (95 %)"]
    assert words.startswith("from 10 good repetitions: range 6.2° short")
