"""The bytes of a message on a link, and the frame that acknowledges it.

A link leads from one producer to one port of one consumer. Its numbers reveal losses, and tell a
restarted producer (a later epoch) and a restarted consumer (an unknown one) apart from a gap.

A message is one ZeroMQ frame: a stamp, then the bytes of `edge.bus.codec`. Each further frame would
cost a sender and a receiver several microseconds.
"""

import struct
from typing import NamedTuple

from edge.bus.errors import CodecError

_STAMP = struct.Struct("<QQQQH")
"""Epoch, number, base, time of sending, length of the producer's name."""
_ACK = struct.Struct("<QQ")


class Stamp(NamedTuple):
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

    def pack(self, data: bytes) -> bytes:
        """Return the bytes of a message with the codec's `data`."""
        name = self.producer.encode()
        stamp = _STAMP.pack(self.epoch, self.seq, self.base, self.sent_ns, len(name))
        return b"".join((stamp, name, data))


def unpack(message: bytes) -> tuple[Stamp, bytes]:
    """Return the stamp of a message and the codec's bytes.

    Raises:
        CodecError: these are not the bytes of a message.
    """
    try:
        epoch, seq, base, sent_ns, named = _STAMP.unpack_from(message)
        begin = _STAMP.size + named
        producer = message[_STAMP.size : begin].decode()
    except (struct.error, UnicodeDecodeError) as error:
        raise CodecError(f"the stamp of a message cannot be read: {error}") from error
    return Stamp(producer, epoch, seq, base, sent_ns), message[begin:]


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
