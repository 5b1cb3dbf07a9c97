"""Storing what patients write so that each message counts once, however often it is sent."""

import uuid
from datetime import UTC, datetime
from typing import Literal

import sqlalchemy as sa

from edge.exchange.messages import PatientWords
from edge.hub.store.ingest import own_insert
from edge.hub.store.record_rows import MOST_OFFSET_S
from edge.hub.store.work_tables import message


def store_words(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    words: PatientWords,
    *,
    received_at: datetime,
    clock_offset_s: float | None,
) -> Literal["stored", "known", "conflict"]:
    """Return what became of a patient's words; nothing is final before the commit.

    Args:
        connection: in whose transaction it happens.
        patient_id: owner of the key with which they came.
        words: as they came.
        received_at: by the hub's clock.
        clock_offset_s: that clock less the machine's, by which the time of writing is put right
            where the machine's clock is wrong; None where it did not say what time it had.
    """
    # A number is the machine's own choice: two patients may have the same, and neither is in the
    # other's way.
    message_id = uuid.uuid5(patient_id, words.message_id)
    row = {
        "message_id": message_id,
        "patient_id": patient_id,
        "direction": "from_patient",
        "author_id": None,
        "text": words.text,
        "about_pain": words.about_pain,
        "written_at": _written_at(words, received_at, clock_offset_s),
        "received_at": received_at,
        "read_at": None,
    }
    insert = own_insert(connection, message).on_conflict_do_nothing()
    if connection.execute(insert.returning(message.c.message_id), [row]).first() is not None:
        return "stored"
    chosen = sa.select(message.c.text).where(message.c.message_id == message_id)
    same = connection.execute(chosen).scalar_one() == words.text
    return "known" if same else "conflict"


def _written_at(
    words: PatientWords, received_at: datetime, clock_offset_s: float | None
) -> datetime:
    written_s = words.written_at_ms / 1e3
    if clock_offset_s is not None and abs(clock_offset_s) > MOST_OFFSET_S:
        written_s += clock_offset_s
    return datetime.fromtimestamp(max(0.0, min(written_s, received_at.timestamp())), UTC)
