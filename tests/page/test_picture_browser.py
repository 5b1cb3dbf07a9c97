"""The patient's own picture in a real browser: who sees it, when, and who does not."""

import time
from typing import Any

import httpx
import pytest

from tests.page.browser import Browser, Served, until
from tests.page.camera_scene import CORNER_BGR

CORNERS_JS = """const image = document.querySelector(".picture img");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d", {willReadFrequently: true});
    context.drawImage(image, 0, 0);
    const at = (x) => Array.from(context.getImageData(x, 20, 1, 1).data).slice(0, 3);
    const mirrored = new DOMMatrix(getComputedStyle(image).transform).a < 0;
    const drawing = document.querySelector(".picture .drawing");
    return {left: at(20), right: at(canvas.width - 20), mirrored,
        drawingMirrored: new DOMMatrix(getComputedStyle(drawing).transform).a < 0}"""
GHOST_JS = """const ghost = document.querySelector(".drawing .ghost polyline");
    return ghost && ghost.getAttribute("points")"""
SOURCE_JS = "return document.querySelector('.picture img').src"
SHOWN_JS = """const image = document.querySelector(".picture img");
    return image && image.checkVisibility() && image.naturalWidth"""


def pictures(browser: Browser) -> set[str]:
    """Return the pictures that were asked for since the last call."""
    return {url for url in browser.requested() if "/picture/" in url}


def test_a_picture_is_for_the_page_alone_and_not_to_be_kept(browser: Browser, page: Served) -> None:
    page.begin("camera")
    browser.open(page.url)
    until(lambda: browser.script(SHOWN_JS), "a picture")

    own = httpx.Client(follow_redirects=True)
    own.get(page.url)

    def asked() -> httpx.Response | None:
        # Held for a moment only, so a slow machine may come too late.
        answer = own.get(browser.script(SOURCE_JS))
        return answer if answer.status_code == 200 else None

    answer = until(asked, "the picture of the page")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    for foreign in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
        assert own.get(answer.url, headers=foreign).status_code == 421
    assert httpx.get(answer.url).status_code == 403
    gone = own.get(answer.url.copy_with(path="/picture/1.jpg"))
    assert (gone.status_code, gone.content) == (204, b"")
    own.close()


def test_a_tab_that_nobody_looks_at_asks_for_no_picture(browser: Browser, page: Served) -> None:
    page.begin("camera")
    browser.open(page.url)
    until(lambda: browser.script(SHOWN_JS), "a picture")
    browser.script("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    asked = set()
    for _ in range(30):
        asked.add(browser.script(SOURCE_JS))
        time.sleep(0.03)
    assert len(asked) <= 2, "more than the picture that was on its way"
    browser.script("Object.defineProperty(document, 'hidden', {value: false})")
    browser.script("document.dispatchEvent(new Event('visibilitychange'))")
    until(lambda: browser.script(SOURCE_JS) not in asked, "the next picture")


def test_a_session_before_the_mirror(browser: Browser, page: Served) -> None:
    page.begin_session(repetitions=30, repetition_s=2.0)
    browser.open(page.url)
    assert until(lambda: browser.script(SHOWN_JS), "a picture") == 640

    def marked() -> dict[str, Any] | None:
        # A picture that is just being exchanged for the next is black.
        seen: dict[str, Any] = browser.script(CORNERS_JS)
        return seen if seen["left"] == pytest.approx(CORNER_BGR[::-1], abs=12) else None

    seen = until(marked, "the corner's colour on the left")
    assert seen["right"] != pytest.approx(CORNER_BGR[::-1], abs=12)
    assert seen["mirrored"]
    assert seen["drawingMirrored"]
    browser.type(" ")
    browser.see(".headline", "Raising")
    places = {browser.script(GHOST_JS)}

    def has_moved() -> bool:
        places.add(browser.script(GHOST_JS))
        return len(places) > 3

    until(has_moved, "the ghost at several angles")
    assert len(pictures(browser)) > 3

    browser.type("p")
    until(lambda: page.told("picture") == [False], "the choice")
    browser.one(".avatar")
    assert not browser.script(SHOWN_JS)
    pictures(browser)
    until(lambda: browser.text(".done") != "0", "a repetition without a picture")
    assert pictures(browser) == set()
    browser.type(" ")
    browser.see(".controls .primary", "Resume")
    assert page.told("picture") == [False], "the space bar is the button's, not the switch's"
    browser.type("p")
    until(lambda: browser.script(SHOWN_JS), "the picture again")
    assert browser.complaints() == []
