"""Who gets through the whole gate, without a browser."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.page.access import TRIES
from edge.page.settings import KEY
from edge.web.guard import SECURITY_HEADERS, is_own_name
from edge.wording.languages import language_named
from tests.page.letting_in import CODE, HOME, Browser, at_home, make_access


async def test_on_this_machine_the_page_opens_by_its_whole_address_only() -> None:
    stranger = Browser(at_home(), host="127.0.0.1:8080")
    for params in ({}, {KEY: ""}, {KEY: "guessed"}, {KEY: HOME.address_key[:-1]}):
        refused = await stranger.get("/", params=params)
        assert refused.status_code == 403
        assert "only with its whole address" in refused.text
    assert (await stranger.post("/code", data={"code": ""})).status_code == 403
    assert await stranger.hear() is None
    patient = Browser(at_home(), host="127.0.0.1:8080")
    opened = await patient.get("/", params={KEY: HOME.address_key})
    assert (opened.text, opened.url.query) == ("the page", b"")
    assert (await patient.get("/")).text == "the page"
    assert await patient.hear() == "hello"


async def test_the_address_in_a_browsers_command_line_opens_the_page_once(tmp_path: Path) -> None:
    settings = replace(HOME, state=tmp_path / "access")
    params = {KEY: settings.opening_key}
    patient = Browser(at_home(settings), host="127.0.0.1:8080")
    assert (await patient.get("/", params=params)).text == "the page"
    assert (await patient.get("/", params=params)).text == "the page", "its cookie lets it in"
    for access in (at_home(settings), at_home(settings)):
        stranger = Browser(access, host="127.0.0.1:8080")
        assert (await stranger.get("/", params=params)).status_code == 403


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://]", "null", "", "http://"])
async def test_an_origin_that_is_none_is_refused(origin: str) -> None:
    browser = await Browser.let_in()
    assert (await browser.get("/", headers={"origin": origin})).status_code == 421
    assert await browser.hear(origin=origin) is None


async def test_the_page_is_behind_the_code() -> None:
    browser = Browser(make_access())
    asked = await browser.get("/")
    assert "Enter the code" in asked.text
    assert asked.url.path == "/code"
    assert "That is not the code" in (await browser.post("/code", data={"code": "27182818"})).text
    assert not browser.cookies
    assert (await browser.post("/code", data={"code": CODE})).text == "the page"
    assert (await browser.get("/")).text == "the page"
    assert "Enter the code" in (await Browser(make_access()).get("/")).text


async def test_the_cookie_is_for_this_page_alone() -> None:
    browser = Browser(make_access())
    answer = await browser.post("/code", data={"code": CODE}, follow_redirects=False)
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=strict" in flags


async def test_too_many_tries_are_told() -> None:
    browser = Browser(make_access())
    for _ in range(TRIES):
        await browser.post("/code", data={"code": "0"})
    assert "Too many tries: wait 60 s" in (await browser.post("/code", data={"code": CODE})).text


async def test_an_endless_form_is_not_read() -> None:
    answer = await Browser(make_access()).post("/code", content=b"code=" + b"1" * 100_000)
    assert "That is not the code" in answer.text


async def test_a_websocket_needs_the_cookie() -> None:
    browser = Browser(make_access())
    assert await browser.hear() is None
    await browser.post("/code", data={"code": CODE})
    assert await browser.hear() == "hello"


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.0.0.1:8080", True),
        ("localhost:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.7", True),
        ("evil.example:8080", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[", False),
        ("[::1", False),
        ("127.0.0.1]:80", False),
        ("[v1.x]", False),
    ],
)
async def test_only_names_that_mean_this_machine_are_answered(host: str, own: bool) -> None:
    browser = await Browser.let_in()
    answer = await browser.get("/", headers={"host": host})
    assert (answer.status_code == 200) == own
    if not own:
        assert answer.status_code == 421


def test_a_name_is_this_machines_own_or_an_address() -> None:
    assert all(map(is_own_name, ("127.0.0.1", "localhost", "::1", "192.168.1.7")))
    assert not any(map(is_own_name, ("evil.example", "127.0.0.1.evil.example", "", "[")))


async def test_scripts_of_other_sites_reach_neither_page_nor_socket() -> None:
    browser = await Browser.let_in()
    foreign = {"origin": "http://evil.example"}
    assert (await browser.get("/", headers=foreign)).status_code == 421
    assert await browser.hear(**foreign) is None
    assert await browser.hear(host="evil.example:8080") is None
    assert await browser.hear(origin="http://127.0.0.1:8080") == "hello"
    assert await browser.hear() == "hello"


async def test_answers_forbid_every_outside_address() -> None:
    headers = (await (await Browser.let_in()).get("/")).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    assert "http" not in SECURITY_HEADERS["Content-Security-Policy"]


async def test_the_code_is_asked_for_in_the_language_of_the_session() -> None:
    german = language_named("de")
    browser = Browser(make_access(), language=german)
    asked = (await browser.get("/")).text
    assert '<html lang="de">' in asked
    assert german.say("code.title") in asked
    assert german.say("code.wrong") in (await browser.post("/code", data={"code": "27182818"})).text
