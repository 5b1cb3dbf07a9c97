"""The page in a real browser: what a patient sees and can do there."""

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

CHECKED_JS = "return document.querySelectorAll('.rating :checked').length"
VANISHED_JS = """const ground = (at) => { for (; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (!colour.endsWith(", 0)")) return colour;
    } };
    const marks = document.querySelectorAll(".shape, .marks li:not(.is-open), .rating :checked");
    return [...marks].filter((mark) => mark.checkVisibility())
      .filter((mark) => getComputedStyle(mark).backgroundColor === ground(mark.parentElement))
      .map((mark) => mark.outerHTML)"""
"""Marks that are told by their shape and cannot be told from what they lie on."""


def test_a_session_by_keyboard_asks_no_outside_address(browser: Browser, page: Served) -> None:
    page.begin_session()
    browser.open(page.url)
    browser.see(".strip.simulated", "SIMULATED PATIENT")
    browser.see(".controls .primary", "Start")
    browser.type(" ")
    assert page.command("start")["exercise"] == 0
    browser.see(".words", "You did 3 of 3 repetitions")
    assert browser.faint_texts() == []

    browser.type("210")  # pain 2, effort 10
    until(lambda: browser.script(CHECKED_JS) == 2, "both answers")
    browser.script("document.querySelector('input[name=pain]:checked').focus()")
    browser.type(Keys.ARROW_RIGHT)
    browser.type(" ")
    rating = page.command("rate")
    assert (rating["exercise"], rating["pain"], rating["effort"]) == (0, 3, 10)
    page.command("next")

    browser.see(".title", "Bend the elbow")
    browser.see(".controls .primary", "The watch is on")
    browser.type(" ")
    browser.see(".controls .primary", "Start")
    browser.type(" ")
    browser.see(".controls .primary", "Pause")
    browser.type(Keys.ENTER)
    page.command("pause")
    browser.see(".controls .secondary:not(.hidden)", "End exercise")
    browser.type("eee")
    browser.see(".controls .primary", "Save and finish")
    assert page.told("action")[-1] == "next", "the same key three times does one thing"
    browser.type(" ")
    page.command("finish")
    browser.see(".headline", "Session finished")
    until(lambda: page.told("done"), "the end of the program")

    hosts = {urlsplit(url).hostname for url in browser.requested()} - {None}
    assert hosts == {"127.0.0.1"}
    assert browser.complaints() == []


def keeps_its_last_words(browser: Browser, page: Served, words: str) -> None:
    """The page is closed, and the browser neither covers what it said nor looks for it."""
    page.close()
    until(lambda: browser.script("return !window.socket.active"), "the browser to give up")
    assert browser.text(".headline") == words
    assert browser.text("#popup") == ""


def test_why_shows_six_charts_at_a_key(browser: Browser, page: Served) -> None:
    page.begin("moving")
    browser.open(page.url)
    browser.see(".done", "9")
    browser.type("w")
    count = "return document.querySelectorAll('.chart canvas').length"
    until(lambda: browser.script(count) == 6, "six charts")


def test_the_session_ends_early_only_after_a_question(browser: Browser, page: Served) -> None:
    page.begin("review")
    browser.open(page.url)
    browser.see(".controls .primary", "Save and go on")
    browser.type("ff")
    browser.see(".headline", "End the session now?")
    browser.see(".controls .primary", "No, go on")
    browser.type("f ")
    browser.see(".headline", "How was it?")
    browser.type("f")
    browser.see(".controls .secondary:not(.hidden)", "Yes, end the session")

    def ended() -> bool:
        browser.type("y")  # heard only a moment after the question
        return "finish" in page.told("action")

    until(ended, "the command finish")
    browser.see(".headline", "Session finished")


def test_a_session_by_mouse_on_a_phone(browser: Browser, page: Served) -> None:
    page.begin_session()
    browser.open(page.url, width=PHONE_PX, height=844)
    browser.one(".controls .primary").click()
    page.command("start")
    browser.see(".cue .text", PRAISE)
    browser.see(".words", "You did 3 of 3 repetitions")
    assert browser.faint_texts() == []
    browser.one("input[name=pain][value='10']").click()
    browser.one(".controls .primary").click()
    rating = page.command("rate")
    assert (rating["pain"], rating["effort"]) == (10, None)


def test_tab_reaches_everything_with_a_visible_focus(browser: Browser, page: Served) -> None:
    page.begin("camera")
    browser.open(page.url)
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


