"""The errors of this package.

BridgeError
├── PacketError   (ValueError)        a notification that is not what its profile says
└── LinkError     (ConnectionError)   the radio, the connection or the watch
"""

from typing import Literal

Cause = Literal[
    "no_service",
    "no_adapter",
    "powered_off",
    "denied",
    "not_found",
    "connect_failed",
    "timeout",
    "disconnected",
    "silent",
    "wrong_device",
    "failed",
]

FATAL_CAUSES: frozenset[Cause] = frozenset(
    {"no_service", "no_adapter", "powered_off", "denied", "wrong_device"}
)
"""Causes that waiting does not cure: somebody has to do something."""


class BridgeError(Exception):
    """Base of all errors of the radio."""


class PacketError(BridgeError, ValueError):
    """A packet does not follow its profile; the message names the facts.

    Attributes:
        data: the packet as it came.
    """

    def __init__(self, reason: str, data: bytes) -> None:
        head = data[:16].hex(" ") or "nothing"
        super().__init__(f"malformed packet of {len(data)} bytes ({head}): {reason}")
        self.data = data


class LinkError(BridgeError, ConnectionError):
    """The watch cannot be reached or read; the message says what to do.

    Attributes:
        cause: the machine-readable reason.
    """

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message)
        self.cause = cause
