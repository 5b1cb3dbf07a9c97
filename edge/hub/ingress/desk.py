"""What the hub answers to a batch of messages, and the one transaction in which it stores them.

Nothing here knows a socket. An answer must not leave before the transaction is committed.
"""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import sqlalchemy as sa

from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import decode
from edge.exchange.messages import (
    PROTOCOL,
    Bye,
    Done,
    ExchangeMessage,
    Forget,
    FromHub,
    Hello,
    Later,
    Limits,
    PatientWords,
    Refused,
    Rotate,
    SentRecord,
    Welcome,
)
from edge.hub.ingress.callers import Caller, Callers
from edge.hub.ingress.downlink import answered, next_of, waiting_for
from edge.hub.ingress.greeting import change_key, greet
from edge.hub.ingress.limits import Allowance
from edge.hub.ingress.member_answers import heard_of_member, of_a_hub
from edge.hub.ingress.record_answers import (
    ANSWERS,
    answer_words,
    refuse_unreadable,
    refuse_unstorable,
)
from edge.hub.store import audit
from edge.hub.store.engines import Store
from edge.hub.store.ingest import Arrived, store_records

RETRY_S: Final = 60
"""After which a machine tries again where the hub cannot store at the moment."""
_MOST_CONVERSATIONS: Final = 100_000
_TOLD_AGAIN_S: Final = 3_600.0
_OF_ONE_ALONE: Final = (PatientWords, SentRecord, Done)
"""What is heard of one machine, and not while two send with one key."""
_COUNTED: Final = (PatientWords, SentRecord, Rotate)
"""What adds rows to the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Bytes that reached the hub's port.

    Attributes:
        route: where an answer goes; never who it is.
        key: the public key that the connection proved to have.
        data: the message.
        at: when, by the hub's clock.
        at_s: the same on a clock that only rises.
    """

    route: bytes
    key: str
    data: bytes
    at: datetime
    at_s: float


