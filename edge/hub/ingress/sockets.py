"""Sockets of the hub: encrypted, watched by the doorkeeper, and deaf to peers that say nothing."""

from typing import Final

import zmq

_OPTIONS: Final = {
    zmq.LINGER: 0,
    zmq.ROUTER_MANDATORY: 1,
    zmq.ZAP_ENFORCE_DOMAIN: 1,
    zmq.HANDSHAKE_IVL: 3_000,
    zmq.HEARTBEAT_IVL: 30_000,
    zmq.HEARTBEAT_TIMEOUT: 90_000,
    zmq.BACKLOG: 1_000,
    zmq.IPV6: 1,
}


def curve_router(
    context: "zmq.Context[zmq.Socket[bytes]]",
    keys: tuple[bytes, bytes],
    *,
    domain: str,
    most_bytes: int,
) -> "zmq.Socket[bytes]":
    """Return a socket to be bound, to which the context's doorkeeper lets nobody unasked.

    Args:
        context: of the doorkeeper.
        keys: the hub's public and secret key.
        domain: by which the doorkeeper is asked.
        most_bytes: of a message; who sends a larger one is disconnected.
    """
    socket = context.socket(zmq.ROUTER)
    for option, value in _OPTIONS.items():
        socket.set(option, value)
    socket.set(zmq.MAXMSGSIZE, most_bytes)
    socket.zap_domain = domain.encode()
    socket.curve_server = True
    socket.curve_publickey, socket.curve_secretkey = keys
    return socket
