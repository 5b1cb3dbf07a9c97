"""The pairing port: any key may knock, little may be said, and it is open only for the invited.

Its only answers are to machines that show an invitation; none of them stores a record.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
import zmq

from edge.exchange.errors import ExchangeError
from edge.exchange.messages import PROTOCOL, Refused
from edge.exchange.pairing_messages import (
    MOST_PAIRING_BYTES,
    PAIRING,
    Pair,
    Paired,
    PairingMessage,
    Pending,
)
from edge.hub.errors import HubError
from edge.hub.ingress.sockets import curve_router
from edge.hub.store.engines import Store
from edge.hub.store.invites import answer_pair, is_any_open
from edge.hub.store.members import answer_member, is_member_invited

PAIRING_DOMAIN: Final = "pair"
NEW_A_MINUTE: Final = 10
"""Wrong or first proofs that are looked at; a machine that waits asks every few seconds besides."""
_MOST_AT_ONCE: Final = 16


class PairingPort:
    """Opens and closes by itself; `step` answers what has come.

    Args:
        store: the hub's database.
        context: of the sockets, whose doorkeeper admits everybody to `PAIRING_DOMAIN`.
        keys: the hub's public and secret key.
        listen: endpoint on this machine.
        endpoints: where a paired machine reaches the hub.
        admit: called before a machine hears that it may send, so that it can at once.
        clock_s: rises only.
    """

    def __init__(
        self,
        store: Store,
        context: "zmq.Context[zmq.Socket[bytes]]",
        keys: tuple[bytes, bytes],
        *,
        listen: str,
        endpoints: tuple[str, ...],
        admit: Callable[[], None],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._context = context
        self._keys = keys
        self._listen = listen
        self._endpoints = endpoints
        self._admit = admit
        self._clock_s = clock_s
        self._left = float(NEW_A_MINUTE)
        self._left_at_s = clock_s()
        self._known: set[tuple[str, str]] = set()
        self._admitted: set[tuple[str, str]] = set()
        self.socket: zmq.Socket[bytes] | None = None

    def refresh(self, connection: sa.Connection) -> None:
        """Be open while a machine is invited, and closed otherwise.

        Raises:
            HubError: another program has the port.
        """
        now = datetime.now(UTC)
        is_due = is_any_open(connection, now) or is_member_invited(connection, now)
        if is_due and self.socket is None:
            self.socket = curve_router(
                self._context, self._keys, domain=PAIRING_DOMAIN, most_bytes=MOST_PAIRING_BYTES
            )
            try:
                self.socket.bind(self._listen)
            except zmq.ZMQError as error:
                raise HubError(
                    f"the pairing port {self._listen} cannot be opened ({error})",
                    remedy="change `pairing` in hub.toml",
                    cause="port_in_use",
                ) from error
        elif not is_due:
            self.close()

    def step(self) -> None:
        """Answer the machines that wait for an answer."""
        for _ in range(_MOST_AT_ONCE):
            try:
                if self.socket is None:
                    return
                frames = self.socket.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                return
            key = str(frames[-1].get("User-Id"))
            told = self._answer(key, frames[1].bytes if len(frames) == 2 else b"")
            try:
                self.socket.send_multipart([frames[0].bytes, PAIRING.encode(told)], zmq.NOBLOCK)
            except zmq.ZMQError:
                continue  # it is gone, and asks again

    def close(self) -> None:
        """Close the port."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None
            self._known.clear()
            self._admitted.clear()

    def _answer(self, key: str, data: bytes) -> PairingMessage:
        try:
            pair = _pair_of(data)
        except ExchangeError as error:
            return Refused(reason=error.cause, final=True)
        name = (key, pair.invite_id)
        if name not in self._known and not self._may_look():
            return Refused(reason="too_many", final=False)
        now, hub_key = datetime.now(UTC), self._keys[0]
        try:
            with self._store.writing() as connection:
                told = answer_member(connection, pair, machine_key=key, hub_key=hub_key, now=now)
                if told is None:
                    told = answer_pair(connection, pair, machine_key=key, hub_key=hub_key, now=now)
        except sa.exc.DBAPIError:
            return Refused(reason="cannot_store", final=False)  # as on a full disk; it asks again
        if told.standing not in {"pending", "active"}:
            return Refused(reason=told.standing, final=True)
        self._known.add(name)
        if told.standing == "pending":
            return Pending(patient=told.pseudonym)
        if name not in self._admitted:
            self._admit()
            self._admitted.add(name)
        return Paired(patient=told.pseudonym, endpoints=self._endpoints)

    def _may_look(self) -> bool:
        now_s = self._clock_s()
        gained = (now_s - self._left_at_s) * NEW_A_MINUTE / 60
        self._left, self._left_at_s = min(NEW_A_MINUTE, self._left + gained), now_s
        if self._left < 1:
            return False
        self._left -= 1
        return True


def _pair_of(data: bytes) -> Pair:
    """Return what a machine says that is invited.

    Raises:
        ExchangeError: it says something else, or in another version.
    """
    message = PAIRING.decode(data)
    if not isinstance(message, Pair):
        raise ExchangeError("only a hub says that")
    if message.protocol != PROTOCOL:
        raise ExchangeError("the machine speaks another version", cause="unknown_version")
    return message
