"""Messages as JSON, for recordings that other programs read too.

See `edge.bus.json_values` for what becomes of numbers. A matrix is an object with one list per
column, because viewers such as Foxglove can plot those and cannot read nested lists.
"""

import json
from typing import Any, Final

import numpy as np

from edge.bus.converters import Convert, Lengths, Makers, converter
from edge.bus.errors import CodecError
from edge.bus.json_values import INWARD, OUTWARD
from edge.bus.schema import (
    Array,
    Choice,
    Either,
    Many,
    Maybe,
    Node,
    Record,
    Scalar,
    Table,
    describe,
)
from edge.core.messages.base import Message
from edge.core.messages.registry import MESSAGE_TYPES


def to_json(message: Message) -> bytes:
    """Return `message` as a JSON object, one property per field.

    Raises:
        CodecError: a field does not hold what its annotation says.
    """
    cls = type(message)
    try:
        plain = _OUT[cls](message, {})
        return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode()
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise CodecError(f"{cls.__name__} cannot be written: {error}") from error


def from_json(name: str, data: bytes) -> Message:
    """Return the message of type `name` that `to_json` made `data` of.

    Raises:
        CodecError: there is no such type, or `data` is not such a message.
    """
    try:
        plain = json.loads(data)
        message: Message = _IN[name](plain, {})
    except CodecError as error:
        raise CodecError(f"{name} cannot be read: {error}") from error
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
        raise CodecError(f"{name} cannot be read: {error!r}") from error
    return message


def json_schema(cls: type[Message]) -> dict[str, Any]:
    """Return the JSON Schema of what `to_json` makes of a message of type `cls`.

    A value that may be null says so with `nullable`, since viewers refuse a list of types.
    """
    return {"title": cls.__name__, **_schema(describe(cls))}


def _array_out(node: Array, _: Makers) -> Convert:
    columns = node.names

    def convert(array: Any, _: Lengths) -> Any:
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            array = np.where(np.isfinite(array), array, None)
        values = array.T.tolist()
        return values if columns is None else dict(zip(columns, values, strict=True))

    return convert


def _array_in(node: Array, _: Makers) -> Convert:
    columns = node.names

    def convert(plain: Any, lengths: Lengths) -> Any:
        values = np.array(plain if columns is None else [plain[name] for name in columns])
        if values.size and values.dtype.kind not in ("i" if node.dtype.kind == "i" else "ifO"):
            raise CodecError(f"{plain!r:.80} stands where numbers are due")
        array = np.ascontiguousarray(values.T, node.dtype)
        if (fault := node.mismatch(array.shape, lengths)) is not None:
            raise CodecError(f"an array {fault}")
        return array

    return convert


_TYPE_NAMES: Final = {bool: "boolean", int: "integer", float: "number", str: "string"}


def _schema(node: Node) -> dict[str, Any]:
    schema: dict[str, Any]
    match node:
        case Scalar(kind):
            schema = {"type": _TYPE_NAMES[kind]} | ({"nullable": True} if kind is float else {})
        case Choice(values):
            schema = {"type": "string", "enum": list(values)}
        case Either(kinds):
            schema = {"anyOf": [_schema(Scalar(kind)) for kind in kinds]}
        case Maybe(inner):
            schema = _schema(inner) | {"nullable": True}
        case Many(inner):
            schema = {"type": "array", "items": _schema(inner)}
        case Table(inner):
            schema = {"type": "object", "properties": {}, "additionalProperties": _schema(inner)}
        case Array():
            schema = _array_schema(node)
        case Record():
            schema = _object({name: _schema(inner) for name, inner in node.fields.items()})
    return schema


def _array_schema(node: Array) -> dict[str, Any]:
    cell = _schema(Scalar(int if node.dtype.kind == "i" else float))
    columns = node.names
    part = cell if columns is not None and not node.columns else {"type": "array", "items": cell}
    return part if columns is None else _object(dict.fromkeys(columns, part))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_OUTWARD: Final[Makers] = {**OUTWARD, Array: _array_out}
_INWARD: Final[Makers] = {**INWARD, Array: _array_in}
_OUT: Final = {cls: converter(describe(cls), _OUTWARD) for cls in MESSAGE_TYPES}
_IN: Final = {cls.__name__: converter(describe(cls), _INWARD) for cls in MESSAGE_TYPES}
