"""The thread that ZeroMQ asks about every key before it lets a connection in (ZAP, RFC 27).

libzmq lets everybody in where nobody answers, unless the socket enforces its domain; so ours does,
and a stranger's key is tried before the port opens.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

import zmq
from zmq.utils import z85
from zmq.utils.monitor import recv_monitor_message

from edge.hub.errors import HubError

ADDRESS: Final = "inproc://zeromq.zap.01"
_VERSION: Final = b"1.0"
_POLL_MS: Final = 100
_TRIAL_MS: Final = 5_000


class Doorkeeper:
    """Answers for a context whether a key may connect to a socket of a domain.

    Args:
        context: of the sockets.
        admits: by domain, whether a public key (40 signs of Z85) may connect.
    """

    def __init__(
        self, context: "zmq.Context[zmq.Socket[bytes]]", admits: dict[str, Callable[[str], bool]]
    ) -> None:
        self._admits = admits
        self._stop = threading.Event()
        self._socket = context.socket(zmq.REP)
        self._socket.linger = 0
        self._socket.bind(ADDRESS)
        self._thread = threading.Thread(target=self._serve, name="zap", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it still answers; where not, the port must be closed."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the thread; no connection is let in any more."""
        self._stop.set()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _serve(self) -> None:
        try:
            while not self._stop.is_set():
                if self._socket.poll(_POLL_MS):
                    self._socket.send_multipart(self._answer(self._socket.recv_multipart()))
        finally:
            self._socket.close()

    def _answer(self, asked: list[bytes]) -> list[bytes]:
        number = asked[1] if len(asked) > 1 else b""
        refused = [_VERSION, number, b"400", b"not known", b"", b""]
        if len(asked) != 7 or asked[0] != _VERSION or asked[5] != b"CURVE" or len(asked[6]) != 32:
            return refused
        key = z85.encode(asked[6])
        admits = self._admits.get(asked[2].decode("ascii", "replace"))
        if admits is None or not admits(key.decode("ascii")):
            return refused
        return [_VERSION, number, b"200", b"", key, b""]


def require_closed_to_strangers(
    context: "zmq.Context[zmq.Socket[bytes]]", endpoint: str, hub_key: bytes
) -> None:
    """Return once a key that nobody knows was refused at an endpoint of this machine.

    Raises:
        HubError: it was let in, or nobody answered.
    """
    with context.socket(zmq.DEALER) as stranger:
        stranger.linger = 0
        stranger.curve_publickey, stranger.curve_secretkey = zmq.curve_keypair()
        stranger.curve_serverkey = hub_key
        monitor = stranger.get_monitor_socket(
            zmq.Event.HANDSHAKE_SUCCEEDED | zmq.Event.HANDSHAKE_FAILED_AUTH
        )
        stranger.connect(endpoint)
        seen = zmq.Event(0)
        if monitor.poll(_TRIAL_MS):
            seen = zmq.Event(recv_monitor_message(monitor)["event"])
        stranger.disable_monitor()
        monitor.close()
    if seen != zmq.Event.HANDSHAKE_FAILED_AUTH:
        raise HubError(
            "the port does not refuse strangers", remedy="it was closed", cause="open_door"
        )
