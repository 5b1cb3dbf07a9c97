"""What stands in the outbox: facts of sessions, records, the patient's words, and answers."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["plan", "message"]
"""Of what comes from the hub."""
State = Literal["waiting", "stored", "known", "refused"]
"""`refused`: for good, a dead letter; `known`: the hub had it already."""
END: Final = 0
"""The number of the fact that is an exercise's end; those of its repetitions begin with 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A fact of a session that was noted.

    Attributes:
        exercise: index in the plan.
        number: of the repetition, or `END`.
        text: the fact as JSON.
        noted_ms: when, UTC.
    """

    exercise: int
    number: int
    text: str
    noted_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRecord:
    """A session record in the outbox.

    Attributes:
        session_id: of the session.
        revision: of the record.
        body: its bytes; None once the hub has them.
        sha256: of the body, in hexadecimal.
        made_ms: when it was put here, UTC.
        tries: how often it was sent.
        next_try_ms: before which it is not sent again.
        state: what became of it.
        reason: why the hub refused it; "" otherwise.
        subject: whose it is, where a clinic's hub sends to its group's; "" for the patient's own.
    """

    session_id: str
    revision: int
    body: bytes | None
    sha256: str
    made_ms: int
    tries: int = 0
    next_try_ms: int = 0
    state: State = "waiting"
    reason: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxWords:
    """What the patient has written to the therapist.

    Attributes:
        message_id: UUID.
        text: the words; kept when the hub has them, as the patient's own.
        about_pain: they are about pain.
        written_ms: when, UTC.
        tries: how often they were sent.
        next_try_ms: before which they are not sent again.
        state: what became of them.
        reason: why the hub refused them; "" otherwise.
    """

    message_id: str
    text: str
    about_pain: bool
    written_ms: int
    tries: int = 0
    next_try_ms: int = 0
    state: Literal["waiting", "stored", "refused"] = "waiting"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was answered to a plan or a message of the hub.

    Attributes:
        kind: what came.
        seq: its number.
        answer: what was said.
        reason: why it was refused; "" otherwise.
        words: the same for people.
        content: the words of a message, the name and version of a plan.
        came_ms: when, UTC.
    """

    kind: Kind
    seq: int
    answer: Literal["accepted", "refused"]
    reason: str
    words: str
    content: str
    came_ms: int
