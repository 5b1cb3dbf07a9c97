"""What can go wrong on the bus.

BusError (ConnectionError, which is an OSError)
├── CodecError (ValueError)    a message cannot be written, or bytes are not a message
├── AddressError               a socket cannot be opened where it should be
└── FramesError (ValueError)   a ring of frames cannot be used so
"""

from typing import Literal


class BusError(ConnectionError):
    """Base of every error of `edge.bus`."""


class CodecError(BusError, ValueError):
    """A message cannot be written, or what was read is not a message.

    Attributes:
        cause: under which the message is counted as dropped.
    """

    def __init__(
        self, message: str, *, cause: Literal["malformed", "oversized"] = "malformed"
    ) -> None:
        super().__init__(message)
        self.cause = cause


class AddressError(BusError):
    """A socket cannot be opened at its address."""


class FramesError(BusError, ValueError):
    """A ring of frames is missing, is something else, or cannot hold such a picture."""
