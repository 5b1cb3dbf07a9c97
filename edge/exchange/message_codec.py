"""The bytes of the exchange's messages: the name of one, and the table of its fields."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar

from edge.exchange.errors import ExchangeError
from edge.exchange.messages import (
    Bye,
    Done,
    ExchangeMessage,
    Forget,
    Heard,
    Hello,
    Known,
    Later,
    PatientWords,
    Refused,
    Rotate,
    Rotated,
    SentMessage,
    SentPlan,
    SentRecord,
    Stored,
    Welcome,
)
from edge.exchange.plain_form import PlainForm
from edge.exchange.quick_reader import QuickReader
from edge.exchange.record_faults import fault_of
from edge.exchange.session_record import MOST_RECORD_BYTES, SessionRecord, encode_record
from edge.exchange.strict_msgpack import check, pack, pack_checked, parse

MOST_MESSAGE_BYTES: Final = MOST_RECORD_BYTES + 512
"""Of a message with a record or a plan in it; what sockets let through."""

TYPES: Final[dict[str, type[ExchangeMessage]]] = {
    "hello": Hello,
    "words": PatientWords,
    "record": SentRecord,
    "done": Done,
    "rotate": Rotate,
    "bye": Bye,
    "welcome": Welcome,
    "heard": Heard,
    "stored": Stored,
    "known": Known,
    "refused": Refused,
    "later": Later,
    "plan": SentPlan,
    "message": SentMessage,
    "rotated": Rotated,
    "forget": Forget,
}
"""By the names that they have on the wire."""
M = TypeVar("M")


class MessageCodec(Generic[M]):
    """The bytes of the messages of one port.

    Args:
        types: the messages, by the names that they have on the wire.
        most_bytes: of a message.
    """

    def __init__(self, types: Mapping[str, type[M]], most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._names = {cls: name for name, cls in types.items()}
        self._forms: dict[str, PlainForm[M]] = {
            name: PlainForm(cls, f"message {name!r}") for name, cls in types.items()
        }
        self._quick = {
            name: QuickReader(cls, min(most_bytes, MOST_RECORD_BYTES))
            for name, cls in types.items()
        }

    def encode(self, message: M) -> bytes:
        """Return the bytes of a message, at most as many as the port lets through.

        Raises:
            ExchangeError: `decode` would refuse them.
        """
        name = self._names[type(message)]
        table = self._forms[name].table(message)
        if self._quick[name].value(table) is not None:
            return pack_checked([name, table], most_bytes=self._most_bytes)
        if (fault := message_fault(message)) is not None:
            raise ExchangeError(f"the message {name!r} cannot be sent: {fault}")
        return pack([name, table], most_bytes=self._most_bytes)

    def decode(self, data: bytes) -> M:
        """Return the message of bytes that anybody may have sent.

        Raises:
            ExchangeError: they are none that can be believed; every such case, whatever they are.
        """
        plain = parse(data, most_bytes=self._most_bytes)
        match plain:
            case [str(name), dict(table)] if name in self._quick:
                quick = self._quick[name].value(table)
                if quick is not None:
                    return quick
        return self._read_carefully(plain)

    def _read_carefully(self, plain: Any) -> M:
        """Return the message of a parsed value, or say what is wrong with it.

        Raises:
            ExchangeError: it is none that can be believed.
        """
        check(plain, most_bytes=self._most_bytes)
        match plain:
            case [str(name), dict(table)] if name in self._forms:
                message = self._forms[name].value(table)
            case _:
                raise ExchangeError("the bytes are no message of the exchange")
        if (fault := message_fault(message)) is not None:
            raise ExchangeError(f"the message {name!r} cannot be read: {fault}")
        return message


def sent_record(record: SessionRecord) -> SentRecord:
    """Return the message that carries a record.

    Raises:
        ExchangeError: the record cannot be sent.
    """
    body = encode_record(record)
    return SentRecord(
        session_id=record.session_id,
        revision=record.revision,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
    )


def message_fault(message: object) -> str | None:
    """Return what a message says that cannot be, None of a good one."""
    match message:
        case SentRecord(body=content) | SentPlan(toml=content) if len(content) > MOST_RECORD_BYTES:
            return f"it carries {len(content)} bytes, and {MOST_RECORD_BYTES} are allowed"
        case _:
            return fault_of(message)


_CODEC: Final[MessageCodec[ExchangeMessage]] = MessageCodec(TYPES, MOST_MESSAGE_BYTES)
encode: Final = _CODEC.encode
decode: Final = _CODEC.decode
