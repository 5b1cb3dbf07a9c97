"""A table as HTML: what anybody wrote stays a text."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from edge.hub.course.table_html import table_html
from edge.hub.course.titles import Table

MARKS = st.text(st.sampled_from("<>&'\"/ab\u00e4 "), max_size=12)
ODD = MARKS | st.just("<script>alert(1)</script>")


class Read(HTMLParser):
    """Collects tags, texts and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"td", "th", "caption"}:
            self.cells.append("")
        if tag == "a":
            self.links.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.cells[-1] += data


@given(ODD, st.lists(st.tuples(ODD, ODD), max_size=3))
def test_every_text_comes_out_as_it_was_and_as_nothing_else(
    caption: str, rows: list[tuple[str, str]]
) -> None:
    told = Table(caption=caption, columns=("a", "b"), rows=tuple(rows))
    read = Read(table_html(told))
    assert read.cells == [caption, "a", "b", *(text for row in rows for text in row)]
    assert read.tags <= {"table", "caption", "thead", "tbody", "tr", "th", "td"}


@given(ODD)
def test_a_link_leads_where_it_says(odd: str) -> None:
    told = Table(caption="c", columns=("a", ""), rows=(("x",),))
    read = Read(table_html(told, lambda number: (odd, f"/to/{number}", odd)))
    assert read.links == [{"href": "/to/0", "aria-label": odd}]
    assert read.cells[-1] == odd
