"""The record of a session: what a hub is told of it, and never a raw signal.

A figure that could not be told is None. Times are milliseconds of UTC since 1970; the day is the
patient's own, told where the session was, and is never computed again elsewhere.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from edge.core.exercises import LanguageCode, Side
from edge.core.messages.exercise import CueKind, EndedBecause, Judge
from edge.exchange.errors import ExchangeError
from edge.exchange.plain_form import PlainForm
from edge.exchange.quick_reader import QuickReader
from edge.exchange.record_faults import fault_of
from edge.exchange.strict_msgpack import check, pack, parse

RECORD_SCHEMA: Final = 1
MOST_RECORD_BYTES: Final = 64 * 1024
"""Of a record, and of a plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetitions:
    """An exercise's repetitions in the order in which they were done, an item for each.

    Attributes:
        rom_deg: range of motion; None where it could not be compared, as below.
        stability: NJS.
        tempo_s: duration of the movement.
        similarity: 0–1, 1 is the reference itself.
        cue_kind: what the cue was about.
    """

    rom_deg: tuple[float | None, ...]
    stability: tuple[float | None, ...]
    tempo_s: tuple[float | None, ...]
    similarity: tuple[float | None, ...]
    cue_kind: tuple[CueKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringFinding:
    """A micro-segment that mattered in at least half of an exercise's compared repetitions.

    Attributes:
        segment: 0-based micro-segment of the reference.
        start: its start as a fraction of the reference's duration.
        end: its end.
        way: on the way out, or on the way back.
        share: of the compared repetitions in which it mattered, 0–1.
        words: where and how it departed there most often, in one sentence of the record's language.
    """

    segment: int
    start: float
    end: float
    way: Literal["outward", "returning"]
    share: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRecord:
    """One exercise of the session.

    Attributes:
        index: of the exercise in the plan.
        name: of the exercise.
        side: that moved.
        prescribed: repetitions asked for.
        done: repetitions found.
        compared: those of them that could be compared with the reference.
        correct: those of them that were like it.
        held: repetitions whose end was held for long enough; None where no hold is asked for.
        over_limit: repetitions beyond the limit.
        most_over_limit_deg: how far the farthest of them was beyond it; 0 without any.
        mean_rom_deg: mean range of motion; None where none was compared, as below.
        max_rom_deg: largest range of motion.
        target_rom_deg: the therapist's goal.
        limit_rom_deg: the therapist's limit; None without one.
        duration_s: from the first repetition's start to the last one's end.
        pain: 0–10; None where the patient did not answer.
        effort: 0–10; None in the same way.
        ended_because: why it ended.
        scored_by: what compared; None where nothing was compared.
        cue_counts: how often each kind of cue was given.
        recurring: what recurred, in the movement's order.
        words: what the patient was told at its end.
        repetitions: each of them; None where they were left out to keep the record within its size.
    """

    index: int
    name: str
    side: Side
    prescribed: int
    done: int
    compared: int
    correct: int
    held: int | None
    over_limit: int
    most_over_limit_deg: float
    mean_rom_deg: float | None
    max_rom_deg: float | None
    target_rom_deg: float
    limit_rom_deg: float | None
    duration_s: float
    pain: int | None
    effort: int | None
    ended_because: EndedBecause
    scored_by: Judge | None
    cue_counts: dict[str, int]
    recurring: tuple[RecurringFinding, ...]
    words: str
    repetitions: Repetitions | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """A session as the hub is told of it.

    Attributes:
        session_id: UUID, given at the session's start.
        revision: from 1; a later one of the same session replaces it, as when the patient rates an
            exercise afterwards.
        simulated: it was not of a person.
        began_ms: when it began, UTC.
        ended_ms: when it ended.
        offset_min: minutes by which the patient's clock was ahead of UTC at its beginning.
        zone: IANA name of the patient's time zone; "" where the machine does not know it.
        local_day: ISO 8601 day on which it began by the patient's clock.
        plan_id: name of the plan, the same in all its versions; "" for a plan that has none.
        plan_version: of the plan; 0 in the same case.
        plan_sha256: of the plan's text, in hexadecimal.
        software: version of the program.
        watch: the source of the signals as it was named.
        language: of all words in it.
        exercises: those that were begun, in the order of the plan.
        schema: version of this form.
    """

    session_id: str
    revision: int
    simulated: bool
    began_ms: int
    ended_ms: int
    offset_min: int
    zone: str
    local_day: str
    plan_id: str
    plan_version: int
    plan_sha256: str
    software: str
    watch: str
    language: LanguageCode
    exercises: tuple[ExerciseRecord, ...]
    schema: int = RECORD_SCHEMA


_FORM: Final = PlainForm(SessionRecord, "session record")
_QUICK: Final = QuickReader(SessionRecord, MOST_RECORD_BYTES)


def encode_record(record: SessionRecord) -> bytes:
    """Return the bytes of a record, at most `MOST_RECORD_BYTES`; NaN is sent as None.

    Raises:
        ExchangeError: `decode_record` would refuse them.
    """
    table = _FORM.table(record)
    # What is no number has become null: only where a field may be None is that right.
    if (fault := record_fault(_FORM.value(table))) is not None:
        raise ExchangeError(f"the session record cannot be sent: {fault}")
    return pack(table, most_bytes=MOST_RECORD_BYTES)


def decode_record(data: bytes) -> SessionRecord:
    """Return the record of bytes that anybody may have sent.

    Raises:
        ExchangeError: they are none that can be believed; every such case, whatever they are.
    """
    table = parse(data, most_bytes=MOST_RECORD_BYTES)
    quick = _QUICK.value(table)
    if quick is not None and quick.schema == RECORD_SCHEMA and _contradiction(quick) is None:
        return quick
    return read_carefully(table)


def read_carefully(table: Any) -> SessionRecord:
    """Return the record of a parsed value, or say what is wrong with it.

    Raises:
        ExchangeError: it is none that can be believed.
    """
    check(table, most_bytes=MOST_RECORD_BYTES)
    if isinstance(table, dict) and table.get("schema") != RECORD_SCHEMA:
        raise ExchangeError(
            f"the session record is not of schema {RECORD_SCHEMA}", cause="unknown_version"
        )
    record = _FORM.value(table)
    if (fault := record_fault(record)) is not None:
        raise ExchangeError(f"the session record cannot be read: {fault}")
    return record


def record_fault(record: SessionRecord) -> str | None:
    """Return what a record says that cannot be, None of a good one."""
    if (fault := fault_of(record)) is not None:
        return fault
    return _contradiction(record)


def _contradiction(record: SessionRecord) -> str | None:
    """Return in what a record contradicts itself, None of one that does not."""
    if record.ended_ms < record.began_ms:
        return "it ends before it begins"
    if len({each.index for each in record.exercises}) < len(record.exercises):
        return "an exercise stands in it twice"
    faults = (_exercise_fault(each) for each in record.exercises)
    return next((fault for fault in faults if fault is not None), None)


def _exercise_fault(exercise: ExerciseRecord) -> str | None:
    done = exercise.done
    counts = (exercise.compared, exercise.correct, exercise.held or 0, exercise.over_limit)
    if max(counts) > done or exercise.correct > exercise.compared:
        return f"more than the {done} repetitions of {exercise.name} are counted"
    if any(finding.end < finding.start for finding in exercise.recurring):
        return "a micro-segment ends before it begins"
    each = exercise.repetitions
    if each is None:
        return None
    columns = (each.rom_deg, each.stability, each.tempo_s, each.similarity, each.cue_kind)
    if any(len(column) != done for column in columns):
        return f"the figures are not of the {done} repetitions of {exercise.name}"
    return None
