"""A listening socket of which no single peer can take all connections."""

import socket
from collections import Counter
from typing import Any, Final

MOST_EACH: Final = 32
"""Connections of one address at a time; a browser opens six to a host."""


class FairListener(socket.socket):
    """Listens, and drops what one address opens beyond its share.

    A process may have only so many connections: whoever held them all would keep everybody out.
    """

    def __init__(self, listener: socket.socket) -> None:
        """Take the place of a socket that listens, which is used no more."""
        super().__init__(fileno=listener.detach())
        self._open: Counter[str] = Counter()

    def accept(self) -> tuple[socket.socket, Any]:
        """Return the next connection and its address.

        Raises:
            ConnectionAbortedError: its address had enough of them, and it is closed.
        """
        accepted, address = super().accept()
        host = str(address[0])
        if self._open[host] >= MOST_EACH:
            accepted.close()
            raise ConnectionAbortedError(f"{host} has {MOST_EACH} connections")
        return _Counted(accepted, host, self._open), address


class _Counted(socket.socket):
    """A connection that is counted until it is closed."""

    def __init__(self, accepted: socket.socket, host: str, among: Counter[str]) -> None:
        super().__init__(fileno=accepted.detach())
        self._host = host
        self._among: Counter[str] | None = among
        among[host] += 1

    def close(self) -> None:
        """Close it, and count it no longer."""
        super().close()
        among, self._among = self._among, None
        if among is not None:
            among[self._host] -= 1
            if not among[self._host]:
                del among[self._host]
