"""Dataclasses kept in files as JSON, read by the same structure as messages.

See `edge.bus.json_values` for what becomes of numbers and of fields that were added later. A matrix
is a list of rows. Arrays must be finite and not empty; a field that is not known is refused, since
a person may have misspelt it.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from edge.bus.converters import Convert, Lengths, Makers, converter
from edge.bus.errors import CodecError
from edge.bus.json_values import INWARD, OUTWARD, parse_json, record_in
from edge.bus.schema import Array, Record, describe
from edge.records.errors import RecordsError

SCHEMA: Final = 1
"""Version of every kind of file that has one."""

T = TypeVar("T")


class FileCodec(Generic[T]):
    """The texts of one dataclass.

    Args:
        cls: the dataclass.
        noun: what a text is of, for messages.
        remedy: what to do about a bad one, for messages.
        error: what to raise then.
        schema: version that stands in the text; None where none does.
        fault: returns what a value that was read cannot hold, None of a good one.
    """

    def __init__(
        self,
        cls: type[T],
        *,
        noun: str,
        remedy: str,
        error: type[RecordsError],
        schema: int | None = SCHEMA,
        fault: Callable[[T], str | None] = lambda _: None,
    ) -> None:
        self._noun = noun
        self._remedy = remedy
        self._error = error
        self._schema = schema
        self._fault = fault
        node = describe(cls)
        self._write = converter(node, _OUTWARD)
        self._read = converter(node, _INWARD)

    def row(self, value: T) -> dict[str, Any]:
        """Return the JSON object of a value.

        Raises:
            RecordsError: of the kind given; a value is none that it can hold, or is not finite.
        """
        if (fault := self._fault(value)) is not None:
            raise self._error(f"the {self._noun} cannot be kept ({fault})")
        try:
            fields: dict[str, Any] = self._write(value, {})
        except CodecError as error:
            raise self._error(f"the {self._noun} cannot be kept ({error})") from error
        return fields if self._schema is None else {"schema": self._schema, **fields}

    def of_row(self, row: object) -> T:
        """Return the value of a JSON object.

        Raises:
            RecordsError: of the kind given; the object is not of this dataclass and version.
        """
        if self._schema is not None:
            if not isinstance(row, dict) or row.get("schema") != self._schema:
                wrong = f"the {self._noun} is not of schema {self._schema}"
                raise self._error(f"{wrong}; {self._remedy}")
            row = {name: value for name, value in row.items() if name != "schema"}
        try:
            value: T = self._read(row, {})
        except (CodecError, RecursionError) as error:
            raise self._error(f"the {self._noun} is damaged ({error}); {self._remedy}") from error
        if (fault := self._fault(value)) is not None:
            raise self._error(f"the {self._noun} is damaged ({fault}); {self._remedy}")
        return value

    def text(self, value: T) -> str:
        """Return the JSON of a value, one field per line."""
        row = self.row(value)
        lines = (f" {json.dumps(name)}: {_dumped(own)}" for name, own in row.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def line(self, value: T) -> str:
        """Return the JSON of a value on one line; `value` gives it back."""
        return json.dumps(self.row(value), ensure_ascii=False, allow_nan=False)

    def value(self, text: str) -> T:
        """Return what `text` was made from.

        Raises:
            RecordsError: of the kind given; the text is not of this dataclass and version.
        """
        try:
            row = parse_json(text)
        except CodecError as error:
            raise self._error(f"the {self._noun} is damaged ({error}); {self._remedy}") from error
        return self.of_row(row)


def _dumped(value: object) -> str:
    return json.dumps(value, allow_nan=False)


def _array_out(_: Array, __: Makers) -> Convert:
    def convert(array: Any, _: Lengths) -> Any:
        _check_content(array)
        return array.tolist()

    return convert


def _array_in(node: Array, _: Makers) -> Convert:
    def convert(plain: Any, lengths: Lengths) -> NDArray[Any]:
        try:
            values = np.array(plain)
        except (ValueError, OverflowError, RecursionError) as error:  # rows of different lengths
            raise CodecError(f"{plain!r:.80} stands where numbers are due") from error
        if values.dtype.kind not in ("i" if node.dtype.kind == "i" else "if"):
            raise CodecError(f"{plain!r:.80} stands where numbers are due")
        if (fault := node.mismatch(values.shape, lengths)) is not None:
            raise CodecError(f"an array {fault}")
        array = np.ascontiguousarray(values, node.dtype)
        _check_content(array)
        return array

    return convert


def _check_content(array: NDArray[Any]) -> None:
    if not array.size:
        raise CodecError("an array is empty")
    if not np.isfinite(array).all():
        raise CodecError("an array holds what is no finite number")


_OUTWARD: Final[Makers] = {**OUTWARD, Array: _array_out}
_INWARD: Final[Makers] = {**INWARD, Array: _array_in, Record: partial(record_in, known_only=True)}
