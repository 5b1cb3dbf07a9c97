"""What was noted of a session becomes its record once it is over, and a later rating the next."""

from dataclasses import replace
from pathlib import Path

from edge.core.messages.base import Message
from edge.exchange.session_record import MOST_RECORD_BYTES, SessionRecord, decode_record
from edge.records.outbox import Outbox
from edge.uplink.settling import settle_sessions
from tests.page.scenes import feedback, praise, summary
from tests.uplink.noted import head, note, settled


def records(outbox: Outbox) -> list[SessionRecord]:
    return [decode_record(one.body or b"") for one in outbox.all_records()]


def settled_of(folder: Path, *messages: Message) -> SessionRecord:
    """Return the record of a session in which that was said."""
    with Outbox.of(folder) as outbox:
        note(outbox, 0, messages, at_ms=90_000)
        assert settle_sessions(outbox, 0) == []
        (record,) = records(outbox)
    return record


def test_a_session_is_told_in_figures_and_words(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        settled(outbox)
        (record,) = records(outbox)
    assert (record.session_id, record.revision, record.simulated) == (head().session_id, 1, True)
    assert (record.plan_id, record.plan_version, record.zone) == ("shoulder-2", 3, "Europe/Zurich")
    assert (record.local_day, record.ended_ms - record.began_ms) == ("2025-11-29", 60_000)
    (told,) = record.exercises
    assert (told.side, told.prescribed, told.done, told.compared, told.correct) == (
        *("right", 3, 3, 2, 1),
    )
    assert (told.mean_rom_deg, told.max_rom_deg) == (78.5, 91.0)
    assert (told.target_rom_deg, told.limit_rom_deg, told.over_limit) == (90.0, 95.0, 0)
    assert (told.pain, told.effort, told.ended_because, told.held) == (2, 5, "done", None)
    assert told.words.startswith("You did 3 of 3")
    assert told.repetitions is not None
    assert told.repetitions.rom_deg == (66.0, None, 91.0)
    assert told.repetitions.cue_kind == ("low_range", "not_compared", "praise")
    first, second = told.recurring
    assert (second.segment, second.start, second.end, second.share) == (2, 0.4, 0.6, 0.5)
    assert (first.way, second.way) == ("outward", "returning")
    assert (
        first.words == "Your arm is 18° short of your reference on the way up, at about the middle"
    )


def test_what_lies_beyond_the_limit_is_counted_and_by_how_much(tmp_path: Path) -> None:
    over = [feedback(n, kind="over_range", rom_deg=rom) for n, rom in ((1, 95.5), (2, 101.0))]
    (told,) = settled_of(tmp_path, *over, praise(3)).exercises
    assert (told.over_limit, told.most_over_limit_deg, told.max_rom_deg) == (2, 6.0, 101.0)


def test_an_exercise_without_a_limit_has_none_beyond_it(tmp_path: Path) -> None:
    (told,) = settled_of(tmp_path, feedback(1, exercise=1, rom_deg=179.0)).exercises
    assert (told.index, told.limit_rom_deg, told.over_limit) == (1, None, 0)


def test_an_exercise_without_an_end_was_cut_off(tmp_path: Path) -> None:
    record = settled_of(tmp_path, feedback(1), praise(1, exercise=1), praise(2, exercise=1))
    assert [each.ended_because for each in record.exercises] == ["cut", "done"]
    assert record.exercises[0].words == ""


def test_why_a_patient_stopped_is_told(tmp_path: Path) -> None:
    ended = replace(summary(0, done=1, pain=8), ended_because="pain")
    (told,) = settled_of(tmp_path, feedback(1), ended).exercises
    assert (told.ended_because, told.pain, told.done) == ("pain", 8, 1)


def test_a_session_in_which_nothing_was_done_is_not_told(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        note(outbox, 0, ())
        assert settle_sessions(outbox, 0) == []
        assert (records(outbox), outbox.unsettled()) == ([], [])


def test_a_later_rating_is_the_next_revision_and_the_same_once_more_is_none(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        settled(outbox)
        note(outbox, 0, [replace(summary(0, done=3), pain=7)], at_ms=60_000)
        assert settle_sessions(outbox, 0) == []
        note(outbox, 0, [summary(0, done=3, pain=2, effort=5)], at_ms=60_000)
        note(outbox, 0, [replace(summary(0, done=3), pain=7)], at_ms=60_000)
        assert settle_sessions(outbox, 0) == []
        told = records(outbox)
    assert [(one.revision, one.exercises[0].pain) for one in told] == [(1, 2), (2, 7)]


def test_a_session_of_very_many_repetitions_still_fits(tmp_path: Path) -> None:
    one = praise(1)
    many = [replace(one, number=number) for number in range(1, 1_900)]
    with Outbox.of(tmp_path) as outbox:
        note(outbox, 0, [*many, praise(1, exercise=1)])
        assert settle_sessions(outbox, 0) == []
        (kept,) = outbox.all_records()
    assert len(kept.body or b"") < MOST_RECORD_BYTES
    told = decode_record(kept.body or b"")
    assert [each.done for each in told.exercises] == [1_899, 1]
    assert [each.repetitions is None for each in told.exercises] == [True, False]


def test_a_session_whose_facts_are_damaged_keeps_no_other_from_being_told(tmp_path: Path) -> None:
    with Outbox.of(tmp_path) as outbox:
        note(outbox, 1)
        outbox._sql.execute("UPDATE fact SET text = '{' WHERE number = 1")
        note(outbox, 2)
        (problem,) = settle_sessions(outbox, 0)
        assert head(1).session_id in problem
        assert [one.session_id for one in records(outbox)] == [head(2).session_id]
        assert [session_id for session_id, _ in outbox.unsettled()] == [head(1).session_id]
