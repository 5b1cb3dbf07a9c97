"""A table as HTML, in which every text is a text and nothing else."""

from collections.abc import Callable, Iterator
from html import escape

from edge.hub.course.titles import Table

Link = tuple[str, str, str]
"""Its words, where it leads, and what it says to whoever cannot see its row."""


def table_html(told: Table, links: Callable[[int], Link] | None = None) -> str:
    """Return the element of a table, which stays one where its rows are shown as cards.

    Args:
        told: what stands in it.
        links: gives the link in a last cell of each row, by the row's number; None for no such
            cell.
    """
    return "".join(_parts(told, links))


def _parts(told: Table, links: Callable[[int], Link] | None) -> Iterator[str]:
    yield f'<table role="table"><caption>{escape(told.caption)}</caption>'
    yield '<thead role="rowgroup"><tr role="row">'
    for head in told.columns:
        yield f'<th role="columnheader" scope="col">{escape(head)}</th>'
    yield '</tr></thead><tbody role="rowgroup">'
    for number, texts in enumerate(told.rows):
        yield '<tr role="row">'
        for text in texts:
            yield f'<td role="cell">{escape(text)}</td>'
        if links is not None:
            words, target, said = map(escape, links(number))
            yield f'<td role="cell"><a href="{target}" aria-label="{said}">{words}</a></td>'
        yield "</tr>"
    yield "</tbody></table>"
