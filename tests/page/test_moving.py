"""What changes with every packet: only that is sent, and the browser ends with the same picture."""

import json
from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from edge.avatar.figure_shapes import Box, Capsule, Drawing, Line, Role, Shape
from edge.page.exercise.figure_svg import changed_shapes, svg_of
from tests.page.browser import Browser, Served

MOVED_JS = """const [steps] = arguments;
    const moved = document.body.appendChild(document.createElement("div"));
    moved.id = "moved";
    for (const change of steps) physioMove({moved: change, gone: change});
    const {innerHTML, textContent, style} = moved;
    moved.remove();
    return [innerHTML, textContent, style.getPropertyValue("--angle")]"""

PLACES = st.tuples(*[st.integers(-90, 90).map(float)] * 2)
ROLES: tuple[Role, ...] = ("ground", "body", "limb")


def capsule(role: Role, start: tuple[float, float], end: tuple[float, float]) -> Shape:
    return Capsule(role, start, end, 6.0, 4.0)


def line(role: Role, start: tuple[float, float], end: tuple[float, float]) -> Shape:
    return Line(role, (start, end))


KINDS = st.lists(st.tuples(st.sampled_from([capsule, line]), st.sampled_from(ROLES)), max_size=6)
BOX = Box(-50.0, -50.0, 100.0, 100.0)


@st.composite
def courses(draw: st.DrawFn) -> list[Drawing]:
    """Two drawings of the same shapes in other places."""
    kinds = draw(KINDS)
    places = st.tuples(PLACES, PLACES)
    return [
        Drawing(box=BOX, shapes=tuple(shape(role, *draw(places)) for shape, role in kinds))
        for _ in range(2)
    ]


def moved(svg: str, changes: dict[int, str]) -> str:
    """Return the picture as `moving.js` would leave it."""
    root = ElementTree.fromstring(svg)
    shapes = [one for one in root.iter() if one.tag in ("path", "polyline")]
    for place, course in changes.items():
        shapes[place].set("d" if shapes[place].tag == "path" else "points", course)
    return ElementTree.tostring(root, encoding="unicode")


@given(courses())
def test_a_picture_whose_shapes_moved_is_the_picture_of_the_moved_shapes(
    drawings: list[Drawing],
) -> None:
    before, after = drawings
    changes = changed_shapes(before, after)
    assert changes is not None
    assert moved(svg_of(before), changes) == moved(svg_of(after), {})
    assert changed_shapes(after, after) == {}


def test_a_picture_of_other_shapes_is_drawn_anew() -> None:
    one = Drawing(box=BOX, shapes=(capsule("limb", (0.0, 0.0), (9.0, 9.0)),))
    others = (
        replace(one, box=BOX._replace(left=0.0)),
        replace(one, shapes=(line("limb", (0.0, 0.0), (9.0, 9.0)),)),
        replace(one, shapes=(one.shapes[0]._replace(role="critical"),)),
        replace(one, shapes=one.shapes * 2),
    )
    assert [changed_shapes(one, other) for other in others] == [None] * len(others)


def test_the_browser_shows_what_it_is_sent(browser: Browser, page: Served) -> None:
    page.begin("ready")
    browser.open(page.url)
    browser.see(".headline", "Ready?")
    shapes = (line("ground", (0.0, 0.0), (9.0, 0.0)), capsule("limb", (0.0, 0.0), (9.0, 9.0)))
    before = Drawing(box=BOX, shapes=shapes)
    after = replace(before, shapes=(line("ground", (1.0, 0.0), (8.0, 0.0)), shapes[1]))
    steps = [
        {"picture": svg_of(before), "turns": {"--angle": 12.5}},
        {"shapes": changed_shapes(before, after)},
    ]
    svg, _, angle = browser.script(MOVED_JS, json.loads(json.dumps(steps)))
    assert svg == browser.script(
        "const one = document.createElement('div');"
        "one.innerHTML = arguments[0]; return one.innerHTML",
        svg_of(after),
    )
    assert angle == "12.5"
    assert browser.script(MOVED_JS, [{"words": "41°"}, {"words": "42°"}])[1] == "42°"
    assert browser.complaints() == []
