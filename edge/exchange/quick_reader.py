"""A quick way to read what is certainly good, beside the careful way that says what is wrong.

Nearly all that a hub reads is good. For each dataclass of the exchange a function is written out
that checks a plain table and makes the value in one go; wherever it is not sure it returns None,
and the careful way (`strict_msgpack`, `plain_form`, `record_faults`) decides.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar, cast

from edge.bus.schema import Blob, Choice, Many, Maybe, Node, Record, Scalar, Table, describe
from edge.exchange.record_faults import BOUNDS, PATTERNS, is_day
from edge.exchange.strict_msgpack import MOST_ITEMS, MOST_KEYS, MOST_TEXT_BYTES

T = TypeVar("T")
_SHORT: Final = MOST_TEXT_BYTES // 4
"""Signs of a text that cannot have too many bytes."""
_TEXTS_AT_HAND: Final = 512
"""Of each kind of text, whose check is remembered: names and sentences come again and again."""
_NEVER_AGAIN: Final = frozenset({"session_id", "sha256", "message_id", "text"})
"""Texts that are others each time."""


class QuickReader(Generic[T]):
    """Reads the plain tables of one dataclass.

    Args:
        cls: the dataclass.
        most_bytes: of a field of bytes.
    """

    def __init__(self, cls: type[T], most_bytes: int) -> None:
        self._read = _Writer(most_bytes).reader(describe(cls))

    def value(self, table: Any) -> T | None:
        """Return the value of a table, None where the careful way must look at it."""
        try:
            return cast(T | None, self._read(table))
        except (KeyError, TypeError):
            return None


class _Writer:
    """Writes functions, as dataclasses write their own `__init__`."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes

    def reader(self, node: Record) -> Callable[[Any], Any]:
        """Return the function that reads a dataclass."""
        scope: dict[str, Any] = {"cls": node.cls}
        names = list(node.fields)
        lines = [f"if type(table) is not dict or len(table) != {len(names)}: return None"]
        for number, (name, inner) in enumerate(node.fields.items()):
            lines.append(f"v{number} = table[{name!r}]")
            lines += self._checks(inner, name, f"v{number}", scope)
        named = ", ".join(f"{name}=v{number}" for number, name in enumerate(names))
        lines.append(f"return cls({named})")
        body = "".join(f"\n    {line}" for line in lines)
        exec(f"def read(table):{body}", scope)
        read: Callable[[Any], Any] = scope["read"]
        return read

    def _checks(self, node: Node, name: str, value: str, scope: dict[str, Any]) -> Iterator[str]:
        """Yield the lines that check a field, and make of it what the dataclass holds."""
        match node:
            case Maybe(inner) if (misfit := self._misfit(inner, name, value, scope)) is not None:
                yield f"if {value} is not None and ({misfit}): return None"
            case Table(Scalar(kind)) if kind is int:
                yield f"if type({value}) is not dict or len({value}) > {MOST_KEYS}: return None"
                misfits = (
                    self._misfit(Scalar(str), "name", "key", scope),
                    self._misfit(Scalar(int), name, "each", scope),
                )
                yield f"for key, each in {value}.items():"
                yield f"    if {' or '.join(filter(None, misfits))}: return None"
            case Many(inner, None):
                yield f"if type({value}) is not list or len({value}) > {MOST_ITEMS}: return None"
                yield from self._column(inner, name, value, scope)
                yield f"{value} = tuple({value})"
            case Maybe(Record() as inner):
                scope[f"read_{name}"] = self.reader(inner)
                yield f"if {value} is not None:"
                yield f"    {value} = read_{name}({value})"
                yield f"    if {value} is None: return None"
            case Record():
                scope[f"read_{name}"] = self.reader(node)
                yield f"{value} = read_{name}({value})"
                yield f"if {value} is None: return None"
            case _:
                misfit = self._misfit(node, name, value, scope)
                yield f"if {misfit or 'True'}: return None"

    def _column(self, node: Node, name: str, value: str, scope: dict[str, Any]) -> Iterator[str]:
        """Yield the lines that check the items of a list."""
        match node:
            case Choice(values):
                scope[f"choices_{name}"] = frozenset(values)
                yield f"if not choices_{name}.issuperset({value}): return None"
            case Record():
                scope[f"read_{name}"] = self.reader(node)
                yield f"{value} = [read_{name}(each) for each in {value}]"
                yield f"if None in {value}: return None"
            case Maybe(inner):
                misfit = self._misfit(inner, name, "each", scope)
                yield f"for each in {value}:"
                yield f"    if each is not None and ({misfit or 'True'}): return None"
            case _:
                misfit = self._misfit(node, name, "each", scope)
                yield f"for each in {value}:"
                yield f"    if {misfit or 'True'}: return None"

    def _misfit(self, node: Node, name: str, value: str, scope: dict[str, Any]) -> str | None:
        """Return the condition that a single value is not certainly good, None of other nodes."""
        match node:
            case Scalar(kind) if kind is bool:
                return f"type({value}) is not bool"
            case Scalar(kind) if kind is str:
                scope[f"is_{name}"] = _text_check(name)
                return f"type({value}) is not str or not is_{name}({value})"
            case Scalar(kind):
                least, most = BOUNDS[name]
                return f"type({value}) is not {kind.__name__} or not {least} <= {value} <= {most}"
            case Choice(values):
                scope[f"choices_{name}"] = frozenset(values)
                return f"{value} not in choices_{name}"
            case Blob():
                return f"type({value}) is not bytes or len({value}) > {self._most_bytes}"
            case _:
                return None


def _text_check(name: str) -> Callable[[str], bool]:
    """Return what tells whether a text is certainly good for a field."""
    matches = re.compile(PATTERNS.get(name, "(?s:.*)")).fullmatch

    def is_good(text: str) -> bool:
        if len(text) > _SHORT or not text.isprintable() or matches(text) is None:
            return False
        return name != "local_day" or is_day(text)

    return is_good if name in _NEVER_AGAIN else lru_cache(_TEXTS_AT_HAND)(is_good)
