"""What can go wrong on the bus."""

from edge.core.errors import PhysioError


class BusError(PhysioError, ConnectionError):
    """Base of every error of `edge.bus`."""

    usual_cause = "bus_failed"


class CodecError(BusError, ValueError):
    """A message cannot be written, or what was read is not a message.

    It is counted as dropped under its cause: `malformed`, or `oversized`.
    """

    usual_cause = "malformed"


class AddressError(BusError):
    """A socket cannot be opened at its address."""

    usual_cause = "bad_address"


class FramesError(BusError, ValueError):
    """A ring of frames is missing, is something else, or cannot hold such a picture."""

    usual_cause = "bad_frames"