def test_a_screen_reader_finds_headings_and_one_polite_region(
    browser: Browser, page: Served
) -> None:
    page.begin("moving")
    browser.open(page.url)
    browser.see(".done", "9")
    tree = browser.tree()
    headings = {(one["level"], one["name"]) for one in tree if one["role"] == "heading"}
    assert headings == {
        (1, "Raise the arm to the side"),
        (2, "Raising"),
        (2, "Your cue"),
        (2, "Angle of your movement"),
        (2, "Repetitions"),
        (2, "You and your reference"),
        (2, "Why? The signals of your last repetition"),
        (2, "Earlier sessions"),
        (2, "Connection and processes"),
    }
    assert [one["role"] for one in tree if one["live"] == "polite"] == ["status"]
    pressed = {one["name"] for one in tree if one["role"] in ("button", "switch")}
    assert pressed == {"Pause", "Read aloud", "English", "Deutsch"}
    page.begin("review")
    browser.see(".headline", "How was it?")
    tree = browser.tree()
    answers = sorted(int(one["name"]) for one in tree if one["role"] == "radio")
    assert answers == sorted([*range(11)] * 2)
    groups = {one["name"] for one in tree if one["role"] == "group"}
    assert groups >= {"Pain during the exercise", "Effort"}


@pytest.mark.parametrize("scene", ["beyond", "review"])
def test_dark_and_forced_colours_keep_every_word_and_mark(
    browser: Browser, page: Served, scene: str
) -> None:
    page.begin(scene)
    browser.open(page.url, prefers_color_scheme="dark")
    browser.one(".controls .primary")
    ground = "return getComputedStyle(document.body).backgroundColor"
    assert browser.script(ground) == "rgb(14, 20, 26)"
    assert browser.faint_texts() == []
    browser.open(page.url, forced_colors="active")
    browser.one(".controls .primary")
    if scene == "review":
        browser.type("47")
        until(lambda: browser.script(CHECKED_JS) == 2, "both answers")
    vanished = browser.script(VANISHED_JS)
    assert vanished == [], "a mark of the colour of its ground"


def test_only_voices_of_the_browser_itself_may_speak(browser: Browser, page: Served) -> None:
    page.begin("ready")
    browser.open(page.url)
    browser.one(".controls .primary")
    chosen = """speechSynthesis.getVoices = () => arguments[0];
        const voice = physioLocalVoice("en");
        return voice && voice.name"""
    network = {"name": "network", "localService": False, "lang": "en-US"}
    foreign = {"name": "foreign", "localService": True, "lang": "fr-FR"}
    own = {"name": "own", "localService": True, "lang": "en-GB"}
    until(
        lambda: browser.script("return speechSynthesis.onvoiceschanged !== null"),
        "the watch for voices",
    )
    assert browser.script(chosen, [network, foreign]) is None
    assert browser.script(chosen, [network, foreign, own]) == "own"
    browser.script(chosen, [network])
    browser.script("speechSynthesis.onvoiceschanged()")
    browser.type("s")
    browser.see(".warning", "this browser has no English voice of its own")
    browser.script(chosen, [own])
    browser.script("speechSynthesis.onvoiceschanged()")
    until(lambda: browser.text(".warning") == "", "no word of a voice that is there")


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


@pytest.mark.slow
def test_what_was_chosen_is_kept_over_a_restart_and_the_end_is_told(
    browser: Browser, tmp_path: Path
) -> None:
    options = ("--process", str(tmp_path), "--frames", str(tmp_path / FRAMES_FILE), "--picture")
    lang = "return document.documentElement.lang"
    with served(*options) as page:
        browser.open(page.url, width=PHONE_PX, height=844)
        browser.see(".headline", "Ready?")
        until(lambda: browser.script(lang) == "en", "the page's language")
        browser.one(".picture img")
        browser.one(".languages [lang=de]").click()
        browser.see(".headline", "Bereit?")
        until(lambda: browser.script(lang) == "de", "the page's language")
        assert browser.script("return document.activeElement.lang") == "de"
        browser.script("""window.asked = [];
            physioLocalVoice = (lang) => { asked.push(lang); return null; };
            physioSpeak("Hallo", "de", false)""")
        until(lambda: browser.script("return asked[0]") == "de", "a German voice")
        browser.type("sp")
        browser.one(".avatar")
        assert browser.complaints() == []
        page.close(kill=True)
    with served(*options, "--restarts", "1") as again:
        assert again.port == page.port
        browser.open(again.url)
        browser.see(".headline", "Bereit?")
        until(lambda: browser.script(lang) == "de", "the page's language")
        browser.see(".badges", "Kamera sieht Sie")
        browser.one(".avatar")
        assert not browser.script("return document.querySelector('.picture').checkVisibility()")
        assert browser.one(".q-toggle[aria-keyshortcuts=S]").get_attribute("aria-checked") == "true"
        keeps_its_last_words(browser, again, "Die Sitzung ist zu Ende")
