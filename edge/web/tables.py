"""Headings, rows of tables and lists of facts in plain HTML elements."""

from collections.abc import Sequence

from nicegui import ui


def heading(level: int, text: str = "") -> ui.label:
    """Add a heading of that level, by which a screen reader finds its way, to the current place."""
    label = ui.label(text)
    label.tag = f"h{level}"
    return label


def cell(tag: str, text: str) -> None:
    """Add an element that holds a text to the current place."""
    with ui.element(tag):
        ui.label(text)


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
