"""A table to be read, which travels as data: the browser sets each text as a text."""

import re
from collections.abc import Callable
from typing import Final

from nicegui import ui

from edge.hub.course.titles import Table

Link = tuple[str, str, str]
"""Its words, where it leads, and what it says to whoever cannot see its row."""

PATH: Final = re.compile(r"(/[A-Za-z0-9_-]+)+")
"""An address of the dashboard; neither another host nor a script looks like that."""


class TextTable(ui.element, component="text_table.js", default_classes="scroll"):
    """A table in the current place, one element: one for each cell would cost more than all else.

    It keeps being a table for screen readers where a narrow window shows its rows as cards.

    Args:
        told: what stands in it.
        links: gives the link in a last cell of each row, by the row's number; None for no such
            cell.

    Raises:
        ValueError: a link leads out of the dashboard.
    """

    def __init__(self, told: Table, links: Callable[[int], Link] | None = None) -> None:
        # Tuples, since lists would be watched for changes, one by one.
        shown: dict[str, object] = {
            "caption": told.caption,
            "columns": told.columns,
            "rows": told.rows,
        }
        if links is not None:
            shown["links"] = tuple(_checked(links(number)) for number in range(len(told.rows)))
        super().__init__()
        self.props.update(shown)


def _checked(link: Link) -> Link:
    if PATH.fullmatch(link[1]) is None:
        raise ValueError(f"{link[1]!r} is no address of the dashboard")
    return link
