"""Dataclasses as JSON values: what recordings, files and checkpoints have in common.

Every number survives the way there and back exactly. A float that is not finite becomes null and
comes back as NaN, or as None where the field may be None. A field that is absent takes the
dataclass's default if it has one, so what was written before a field was added stays readable.

How arrays look depends on who reads them; a user of these converters adds one for `Array`.
"""

import dataclasses
import json
import math
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NoReturn

from edge.bus.converters import EITHER, Convert, Lengths, Makers, converter
from edge.bus.errors import CodecError
from edge.bus.schema import Many, Record, Scalar

LARGEST_INTEGER: Final = 2**64
"""Of what programs and recordings know, no integer is larger."""


def parse_json(text: str | bytes) -> Any:
    """Return the value of a JSON text, which no other program could read differently.

    Raises:
        CodecError: it is none, whatever it is.
    """
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise CodecError(f"it is not valid JSON: {error}") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def float_out(value: float) -> float | None:
    """Return a number as JSON knows it: null if it is not finite."""
    return value if math.isfinite(value) else None


def _scalar_out(node: Scalar, _: Makers) -> Convert:
    return lambda value, _: float_out(float(value)) if node.kind is float else node.kind(value)


def _scalar_in(node: Scalar, _: Makers) -> Convert:
    kind = node.kind

    def convert(value: Any, _: Lengths) -> Any:
        if kind is float and value is None:
            return math.nan
        if kind is float and type(value) is int and abs(value) < LARGEST_INTEGER:
            return float(value)  # other programs write 1 for 1.0
        if type(value) is not kind or (type(value) is int and abs(value) >= LARGEST_INTEGER):
            raise CodecError(f"{value!r:.80} stands where {kind.__name__} is due")
        return value

    return convert


def _many_out(node: Many, makers: Makers) -> Convert:
    convert = EITHER[Many](node, makers)
    if node.inner != Scalar(float):
        return convert
    # Floats pass `convert` as they are.
    return lambda values, lengths: [
        None if value is None else float_out(value) for value in convert(values, lengths)
    ]


def _record_out(node: Record, makers: Makers) -> Convert:
    columns = [(name, converter(inner, makers)) for name, inner in node.fields.items()]

    def convert(record: Any, lengths: Lengths) -> dict[str, Any]:
        return {name: out(getattr(record, name), lengths) for name, out in columns}

    return convert


def record_in(node: Record, makers: Makers, *, known_only: bool = False) -> Convert:
    """Return the converter of a JSON object to a dataclass.

    Args:
        node: the dataclass.
        makers: of the converters of its fields.
        known_only: refuse a field that the dataclass does not have, instead of ignoring it.
    """
    columns = [(name, converter(inner, makers)) for name, inner in node.fields.items()]
    defaults = _defaults(node.cls)

    def convert(plain: Any, lengths: Lengths) -> Any:
        if not isinstance(plain, dict):
            due = f"the fields of {node.cls.__name__}"
            raise CodecError(f"{plain!r:.80} stands where {due} are due")
        if known_only and (unknown := plain.keys() - node.fields.keys()):
            raise CodecError(f"{min(unknown)} is no field of it")
        values = {}
        for name, back in columns:
            if name in plain:
                try:
                    values[name] = back(plain[name], lengths)
                except CodecError as error:
                    raise CodecError(f"{name}: {error}") from error
            elif name in defaults:
                values[name] = defaults[name]()
            else:
                raise CodecError(f"{name} is missing")
        return node.cls(**values)

    return convert


def _defaults(cls: type) -> dict[str, Callable[[], Any]]:
    """Return what makes the default of each field that has one."""
    found: dict[str, Callable[[], Any]] = {}
    for field in dataclasses.fields(cls):
        if field.default is not dataclasses.MISSING:
            found[field.name] = partial(_same, field.default)
        elif field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory
    return found


def _same(value: Any) -> Any:
    return value


OUTWARD: Final[Makers] = {
    **EITHER,
    Many: _many_out,
    Scalar: _scalar_out,
    Record: _record_out,
}
INWARD: Final[Makers] = {**EITHER, Scalar: _scalar_in, Record: record_in}
