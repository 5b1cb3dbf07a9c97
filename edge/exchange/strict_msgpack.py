"""MessagePack as strangers may send it: within hard limits, and of plain values only.

What is written keeps to the same limits, so that nobody sends what the other side refuses.
"""

import math
import re
from itertools import chain
from typing import Any, Final, NoReturn

import msgpack

from edge.exchange.errors import ExchangeError

MOST_TEXT_BYTES: Final = 4_096
MOST_ITEMS: Final = 2_000
"""Of an array; each of an exercise's repetitions is one item."""
MOST_KEYS: Final = 64
"""Of a table."""
MOST_DEPTH: Final = 8
"""Tables and arrays within each other; a session record has 6."""
LARGEST_INTEGER: Final = 2**63 - 1
"""What every database takes."""
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""No text for people holds these signs, and PostgreSQL takes no zero; nor are surrogates text."""


def pack(value: Any, *, most_bytes: int) -> bytes:
    """Return the bytes of a plain value.

    Args:
        value: None, bool, int, finite float, str, bytes, and lists, tuples and tables of them.
        most_bytes: how many they may be.

    Raises:
        ExchangeError: `parse` or `check` would refuse them.
    """
    _check(value, most_bytes, MOST_DEPTH)
    return pack_checked(value, most_bytes=most_bytes)


def pack_checked(value: Any, *, most_bytes: int) -> bytes:
    """Return the bytes of a plain value of which `check` has nothing to say.

    Raises:
        ExchangeError: they are too many.
    """
    data: bytes = msgpack.packb(value)
    if len(data) > most_bytes:
        raise _oversized(len(data), most_bytes)
    return data


def parse(data: bytes, *, most_bytes: int) -> Any:
    """Return the value of bytes, whose texts and numbers nobody has looked at yet (`check`).

    Raises:
        ExchangeError: they are not one value, or its parts are too large.
    """
    if len(data) > most_bytes:
        raise _oversized(len(data), most_bytes)
    try:
        value: Any = msgpack.unpackb(
            data,
            max_str_len=MOST_TEXT_BYTES,
            max_bin_len=most_bytes,
            max_array_len=MOST_ITEMS,
            max_map_len=MOST_KEYS,
            max_ext_len=0,
            ext_hook=_refuse_extension,
        )
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException) as error:
        raise ExchangeError(f"the bytes are no plain MessagePack ({error!r:.120})") from error
    return value


def check(value: Any, *, most_bytes: int) -> None:
    """Return if a value is plain and within the limits.

    Raises:
        ExchangeError: it is not; the message says what is wrong.
    """
    _check(value, most_bytes, MOST_DEPTH)


def _check(value: Any, most_bytes: int, depth: int) -> None:
    """Return if a value is plain and within the limits."""
    if isinstance(value, list | tuple | dict):
        if fault := _container_fault(value, depth):
            raise ExchangeError(fault)
        inner = chain(value.keys(), value.values()) if isinstance(value, dict) else value
        for each in inner:
            # Nearly all of a record are such numbers.
            if each is not None and not (type(each) is float and math.isfinite(each)):
                _check(each, most_bytes, depth - 1)
    elif fault := _single_fault(value, most_bytes):
        raise ExchangeError(fault)


def _single_fault(value: Any, most_bytes: int) -> str:
    match value:
        case None | bool():
            return ""
        case int():
            return "" if abs(value) <= LARGEST_INTEGER else "a number is far too large"
        case float():
            return "" if math.isfinite(value) else "a number is not finite"
        case str():
            return _text_fault(value)
        case bytes():
            return "" if len(value) <= most_bytes else "bytes are too many"
        case _:
            return f"{type(value).__name__} is no plain value"


def _text_fault(text: str) -> str:
    if _CONTROL.search(text):
        return "a text holds control characters"
    if len(text.encode()) > MOST_TEXT_BYTES:
        return f"a text is longer than {MOST_TEXT_BYTES} bytes"
    return ""


def _container_fault(value: list[Any] | tuple[Any, ...] | dict[Any, Any], depth: int) -> str:
    if depth == 0:
        return f"it is nested more than {MOST_DEPTH} deep"
    if isinstance(value, dict) and not all(type(key) is str for key in value):
        return "a key is no text"
    most = MOST_KEYS if isinstance(value, dict) else MOST_ITEMS
    return "" if len(value) <= most else f"{len(value)} values stand where {most} may be"


def _oversized(size: int, most_bytes: int) -> ExchangeError:
    return ExchangeError(f"{size} bytes exceed the limit of {most_bytes}", cause="oversized")


def _refuse_extension(code: int, _: bytes) -> NoReturn:
    raise ValueError(f"extension type {code}")
