"""Headings, rows of tables and lists of facts in plain HTML elements."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from nicegui import ui


def heading(level: int, text: str = "") -> ui.label:
    """Add a heading of that level, by which a screen reader finds its way, to the current place."""
    return cell(f"h{level}", text)


def cell(tag: str, text: str) -> ui.label:
    """Add an element that holds a text to the current place."""
    label = ui.label(text)
    label.tag = tag
    return label


@contextmanager
def table(caption: str, heads: Sequence[str], kind: str = "") -> Iterator[None]:
    """Add a table to the current place; what is added meanwhile are its rows.

    It keeps being a table for screen readers where a narrow window shows its rows as cards.

    Args:
        caption: what it shows.
        heads: of its columns.
        kind: a CSS class.
    """
    with ui.element("div").classes("scroll"), ui.element("table").classes(kind).props("role=table"):
        cell("caption", caption)
        with ui.element("thead").props("role=rowgroup"), ui.element("tr").props("role=row"):
            for head in heads:
                cell("th", head).props("role=columnheader scope=col")
        with ui.element("tbody").props("role=rowgroup"):
            yield


def row(tag: str, cells: Sequence[str]) -> None:
    """Add a table row to the current place; `tag` is td or th."""
    with ui.element("tr"):
        for text in cells:
            cell(tag, text)


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """Add label and value of each fact to the current place, a dl element."""
    for label, value in pairs:
        with ui.element("div"):
            cell("dt", label)
            cell("dd", value)
