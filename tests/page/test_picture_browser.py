"""The patient's own picture in a real browser: who sees it, when, and who does not."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from edge.sources.camera_live import FRAMES_FILE
from tests.page.browser import Browser, Served, served, until
from tests.page.camera_scene import CORNER_BGR

CODE = "31415926"
PHONE_PX = 390

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
SHOWN_JS = """const image = document.querySelector(".picture img");
    return image && image.checkVisibility() && image.naturalWidth"""


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    return tmp_path / FRAMES_FILE


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page for all tests but those that restart it or open it to a network."""
    ring = tmp_path_factory.mktemp("run") / FRAMES_FILE
    with served("--frames", str(ring), "--picture", "--repetition", "2") as one:
        yield one


def pictures(browser: Browser) -> set[str]:
    """Return the pictures that were asked for since the last call."""
    return {url for url in browser.requested() if "/picture/" in url}


def test_a_phone_shows_the_whole_page(browser: Browser, page: Served) -> None:
    browser.open(page.url, width=PHONE_PX, height=844)
    until(lambda: browser.script(SHOWN_JS), "a picture")
    assert not browser.is_cut_off()
    assert browser.faint_texts() == []


def test_a_picture_is_for_the_page_alone_and_not_to_be_kept(browser: Browser, page: Served) -> None:
    browser.open(page.url)
    until(lambda: browser.script(SHOWN_JS), "a picture")
    url = browser.script("return document.querySelector('.picture img').src")
    answer = httpx.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    for foreign in ({"host": "evil.example"}, {"origin": "http://evil.example"}):
        assert httpx.get(url, headers=foreign).status_code == 421
    assert httpx.get(f"{page.url}picture/1.jpg").status_code == 404


def test_a_session_before_the_mirror(browser: Browser, page: Served) -> None:
    browser.open(page.url)
    assert until(lambda: browser.script(SHOWN_JS), "a picture") == 640
    seen = browser.script(CORNERS_JS)
    assert seen["left"] == pytest.approx(CORNER_BGR[::-1], abs=12)
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


def test_over_the_network_without_encryption_there_is_no_picture(
    browser: Browser, ring: Path
) -> None:
    with served("--frames", str(ring), "--picture", "--code", CODE) as page:
        url = f"http://127.0.0.1:{page.port}/"
        answer = httpx.get(f"{url}picture/1.jpg")
        assert (answer.status_code, answer.headers["location"]) == (303, "/code")
        browser.open(url)
        browser.one("#code").send_keys(CODE + "\n")
        browser.see(".strip.remark", "No picture is shown")
        browser.see(".actions", "not sent over a network without encryption")
        browser.one(".avatar")
        assert not browser.script(SHOWN_JS)
        browser.type("p ")
        browser.see(".done", "1")
        assert pictures(browser) == set()


def test_a_restarted_page_does_not_bring_back_a_picture_that_was_switched_off(
    browser: Browser, ring: Path
) -> None:
    options = ("--process", str(ring.parent), "--frames", str(ring), "--picture")
    with served(*options) as page:
        browser.open(page.url)
        until(lambda: browser.script(SHOWN_JS), "a picture")
        browser.type("p")
        browser.one(".avatar")
        page.close(kill=True)
    with served(*options, "--restarts", "1") as again:
        assert again.port == page.port
        browser.open(again.url)
        browser.see(".badges", "Camera sees you")
        browser.one(".avatar")
        assert not browser.script(SHOWN_JS)
        browser.type("p")
        until(lambda: browser.script(SHOWN_JS), "the picture again")