class Desk:
    """Stores what machines send and says what they are answered.

    Args:
        store: the hub's database.
        callers: who may speak.
        limits: what one key may send.
        endpoints: where else the hub can be reached.
    """

    def __init__(
        self,
        store: Store,
        callers: Callers,
        limits: Limits | None = None,
        endpoints: tuple[str, ...] = (),
    ) -> None:
        self._store = store
        self._callers = callers
        self._limits = limits or Limits()
        self._endpoints = endpoints
        self._allowances: dict[str, Allowance] = {}
        self._promised: dict[bytes, int] = {}
        self._told_s: dict[tuple[uuid.UUID, str], float] = {}
        self._next_key = ""
        self._next_endpoints: tuple[str, ...] = ()

    def tell_next_key(self, key: str, endpoints: tuple[str, ...]) -> None:
        """Tell every machine from now on which key the hub is going to have, and where it does."""
        self._next_key, self._next_endpoints = key, endpoints

    def answer(self, batch: Sequence[Received]) -> list[tuple[bytes, FromHub]]:
        """Return the answers to a batch, each with its route, once all of it is committed.

        Where the batch cannot be stored together, each message is tried by itself; what cannot be
        stored at all now is to be sent later, so nothing gets lost.
        """
        try:
            return self._in_one_transaction(batch)
        except sa.exc.DBAPIError as error:
            if len(batch) > 1:
                return [told for one in batch for told in self.answer([one])]
            return [(batch[0].route, self._not_stored(batch[0], error))] if batch else []

    def _in_one_transaction(self, batch: Sequence[Received]) -> list[tuple[bytes, FromHub]]:
        answers: list[tuple[bytes, FromHub]] = []
        with self._store.writing() as connection:
            self._callers.refresh(connection)
            records: list[tuple[Received, Arrived]] = []
            for one in batch:
                told = self._one(connection, one, records)
                answers += [(one.route, each) for each in told]
            fates = store_records(connection, [arrived for _, arrived in records])
            for (one, arrived), fate in zip(records, fates, strict=True):
                name = (arrived.record.session_id, arrived.record.revision)
                answers.append((one.route, ANSWERS[fate](*name)))
        return answers

    def _one(
        self,
        connection: sa.Connection,
        one: Received,
        records: list[tuple[Received, Arrived]],
    ) -> list[FromHub]:
        """Return the answers to a message; a record is added to those that are to be stored."""
        caller = self._callers.find(one.key, one.at)
        if caller is None:
            known = self._callers.member(one.key)
            if known is not None:
                limits = of_a_hub(self._limits)
                wait_s = partial(self._wait_s, one, limits)
                heard = heard_of_member(connection, known, one.data, limits, wait_s, one.at)
                records += [(one, heard)] if isinstance(heard, Arrived) else []
                return [] if isinstance(heard, Arrived) else heard
            erased = self._callers.was_erased(one.key)
            return [Forget() if erased else Refused(reason="unknown_key", final=False)]
        if caller.standing == "revoked":
            return [Refused(reason="revoked", final=False)]
        try:
            message = decode(one.data)
            if (told := self._put_off(one, caller, message)) is not None:
                return [told]
            return self._understood(connection, one, caller, message, records)
        except ExchangeError as error:
            self._tell(connection, one, caller, error.cause)
            return [Refused(reason=error.cause, final=error.cause != "unknown_version")]

    def _understood(
        self,
        connection: sa.Connection,
        one: Received,
        caller: Caller,
        message: ExchangeMessage,
        records: list[tuple[Received, Arrived]],
    ) -> list[FromHub]:
        """Return the answers to a message of a machine that may speak.

        Raises:
            ExchangeError: it is one that only a hub says.
        """
        match message:
            case Hello():
                return self._hello(connection, one, caller, message)
            case PatientWords():
                told = answer_words(connection, caller, message, one.at)
                return self._noted(connection, one, caller, told)
            case SentRecord():
                return self._record(connection, one, caller, message, records)
            case Done():
                answered(connection, caller.patient_id, message, one.at)
                return self._send_next(connection, one, caller, after=message.seq)
            case Rotate():
                changed = change_key(connection, caller, one.key, message, one.at)
                return self._noted(connection, one, caller, changed)
            case Bye():
                self._promised.pop(one.route, None)
                return []
            case _:
                raise ExchangeError("the message is one that only a hub says")

    def _hello(
        self, connection: sa.Connection, one: Received, caller: Caller, hello: Hello
    ) -> list[FromHub]:
        if hello.protocol != PROTOCOL:
            return [Refused(reason="unknown_version", final=False)]
        offset_s = one.at.timestamp() - hello.sent_at_ms / 1e3
        if not greet(connection, caller, one.key, hello, at=one.at, clock_offset_s=offset_s):
            return [Refused(reason="copied", final=False)]
        self._callers.note_clock(one.key, offset_s)
        downlink = waiting_for(connection, caller.patient_id)
        if len(self._promised) >= _MOST_CONVERSATIONS:
            self._promised.pop(next(iter(self._promised)))
        self._promised[one.route] = downlink
        welcome = Welcome(
            now_ms=int(one.at.timestamp() * 1e3),
            limits=self._limits,
            downlink=downlink,
            endpoints=self._turned(caller),
            next_hub_key=self._next_key,
            next_endpoints=self._next_endpoints,
        )
        return [welcome, *self._send_next(connection, one, caller)]

    def _noted(
        self, connection: sa.Connection, one: Received, caller: Caller, told: FromHub
    ) -> list[FromHub]:
        """Return an answer; the audit is told where it is a refusal."""
        if isinstance(told, Refused):
            self._tell(connection, one, caller, told.reason)
        return [told]

    def _put_off(self, one: Received, caller: Caller, message: ExchangeMessage) -> FromHub | None:
        """Return what is said to a message that is not heard now; None of one that is."""
        if caller.standing == "paused" and isinstance(message, _OF_ONE_ALONE):
            return Refused(reason="copied", final=False)
        wait_s = self._wait_s(one) if isinstance(message, _COUNTED) else 0
        return Later(later_s=wait_s, reason="too_many") if wait_s else None

    def _wait_s(self, one: Received, limits: Limits | None = None) -> int:
        """Return 0 and count what came, or after how many seconds it may come again."""
        allowance = self._allowances.setdefault(one.key, Allowance(limits or self._limits))
        return allowance.wait_s(len(one.data), one.at_s)

    def _turned(self, caller: Caller) -> tuple[str, ...]:
        """Return where the hub can be reached; machines differ in which port they try first."""
        at = caller.device_id.int % max(1, len(self._endpoints))
        return self._endpoints[at:] + self._endpoints[:at]

    def _record(
        self,
        connection: sa.Connection,
        one: Received,
        caller: Caller,
        sent: SentRecord,
        records: list[tuple[Received, Arrived]],
    ) -> list[FromHub]:
        try:
            record = sent.record()
        except ExchangeError as error:
            self._tell(connection, one, caller, error.cause)
            return [refuse_unreadable(connection, caller, sent, error, one.at)]
        arrived = Arrived(
            patient_id=caller.patient_id,
            device_id=caller.device_id,
            record=record,
            body=sent.body,
            received_at=one.at,
            clock_offset_s=caller.clock_offset_s,
        )
        records.append((one, arrived))
        return []

    def _send_next(
        self, connection: sa.Connection, one: Received, caller: Caller, after: int = 0
    ) -> list[FromHub]:
        """Return the first promised plan or message beyond a number, or nothing."""
        if self._promised.get(one.route, 0) == 0:
            return []
        self._promised[one.route] -= 1
        told = next_of(connection, caller.patient_id, after, one.at)
        return [] if told is None else [told]

    def _tell(self, connection: sa.Connection, one: Received, caller: Caller, reason: str) -> None:
        """Tell the audit that a machine was refused for a reason, at most once an hour."""
        name = (caller.device_id, reason)
        if one.at_s - self._told_s.get(name, -math.inf) < _TOLD_AGAIN_S:
            return
        self._told_s[name] = one.at_s
        detail = {"device": str(caller.device_id), "reason": reason}
        entry = audit.Entry(
            actor="hub", action="refused", patient_id=caller.patient_id, detail=detail
        )
        audit.record(connection, entry)

    def _not_stored(self, one: Received, error: sa.exc.DBAPIError) -> FromHub:
        """Return what is said of a message that the database did not take."""
        if isinstance(error, sa.exc.IntegrityError | sa.exc.DataError):
            caller = self._callers.find(one.key)
            message = decode(one.data)
            if caller is not None and isinstance(message, SentRecord):
                with self._store.writing() as connection:
                    return refuse_unstorable(connection, caller, message, str(error.orig), one.at)
        return Later(later_s=RETRY_S, reason="cannot_store")
