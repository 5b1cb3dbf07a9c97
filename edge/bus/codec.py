"""Messages as two frames: a MessagePack header, and the raw bytes of all arrays end to end.

The header is `[type name, field, field, …]`; an array's field is its shape. Both directions check
every field, so what a stage receives is what its annotations say.
"""

from collections.abc import Sequence
from typing import Final

import msgpack

from edge.bus.converters import PACK, UNPACK, Buffers, converter
from edge.bus.errors import CodecError
from edge.bus.schema import describe
from edge.bus.wire import Bytes
from edge.messages import MESSAGE_TYPES, Message

MAX_MESSAGE_BYTES: Final = 8 * 2**20
"""No message is larger; the longest repetition imaginable (5 minutes at 50 Hz) has 2 MB."""

_PACK: Final = {cls: converter(describe(cls), PACK) for cls in MESSAGE_TYPES}
_UNPACK: Final = {cls.__name__: converter(describe(cls), UNPACK) for cls in MESSAGE_TYPES}


def encode(message: Message) -> list[bytes]:
    """Return the frames of `message`.

    Raises:
        CodecError: it is of no known type, a field does not hold what its annotation says, or the
            frames exceed `MAX_MESSAGE_BYTES`.
    """
    cls = type(message)
    pack = _PACK.get(cls)
    if pack is None:
        raise CodecError(f"{cls.__name__} is not in MESSAGE_TYPES, so it cannot be sent")
    buffers = Buffers()
    try:
        header = msgpack.packb([cls.__name__, *pack(message, buffers)])
    except (TypeError, ValueError, OverflowError, UnicodeEncodeError) as error:
        raise CodecError(f"{cls.__name__} cannot be sent: {error}") from error
    frames = [header, b"".join(buffers.parts)]
    _check_size(frames)
    return frames


def decode(frames: Sequence[Bytes]) -> Message:
    """Return the message of `frames`; its arrays are writable and its own.

    Raises:
        CodecError: the frames are not a message; every such case, whatever the bytes.
    """
    _check_size(frames)
    try:
        header, arrays = frames
        name, *plain = msgpack.unpackb(header)
        unpack = _UNPACK[name]
    except (KeyError, TypeError, ValueError, msgpack.UnpackException) as error:
        raise CodecError(f"the header of a message cannot be read: {error!r}") from error
    # Memory of its own, because kernels want it writable and a read-only one compiles them anew.
    buffers = Buffers(bytearray(arrays))
    try:
        message: Message = unpack(plain, buffers)
    except CodecError as error:
        raise CodecError(f"{name} cannot be read: {error}") from error
    if not buffers.exhausted():
        raise CodecError(f"{name} holds more numbers than its header says")
    return message


def _check_size(frames: Sequence[Bytes]) -> None:
    size = sum(map(len, frames))
    if size > MAX_MESSAGE_BYTES:
        raise CodecError(
            f"a message of {size} bytes exceeds the limit of {MAX_MESSAGE_BYTES}", cause="oversized"
        )
