"""Words to and from patients, and notes of the staff that no patient sees."""

import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import sqlalchemy as sa

from edge.hub.errors import HubError
from edge.hub.store import audit
from edge.hub.store.downlink_queue import enqueue
from edge.hub.store.people_tables import patient, staff
from edge.hub.store.work_tables import message, note, outgoing

MOST_SIGNS: Final = 1_000
"""Of a message or a note; as many of the longest signs are within what the exchange takes."""
_UNSTORABLE: Final = ("Cc", "Cs")
"""Kinds of signs that a database may refuse: control signs and halves of signs."""
MOST_WORDS: Final = 200
"""Newest messages or notes that are shown."""
Fate = Literal["waiting", "sent", "received", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Words between a patient and the clinic.

    Attributes:
        message_id: of the message.
        to_patient: whether they are the clinic's.
        author: whose account wrote them; "" for the patient's, or where the account is gone.
        text: the words.
        about_pain: the patient said that they are about pain.
        written_at: when.
        received_at: when the other side had them; None before.
        read_at: when somebody of the clinic read the patient's; None before.
        fate: of the clinic's: waiting, sent, received, or refused; of the patient's: received.
    """

    message_id: uuid.UUID
    to_patient: bool
    author: str
    text: str
    about_pain: bool
    written_at: datetime
    received_at: datetime | None
    read_at: datetime | None
    fate: Fate

    @property
    def is_unread(self) -> bool:
        """Whether it is the patient's, and nobody has read it."""
        return not self.to_patient and self.read_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the staff wrote down; `author` is "" where that account is gone."""

    author: str
    text: str
    written_at: datetime


def messages_of(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[Message, ...]:
    """Return the newest messages of both sides, the newest first."""
    author = sa.func.coalesce(staff.c.name, "").label("author")
    chosen = (
        sa.select(message, author)
        .outerjoin(staff, staff.c.staff_id == message.c.author_id)
        .where(message.c.patient_id == patient_id)
        .order_by(message.c.written_at.desc())
        .limit(MOST_WORDS)
    )
    rows = connection.execute(chosen).all()
    mine = (outgoing.c.patient_id == patient_id) & (outgoing.c.kind == "message")
    columns = (outgoing.c.body, outgoing.c.sent_at, outgoing.c.answer)
    under_way = {
        row.body.get("message_id"): row
        for row in connection.execute(sa.select(*columns).where(mine))
    }
    return tuple(
        Message(
            message_id=row.message_id,
            to_patient=row.direction == "to_patient",
            author=row.author,
            text=row.text,
            about_pain=row.about_pain,
            written_at=row.written_at,
            received_at=row.received_at,
            read_at=row.read_at,
            fate=_fate(row, under_way),
        )
        for row in rows
    )


def write_message(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    text: str,
    *,
    author_id: uuid.UUID | None,
    actor: str,
    now: datetime,
) -> None:
    """Write to a patient; the audit tells of it, not what was written.

    Raises:
        HubError: there are no words, too many, or the treatment has ended.
    """
    words = _words(text)
    state = sa.select(patient.c.state).where(patient.c.patient_id == patient_id)
    if connection.execute(state).scalar_one() == "ended":
        raise HubError("the treatment has ended", remedy="no message can be sent", cause="ended")
    number = uuid.uuid4()
    row: dict[str, object] = {
        "message_id": number,
        "patient_id": patient_id,
        "direction": "to_patient",
        "author_id": author_id,
        "text": words,
        "about_pain": False,
        "written_at": now,
    }
    connection.execute(sa.insert(message).values(row))
    body = {"text": words, "message_id": str(number)}
    seq = enqueue(connection, patient_id, "message", body, now)
    _tell(connection, patient_id, actor, now, {"written": seq})


def mark_read(
    connection: sa.Connection, patient_id: uuid.UUID, *, actor: str, now: datetime
) -> int:
    """Return how many messages of a patient count as read from now on that did not before."""
    unread = (
        (message.c.patient_id == patient_id)
        & (message.c.direction == "from_patient")
        & message.c.read_at.is_(None)
    )
    count = connection.execute(sa.update(message).where(unread).values(read_at=now)).rowcount
    if count:
        _tell(connection, patient_id, actor, now, {"read": count})
    return count


def notes_of(connection: sa.Connection, patient_id: uuid.UUID) -> tuple[Note, ...]:
    """Return the newest notes of the staff, the newest first."""
    author = sa.func.coalesce(staff.c.name, "").label("author")
    chosen = (
        sa.select(note.c.text, note.c.written_at, author)
        .outerjoin(staff, staff.c.staff_id == note.c.author_id)
        .where(note.c.patient_id == patient_id)
        .order_by(note.c.written_at.desc())
        .limit(MOST_WORDS)
    )
    return tuple(Note(**row._mapping) for row in connection.execute(chosen))


def write_note(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    text: str,
    *,
    author_id: uuid.UUID | None,
    actor: str,
    now: datetime,
) -> None:
    """Write a note that the patient never sees; the audit tells of it, not what was written.

    Raises:
        HubError: there are no words, or too many.
    """
    row: dict[str, object] = {
        "note_id": uuid.uuid4(),
        "patient_id": patient_id,
        "author_id": author_id,
        "text": _words(text),
        "written_at": now,
    }
    connection.execute(sa.insert(note).values(row))
    audit.record(connection, audit.Entry(actor=actor, action="note", patient_id=patient_id), now)


def _fate(row: sa.Row[Any], under_way: Mapping[str, Any]) -> Fate:
    if row.direction != "to_patient" or row.received_at is not None:
        return "received"
    sent = under_way.get(str(row.message_id))
    if sent is None or sent.sent_at is None:
        return "waiting"
    return "refused" if sent.answer == "refused" else "sent"


def _words(text: str) -> str:
    words = "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _UNSTORABLE
    ).strip()
    if not words:
        raise HubError("there are no words", remedy="write some", cause="no_words")
    if len(words) > MOST_SIGNS:
        raise HubError(
            f"{len(words)} signs are too many", remedy=f"write at most {MOST_SIGNS}", cause="long"
        )
    return words


def _tell(
    connection: sa.Connection,
    patient_id: uuid.UUID,
    actor: str,
    now: datetime,
    detail: Mapping[str, object],
) -> None:
    entry = audit.Entry(actor=actor, action="message", patient_id=patient_id, detail=detail)
    audit.record(connection, entry, now)
