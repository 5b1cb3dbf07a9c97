"""Field converters: each checks one value of a message and turns it into MessagePack or back.

A converter is built once per field from the field's `edge.bus.schema` node.
"""

from collections.abc import Callable, Mapping
from math import prod
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from edge.bus.errors import CodecError
from edge.bus.schema import Array, Choice, Either, Many, Maybe, Node, Record, Scalar, Table
from edge.core.arrays import FREE

Lengths = dict[str, int]
"""The lengths of the named dimensions of one message so far."""
Convert = Callable[[Any, Lengths], Any]
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

    def convert(value: Any, _: Lengths) -> Any:
        if type(value) is kind:
            return value
        if not fits(value):
            raise CodecError(f"{value!r:.80} stands where {kind.__name__} is due")
        return kind(value)

    return convert


def _unpack_scalar(node: Scalar, _: Makers) -> Convert:
    kind = node.kind

    def convert(value: Any, _: Lengths) -> Any:
        if type(value) is not kind:
            raise CodecError(f"{value!r:.80} stands where {kind.__name__} is due")
        return value

    return convert


def _choice(node: Choice, _: Makers) -> Convert:
    values = node.values

    def convert(value: Any, _: Lengths) -> Any:
        if value not in values:
            raise CodecError(f"{value!r:.80} is none of {', '.join(values)}")
        return value

    return convert


def _either(node: Either, _: Makers) -> Convert:
    kinds = node.kinds

    def convert(value: Any, _: Lengths) -> Any:
        if type(value) not in kinds:
            due = " or ".join(kind.__name__ for kind in kinds)
            raise CodecError(f"{value!r:.80} stands where {due} is due")
        return value

    return convert


def _maybe(node: Maybe, makers: Makers) -> Convert:
    inner = converter(node.inner, makers)

    def convert(value: Any, lengths: Lengths) -> Any:
        return None if value is None else inner(value, lengths)

    return convert


def _many(node: Many, makers: Makers) -> Convert:
    inner, length = converter(node.inner, makers), node.length
    # Types that are right as they are; a heartbeat holds hundreds of numbers.
    plain = {node.inner.kind} if isinstance(node.inner, Scalar) else set()

    def convert(values: Any, lengths: Lengths) -> tuple[Any, ...]:
        if not isinstance(values, tuple | list) or length not in (None, len(values)):
            raise CodecError(f"{values!r:.80} stands where {length or 'several'} values are due")
        if plain.issuperset(map(type, values)):
            return tuple(values)
        return tuple([inner(value, lengths) for value in values])

    return convert


def _table(node: Table, makers: Makers) -> Convert:
    inner = converter(node.inner, makers)

    def convert(table: Any, lengths: Lengths) -> dict[str, Any]:
        if not isinstance(table, dict) or not all(type(key) is str for key in table):
            raise CodecError(f"{table!r:.80} stands where a table is due")
        return {key: inner(value, lengths) for key, value in table.items()}

    return convert


def _pack_array(node: Array, _: Makers) -> Convert:
    dtype, mismatch = node.dtype, node.mismatch

    def convert(array: Any, lengths: Lengths) -> bytes:
        if not isinstance(array, np.ndarray) or array.dtype != dtype:
            found = getattr(array, "dtype", type(array).__name__)
            raise CodecError(f"an array of {found} stands where {dtype} is due")
        if (fault := mismatch(array.shape, lengths)) is not None:
            raise CodecError(f"an array {fault}")
        return array.tobytes()

    return convert


def _unpack_array(node: Array, _: Makers) -> Convert:
    dtype, length, columns = node.dtype, node.length, node.columns
    row_bytes = dtype.itemsize * prod(columns)
    array = np.ndarray

    def convert(data: Any, lengths: Lengths) -> NDArray[Any]:
        if type(data) is not bytes:
            raise CodecError(f"{data!r:.80} stands where the numbers of an array are due")
        rows, rest = divmod(len(data), row_bytes)
        due = rows if length == FREE else length
        if type(due) is str:
            due = lengths.setdefault(due, rows)
        if rest or rows != due:
            raise CodecError(f"{len(data)} bytes stand where {due} rows of {row_bytes} are due")
        # Memory of its own: kernels want it writable, and a read-only one compiles them anew.
        return array((rows, *columns), dtype, bytearray(data))

    return convert


def _pack_record(node: Record, makers: Makers) -> Convert:
    lines = [f"if type(record) is not cls: refuse(record, {node.cls.__name__!r})"]
    packed = []
    for number, (name, inner) in enumerate(node.fields.items()):
        if (misfit := _misfit(inner, f"v{number}")) is not None:
            lines.append(f"v{number} = record.{name}")
            lines.append(f"if {misfit}: v{number} = convert{number}(v{number}, lengths)")
            packed.append(f"v{number}")
        else:
            packed.append(f"convert{number}(record.{name}, lengths)")
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
        misfit = _misfit(inner, f"v{number}") or "True"
        lines.append(f"if {misfit}: v{number} = convert{number}(v{number}, lengths)")
    named = (f"{name}={value}" for name, value in zip(node.fields, values, strict=True))
    lines.append(f"return cls({', '.join(named)})")
    return _compiled("plain", lines, node, makers)


def _misfit(node: Node, value: str) -> str | None:
    """Return the condition that `value` must be converted, None if it always must."""
    if isinstance(node, Scalar):
        return f"type({value}) is not {node.kind.__name__}"
    if isinstance(node, Maybe) and isinstance(node.inner, Scalar):
        return f"{value} is not None and {_misfit(node.inner, value)}"
    return None


def _compiled(argument: str, lines: list[str], node: Record, makers: Makers) -> Convert:
    """Return a function of these lines, in which `convert0`, … are the fields' own converters.

    Written out, as dataclasses write their own `__init__`: a loop over the fields took three times
    as long, and this is most of what a message costs.
    """
    scope: dict[str, Any] = {"cls": node.cls, "refuse": _refuse}
    for number, inner in enumerate(node.fields.values()):
        scope[f"convert{number}"] = converter(inner, makers)
    body = "".join(f"\n    {line}" for line in lines)
    exec(f"def convert({argument}, lengths):{body}", scope)
    compiled: Convert = scope["convert"]
    return compiled


def _refuse(value: Any, due: str) -> NoReturn:
    raise CodecError(f"{value!r:.80} stands where {due} is due")


EITHER: Final[Makers] = {
    Choice: _choice,
    Either: _either,
    Maybe: _maybe,
    Many: _many,
    Table: _table,
}
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
