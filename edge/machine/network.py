"""This machine in its network."""

import socket


def network_address() -> str:
    """Return this machine's address in the network; 127.0.0.1 when it is in none.

    Only the routing table is asked (connecting a datagram socket sends nothing).
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address reserved for documentation (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def netloc(host: str, port: int) -> str:
    """Return host and port as they are written together, an IPv6 address in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
