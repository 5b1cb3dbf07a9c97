"""Tables of typed figures: a row per name, a column per figure."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import numpy as np
from rich.table import Table


def table_of(rows: Mapping[str, object], *, title: str = "", name: str = "") -> Table:
    """Return a table of figures.

    Args:
        rows: by name what has the figures of a row: dataclasses or mappings, nested as they like.
        title: above the table.
        name: what the names in the first column are.
    """
    cells = {row: dict(_cells(figures)) for row, figures in rows.items()}
    columns = list(dict.fromkeys(column for row in cells.values() for column in row))
    table = Table(name, title=title or None)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row, figures in cells.items():
        table.add_row(row, *(figures.get(column, "–") for column in columns))
    return table


def listing_of(figures: object, *, title: str = "") -> Table:
    """Return a table with a row per figure, for what has too many of them for a row.

    Args:
        figures: a dataclass or a mapping, nested as it likes.
        title: above the table.
    """
    table = Table("figure", "value", title=title or None)
    for name, value in _cells(figures):
        table.add_row(name, value)
    return table


def shown(value: object) -> str:
    """Return one figure in words: four digits, a dash for what is missing."""
    match value:
        case None:
            return "–"
        case bool():
            return "yes" if value else "no"
        case float() | np.floating():
            return f"{value:.4g}"
        case list() | tuple() | frozenset():
            return " / ".join(shown(item) for item in value) or "none"
        case _:
            return str(value)


def _cells(value: object, column: str = "") -> Iterator[tuple[str, str]]:
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if not isinstance(value, Mapping):
        yield column.replace("_", " "), shown(value)
        return
    for key, item in value.items():
        yield from _cells(item, f"{column} {key}".strip())
