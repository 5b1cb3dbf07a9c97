"""Dataclasses of numbers and arrays as JSON text that gives them back exactly, or says why not."""

import dataclasses
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

import numpy as np

from edge.core.arrays import Floats
from edge.records.errors import CalibrationError

SCHEMA: Final = 1
EMPTY: Final[Mapping[str, tuple[int | None, ...]]] = MappingProxyType({})

T = TypeVar("T")


class ArrayJson(Generic[T]):
    """Texts of one kind of dataclass; all its other fields are plain JSON values.

    Args:
        made: the dataclass.
        shapes: of its arrays; None stands for a length that all arrays with one share.
        several: of the arrays in its tuples of arrays; there each has a length of its own.
        noun: what a text is of, for messages.
        remedy: what to do about a bad one, for messages.
        error: what to raise then.
    """

    def __init__(
        self,
        made: type[T],
        shapes: Mapping[str, tuple[int | None, ...]],
        *,
        several: Mapping[str, tuple[int | None, ...]] = EMPTY,
        noun: str,
        remedy: str,
        error: type[CalibrationError],
    ) -> None:
        self._made = made
        self._shapes = shapes
        self._several = several
        self._noun = noun
        self._remedy = remedy
        self._error = error

    def text(self, value: T) -> str:
        """Return the JSON, one field per line."""
        row: dict[str, Any] = {"schema": SCHEMA}
        for field in dataclasses.fields(self._made):  # type: ignore[arg-type]
            own = getattr(value, field.name)
            if field.name in self._several:
                row[field.name] = [one.tolist() for one in own]
            else:
                row[field.name] = own.tolist() if field.name in self._shapes else own
        lines = (f" {json.dumps(key)}: {json.dumps(value)}" for key, value in row.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"

    def value(self, text: str) -> T:
        """Return what `text` was made from.

        Raises:
            CalibrationError: of the kind given; the text is not of this dataclass and schema.
        """
        try:
            row = json.loads(text)
        except json.JSONDecodeError as error:
            raise self._error(f"the {self._noun} is not valid JSON: {error}") from error
        if not isinstance(row, Mapping) or row.get("schema") != SCHEMA:
            raise self._error(f"the {self._noun} is not of schema {SCHEMA}; {self._remedy}")
        values = {name: value for name, value in row.items() if name != "schema"}
        for name in self._shapes.keys() & values.keys():
            values[name] = self._array(name, values[name], self._shapes[name])
        for name in self._several.keys() & values.keys():
            values[name] = self._arrays(name, values[name])
        try:
            made = self._made(**values)
        except TypeError as error:
            message = f"the {self._noun} lacks or adds a field ({error}); {self._remedy}"
            raise self._error(message) from error
        free = [len(values[name]) for name, shape in self._shapes.items() if shape[0] is None]
        if len(set(free)) > 1:
            raise self._error(f"the {self._noun}'s arrays differ in length; {self._remedy}")
        return made

    def _arrays(self, name: str, given: object) -> tuple[Floats, ...]:
        if not isinstance(given, list):
            raise self._error(f"{name} of the {self._noun} is damaged; {self._remedy}")
        return tuple(self._array(name, rows, self._several[name]) for rows in given)

    def _array(self, name: str, rows: object, shape: tuple[int | None, ...]) -> Floats:
        first, *others = shape
        try:
            array = np.array(rows, dtype=np.float64)
        except (TypeError, ValueError):
            array = np.empty(0)
        fits = array.size > 0 and array.shape[1:] == tuple(others)
        if not fits or (first and len(array) != first) or not np.isfinite(array).all():
            raise self._error(f"{name} of the {self._noun} is damaged; {self._remedy}")
        return array
