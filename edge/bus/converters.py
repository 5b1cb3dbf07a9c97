"""Field converters: each checks one value of a message and turns it into MessagePack or back.

A converter is built once per field from the field's `edge.bus.schema` node.
"""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from edge.bus.errors import CodecError
from edge.bus.schema import Array, Choice, Many, Maybe, Node, Record, Scalar, Table


class Buffers:
    """The arrays of one message end to end, and the lengths of its named dimensions so far."""

    __slots__ = ("_data", "_taken", "lengths", "parts")

    def __init__(self, data: bytearray | None = None) -> None:
        self.lengths: dict[str, int] = {}
        self.parts: list[bytes] = []
        self._data = data or bytearray()
        self._taken = 0

    def take(self, dtype: np.dtype[Any], shape: list[int]) -> NDArray[Any]:
        """Return the next numbers as an array of `shape`."""
        begin = self._taken
        self._taken += prod(shape) * dtype.itemsize
        if self._taken > len(self._data):
            raise CodecError("a message holds fewer numbers than its header says")
        return np.ndarray(shape, dtype, self._data, begin)

    def exhausted(self) -> bool:
        """Return whether all has been taken."""
        return self._taken == len(self._data)


Convert = Callable[[Any, Buffers], Any]
"""Returns the converted value; raises CodecError where it does not fit the field."""
Makers = Mapping[type[Node], Callable[[Any, Any], Convert]]


