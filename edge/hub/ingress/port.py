"""The hub's port: takes what machines send in batches, and answers once a batch is committed."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

import sqlalchemy as sa
import zmq

from edge.exchange.message_codec import MOST_MESSAGE_BYTES, encode
from edge.exchange.messages import FromHub
from edge.hub.errors import HubError
from edge.hub.ingress.callers import Callers
from edge.hub.ingress.desk import Desk, Received
from edge.hub.ingress.doorkeeper import Doorkeeper, require_closed_to_strangers
from edge.hub.ingress.next_key import NextKey, NextKeySocket
from edge.hub.ingress.pairing_port import PAIRING_DOMAIN, PairingPort
from edge.hub.ingress.sockets import curve_router
from edge.hub.store.engines import Store
from edge.hub.store.standings import keep_up
from edge.machine.descriptors import raise_descriptor_limit

DOMAIN: Final = "hub"
_SECOND: Final = b"+"
"""Before the routes of the second socket: each socket gives out its own."""
MOST_AT_ONCE: Final = 256
DRAIN_S: Final = 0.02
FILL_MS: Final = 2
REFRESH_S: Final = 1.0
KEEP_UP_S: Final = 1.0
"""Between looks for standings that are behind, while nothing comes."""
KEEP_UP_LATEST_S: Final = 10.0
"""The same, while records come all the time."""
STANDINGS_AT_ONCE: Final = 10
_POLL_MS: Final = 100
_MAPPED: Final = re.compile(r"\[::ffff:([\d.]+)\]", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Counts:
    """What has gone through the port since it was opened.

    Attributes:
        messages: that were heard.
        batches: transactions.
        answers: that left; one that a machine is gone for is lost, and asked for again by it.
        lost_answers: those.
    """

    messages: int = 0
    batches: int = 0
    answers: int = 0
    lost_answers: int = 0


class Port:
    """An open port of the hub; `step` does what is to be done.

    Args:
        store: the hub's database.
        keys: the hub's public and secret key.
        listen: endpoint on this machine, such as tcp://0.0.0.0:5571; port 0 takes a free one.
        endpoints: where else the hub can be reached.
        pairing: endpoint at which invited machines make themselves known; None without.
        coming: of the key that the hub is going to have; None where that is never looked for.
        keeps_up: make anew what the worklist needs of patients of whom records have come.

    Attributes:
        endpoint: where it listens.
        counts: what went through it.

    Raises:
        HubError: the port is taken, or strangers would be let in.
    """

    def __init__(
        self,
        store: Store,
        keys: tuple[bytes, bytes],
        listen: str,
        endpoints: tuple[str, ...] = (),
        pairing: str | None = None,
        coming: NextKey | None = None,
        *,
        keeps_up: bool = False,
    ) -> None:
        self._store = store
        self._callers = Callers()
        self._desk = Desk(store, self._callers, endpoints=endpoints)
        self.counts = Counts()
        self._usual = 1
        self._keeps_up = keeps_up
        self._kept_up_s = time.monotonic()
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._context.set(zmq.MAX_SOCKETS, raise_descriptor_limit())
        self._door = Doorkeeper(
            self._context, {DOMAIN: self._callers.admits, PAIRING_DOMAIN: lambda _: True}
        )
        self._socket = curve_router(
            self._context, keys, domain=DOMAIN, most_bytes=MOST_MESSAGE_BYTES
        )
        self._pairing: PairingPort | None = None
        self._next: NextKeySocket | None = None
        if coming is not None:
            self._next = NextKeySocket(self._context, DOMAIN, coming)
        self._poller = zmq.Poller()
        self._poller.register(self._socket, zmq.POLLIN)
        try:
            with store.writing():
                pass  # connected before anybody can use up the descriptors
            self._open(keys[0], listen)
            self.endpoint = _endpoint_of(self._socket)
            if pairing is not None:
                self._pairing = PairingPort(
                    store,
                    self._context,
                    keys,
                    listen=pairing,
                    endpoints=endpoints or (self.endpoint,),
                    admit=self._refresh,
                )
            self._refresh()
        except BaseException:
            self.close()
            raise

    def _open(self, public: bytes, listen: str) -> None:
        # Before anybody else can reach it.
        self._socket.bind("tcp://127.0.0.1:*")
        trial = _endpoint_of(self._socket)
        require_closed_to_strangers(self._context, trial, public)
        self._socket.unbind(trial)
        try:
            self._socket.bind(listen)
        except zmq.ZMQError as error:
            raise HubError(
                f"the port {listen} cannot be opened ({error})",
                remedy="another program may have it: end that, or change `listen` in hub.toml",
                cause="port_in_use",
            ) from error

    def step(self) -> bool:
        """Return whether anything came within a tenth of a second, was stored and was answered.

        Raises:
            HubError: nobody asks for keys any more; close the port.
        """
        if not self._door.is_alive:
            raise HubError("nobody watches the door", remedy="start anew", cause="open_door")
        if time.monotonic() - self._refreshed_s > REFRESH_S:
            self._refresh()
        ready = dict(self._poller.poll(_POLL_MS))
        if self._pairing is not None:
            self._pairing.step()
        came = self._socket in ready
        if came:
            self._take(self._socket, b"")
        second = None if self._next is None else self._next.socket
        if second is not None and second in ready:
            self._take(second, _SECOND)
            came = True
        if came:
            self._keep_up(KEEP_UP_LATEST_S)
        elif self._keep_up(KEEP_UP_S) == STANDINGS_AT_ONCE:
            self._kept_up_s = 0.0  # more are behind, and nothing else is to be done
        return came

    def _take(self, socket: "zmq.Socket[bytes]", mark: bytes) -> None:
        """Store and answer what has come to a socket, whose routes are known by a mark."""
        batch = self._drain(socket, mark)
        self._send(socket, len(mark), self._desk.answer(batch))
        self.counts.messages += len(batch)
        self.counts.batches += 1

    def _keep_up(self, after_s: float) -> int:
        """Return how many standings were made anew, so that nobody waits who asks for them."""
        if not self._keeps_up or time.monotonic() - self._kept_up_s < after_s:
            return 0
        self._kept_up_s = time.monotonic()
        try:
            return keep_up(self._store, datetime.now(UTC), STANDINGS_AT_ONCE)
        except sa.exc.DBAPIError:
            return 0  # as on a full disk; the worklist makes them when it is asked for

    def _refresh(self) -> None:
        """Look who may speak now, and whether anybody is invited."""
        self._refreshed_s = time.monotonic()
        with self._store.reading() as connection:
            self._callers.refresh(connection)
            if self._pairing is not None:
                self._pairing.refresh(connection)
        if self._next is not None and not self._next.told:
            self._next.refresh()
            self._desk.tell_next_key(self._next.told, self._next.endpoints)
            if self._next.socket is not None:
                self._poller.register(self._next.socket, zmq.POLLIN)

    def close(self) -> None:
        """Close the port; what was not answered is sent again by the machines."""
        if self._pairing is not None:
            self._pairing.close()
        if self._next is not None:
            self._next.close()
        self._socket.close()
        self._door.close()
        self._context.term()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _drain(self, socket: "zmq.Socket[bytes]", mark: bytes) -> list[Received]:
        """Return what has come; where many came last time, wait a moment for as many.

        A transaction costs the same for one as for many, and machines that were answered together
        send their next record together.
        """
        batch: list[Received] = []
        until_s = time.monotonic() + DRAIN_S
        while len(batch) < MOST_AT_ONCE and time.monotonic() < until_s:
            try:
                frames = socket.recv_multipart(zmq.NOBLOCK, copy=False)
            except zmq.Again:
                if len(batch) >= self._usual or not socket.poll(FILL_MS):
                    break
                continue
            batch.append(
                Received(
                    route=mark + frames[0].bytes,
                    key=str(frames[-1].get("User-Id")),
                    data=frames[1].bytes if len(frames) == 2 else b"",
                    at=datetime.now(UTC),
                    at_s=time.monotonic(),
                )
            )
        self._usual = len(batch)
        return batch

    def _send(
        self,
        socket: "zmq.Socket[bytes]",
        marked: int,
        answers: Sequence[tuple[bytes, FromHub]],
    ) -> None:
        for route, told in answers:
            try:
                socket.send_multipart([route[marked:], encode(told)], zmq.NOBLOCK)
                self.counts.answers += 1
            except zmq.ZMQError:
                # The machine is gone, or does not read: it will ask again.
                self.counts.lost_answers += 1


def _endpoint_of(socket: "zmq.Socket[bytes]") -> str:
    """Return where a socket was bound last, with the port that it got, as people write it."""
    endpoint = socket.getsockopt_string(zmq.LAST_ENDPOINT).rstrip("\0")
    # A socket that hears both kinds of addresses names the older kind within the newer one.
    return _MAPPED.sub(r"\1", endpoint)
