"""The page in a real browser: what a patient sees and can do there."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from selenium.webdriver.common.keys import Keys

from edge.processes.camera import FRAMES_FILE
from tests.page.browser import Browser, Served, served, until
from tests.page.scenes import PRAISE

CODE = "31415926"
PHONE_PX = 390


@pytest.fixture
def page() -> Iterator[Served]:
    with served() as one:
        yield one


def is_readable_from_two_metres(browser: Browser) -> None:
    """A letter of 20 minutes of arc, comfortable to read, is 12 mm at 2 m; 45 px on a laptop."""
    size = "return parseFloat(getComputedStyle(document.querySelector(arguments[0])).fontSize)"
    for css, least_px in ((".angle", 90), (".done", 90), (".headline", 45), (".cue .text", 40)):
        assert browser.script(size, css) >= least_px, css
    bottom = "return document.querySelector('.cue').getBoundingClientRect().bottom"
    assert browser.script(bottom) <= 720 - 80, "the cue is hidden behind the buttons"


def test_a_session_by_keyboard_asks_no_outside_address(browser: Browser, page: Served) -> None:
    browser.open(page.url)
    browser.see(".strip.simulated", "SIMULATED PATIENT")
    browser.see(".controls .primary", "Start")
    browser.type(" ")
    assert page.command("start")["exercise"] == 0
    browser.see(".cue .text", "Raise your arm higher in the second quarter")
    browser.see(".done", "1")
    is_readable_from_two_metres(browser)
    browser.type("w")
    count = "return document.querySelectorAll('.chart canvas').length"
    until(lambda: browser.script(count) == 6, "six charts")
    browser.see(".words", "You did 3 of 3 repetitions")
    assert browser.faint_texts() == []

    browser.script("document.querySelector('input[name=pain]').focus()")
    browser.type(Keys.SPACE + Keys.ARROW_RIGHT + Keys.ARROW_RIGHT)
    browser.script("document.querySelector('input[name=effort][value=\"6\"]').focus()")
    browser.type(Keys.SPACE)
    browser.script("document.activeElement.blur()")
    browser.type(" ")
    rating = page.command("rate")
    assert (rating["exercise"], rating["pain"], rating["effort"]) == (0, 2, 6)
    page.command("next")

    browser.see(".title", "Bend the elbow")
    browser.see(".controls .primary", "Start")
    browser.type(" ")
    browser.see(".controls .primary", "Pause")
    browser.type(" ")
    page.command("pause")
    browser.see(".controls .secondary", "End exercise")
    browser.type("e")
    browser.see(".controls .primary", "Save and finish")
    browser.type(" ")
    page.command("finish")
    browser.see(".headline", "Session finished")
    until(lambda: page.told("done"), "the end of the program")

    hosts = {urlsplit(url).hostname for url in browser.requested()} - {None}
    assert hosts == {"127.0.0.1"}
    assert browser.complaints() == []
    keeps_its_last_words(browser, page, "Session finished")


def keeps_its_last_words(browser: Browser, page: Served, words: str) -> None:
    """The page is closed, and the browser neither covers what it said nor looks for it."""
    page.close()
    until(lambda: browser.script("return !window.socket.active"), "the browser to give up")
    assert browser.text(".headline") == words
    assert browser.text("#popup") == ""


def test_a_session_by_mouse_on_a_phone(browser: Browser, page: Served) -> None:
    browser.open(page.url, width=PHONE_PX, height=844)
    browser.one(".controls .primary").click()
    page.command("start")
    assert not browser.is_cut_off()
    browser.see(".cue .text", "Raise your arm higher")
    assert browser.faint_texts() == []
    browser.see(".cue .text", PRAISE)
    browser.see(".words", "You did 3 of 3 repetitions")
    assert not browser.is_cut_off()
    assert browser.faint_texts() == []
    browser.one("input[name=pain][value='10']").click()
    browser.one(".controls .primary").click()
    rating = page.command("rate")
    assert (rating["pain"], rating["effort"]) == (10, None)
    keeps_its_last_words(browser, page, "The session has ended")


def test_tab_reaches_everything_with_a_visible_focus(browser: Browser, idle: Served) -> None:
    browser.open(idle.url)
    browser.one(".controls .primary")
    browser.one(".picture")
    reached = []
    for _ in range(6):
        browser.type(Keys.TAB)
        key, outline = browser.script("""const focus = document.activeElement;
            const style = getComputedStyle(focus);
            const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
            return [focus.getAttribute("aria-keyshortcuts"), width]""")
        reached.append(key)
        assert outline >= 3, key
    assert reached == ["Space", "S", "P", "W", "H", "C"]


def test_only_voices_of_the_browser_itself_may_speak(browser: Browser, idle: Served) -> None:
    browser.open(idle.url)
    browser.one(".controls .primary")
    chosen = """speechSynthesis.getVoices = () => arguments[0];
        const voice = physioLocalVoice("en");
        return voice && voice.name"""
    network = {"name": "network", "localService": False, "lang": "en-US"}
    foreign = {"name": "foreign", "localService": True, "lang": "fr-FR"}
    own = {"name": "own", "localService": True, "lang": "en-GB"}
    assert browser.script(chosen, [network, foreign]) is None
    assert browser.script(chosen, [network, foreign, own]) == "own"
    browser.script(chosen, [network])
    browser.type("s")
    browser.see(".q-notification", "This browser has no voice of its own")


def test_the_home_network_needs_a_code_shows_no_picture_and_a_restart_needs_no_code(
    browser: Browser, tmp_path: Path
) -> None:
    access, ring = str(tmp_path / "access.json"), str(tmp_path / FRAMES_FILE)
    options = ("--code", CODE, "--state", access, "--frames", ring, "--picture")
    with served(*options) as page:
        url = f"http://127.0.0.1:{page.port}/"
        answer = httpx.get(f"{url}picture/1.jpg")
        assert (answer.status_code, answer.headers["location"]) == (303, "/code")
        browser.open(url)
        browser.see("h1", "Enter the code")
        browser.one("#code").send_keys("00000000" + Keys.ENTER)
        browser.see("[role=alert]", "That is not the code")
        browser.one("#code").send_keys(CODE + Keys.ENTER)
        browser.see(".strip.remark", "without encryption (no TLS)")
        browser.see(".strip.remark", "No picture is shown")
        browser.see(".badges", "Camera sees you")
        browser.see(".actions", "not sent over a network without encryption")
        browser.type("p")
        browser.see(".done", "0")
        assert browser.text(".picture") == ""
        assert not [asked for asked in browser.requested() if "/picture/" in asked]
        assert page.told("code") != [CODE]
        port = page.port
        page.close(kill=True)
    with served(*options, "--port", str(port), "--resumed"):
        browser.see(".done", "2")
        browser.see(".cue .text", PRAISE)


def test_a_chosen_language_is_spoken_and_kept_over_a_restart(
    browser: Browser, tmp_path: Path
) -> None:
    options = ("--process", str(tmp_path))
    lang = "return document.documentElement.lang"
    with served(*options) as page:
        browser.open(page.url, width=PHONE_PX, height=844)
        browser.see(".headline", "Ready?")
        until(lambda: browser.script(lang) == "en", "the page's language")
        browser.one(".languages [lang=de]").click()
        browser.see(".headline", "Bereit?")
        until(lambda: browser.script(lang) == "de", "the page's language")
        assert browser.script("return document.activeElement.lang") == "de"
        assert not browser.is_cut_off()
        assert browser.faint_texts() == []
        browser.script("""window.asked = [];
            physioLocalVoice = (lang) => { asked.push(lang); return null; }""")
        browser.one(".actions .q-toggle").click()
        until(lambda: browser.script("return asked") == ["de"], "a German voice")
        assert browser.complaints() == []
        page.close(kill=True)
    with served(*options, "--restarts", "1") as again:
        browser.open(again.url)
        browser.see(".headline", "Bereit?")
        until(lambda: browser.script(lang) == "de", "the page's language")
