"""Settings that people write: fields that document themselves and say what is wrong with a value.

A field is declared once, in its dataclass, with `described`; reading, checking, writing and the
documentation all follow from that declaration.
"""

import dataclasses
import difflib
import keyword
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeVar, get_origin, get_type_hints

from edge.records.errors import FieldError

Settings = TypeVar("Settings")

LARGEST_INTEGER: Final = 2**63
_KEY: Final = "described"
_NAMES: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    tuple: "a list of texts in quotes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a person needs to know about a field, and what its value may be.

    Attributes:
        title: a few words.
        description: what it does, in one or two sentences.
        minimum: smallest allowed number.
        maximum: largest allowed number.
        choices: the only allowed values, or items of a list; what they are is read when a value is
            checked.
        several: how many of `choices` may be given, where that is not one.
        pattern: what a text must match in full.
        words: the same for people, where the pattern is hard to read.
        example: a value for the documentation where there is no default.
    """

    title: str
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: Collection[str] = ()
    several: str = ""
    pattern: str = ""
    words: str = ""
    example: object = None

    @property
    def expected(self) -> str:
        """What a value must be, as in "it must be ..."; empty when the type alone decides."""
        if self.choices:
            return f"{self.several or 'one'} of " + ", ".join(self.choices)
        if self.words:
            return self.words
        if self.pattern:
            return f"a text that matches {self.pattern}"
        if self.minimum is not None and self.maximum is not None:
            return f"between {self.minimum:g} and {self.maximum:g}"
        return ""

    def allows(self, value: Any) -> bool:
        """Return whether a value of the right type is within the bounds."""
        if isinstance(value, tuple):
            return len(set(value)) == len(value) and all(each in self.choices for each in value)
        if self.choices:
            return value in self.choices
        if self.pattern:
            return re.fullmatch(self.pattern, value) is not None
        return (self.minimum is None or value >= self.minimum) and (
            self.maximum is None or value <= self.maximum
        )


def described(**facts: Any) -> dict[str, Description]:
    """Return the metadata of a dataclass field; the arguments are those of `Description`."""
    return {_KEY: Description(**facts)}


def fields_of(settings: type) -> Iterator[tuple[str, type, Description, Any]]:
    """Yield name, type, description and default (`MISSING` if required) of the simple fields.

    The name is the one in the file; see `attribute_of`.
    """
    types = get_type_hints(settings)
    for field in dataclasses.fields(settings):
        if _KEY in field.metadata:
            kind = types[field.name]
            kind = {Literal: str, tuple: tuple}.get(get_origin(kind), kind)
            yield field.name.rstrip("_"), kind, field.metadata[_KEY], field.default


def attribute_of(name: str) -> str:
    """Return what a field is called in its dataclass: one that is a word of Python ends in _."""
    return f"{name}_" if keyword.iskeyword(name) else name


def read_fields(
    settings: type[Settings], table: Mapping[str, Any], path: str = "", **given: Any
) -> Settings:
    """Return the settings that a table holds, every value checked.

    Args:
        settings: dataclass whose simple fields are declared with `described`.
        table: keys and values as parsed.
        path: what to put before a field's name in messages, as in "exercises[1].".
        **given: fields that the caller has read from sub-tables; their keys are allowed in `table`.

    Raises:
        FieldError: keys are unknown, missing, of the wrong type or out of bounds; all of them are
            named.
    """
    known = {name: row for name, *row in fields_of(settings)}
    allowed = [*known, *given]
    problems = [_unknown(path, key, allowed) for key in table if key not in allowed]
    values = dict(given)
    for name, (kind, description, default) in known.items():
        with gathered(problems):
            if name in table:
                value = _checked(path + name, table[name], kind, description)
                values[attribute_of(name)] = value
            elif default is dataclasses.MISSING:
                what = description.expected or _NAMES[kind]
                raise FieldError(
                    f"{path}{name} is missing ({description.title})", remedy=f"give {what}"
                )
    if problems:
        raise FieldError.of(problems)
    return settings(**values)


@contextmanager
def gathered(problems: list[str]) -> Iterator[None]:
    """Add what is wrong with settings to a list instead of raising it: a person mends all at once.

    Args:
        problems: what was wrong before; it grows.
    """
    try:
        yield
    except FieldError as error:
        problems += error.problems


def document(settings: type) -> Iterator[str]:
    """Yield one Markdown table row per simple field: name, meaning, allowed values, default."""
    for name, kind, description, default in fields_of(settings):
        allowed = description.expected or _NAMES[kind]
        shown = "required" if default is dataclasses.MISSING else f"`{toml_value(default)}`"
        yield f"| `{name}` | {description.title}. {description.description} | {allowed} | {shown} |"


def toml_value(value: object) -> str:
    """Return a simple value as TOML writes it."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case _:
            escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'


def _checked(path: str, value: object, kind: type, description: Description) -> object:
    """Return the value in its declared type, or raise with what would be right."""
    if type(value) is int and abs(value) > LARGEST_INTEGER:
        raise FieldError(f"{path} is far too large a number", remedy="give one that is usual")
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind is str and type(value) is date:  # TOML knows days without quotes
        value = value.isoformat()
    if kind is tuple and isinstance(value, list) and all(type(each) is str for each in value):
        value = tuple(value)
    if type(value) is not kind:
        raise FieldError(f"{path} is {shown_value(value)}", remedy=f"it must be {_NAMES[kind]}")
    if not description.allows(value):
        shown = f"{value:g}" if isinstance(value, float) else shown_value(value)
        raise FieldError(f"{path} is {shown}", remedy=f"it must be {description.expected}")
    return value


def shown_value(value: object) -> str:
    """Return a value as a message names it, however large it is."""
    try:
        return f"{value!r:.200}"
    except (ValueError, RecursionError):
        return "too large to be shown"


def _unknown(path: str, key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "known are " + ", ".join(known)
    return f"{path}{key} is not a known field; {hint}"
