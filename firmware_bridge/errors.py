"""The errors of this package."""

from typing import Final, Literal

from edge.core.errors import PhysioError

Cause = Literal[
    "no_service",
    "no_answer",
    "no_adapter",
    "powered_off",
    "denied",
    "input_denied",
    "busy",
    "not_found",
    "connect_failed",
    "timeout",
    "disconnected",
    "silent",
    "wrong_device",
    "no_address",
    "port_taken",
    "failed",
]

FATAL_CAUSES: Final[frozenset[Cause]] = frozenset(
    {
        *("no_service", "no_answer", "no_adapter", "powered_off", "denied", "input_denied"),
        *("busy", "wrong_device", "no_address", "port_taken"),
    }
)
"""Causes that waiting does not cure: somebody has to do something."""


class BridgeError(PhysioError):
    """Base of all errors of the radio."""

    usual_cause = "radio_failed"


class PacketError(BridgeError, ValueError):
    """A packet does not follow its profile; the message names the facts.

    Attributes:
        data: the packet as it came.
    """

    usual_cause = "malformed"

    def __init__(self, reason: str, data: bytes) -> None:
        head = data[:16].hex(" ") or "nothing"
        super().__init__(f"malformed packet of {len(data)} bytes ({head}): {reason}")
        self.args = (reason, data)  # what a copy in another process is made from
        self.data = data


class LinkError(BridgeError, ConnectionError):
    """The watch cannot be reached or read; the message says what to do."""

    def __init__(self, cause: Cause, message: str, *, remedy: str = "") -> None:
        super().__init__(message, cause=cause, remedy=remedy)
        self.args = (cause, message)  # what a copy in another process is made from


class PlaybackError(BridgeError, ValueError):
    """The recording or the settings cannot be played; the message says why."""

    usual_cause = "cannot_play"
