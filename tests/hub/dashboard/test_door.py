"""Who gets through the door, and how long: without a browser, in front of a page of two lines."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pyotp
import pytest

from edge.hub.dashboard.attempts import IN_ALL, OF_ACCOUNT, WINDOW_S
from edge.hub.dashboard.door import COOKIE
from edge.hub.dashboard.reception import MOST_WAITING, Given
from edge.hub.dashboard.settings import DashboardSettings
from edge.hub.errors import DatabaseError
from edge.hub.store import accounts, audit
from edge.hub.store.engines import Store
from edge.hub.store.people_tables import web_session
from edge.hub.store.web_sessions import hash_of
from edge.web.guard import SECURITY_HEADERS
from tests.hub.dashboard.before_the_door import Browser, token_in
from tests.hub.dashboard.staff import PASSWORD, an_account
from tests.hub.people import KEYS, a_clinic

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def store(store: Store) -> Iterator[Store]:
    with store.writing() as connection:
        an_account(connection, a_clinic(connection), "anna")
    yield store


@pytest.fixture
async def browser(store: Store) -> AsyncIterator[Browser]:
    browser = Browser(store)
    yield browser
    browser.reception.close()


async def test_before_somebody_signed_in_there_is_a_form_and_nothing_else(
    browser: Browser,
) -> None:
    for path in ("/", "/worklist", "/_nicegui/3.18.0/static/nicegui.js", "/_nicegui_ws/socket.io/"):
        answer = await browser.get(path)
        assert answer.url.path == "/sign-in"
        assert "script" not in answer.text
        assert all(answer.headers[name] == value for name, value in SECURITY_HEADERS.items())
        assert answer.headers["cache-control"] == "no-store"
    assert (await browser.post("/", data={})).status_code == 401
    assert await browser.socket().hears() == "websocket.close"


async def test_a_password_opens_the_pages_until_somebody_signs_out(
    browser: Browser, store: Store
) -> None:
    assert "Name, password or code is wrong" in (await browser.sign_in(password="x")).text
    opened = await browser.sign_in(name="Anna")
    name, sign_out_token = opened.text.split()
    assert name == "anna"
    [cookie] = [one for one in browser.cookies.jar if one.name == COOKIE]
    assert (cookie.secure, cookie.path, cookie.domain_specified) == (True, "/", False)
    assert cookie.has_nonstandard_attr("HttpOnly")
    with store.reading() as connection:
        [kept] = connection.execute(web_session.select()).all()
        assert str(cookie.value) not in str(kept)
        told = [(row["actor"], row["detail"]) for row in audit.newest(connection, 2)]
    assert told == [("anna", '{"role": "therapist"}'), ("anna", '{"refused": true}')]
    assert (await browser.get("/_nicegui_ws/socket.io/?transport=polling")).status_code == 403
    socket = browser.socket()
    assert await socket.hears() == "websocket.accept"
    socket.says('42["event",{}]')
    assert await socket.hears() == 'heard 42["event",{}]'
    assert (await browser.post("/sign-out", data={"token": "0" * 64})).status_code == 403
    assert "Sign in" in (await browser.post("/sign-out", data={"token": sign_out_token})).text
    assert await socket.hears() == "websocket.close"
    assert (await browser.get("/")).url.path == "/sign-in"
    browser.cookies.set(COOKIE, str(cookie.value))
    assert (await browser.get("/")).url.path == "/sign-in", "the old token opens nothing"


async def test_an_open_socket_is_closed_at_the_next_event_after_its_session_was_ended_elsewhere(
    browser: Browser, store: Store
) -> None:
    await browser.sign_in()
    first, second = browser.socket(), browser.socket()
    assert [await first.hears(), await second.hears()] == ["websocket.accept"] * 2
    with store.writing() as connection:
        account = accounts.account_named(connection, "anna")
        accounts.set_role(connection, account, "assistant", actor="terminal")
    first.says("3")
    assert await first.hears() == "heard 3", "what keeps the line open asks for nothing"
    first.says('42["event",{}]')
    assert await first.hears() == "websocket.close"
    watch = asyncio.ensure_future(browser.door.watch())
    assert await second.hears() == "websocket.close", "nobody pressed anything in this one"
    watch.cancel()


async def test_where_no_session_can_be_looked_up_no_page_stays_open(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.sign_in()
    first, second = browser.socket(), browser.socket()
    assert [await first.hears(), await second.hears()] == ["websocket.accept"] * 2

    def gone(*_: object) -> None:
        raise DatabaseError("PostgreSQL cannot be reached")

    monkeypatch.setattr("edge.hub.dashboard.door.going_on", gone)
    watch = asyncio.ensure_future(browser.door.watch())
    assert [await first.hears(), await second.hears()] == ["websocket.close"] * 2
    assert not watch.done()
    watch.cancel()


async def test_a_page_hears_nobody_but_whoever_opened_it(browser: Browser, store: Store) -> None:
    await browser.sign_in()
    [own] = [one.value for one in browser.cookies.jar if one.name == COOKIE]
    browser.door.sockets.opened("mine", hash_of(str(own)))
    browser.door.sockets.opened("other", hash_of("another"))
    for named in (
        '"client_id": "other"',
        '"client_id"            : "other"',
        r'"client\u005fid":"other"',
        r'"client_id":"\u006fther"',
    ):
        socket = browser.socket(query="client_id=mine")
        assert await socket.hears() == "websocket.accept"
        socket.says('42["event",{"client_id":"mine"}]')
        assert (await socket.hears()).startswith("heard")
        socket.says(f'42["event",{{{named}}}]')
        assert await socket.hears() == "websocket.close"
    for query in ("a=b&client_id=other", "client%5Fid=other", "client_id=%6Fther"):
        assert await browser.socket(query=query).hears() == "websocket.close"
    browser.door.sockets.closed("other")
    assert await browser.socket(query="client_id=other").hears() == "websocket.accept"


async def test_a_session_lives_by_what_a_person_does_and_not_by_what_a_page_asks_for(
    browser: Browser,
) -> None:
    await browser.sign_in()
    socket = browser.socket()
    await socket.hears()
    for said in ('42["event",{}]', '42["ack",{}]'):
        browser.clock.passes(minutes=15)
        socket.says(said)
        assert await socket.hears() == f"heard {said}"
    browser.clock.passes(minutes=6)
    socket.says('42["event",{}]')
    assert await socket.hears() == "websocket.close"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://127.0.0.1:5580"},
        {"origin": "http://127.0.0.1:5581"},
        {"origin": "null"},
        {"origin": ""},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
)
async def test_a_foreign_origin_or_host_gets_nothing(
    browser: Browser, headers: dict[str, str]
) -> None:
    token = await browser.token()
    await browser.sign_in()
    socket = browser.socket(**headers)
    assert await socket.hears() == "websocket.close"
    data = {"token": token, "name": "anna", "password": PASSWORD}
    assert (await browser.post("/sign-in", data=data, headers=headers)).status_code == 421
    if headers["origin"]:
        assert (await browser.get("/", headers=headers)).status_code == 421


async def test_a_form_of_somebody_else_signs_nobody_in(browser: Browser, store: Store) -> None:
    stranger = Browser(store)
    for token in ("", await stranger.token()):
        answer = await browser.sign_in(token=token)
        assert "too old" in answer.text
    browser.cookies.clear()
    data = {"token": "0" * 64, "name": "anna", "password": PASSWORD}
    assert "too old" in (await browser.post("/sign-in", data=data)).text
    assert "too old" in (await browser.sign_in(name="x" * 3000)).text


async def test_a_flood_of_tries_is_not_worked_on_and_does_not_let_the_right_one_in(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []

    def matches(password: str, kept: str | None) -> bool:
        worked.append(password)
        return password == PASSWORD and kept is not None

    monkeypatch.setattr("edge.hub.dashboard.reception.matches", matches)
    for _ in range(OF_ACCOUNT):
        assert "is wrong" in (await browser.sign_in(password="guessed")).text
    said = (await browser.sign_in()).text
    assert "Too many tries: wait 5 minutes" in said
    assert len(worked) == OF_ACCOUNT
    for number in range(IN_ALL - OF_ACCOUNT):
        await browser.sign_in(name=f"nobody{number}")
    assert len(worked) == IN_ALL
    assert "Too many tries" in (await browser.sign_in(name="berta")).text
    browser.seconds.now_s += WINDOW_S
    assert (await browser.sign_in()).text.startswith("anna ")
    assert (await browser.sign_in()).text.startswith("anna "), "who succeeds is not counted"


async def test_beyond_some_passwords_that_wait_nobody_else_is_heard(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = 0
    most = 0

    def matches(_: str, __: str | None) -> bool:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        at_once -= 1
        return False

    monkeypatch.setattr("edge.hub.dashboard.reception.matches", matches)
    tries = [
        browser.reception.sign_in(Given(name=f"n{number}", password="x"))
        for number in range(MOST_WAITING + 5)
    ]
    problems = [outcome.problem for outcome in await asyncio.gather(*tries)]
    assert problems.count("door.busy") == 5
    assert most <= 2


async def test_an_administrator_signs_in_with_a_code_that_works_once(
    browser: Browser, store: Store
) -> None:
    with store.writing() as connection:
        anna = accounts.account_named(connection, "anna")
        accounts.set_role(connection, anna, "admin", actor="terminal")
    assert "needs codes" in (await browser.sign_in()).text
    secret = pyotp.random_base32()
    with store.writing() as connection:
        sealed = KEYS.seal(secret, anna.staff_id.bytes)
        accounts.set_one_time_secret(connection, anna, sealed, actor="terminal")
    code = pyotp.TOTP(secret).at(browser.clock.now)
    for wrong in ("", "000000" if code != "000000" else "000001"):
        assert "is wrong" in (await browser.sign_in(code=wrong)).text
    assert (await browser.sign_in(code=f"{code[:3]} {code[3:]}")).text.startswith("anna ")
    assert "is wrong" in (await browser.sign_in(code=code)).text
    browser.clock.passes(seconds=30)
    assert (await browser.sign_in(code=pyotp.TOTP(secret).at(browser.clock.now))).is_success


async def test_whoever_is_signed_in_chooses_another_password_and_signs_in_anew(
    browser: Browser,
) -> None:
    assert (await browser.get("/password")).url.path == "/sign-in"
    assert (await browser.sign_in()).text.startswith("anna ")
    token = token_in(await browser.get("/password"))
    new = "quite another one"
    right = {"token": token, "old": PASSWORD, "new": new, "again": new}
    for wrong, said in (
        ({"token": "0" * 64}, "too old"),
        ({"old": "guessed"}, "is wrong"),
        ({"again": "something else"}, "not typed the same"),
        ({"new": "short", "again": "short"}, "at least 12 signs"),
    ):
        assert said in (await browser.post("/password", data=right | wrong)).text
    assert (await browser.post("/password", data=right)).url.path == "/sign-in"
    assert (await browser.get("/")).url.path == "/sign-in", "the session is over"
    assert "is wrong" in (await browser.sign_in()).text
    assert (await browser.sign_in(password=new)).text.startswith("anna ")


async def test_behind_a_proxy_only_that_and_only_the_public_name_are_answered(
    store: Store,
) -> None:
    settings = DashboardSettings(proxy="127.0.0.1", name="hub.clinic.example")
    browser = Browser(store, settings, url="https://hub.clinic.example")
    assert (await browser.sign_in()).text.startswith("anna ")
    assert (await browser.get("/", headers={"host": "127.0.0.1"})).status_code == 421
    elsewhere = Browser(store, replace(settings, proxy="10.0.0.7"), url=browser.origin)
    assert (await elsewhere.get("/sign-in")).status_code == 421
