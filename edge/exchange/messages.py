"""The messages of the exchange.

A machine says `hello` and is answered `welcome`. It sends one thing at a time: the patient's
`words`, answered `heard`, then each `record`, answered `stored` or `known` once it is committed; or
`refused`, or `later`. Meanwhile the hub sends as many `plan`s and `message`s as its `welcome`
announced, each once the one before it was answered `done`, the first one without waiting for a
record. When nothing waits and all that was announced has come the machine tells of a new key where
it has one (`rotate`, answered `rotated`), and says `bye`.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from edge.exchange.errors import ExchangeError
from edge.exchange.session_record import MOST_RECORD_BYTES, SessionRecord, decode_record

PROTOCOL: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """A machine's first words.

    Attributes:
        protocol: version of the exchange that it speaks.
        install_id: UUID of this installation: a copy of the machine has the same key and, once it
            has been started, another one.
        counter: rises with every hello of the installation.
        sent_at_ms: the machine's clock, UTC.
        have_plan: number of the last plan it has answered, 0 before any.
        have_message: number of the last message it has answered, 0 before any.
        waiting: records that wait to be sent.
        software: version of the program.
    """

    protocol: int
    install_id: str
    counter: int
    sent_at_ms: int
    have_plan: int
    have_message: int
    waiting: int
    software: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the hub takes from one key.

    Attributes:
        record_bytes: of one record.
        a_minute: records in the long run.
        burst: records at once, for a backlog.
        bytes_a_day: of all records.
    """

    record_bytes: int = MOST_RECORD_BYTES
    a_minute: int = 30
    burst: int = 300
    bytes_a_day: int = 2 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """The hub's answer to a hello that it accepts.

    Attributes:
        now_ms: the hub's clock, UTC.
        limits: what it takes.
        downlink: plans and messages that follow.
        next_hub_key: the key that the hub is going to have, as 40 signs of Z85; "" where it stays.
        endpoints: where the hub can be reached, the first one first; none where that stays.
        next_endpoints: where it has the next key already.
    """

    now_ms: int
    limits: Limits
    downlink: int
    next_hub_key: str = ""
    endpoints: tuple[str, ...] = ()
    next_endpoints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRecord:
    """A session record on its way.

    Attributes:
        session_id: of the record.
        revision: of the record.
        sha256: of `body`, in hexadecimal.
        body: bytes of the record.
        subject: the clinic's code for the patient, where a clinic's hub sends to its group's; ""
            where the patient is the owner of the key.
    """

    session_id: str
    revision: int
    sha256: str
    body: bytes
    subject: str = ""

    def record(self) -> SessionRecord:
        """Return what it carries.

        Raises:
            ExchangeError: it is no record, or another one than the message says.
        """
        if hashlib.sha256(self.body).hexdigest() != self.sha256:
            raise ExchangeError("the body is another one than the hash says", cause="mismatch")
        record = decode_record(self.body)
        if (record.session_id, record.revision) != (self.session_id, self.revision):
            raise ExchangeError("the record is of another session or revision", cause="mismatch")
        return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """The record is committed; it was new.

    Attributes:
        session_id: of the record.
        revision: of the record.
    """

    session_id: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The same record had been committed before.

    Attributes:
        session_id: of the record.
        revision: of the record.
    """

    session_id: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientWords:
    """What a patient writes to the therapist.

    Attributes:
        message_id: UUID, given when it was written.
        written_at_ms: by the machine's clock, UTC.
        about_pain: the patient says that it is about pain.
        text: the words.
    """

    message_id: str
    written_at_ms: int
    about_pain: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a patient wrote is committed, now or before.

    Attributes:
        message_id: of the words.
    """

    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A record, a patient's words or a hello is not taken.

    Attributes:
        reason: in snake_case, for programs.
        final: it will not be taken later either.
        session_id: of the record; None where it is no record.
        revision: of the record; None in the same case.
        message_id: of the words; None where it is no words.
    """

    reason: str
    final: bool
    session_id: str | None = None
    revision: int | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Nothing is taken for a while.

    Attributes:
        later_s: for how long.
        reason: in snake_case.
    """

    later_s: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPlan:
    """A version of a plan for the patient.

    Attributes:
        seq: its number among what the hub sends to this patient; it only rises.
        plan_id: name of the plan, the same in all its versions.
        version: of the plan.
        sha256: of `toml`, in hexadecimal.
        toml: the plan's text in UTF-8.
    """

    seq: int
    plan_id: str
    version: int
    sha256: str
    toml: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMessage:
    """Words for the patient.

    Attributes:
        seq: its number among what the hub sends to this patient; it only rises.
        sent_at_ms: when it was written, UTC.
        text: the words.
    """

    seq: int
    sent_at_ms: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The machine's answer to a plan or a message; the same number gets the same answer again.

    Attributes:
        seq: of what is answered.
        answer: whether it is in force, or was taken for the patient to read.
        reason: why not, in snake_case; "" where accepted.
        words: the same for people, in English; "" where accepted.
    """

    seq: int
    answer: Literal["accepted", "refused"]
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotate:
    """A machine has made itself a new key, which is to hold beside the one of the connection.

    Attributes:
        new_key: the public key, 40 signs of Z85.
    """

    new_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """The new key of a machine is committed, now or before.

    Attributes:
        new_key: the public key.
    """

    new_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """The patient was erased at the hub: the machine sends no more, and keeps what it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bye:
    """The machine's last words."""


ToHub: TypeAlias = Hello | PatientWords | SentRecord | Done | Rotate | Bye
FromHub: TypeAlias = (
    Welcome | Heard | Stored | Known | Refused | Later | SentPlan | SentMessage | Rotated | Forget
)
ExchangeMessage: TypeAlias = ToHub | FromHub
TO_HUB: Final = (Hello, PatientWords, SentRecord, Done, Rotate, Bye)
