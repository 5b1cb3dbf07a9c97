"""Dataclasses as plain tables of their fields, in the form of `edge.bus.json_values`, and bytes.

A float that is not finite becomes null. A field that is not known is ignored and one that is absent
takes its default, so that machines of different versions understand each other.
"""

from typing import Any, Final, Generic, TypeVar

from edge.bus.converters import Convert, Lengths, Makers, converter
from edge.bus.errors import CodecError
from edge.bus.json_values import INWARD, OUTWARD
from edge.bus.schema import Blob, describe
from edge.exchange.errors import ExchangeError

T = TypeVar("T")


class PlainForm(Generic[T]):
    """The tables of one dataclass.

    Args:
        cls: the dataclass.
        noun: what it is, for messages.
    """

    def __init__(self, cls: type[T], noun: str) -> None:
        node = describe(cls)
        self._noun = noun
        self._write = converter(node, _OUTWARD)
        self._read = converter(node, _INWARD)

    def table(self, value: T) -> dict[str, Any]:
        """Return the table of a value.

        Raises:
            ExchangeError: a field does not hold what its annotation says.
        """
        try:
            table: dict[str, Any] = self._write(value, {})
        except (CodecError, TypeError, ValueError, OverflowError) as error:
            raise ExchangeError(f"the {self._noun} cannot be sent: {error}") from error
        return table

    def value(self, table: Any) -> T:
        """Return the value of a table, or of what was sent in its place.

        Raises:
            ExchangeError: it is no table of this dataclass.
        """
        try:
            value: T = self._read(table, {})
        except CodecError as error:
            raise ExchangeError(f"the {self._noun} cannot be read: {error}") from error
        return value


def _blob(_: Blob, __: Makers) -> Convert:
    def convert(value: Any, _: Lengths) -> bytes:
        if type(value) is not bytes:
            raise CodecError(f"{value!r:.80} stands where bytes are due")
        return value

    return convert


_OUTWARD: Final[Makers] = {**OUTWARD, Blob: _blob}
_INWARD: Final[Makers] = {**INWARD, Blob: _blob}
