"""How the page lies in windows of all kinds: a laptop, a phone, a wall, a page at 200 %."""

from collections.abc import Iterator

import pytest

from edge.core.exercises import LanguageCode
from edge.page.exercise.views import View
from tests.page.browser import Browser, Served
from tests.page.scenes import make_anchors
from tests.page.stage import SCENES, StageModel, stage_plan

SIZES = {
    "laptop": (1350, 800),
    "monitor": (1920, 1080),
    "phone": (390, 844),
    "phone on its side": (844, 390),
    "4K": (3840, 2160),
    "laptop at 200 %": (675, 400),
}
LAPTOPS = ("laptop", "monitor", "4K", "laptop at 200 %")
"""Where what is looked at while moving is at least one eighteenth of the window's height."""
OF_HEIGHT = 1 / 18
CROWDED = ("ready", "beyond", "troubled", "nobody", "early")
"""The scenes with the most words: for a second language, and where only the scale differs."""
LOW = ("phone on its side", "laptop at 200 %")
"""Where more than two notices leave less room than all else needs; the button is in view all the
same."""
SCALED = ("monitor", "4K")

SWEEP_JS = """const [dial, angle] = document.querySelectorAll(".dial, .angle");
    const marks = {"--angle": ".needle circle", "--reference-angle": ".ghost path"};
    const hits = [];
    for (const words of ["–", "-12°", "42°", "100°", "114°", "180°"]) {
      angle.textContent = words;
      const range = document.createRange();
      range.selectNodeContents(angle);
      const {left, right, top, height} = range.getBoundingClientRect();
      for (let turn = 0; turn <= 180; turn += 5)
        for (const [name, css] of Object.entries(marks)) {
          dial.style.setProperty(name, turn);
          const mark = document.querySelector(css).getBoundingClientRect();
          if (mark.right > left && mark.left < right && mark.bottom > top + 0.19 * height
              && mark.top < top + 0.8 * height) hits.push([words, css, turn]);
        }
    }
    return hits"""
"""Every place of the dial's two marks that touches the ink of the angle: words, mark, turn."""


def view_of(scene: str, code: LanguageCode) -> View:
    """Return what the page is to show."""
    plan = stage_plan()
    model = StageModel(plan=plan, anchors=make_anchors(plan))
    model.show(SCENES[scene], code)
    return model.view()


def shown(
    browser: Browser, page: Served, names: tuple[str, ...], code: LanguageCode = "en"
) -> Iterator[str]:
    """Put one scene after the other on the stage, and give its name when the browser shows it."""
    for name in names:
        view = view_of(name, code)
        page.begin(name, code)
        angle_deg = view.live.angle_deg
        angle = "–" if angle_deg is None else f"{angle_deg:.0f}°"
        browser.see(".headline", view.headline)
        if view.phone is not None:
            browser.one(".phone .qr")
        elif view.phase in ("ready", "running", "paused"):
            browser.see(".angle", angle)
        for notice in view.notices:
            browser.see(".banner", notice)
        if SCENES[name].camera is not None:
            browser.one(".picture img")
        yield name


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_what_is_looked_at_is_large_and_in_view(
    browser: Browser, page: Served, size: str
) -> None:
    width, height = SIZES[size]
    page.begin("ready")
    browser.open(page.url, width=width, height=height)
    for scene in shown(browser, page, CROWDED if size in SCALED else tuple(SCENES)):
        boxes = browser.boxes()
        assert boxes.overlapping == [], scene
        assert boxes.spilling == [], scene
        crowded = scene == "troubled" and size in LOW
        assert "button" not in boxes.unseen, scene
        # While a phone is waited for there is nothing else to look at.
        expected = crowded or scene == "phone"
        assert boxes.unseen == [] or expected, (scene, boxes.unseen)
        least_px = height * OF_HEIGHT if size in LAPTOPS else 20.0
        assert all(px >= least_px for px in boxes.least_px.values()), (scene, boxes.least_px)


@pytest.mark.parametrize(
    "size", ["laptop", "phone", pytest.param("laptop at 200 %", marks=pytest.mark.slow)]
)
def test_nothing_overlaps_in_german(browser: Browser, page: Served, size: str) -> None:
    width, height = SIZES[size]
    page.begin("ready", "de")
    browser.see(".headline", "Bereit?")
    browser.open(page.url, width=width, height=height)
    for scene in shown(browser, page, CROWDED, "de"):
        boxes = browser.boxes()
        assert (boxes.overlapping, boxes.spilling) == ([], []), scene


def test_the_angle_is_clear_of_needle_and_marker_wherever_they_are(
    browser: Browser, page: Served
) -> None:
    page.begin("moving")
    browser.open(page.url, width=1350, height=800, prefers_reduced_motion="reduce")
    for _ in shown(browser, page, ("moving",)):
        assert browser.script(SWEEP_JS) == []
