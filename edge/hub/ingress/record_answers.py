"""What is said of records and words: that they are stored, were known, or are refused."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from edge.exchange.errors import ExchangeError
from edge.exchange.messages import (
    FromHub,
    Heard,
    Known,
    PatientWords,
    Refused,
    SentRecord,
    Stored,
)
from edge.hub.ingress.callers import Caller
from edge.hub.store.ingest import keep_apart
from edge.hub.store.patient_words import store_words


def refuse_unreadable(
    connection: sa.Connection,
    caller: Caller,
    sent: SentRecord,
    error: ExchangeError,
    received_at: datetime,
) -> Refused:
    """Return that a record is refused; one of a newer version may come after an update."""
    is_final = error.cause != "unknown_version"
    if is_final:
        keep_apart(
            connection,
            patient_id=caller.patient_id,
            device_id=caller.device_id,
            body=sent.body,
            reason="unreadable",
            detail=error.message,
            received_at=received_at,
            session=(uuid.UUID(sent.session_id), sent.revision),
        )
    return Refused(
        reason=error.cause, final=is_final, session_id=sent.session_id, revision=sent.revision
    )


def refuse_unstorable(
    connection: sa.Connection, caller: Caller, sent: SentRecord, why: str, received_at: datetime
) -> Refused:
    """Return that the database never takes a record, whose bytes are kept apart."""
    keep_apart(
        connection,
        patient_id=caller.patient_id,
        device_id=caller.device_id,
        body=sent.body,
        reason="refused",
        detail=why[:1000],
        received_at=received_at,
    )
    return Refused(
        reason="not_storable", final=True, session_id=sent.session_id, revision=sent.revision
    )


def answer_words(
    connection: sa.Connection, caller: Caller, words: PatientWords, received_at: datetime
) -> Heard | Refused:
    """Return what is said to a patient's words once they are stored."""
    fate = store_words(
        connection,
        caller.patient_id,
        words,
        received_at=received_at,
        clock_offset_s=caller.clock_offset_s,
    )
    if fate == "conflict":
        return Refused(reason="conflict", final=True, message_id=words.message_id)
    return Heard(message_id=words.message_id)


def _conflict(session_id: str, revision: int) -> FromHub:
    return Refused(reason="conflict", final=True, session_id=session_id, revision=revision)


ANSWERS: Final[dict[str, Callable[[str, int], FromHub]]] = {
    "stored": lambda session_id, revision: Stored(session_id=session_id, revision=revision),
    "known": lambda session_id, revision: Known(session_id=session_id, revision=revision),
    "conflict": _conflict,
}
"""By what became of a record."""