def converter(node: Node, makers: Makers) -> Convert:
    """Return the converter of `node`, with `makers` being `PACK` or `UNPACK`."""
    return makers[type(node)](node, makers)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_int(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _is_float(value: Any) -> bool:
    return isinstance(value, float | int | np.floating) and not isinstance(value, bool)


def _is_str(value: Any) -> bool:
    return isinstance(value, str)


_FITS: Final[dict[type, Callable[[Any], bool]]] = {
    bool: _is_bool,
    int: _is_int,
    float: _is_float,
    str: _is_str,
}


def _pack_scalar(node: Scalar, _: Makers) -> Convert:
    kind, fits = node.kind, _FITS[node.kind]

    def convert(value: Any, _: Buffers) -> Any:
        if type(value) is kind:
            return value
        if not fits(value):
            raise CodecError(f"{value!r:.80} stands where {kind.__name__} is due")
        return kind(value)

    return convert


def _unpack_scalar(node: Scalar, _: Makers) -> Convert:
    kind = node.kind

    def convert(value: Any, _: Buffers) -> Any:
        if type(value) is not kind:
            raise CodecError(f"{value!r:.80} stands where {kind.__name__} is due")
        return value

    return convert


def _choice(node: Choice, _: Makers) -> Convert:
    values = node.values

    def convert(value: Any, _: Buffers) -> Any:
        if value not in values:
            raise CodecError(f"{value!r:.80} is none of {', '.join(values)}")
        return value

    return convert


def _maybe(node: Maybe, makers: Makers) -> Convert:
    inner = converter(node.inner, makers)

    def convert(value: Any, buffers: Buffers) -> Any:
        return None if value is None else inner(value, buffers)

    return convert


def _many(node: Many, makers: Makers) -> Convert:
    inner, length = converter(node.inner, makers), node.length

    def convert(values: Any, buffers: Buffers) -> tuple[Any, ...]:
        if not isinstance(values, tuple | list) or length not in (None, len(values)):
            raise CodecError(f"{values!r:.80} stands where {length or 'several'} values are due")
        return tuple([inner(value, buffers) for value in values])

    return convert


def _table(node: Table, makers: Makers) -> Convert:
    inner = converter(node.inner, makers)

    def convert(table: Any, buffers: Buffers) -> dict[str, Any]:
        if not isinstance(table, dict) or not all(type(key) is str for key in table):
            raise CodecError(f"{table!r:.80} stands where a table is due")
        return {key: inner(value, buffers) for key, value in table.items()}

    return convert


def _pack_array(node: Array, _: Makers) -> Convert:
    def convert(array: Any, buffers: Buffers) -> tuple[int, ...]:
        if not isinstance(array, np.ndarray) or array.dtype != node.dtype:
            found = getattr(array, "dtype", type(array).__name__)
            raise CodecError(f"an array of {found} stands where {node.dtype} is due")
        if (fault := node.mismatch(array.shape, buffers.lengths)) is not None:
            raise CodecError(f"an array {fault}")
        buffers.parts.append(array.tobytes())
        return tuple(array.shape)

    return convert


def _unpack_array(node: Array, _: Makers) -> Convert:
    def convert(shape: Any, buffers: Buffers) -> Any:
        if type(shape) is not list:
            raise CodecError(f"{shape!r:.80} stands where the shape of an array is due")
        for size in shape:
            if type(size) is not int or size < 0:
                raise CodecError(f"{shape!r:.80} stands where the shape of an array is due")
        if (fault := node.mismatch(shape, buffers.lengths)) is not None:
            raise CodecError(f"an array {fault}")
        return buffers.take(node.dtype, shape)

    return convert


def _pack_record(node: Record, makers: Makers) -> Convert:
    lines = [f"if type(record) is not cls: refuse(record, {node.cls.__name__!r})"]
    packed = []
    for number, (name, inner) in enumerate(node.fields.items()):
        if isinstance(inner, Scalar):
            lines.append(f"v{number} = record.{name}")
            lines.append(
                f"if type(v{number}) is not {inner.kind.__name__}: "
                f"v{number} = convert{number}(v{number}, buffers)"
            )
            packed.append(f"v{number}")
        else:
            packed.append(f"convert{number}(record.{name}, buffers)")
    lines.append(f"return [{', '.join(packed)}]")
    return _compiled("record", lines, node, makers)


def _unpack_record(node: Record, makers: Makers) -> Convert:
    values = [f"v{number}" for number in range(len(node.fields))]
    lines = [
        f"if type(plain) is not list or len(plain) != {len(values)}: "
        f"refuse(plain, {'the fields of ' + node.cls.__name__!r})",
        f"[{', '.join(values)}] = plain",
    ]
    for number, inner in enumerate(node.fields.values()):
        if isinstance(inner, Scalar):
            kind = inner.kind.__name__
            lines.append(f"if type(v{number}) is not {kind}: refuse(v{number}, {kind!r})")
        else:
            lines.append(f"v{number} = convert{number}(v{number}, buffers)")
    named = (f"{name}={value}" for name, value in zip(node.fields, values, strict=True))
    lines.append(f"return cls({', '.join(named)})")
    return _compiled("plain", lines, node, makers)


def _compiled(argument: str, lines: list[str], node: Record, makers: Makers) -> Convert:
    """Return a function of these lines, in which `convert0`, … are the fields' own converters.

    Written out, as dataclasses write their own `__init__`: a loop over the fields took three times
    as long, and this is most of what a message costs.
    """
    scope: dict[str, Any] = {"cls": node.cls, "refuse": _refuse}
    for number, inner in enumerate(node.fields.values()):
        scope[f"convert{number}"] = converter(inner, makers)
    body = "".join(f"\n    {line}" for line in lines)
    exec(f"def convert({argument}, buffers):{body}", scope)
    compiled: Convert = scope["convert"]
    return compiled


def _refuse(value: Any, due: str) -> NoReturn:
    raise CodecError(f"{value!r:.80} stands where {due} is due")


EITHER: Final[Makers] = {Choice: _choice, Maybe: _maybe, Many: _many, Table: _table}
PACK: Final[Makers] = {
    **EITHER,
    Scalar: _pack_scalar,
    Array: _pack_array,
    Record: _pack_record,
}
UNPACK: Final[Makers] = {
    **EITHER,
    Scalar: _unpack_scalar,
    Array: _unpack_array,
    Record: _unpack_record,
}
