"""Messages as MessagePack: the type's name, and an array of the fields in order.

An array's field is its bytes; how many rows they are follows from the type. Both directions check
every field, so what a stage receives is what its annotations say.
"""

from typing import Final

import msgpack

from edge.bus.converters import PACK, UNPACK, converter
from edge.bus.errors import CodecError
from edge.bus.schema import describe
from edge.core.messages.base import Message
from edge.core.messages.registry import MESSAGE_TYPES

MAX_MESSAGE_BYTES: Final = 8 * 2**20
"""No message is larger; the longest repetition imaginable (5 minutes at 50 Hz) has 2 MB."""

_PACK: Final = {cls: converter(describe(cls), PACK) for cls in MESSAGE_TYPES}
_UNPACK: Final = {cls.__name__: converter(describe(cls), UNPACK) for cls in MESSAGE_TYPES}
_PACKER: Final = msgpack.Packer()
"""One for all: each takes a megabyte of memory when it is made."""


def encode(message: Message) -> bytes:
    """Return the bytes of `message`.

    Raises:
        CodecError: it is of no known type, a field does not hold what its annotation says, or it
            exceeds `MAX_MESSAGE_BYTES`.
    """
    cls = type(message)
    pack = _PACK.get(cls)
    if pack is None:
        raise CodecError(f"{cls.__name__} is not in MESSAGE_TYPES, so it cannot be sent")
    try:
        data: bytes = _PACKER.pack((cls.__name__, pack(message, {})))
    except (TypeError, ValueError, OverflowError, UnicodeEncodeError) as error:
        raise CodecError(f"{cls.__name__} cannot be sent: {error}") from error
    if len(data) > MAX_MESSAGE_BYTES:
        raise _oversized(data)
    return data


def decode(data: bytes) -> Message:
    """Return the message of `data`; its arrays are writable and its own.

    Raises:
        CodecError: the bytes are not a message; every such case, whatever the bytes.
    """
    if len(data) > MAX_MESSAGE_BYTES:
        raise _oversized(data)
    try:
        name, plain = msgpack.unpackb(data)
        unpack = _UNPACK[name]
    except (KeyError, TypeError, ValueError, msgpack.UnpackException) as error:
        raise CodecError(f"the bytes of a message cannot be read: {error!r}") from error
    try:
        message: Message = unpack(plain, {})
    except CodecError as error:
        raise CodecError(f"{name} cannot be read: {error}") from error
    return message


def _oversized(data: bytes) -> CodecError:
    return CodecError(
        f"a message of {len(data)} bytes exceeds the limit of {MAX_MESSAGE_BYTES}",
        cause="oversized",
    )
