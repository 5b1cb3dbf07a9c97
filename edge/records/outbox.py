"""What waits to be told to a therapist's hub, in the patient's folder, for as long as it takes.

A record is let go of only when the hub says that it has it, or that it will never take it; then it
is kept among the dead letters. Every change is on the disk when the call returns.
"""

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Self, get_args

from edge.records.errors import OutboxError
from edge.records.outbox_rows import Answer, Fact, Kind, OutboxRecord, OutboxWords, State
from edge.records.outbox_schema import prepare

FILE_NAME: Final = "outbox.sqlite"
BUSY_S: Final = 5.0
"""A session and a sender may want to write at once; each takes a few milliseconds."""


class Outbox:
    """The outbox of one patient; open it with `Outbox.of`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    @classmethod
    @contextmanager
    def of(cls, patient_dir: Path) -> Iterator[Self]:
        """Yield the outbox in a patient's folder, made where there is none, for its owner alone.

        Raises:
            OutboxError: it is damaged, of a later version, or cannot be opened or written.
        """
        path = patient_dir / FILE_NAME
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise OutboxError(f"the outbox {path} cannot be opened ({error.strerror})") from error
        try:
            with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as sql:
                prepare(sql)
                yield cls(sql)
        except sqlite3.Error as error:
            raise OutboxError(
                f"the outbox {path} cannot be used ({error})", remedy="nothing of it was removed"
            ) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all changes within the context one: all are on the disk at its end, or none is."""
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._sql.execute("ROLLBACK")
            raise
        self._sql.execute("COMMIT")

    def begin(self, session_id: str, head: str) -> None:
        """Note that a session begins; one that is known stays as it is."""
        self._sql.execute(
            "DELETE FROM fact WHERE session_id IN (SELECT session_id FROM session WHERE settled)"
            " AND session_id != ?",
            (session_id,),
        )
        self._sql.execute(
            "INSERT INTO session VALUES (?, ?, 0) ON CONFLICT DO NOTHING", (session_id, head)
        )

    def note(self, session_id: str, fact: Fact) -> None:
        """Note a fact of a session that has begun; the same once more changes nothing.

        Another first repetition says that the exercise was begun anew.
        """
        key = session_id, fact.exercise, fact.number
        known = self._sql.execute(
            "SELECT text FROM fact WHERE (session_id, exercise, number) = (?, ?, ?)", key
        ).fetchone()
        if known == (fact.text,):
            return
        if known is not None and fact.number == 1:
            self._sql.execute("DELETE FROM fact WHERE (session_id, exercise) = (?, ?)", key[:2])
        self._sql.execute(
            "INSERT INTO fact VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET text = excluded.text, noted_ms = excluded.noted_ms",
            (*key, fact.text, fact.noted_ms),
        )
        self._sql.execute("UPDATE session SET settled = 0 WHERE session_id = ?", key[:1])

    def unsettled(self) -> list[tuple[str, str]]:
        """Return identity and head of the sessions that have facts which no record has."""
        return self._sql.execute(
            "SELECT session_id, head FROM session WHERE NOT settled ORDER BY rowid"
        ).fetchall()

    def last_session(self) -> tuple[str, str] | None:
        """Return identity and head of the last session that has facts, None without any."""
        row: tuple[str, str] | None = self._sql.execute(
            "SELECT session_id, head FROM session WHERE session_id IN"
            " (SELECT session_id FROM fact) ORDER BY rowid DESC LIMIT 1"
        ).fetchone()
        return row

    def facts(self, session_id: str) -> list[Fact]:
        """Return the facts of a session by exercise and number."""
        rows = self._sql.execute(
            "SELECT exercise, number, text, noted_ms FROM fact WHERE session_id = ?"
            " ORDER BY exercise, number",
            (session_id,),
        )
        return [
            Fact(exercise=exercise, number=number, text=text, noted_ms=noted_ms)
            for exercise, number, text, noted_ms in rows
        ]

    def last_revision(self, session_id: str) -> int:
        """Return the newest revision of a session's record, 0 where there is none."""
        (revision,) = self._sql.execute(
            "SELECT coalesce(max(revision), 0) FROM record WHERE session_id = ?", (session_id,)
        ).fetchone()
        return int(revision)

    def settle(self, session_id: str, record: OutboxRecord | None) -> None:
        """Put a session's record into the outbox, in one transaction; None where it has none."""
        with self.transaction():
            if record is not None:
                self._sql.execute(
                    "INSERT INTO record (session_id, revision, body, sha256, made_ms)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (
                        record.session_id,
                        record.revision,
                        record.body,
                        record.sha256,
                        record.made_ms,
                    ),
                )
            self._sql.execute("UPDATE session SET settled = 1 WHERE session_id = ?", (session_id,))

    def records(self, *states: State) -> list[OutboxRecord]:
        """Return the records in these states, the oldest first."""
        marks = ", ".join("?" * len(states))
        rows = self._sql.execute(
            "SELECT session_id, revision, body, sha256, made_ms, tries, next_try_ms, state, reason"
            f" FROM record WHERE state IN ({marks}) ORDER BY rowid",
            states,
        )
        names = [column[0] for column in rows.description]
        return [OutboxRecord(**dict(zip(names, row, strict=True))) for row in rows]

    def all_records(self) -> list[OutboxRecord]:
        """Return all records, the oldest first."""
        return self.records(*get_args(State))

    def next_due(self, now_ms: int) -> OutboxRecord | None:
        """Return the oldest record that may be sent now, None where there is none."""
        return next((r for r in self.records("waiting") if r.next_try_ms <= now_ms), None)

    def tried(self, record: OutboxRecord, next_try_ms: int) -> None:
        """Note that a record was sent, and before when it is not sent again."""
        self._change(record, "tries = tries + 1, next_try_ms = ?", next_try_ms)

    def answered(self, record: OutboxRecord, state: State, reason: str = "") -> None:
        """Note what the hub said of a record; the body is let go of where the hub has it."""
        body = "body" if state == "refused" else "NULL"
        self._change(record, f"state = ?, reason = ?, body = {body}", state, reason)

    def write(self, words: OutboxWords) -> None:
        """Put what the patient has written into the outbox."""
        self._sql.execute(
            "INSERT INTO words (message_id, text, about_pain, written_ms) VALUES (?, ?, ?, ?)",
            (words.message_id, words.text, words.about_pain, words.written_ms),
        )

    def words(self) -> list[OutboxWords]:
        """Return what the patient has written, the oldest first."""
        rows = self._sql.execute("SELECT * FROM words ORDER BY rowid")
        names = [column[0] for column in rows.description]
        words = [OutboxWords(**dict(zip(names, row, strict=True))) for row in rows]
        return [replace(one, about_pain=bool(one.about_pain)) for one in words]

    def next_words(self, now_ms: int) -> OutboxWords | None:
        """Return the oldest words that may be sent now, None where there are none."""
        due = (one for one in self.words() if one.state == "waiting" and one.next_try_ms <= now_ms)
        return next(due, None)

    def words_tried(self, words: OutboxWords, next_try_ms: int) -> None:
        """Note that words were sent, and before when they are not sent again."""
        self._sql.execute(
            "UPDATE words SET tries = tries + 1, next_try_ms = ? WHERE message_id = ?",
            (next_try_ms, words.message_id),
        )

    def words_answered(self, words: OutboxWords, refused_because: str = "") -> None:
        """Note that the hub has words, or why it never takes them."""
        self._sql.execute(
            "UPDATE words SET state = ?, reason = ? WHERE message_id = ?",
            ("refused" if refused_because else "stored", refused_because, words.message_id),
        )

    def last_seq(self, kind: Kind) -> int:
        """Return the number of the last plan or message that was answered, 0 before any."""
        (seq,) = self._sql.execute(
            "SELECT coalesce(max(seq), 0) FROM answer WHERE kind = ?", (kind,)
        ).fetchone()
        return int(seq)

    def answers(self, kind: Kind) -> list[Answer]:
        """Return what was answered to plans or messages, in the order of their numbers."""
        rows = self._sql.execute(
            "SELECT kind, seq, answer, reason, words, content, came_ms FROM answer"
            " WHERE kind = ? ORDER BY seq",
            (kind,),
        )
        names = [column[0] for column in rows.description]
        return [Answer(**dict(zip(names, row, strict=True))) for row in rows]

    def answer(self, answer: Answer) -> None:
        """Note what is answered to a plan or a message."""
        self._sql.execute(
            "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                answer.kind,
                answer.seq,
                answer.answer,
                answer.reason,
                answer.words,
                answer.content,
                answer.came_ms,
            ),
        )

    def install_id(self) -> str:
        """Return the identity of this outbox, made at the first call."""
        return self._remembered("install_id", str(uuid.uuid4()))

    def next_counter(self) -> int:
        """Return a number that is larger than every one before."""
        self._remembered("counter", "0")
        (counter,) = self._sql.execute(
            "UPDATE machine SET value = value + 1 WHERE name = 'counter' RETURNING value"
        ).fetchone()
        return int(counter)

    def remember(self, name: str, value: str) -> None:
        """Keep a value under a name, instead of the one before."""
        self._sql.execute(
            "INSERT INTO machine VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def remembered(self, name: str) -> str:
        """Return the value under a name, "" where there is none."""
        row = self._sql.execute("SELECT value FROM machine WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    def _remembered(self, name: str, first: str) -> str:
        self._sql.execute("INSERT INTO machine VALUES (?, ?) ON CONFLICT DO NOTHING", (name, first))
        return self.remembered(name)

    def _change(self, record: OutboxRecord, change: str, *values: Any) -> None:
        self._sql.execute(
            f"UPDATE record SET {change} WHERE (session_id, revision) = (?, ?)",
            (*values, record.session_id, record.revision),
        )
