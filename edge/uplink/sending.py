"""One exchange with a patient's hub: what waits is sent, what the hub has to say is taken in."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, Protocol

from edge.core.errors import PhysioError
from edge.exchange.messages import FromHub, ToHub
from edge.machine.environment import version_of
from edge.records.hub_link import HubLink, keep_link, link_of
from edge.records.outbox import Outbox
from edge.records.patient_lock import only_sender_of
from edge.records.uplink_state import sending_of, waiting_of
from edge.uplink.conversation import Conversation
from edge.uplink.dealer import Dealer
from edge.uplink.errors import UplinkError
from edge.uplink.incoming import Incoming
from edge.uplink.key_change import after, due, keys_to_try
from edge.uplink.reached import hubs_to_try, with_news

REPLY_S: Final = 10.0
"""A hub that says nothing for so long does not answer."""
_REFUSALS: Final = {
    "unknown_version": "the hub speaks another version of the exchange; update this program, or "
    "ask the practice to update the hub; what waits is kept",
    "revoked": "the hub has shut this machine out; ask the practice to pair it anew; what waits is "
    "kept",
    "copied": "the hub has seen a copy of this machine and has stopped both; ask the practice "
    "which is the right one; what waits is kept",
}


class Connection(Protocol):
    """A way to a hub."""

    def send(self, message: ToHub) -> None:
        """Send a message."""

    def receive(self, timeout_s: float) -> FromHub:
        """Return the next message."""


Connect = Callable[[HubLink, str], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """What an exchange came to.

    Attributes:
        patient: the patient's code.
        sent: records that the hub has now.
        heard: messages of the patient that it has now.
        refused: records and messages that it will never take.
        answered: plans and messages that came from it.
        waiting: sessions that still wait.
        since_ms: when the oldest of them was made, UTC; None where none waits.
        words: messages of the patient that still wait.
        problem: why not all was sent, in a sentence; "" where all was.
        cause: the same for programs.
        later_s: for how long the hub wants nothing more; 0 where it does not say so.
        clock_off_ms: by how much the hub's clock is ahead, where that is too much; else 0.
    """

    patient: str
    sent: int = 0
    heard: int = 0
    refused: int = 0
    answered: int = 0
    waiting: int = 0
    since_ms: int | None = None
    words: int = 0
    problem: str = ""
    cause: str = ""
    later_s: int = 0
    clock_off_ms: int = 0


def wall_ms() -> int:
    """Return the clock on the wall, UTC, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def send_waiting(
    patient_dir: Path,
    *,
    connect: Connect = Dealer.to,
    now_ms: Callable[[], int] = wall_ms,
    random: Random | None = None,
    reply_s: float = REPLY_S,
) -> SendResult:
    """Return what an exchange with the patient's hub came to; one that fails loses nothing.

    Args:
        patient_dir: folder of the patient.
        connect: makes a connection to one of the hub's endpoints.
        now_ms: the clock on the wall, UTC.
        random: of the pauses' jitter.
        reply_s: for how long an answer is waited for.
    """
    try:
        with only_sender_of(patient_dir), Outbox.of(patient_dir) as outbox:
            state = sending_of(patient_dir, None)
            kept = link_of(patient_dir)
            link = None if kept is None else due(kept, now_ms())
            if state != "on" or link is None:
                raise UplinkError("nothing is sent to a hub", cause=state)
            talk = Conversation(
                outbox,
                Incoming(patient_dir, outbox, now_ms),
                now_ms=now_ms,
                random=random or Random(),
                software=version_of("physio-edge") or "",
                new_key=link.new_public_key,
            )
            if link.new_public_key and link != kept:
                keep_link(patient_dir, link)  # before anybody is told of it
            problem, cause = exchange(
                patient_dir, talk, link, connect=connect, now_ms=now_ms, reply_s=reply_s
            )
        waiting = waiting_of(patient_dir)
    except (PhysioError, OSError) as error:
        why = error.cause if isinstance(error, PhysioError) else "failed"
        return SendResult(patient=patient_dir.name, problem=str(error), cause=why)
    return SendResult(
        patient=patient_dir.name,
        sent=talk.stored,
        heard=talk.heard,
        refused=talk.dead,
        answered=talk.answered,
        waiting=waiting.sessions,
        since_ms=waiting.since_ms,
        words=waiting.words,
        problem=problem,
        cause=cause,
        later_s=talk.later_s,
        clock_off_ms=talk.clock_off_ms,
    )


def exchange(
    folder: Path,
    talk: Conversation,
    link: HubLink,
    *,
    connect: Connect,
    now_ms: Callable[[], int],
    reply_s: float,
) -> tuple[str, str]:
    """Return why not all was said, in a sentence and as a cause, both "" where all was.

    Where the hub can be reached from now on, and by which keys, is kept in the link.

    Args:
        folder: of the link.
        talk: what is said and heard.
        link: to the hub.
        connect: makes a connection to one of the hub's endpoints.
        now_ms: the clock on the wall, UTC.
        reply_s: for how long an answer is waited for.

    Raises:
        OSError: the link cannot be kept.
    """
    try:
        used, endpoint = _talk(talk, link, connect, reply_s)
    except PhysioError as error:
        if link != link_of(folder):
            keep_link(folder, link)
        return str(error), error.cause
    told = link
    if talk.welcome is not None:
        changed = after(link, used, told=talk.new_key_told, now_ms=now_ms())
        told = with_news(changed, used, endpoint, talk.welcome)
    if told != link_of(folder):
        keep_link(folder, told)
    if not talk.refusal:
        return "", ""
    unknown = f"the hub takes nothing now ({talk.refusal}); it is tried again"
    return _REFUSALS.get(talk.refusal, unknown), talk.refusal


def _talk(
    talk: Conversation, link: HubLink, connect: Connect, reply_s: float
) -> tuple[HubLink, str]:
    """Say and hear all, at the first endpoint that answers; return with which link, and where.

    Raises:
        UplinkError: none answers, or the one that did stops; of several the first one's.
        ExchangeError: the hub says what cannot be understood.
        OSError: an accepted plan cannot be kept.
    """
    silent: list[UplinkError] = []
    for hub_link in hubs_to_try(link):
        for endpoint in hub_link.endpoints:
            try:
                return _talk_at(talk, hub_link, endpoint, connect, reply_s), endpoint
            except UplinkError as error:
                if error.cause != "no_answer" or talk.welcome is not None:
                    raise
                silent.append(error)
    raise silent[0]


def _talk_at(
    talk: Conversation, link: HubLink, endpoint: str, connect: Connect, reply_s: float
) -> HubLink:
    """Say and hear all at an endpoint; return the link with that of this machine's keys it knows.

    Raises:
        UplinkError: it does not answer, or knows none of them.
    """
    refused: UplinkError | None = None
    for used in keys_to_try(link):
        try:
            with connect(used, endpoint) as hub:
                hub.send(talk.begin())
                first = hub.receive(reply_s)
                _answer(talk, hub, first, reply_s)
                return used
        except UplinkError as error:
            if error.cause != "key_refused" or talk.welcome is not None:
                raise
            refused = refused or error
    assert refused is not None
    raise refused


def _answer(talk: Conversation, hub: Connection, first: FromHub, reply_s: float) -> None:
    heard = first
    while True:
        for words in talk.hear(heard):
            hub.send(words)
        if talk.is_over:
            return
        heard = hub.receive(reply_s)
