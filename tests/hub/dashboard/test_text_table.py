"""Whatever is written in a record reaches the browser as data, and no page of the hub as HTML."""

import re
from pathlib import Path
from typing import Final

import pytest
from nicegui.testing.user_simulation import user_simulation

from edge.hub.course.titles import Table
from edge.hub.dashboard.text_table import TextTable

HUB: Final = Path(__file__).parents[3] / "edge" / "hub"
HTML: Final = re.compile(
    r"\bui\.(html|markdown|restructured_text|interactive_image|mermaid|add_body_html)\b"
    r"|from nicegui\.elements|from nicegui import [^\n]*\bhtml\b|\.add_slot\(|v-html|\btemplate\s*:"
    r"|innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write"
)
"""By which a text would become elements of a page."""
ODD: Final = "<script>alert(1)</script> &lt;b&gt; \"'"


async def test_a_table_is_one_element_whose_texts_travel_as_they_are() -> None:
    told = Table(caption=ODD, columns=("a", ODD), rows=((ODD, "1"), ("2", ODD)))

    def root() -> None:
        TextTable(told, lambda number: (ODD, f"/patient/p-1/session/{number}", ODD))
        TextTable(told)
        for target in ("//example.org/a", "/\\example.org", "javascript:alert(1)", "/a\n", "/a?b"):
            with pytest.raises(ValueError, match="no address of the dashboard"):
                TextTable(told, lambda _, target=target: (ODD, target, ODD))  # type: ignore[misc]

    async with user_simulation(root=root) as user:
        await user.open("/")
        linked, plain = sorted(user.find(TextTable).elements, key=lambda one: one.id)
        links = tuple((ODD, f"/patient/p-1/session/{number}", ODD) for number in range(2))
        shown = {"caption": ODD, "columns": told.columns, "rows": told.rows}
        assert dict(linked.props) == shown | {"links": links}
        assert dict(plain.props) == shown


def test_nothing_of_the_hub_writes_html_into_a_page() -> None:
    files = [path for path in HUB.rglob("*") if path.suffix in {".py", ".js"}]
    assert len(files) > 100
    found = {
        f"{path.relative_to(HUB)}: {hit.group()}"
        for path in files
        for hit in HTML.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    ("text", "is_html"),
    [
        ("ui.html(text, sanitize=False)", True),
        ("from nicegui import html, ui", True),
        ('element.props["innerHTML"] = text', True),
        ("export default { template: `<b>${text}</b>` }", True),
        ("from html import escape", False),
        ("ui.label(text)", False),
    ],
)
def test_what_writes_html_is_recognised(text: str, is_html: bool) -> None:
    assert (HTML.search(text) is not None) == is_html
