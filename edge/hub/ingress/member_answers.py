"""What is said to a clinic's hub that sends its patients' records on to its group's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from edge.exchange.errors import ExchangeError
from edge.exchange.message_codec import decode
from edge.exchange.messages import (
    PROTOCOL,
    Bye,
    ExchangeMessage,
    FromHub,
    Hello,
    Later,
    Limits,
    Refused,
    SentRecord,
    Welcome,
)
from edge.hub.store.ingest import Arrived
from edge.hub.store.members import Member, greet_member, patient_of_member
from edge.hub.store.patients import PSEUDONYM


def of_a_hub(limits: Limits) -> Limits:
    """Return what is taken from the hub of a clinic, which speaks for all of its patients."""
    return replace(
        limits,
        a_minute=limits.a_minute * 100,
        burst=limits.burst * 100,
        bytes_a_day=limits.bytes_a_day * 1_000,
    )


def heard_of_member(
    connection: sa.Connection,
    known: Member,
    data: bytes,
    limits: Limits,
    wait_s: Callable[[], int],
    at: datetime,
) -> list[FromHub] | Arrived:
    """Return the answers to a clinic's hub, or the record that is to be stored.

    Args:
        connection: in whose transaction it happens.
        known: the clinic's hub.
        data: the message's bytes.
        limits: what is taken from it.
        wait_s: returns 0 and counts a record, or after how many seconds it may come again.
        at: when it came.
    """
    try:
        message = decode(data)
        match message:
            case SentRecord() if known.standing == "paused":
                return [Refused(reason="copied", final=False)]
            case SentRecord() if seconds := wait_s():
                return [Later(later_s=seconds, reason="too_many")]
            case SentRecord():
                return _arrived(connection, known, message, at)
            case _:
                return _answers(connection, known, message, limits, at)
    except ExchangeError as error:
        return [Refused(reason=error.cause, final=error.cause != "unknown_version")]


def _answers(
    connection: sa.Connection,
    known: Member,
    message: ExchangeMessage,
    limits: Limits,
    at: datetime,
) -> list[FromHub]:
    """Return the answers to what is no record.

    Raises:
        ExchangeError: a clinic's hub does not say that.
    """
    match message:
        case Hello(protocol=protocol) if protocol != PROTOCOL:
            return [Refused(reason="unknown_version", final=False)]
        case Hello():
            if not greet_member(connection, known, message.install_id, message.counter, at):
                return [Refused(reason="copied", final=False)]
            return [Welcome(now_ms=int(at.timestamp() * 1e3), limits=limits, downlink=0)]
        case Bye():
            return []
        case _:
            raise ExchangeError("a clinic's hub does not say that")


def _arrived(
    connection: sa.Connection, known: Member, sent: SentRecord, at: datetime
) -> list[FromHub] | Arrived:
    try:
        record = sent.record()
    except ExchangeError as error:
        return [_refused(sent, error.cause)]
    if PSEUDONYM.fullmatch(sent.subject) is None:
        return [_refused(sent, "no_subject")]
    patient_id, device_id = patient_of_member(
        connection,
        known,
        sent.subject,
        zone=record.zone,
        simulated=record.simulated,
        at=at,
    )
    return Arrived(
        patient_id=patient_id,
        device_id=device_id,
        record=record,
        body=sent.body,
        received_at=at,
        clock_offset_s=0.0,  # the clinic's hub sends on what it has found good
    )


def _refused(sent: SentRecord, reason: str) -> Refused:
    return Refused(
        reason=reason,
        final=reason != "unknown_version",
        session_id=sent.session_id,
        revision=sent.revision,
    )
