"""Connections of many machines to a hub, in one process and without threads."""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import zmq

from benchmarks.hub.clinics import KnownMachine

MOST_SOCKETS: Final = 5_000
"""Machines that get a socket each; of more, all share one."""
_RECONNECT_MS: Final = 200


class Lines(Protocol):
    """Connections, by the number of their machine."""

    def send(self, machine: int, data: bytes) -> None:
        """Send a message, or keep it until there is a connection."""

    def heard(self, timeout_ms: int) -> Iterator[tuple[int, bytes]]:
        """Yield what has come, with the number of the machine that it is for."""

    def turn(self, machine: int) -> None:
        """Let a machine that is not answered connect anew, to the next endpoint if it can."""

    def close(self) -> None:
        """Close all connections."""


def lines_to(endpoints: Sequence[str], hub_key: bytes, machines: Sequence[KnownMachine]) -> Lines:
    """Return connections of machines, which take turns in which endpoint they choose."""
    kind = SocketEach if len(machines) <= MOST_SOCKETS else OneSocket
    return kind(endpoints, hub_key, machines)


class SocketEach:
    """A socket for each machine, as each has one in truth."""

    def __init__(
        self, endpoints: Sequence[str], hub_key: bytes, machines: Sequence[KnownMachine]
    ) -> None:
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._context.set(zmq.MAX_SOCKETS, 2 * len(machines) + 64)
        self._endpoints = endpoints
        self._hub_key = hub_key
        self._machines = machines
        self._poller = zmq.Poller()
        self._turns = [number % len(endpoints) for number in range(len(machines))]
        self._sockets: list[zmq.Socket[bytes]] = []
        self._numbers: dict[zmq.Socket[bytes], int] = {}
        for number in range(len(machines)):
            self._sockets.append(self._connected(number))

    def _connected(self, number: int) -> "zmq.Socket[bytes]":
        machine = self._machines[number]
        socket = self._context.socket(zmq.DEALER)
        socket.linger = 0
        socket.set(zmq.RECONNECT_IVL, _RECONNECT_MS)
        socket.curve_serverkey = self._hub_key
        socket.curve_publickey, socket.curve_secretkey = machine.public, machine.secret
        socket.connect(self._endpoints[self._turns[number]])
        self._numbers[socket] = number
        self._poller.register(socket, zmq.POLLIN)
        return socket

    def turn(self, machine: int) -> None:
        """Let a machine that is not answered connect anew, to the next endpoint."""
        before = self._sockets[machine]
        self._poller.unregister(before)
        del self._numbers[before]
        before.close()
        self._turns[machine] = (self._turns[machine] + 1) % len(self._endpoints)
        self._sockets[machine] = self._connected(machine)

    def send(self, machine: int, data: bytes) -> None:
        """Send a message, or keep it until there is a connection."""
        self._sockets[machine].send(data, zmq.NOBLOCK)

    def heard(self, timeout_ms: int) -> Iterator[tuple[int, bytes]]:
        """Yield what has come, with the number of the machine that it is for."""
        for socket, _ in self._poller.poll(timeout_ms):
            yield self._numbers[socket], socket.recv(zmq.NOBLOCK)

    def close(self) -> None:
        """Close all connections."""
        self._context.destroy(linger=0)


class OneSocket:
    """One socket for all machines, which is given another key before each connection."""

    def __init__(
        self, endpoints: Sequence[str], hub_key: bytes, machines: Sequence[KnownMachine]
    ) -> None:
        self._context: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
        self._socket = self._context.socket(zmq.ROUTER)
        self._socket.linger = 0
        self._socket.set(zmq.RECONNECT_IVL, _RECONNECT_MS)
        self._socket.curve_serverkey = hub_key
        for number, machine in enumerate(machines):
            self._socket.curve_publickey = machine.public
            self._socket.curve_secretkey = machine.secret
            self._socket.set(zmq.CONNECT_ROUTING_ID, _route(number))
            self._socket.connect(endpoints[number % len(endpoints)])

    def send(self, machine: int, data: bytes) -> None:
        """Send a message, or keep it until there is a connection."""
        self._socket.send_multipart([_route(machine), data], zmq.NOBLOCK)

    def heard(self, timeout_ms: int) -> Iterator[tuple[int, bytes]]:
        """Yield what has come, with the number of the machine that it is for."""
        if not self._socket.poll(timeout_ms):
            return
        while True:
            try:
                route, data = self._socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            yield int.from_bytes(route, "big") - 2**24, data

    def turn(self, machine: int) -> None:
        """Leave it to libzmq, which connects again to the same endpoint."""

    def close(self) -> None:
        """Close all connections."""
        self._context.destroy(linger=0)


def _route(machine: int) -> bytes:
    """Return the name of a connection, which must not begin with a zero."""
    return (machine + 2**24).to_bytes(4, "big")
