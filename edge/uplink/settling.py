"""When a session is over, its record: put into the outbox out of what was noted while it ran."""

import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from edge.assessment.session_record import session_record
from edge.core.errors import PhysioError
from edge.exchange.message_codec import sent_record
from edge.exchange.session_record import SessionRecord
from edge.records.errors import RecordsError
from edge.records.outbox import Outbox
from edge.records.outbox_rows import END, OutboxRecord
from edge.records.patient_lock import only_session_of
from edge.records.session_facts import (
    ENDS,
    HEADS,
    REPETITIONS,
    ExerciseEnd,
    RepetitionFacts,
    SessionHead,
)


def settle_sessions(outbox: Outbox, now_ms: int) -> list[str]:
    """Put the records of all sessions that are over into the outbox; return what went wrong.

    A session of which nothing was done has none. One of whose facts a record was made before, and
    which others have come since, as when the patient rates an exercise later, has a next revision.

    Args:
        outbox: of a patient of whom no session is under way.
        now_ms: the time, UTC.

    Returns:
        A sentence for each session that cannot be settled; its facts are kept.
    """
    problems = []
    for session_id, head in outbox.unsettled():
        try:
            record = _record_of(outbox, session_id, HEADS.value(head))
            packed = None if record is None else _packed(record, now_ms)
            outbox.settle(session_id, packed)
        except PhysioError as error:
            problems.append(f"session {session_id} cannot be told to the hub: {error}")
    return problems


def settle_if_over(patient_dir: Path) -> list[str]:
    """Settle the sessions of a patient that were cut off, unless one is under way now.

    Returns:
        A sentence for each that cannot be settled.

    Raises:
        RecordsError: the outbox cannot be used.
        OSError: nothing can be written into the patient's folder.
    """
    try:
        with only_session_of(patient_dir), Outbox.of(patient_dir) as outbox:
            return settle_sessions(outbox, time.time_ns() // 1_000_000)
    except RecordsError as error:
        if error.cause == "session_under_way":
            return []
        raise


def _record_of(outbox: Outbox, session_id: str, head: SessionHead) -> SessionRecord | None:
    """Return the next record of a session, None where there is nothing new."""
    repetitions: dict[int, list[RepetitionFacts]] = defaultdict(list)
    ends: dict[int, ExerciseEnd] = {}
    facts = outbox.facts(session_id)
    for fact in facts:
        if fact.number == END:
            ends[fact.exercise] = ENDS.value(fact.text)
        else:
            repetitions[fact.exercise].append(REPETITIONS.value(fact.text))
    if not facts:
        return None
    last = outbox.last_revision(session_id)
    ended_ms = max(fact.noted_ms for fact in facts)
    record = session_record(head, repetitions, ends, ended_ms=ended_ms, revision=last or 1)
    if last == 0:
        return record
    said = {(one.session_id, one.revision): one.sha256 for one in outbox.all_records()}
    is_known = said[session_id, last] == sent_record(record).sha256
    return None if is_known else replace(record, revision=last + 1)


def _packed(record: SessionRecord, made_ms: int) -> OutboxRecord:
    sent = sent_record(record)
    return OutboxRecord(
        session_id=sent.session_id,
        revision=sent.revision,
        body=sent.body,
        sha256=sent.sha256,
        made_ms=made_ms,
    )
