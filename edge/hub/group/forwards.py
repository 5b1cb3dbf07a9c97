"""What a clinic's hub has to send on: its receipts are the outbox, and what was answered is noted.

A record is made again out of the stored session, without the watch's name and the plan's, so that
nobody at the group's hub reads who a patient is. A session is sent on in its newest revision, where
its clock is to be believed and it was received since the clinic has agreed.
"""

import uuid
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

from edge.exchange.message_codec import sent_record
from edge.exchange.messages import Done, SentMessage, SentPlan
from edge.exchange.session_record import SessionRecord
from edge.hub.store.engines import Store
from edge.hub.store.group_tables import forwarded
from edge.hub.store.ingest import own_insert
from edge.hub.store.people_tables import patient
from edge.hub.store.schema import session_current
from edge.hub.store.stored_sessions import sessions_of
from edge.records.outbox import Outbox
from edge.records.outbox_rows import Kind, OutboxRecord, OutboxWords, State

AT_ONCE: Final = 500
"""Sessions that are looked for in one go."""
_Key = tuple[uuid.UUID, uuid.UUID, int]


class Forwards:
    """An outbox as a conversation needs one, out of a hub's database.

    Args:
        store: the clinic's hub's database.
        own: keeps who this hub is to the other, and how often it came.
        since: from when the clinic has agreed.
    """

    def __init__(self, store: Store, own: Outbox, since: datetime) -> None:
        self._store = store
        self._own = own
        self._since = since
        self._due: deque[tuple[_Key, str]] = deque()
        self._tried: set[_Key] = set()
        self._flying: _Key | None = None

    def install_id(self) -> str:
        """Return who this hub is to the other one."""
        return self._own.install_id()

    def next_counter(self) -> int:
        """Return a number that is larger than every one before."""
        return self._own.next_counter()

    def last_seq(self, kind: Kind, /) -> int:
        """Return 0: a group's hub sends nothing."""
        return 0

    def waiting(self) -> int:
        """Return how many sessions wait."""
        with self._store.reading() as connection:
            counted = sa.select(sa.func.count()).select_from(_waiting(self._since).subquery())
            return connection.execute(counted).scalar_one()

    def records(self, *states: State) -> list[OutboxRecord]:
        """Return nothing: how many sessions wait is this hub's own affair."""
        return []

    def next_due(self, now_ms: int, /) -> OutboxRecord | None:
        """Return the next session that was not tried in this exchange, None without any."""
        if not self._due:
            with self._store.reading() as connection:
                rows = connection.execute(
                    _waiting(self._since).limit(AT_ONCE + len(self._tried))
                ).all()
            keys = [((row.patient_id, row.session_id, row.revision), row.pseudonym) for row in rows]
            self._due.extend(each for each in keys if each[0] not in self._tried)
        if not self._due:
            return None
        key, code = self._due.popleft()
        self._tried.add(key)
        self._flying = key
        with self._store.reading() as connection:
            found = sessions_of(connection, key[0], key[1])
        if not found or found[0].record.revision != key[2]:
            return self.next_due(now_ms)  # another revision has come, or the patient was erased
        sent = sent_record(without_names(found[0].record))
        return OutboxRecord(
            session_id=sent.session_id,
            revision=sent.revision,
            body=sent.body,
            sha256=sent.sha256,
            made_ms=now_ms,
            subject=code,
        )

    def tried(self, record: OutboxRecord, next_try_ms: int, /) -> None:
        """Do nothing: what is not answered waits for the next exchange."""

    def answered(self, record: OutboxRecord, state: State, reason: str = "", /) -> None:
        """Note what the other hub said; a patient who was erased meanwhile has no row."""
        assert self._flying is not None
        patient_id, session_id, revision = self._flying
        row = {
            "patient_id": patient_id,
            "session_id": session_id,
            "revision": revision,
            "answer": state,
            "reason": reason,
            "answered_at": datetime.now(UTC),
        }
        with self._store.writing() as connection:
            chosen = sa.select(patient.c.patient_id).where(patient.c.patient_id == patient_id)
            if connection.execute(chosen).first() is not None:
                insert = own_insert(connection, forwarded).on_conflict_do_nothing()
                connection.execute(insert, [row])

    def next_words(self, now_ms: int, /) -> OutboxWords | None:
        """Return None: what patients write stays with their clinic."""
        return None

    def words_tried(self, words: OutboxWords, next_try_ms: int, /) -> None:
        """Do nothing: there are no words."""

    def words_answered(self, words: OutboxWords, refused_because: str = "", /) -> None:
        """Do nothing: there are no words."""

    def remember(self, name: str, value: str, /) -> None:
        """Keep a value under a name."""
        self._own.remember(name, value)


class TakesNothing:
    """What a clinic's hub answers to plans and messages of its group's: it takes none."""

    def take(self, message: SentPlan | SentMessage, /) -> Done:
        """Return that it is refused."""
        return Done(seq=message.seq, answer="refused", reason="not_for_hubs")


def without_names(record: SessionRecord) -> SessionRecord:
    """Return a record without what somebody at the clinic or at home has named."""
    return replace(record, watch="", plan_id="", plan_version=0)


def _waiting(since: datetime) -> sa.Select[tuple[uuid.UUID, uuid.UUID, int, str]]:
    ours = session_current
    known = sa.exists().where(
        (forwarded.c.patient_id == ours.c.patient_id)
        & (forwarded.c.session_id == ours.c.session_id)
        & (forwarded.c.revision == ours.c.revision)
    )
    return (
        sa.select(ours.c.patient_id, ours.c.session_id, ours.c.revision, patient.c.pseudonym)
        .join(patient, patient.c.patient_id == ours.c.patient_id)
        .where(ours.c.received_at >= since, ours.c.clock_state != "suspect", ~known)
        .order_by(ours.c.received_at, ours.c.session_id)
    )
