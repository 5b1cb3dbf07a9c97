"""The frame that goes before a message on a link, and the one that acknowledges it.

A link leads from one producer to one port of one consumer. Its numbers reveal losses, and tell a
restarted producer (a later epoch) and a restarted consumer (an unknown one) apart from a gap.
"""

import struct
from dataclasses import dataclass
from typing import Self

from edge.bus.errors import CodecError

_STAMP = struct.Struct("<QQQQ")
_ACK = struct.Struct("<QQ")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a link says about a message.

    Attributes:
        producer: name of the sending process.
        epoch: when the sending process opened the link, on the host clock.
        seq: consecutive from 0 within the epoch.
        base: the first message that was not acknowledged when this one was sent.
        sent_ns: when it was sent.
    """

    producer: str
    epoch: int
    seq: int
    base: int
    sent_ns: int

    def pack(self) -> bytes:
        """Return the frame."""
        numbers = _STAMP.pack(self.epoch, self.seq, self.base, self.sent_ns)
        return numbers + self.producer.encode()

    @classmethod
    def unpack(cls, frame: bytes) -> Self:
        """Return what `frame` says.

        Raises:
            CodecError: it is not such a frame.
        """
        try:
            epoch, seq, base, sent_ns = _STAMP.unpack_from(frame)
            return cls(frame[_STAMP.size :].decode(), epoch, seq, base, sent_ns)
        except (struct.error, UnicodeDecodeError) as error:
            raise CodecError(f"the stamp of a message cannot be read: {error}") from error


def pack_ack(epoch: int, seq: int) -> bytes:
    """Return the frame that acknowledges all messages of `epoch` up to and including `seq`."""
    return _ACK.pack(epoch, seq)


def unpack_ack(frame: bytes) -> tuple[int, int]:
    """Return epoch and sequence number of an acknowledgement.

    Raises:
        CodecError: it is not one.
    """
    try:
        epoch, seq = _ACK.unpack(frame)
    except struct.error as error:
        raise CodecError(f"an acknowledgement cannot be read: {error}") from error
    return epoch, seq
