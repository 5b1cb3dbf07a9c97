"""One palette: no colour code stands elsewhere, and every colour by name exists."""

import re
from pathlib import Path

import pytest

from edge.core.palette import OWN, bgr, css_variables

EDGE = Path(__file__).parents[2] / "edge"
SHEETS = (
    *("page/style.css", "page/exercise/style.css", "page/bending/style.css"),
    *("report/session.html", "report/latency.html", "web/form_page.py"),
    *("web/base.css", "hub/dashboard/style.css"),
)


def test_colour_codes_stand_in_the_palette_alone() -> None:
    modules = [path for path in EDGE.rglob("*.py") if path.name != "palette.py"]
    assert len(modules) > 100
    found = {
        str(path.relative_to(EDGE)): codes
        for path in modules
        if (codes := re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8")))
    }
    assert not found


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_colour_that_a_style_sheet_names_exists(sheet: str) -> None:
    text = (EDGE / sheet).read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert used
    shared = (EDGE / "page/style.css").read_text(encoding="utf-8")
    measures = "".join(path.read_text(encoding="utf-8") for path in (EDGE / "page").rglob("*.py"))
    defined = set(re.findall(r"(--[\w-]+):", css_variables() + shared + text + measures))
    defined |= set(re.findall(r'turn\("(--[\w-]+)"', measures))
    assert used - defined == set()


def test_a_colour_for_opencv_is_blue_green_red() -> None:
    assert bgr(OWN) == (0xA4, 0x57, 0x0B)
