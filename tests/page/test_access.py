"""Who gets in over the home network, through the whole gate and without a browser."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket

from edge.page.access import TRIES, WINDOW_S, Access
from edge.page.errors import PageError
from edge.page.host_guard import COOKIE, SECURITY_HEADERS, Gate, is_own_name
from edge.page.settings import PageSettings, network_address, new_code
from edge.wording.language import Language
from edge.wording.languages import ENGLISH, language_named

CODE = "31415926"


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def make_access(
    announce: Callable[[str], None] = lambda code: None,
    state: Path | None = None,
    clock: Clock | None = None,
) -> Access:
    return Access(CODE, announce=announce, state=state, clock=clock or Clock())


class Browser(httpx.AsyncClient):
    """A browser that has the gate and a small page behind it instead of a network."""

    def __init__(
        self, access: Access | None, *, host: str = "192.168.1.7:8080", language: Language = ENGLISH
    ) -> None:
        page = Starlette(
            routes=[
                Route("/", lambda request: PlainTextResponse("the page")),
                WebSocketRoute("/ws", greet),
            ]
        )
        self.gate = Gate(page, access=access, secure=False, language=lambda: language)
        super().__init__(
            transport=httpx.ASGITransport(self.gate),
            base_url=f"http://{host}",
            follow_redirects=True,
        )

    async def hear(self, **headers: str) -> str | None:
        """Return what a WebSocket says first, None when it is closed instead."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message)

        named = {"host": self.base_url.netloc.decode(), **headers}
        if self.cookies:
            named["cookie"] = "; ".join(f"{key}={value}" for key, value in self.cookies.items())
        raw = [(key.encode(), value.encode()) for key, value in named.items()]
        scope = {"type": "websocket", "path": "/ws", "headers": raw, "query_string": b""}
        await self.gate(scope, receive, send)
        return next((one["text"] for one in sent if one["type"] == "websocket.send"), None)


async def greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("hello")
    await socket.close()


def test_each_code_lets_one_browser_in() -> None:
    codes: list[str] = []
    access = make_access(codes.append)
    token = access.admit("3141 5926")
    assert token is not None
    assert access.knows(token)
    assert access.admit(CODE) is None
    [following] = codes
    assert following != CODE
    assert access.admit(following) not in (None, token)


def test_a_made_up_token_is_not_known() -> None:
    access = make_access()
    token = access.admit(CODE)
    assert token is not None
    name, _, signature = token.partition(".")
    for wrong in ("", ".", name, f"{name}.", f"x{name}.{signature}", f"{name}.{'0' * 64}", "é.ü"):
        assert not access.knows(wrong)


def test_guessing_is_slowed_down_for_the_right_code_too() -> None:
    clock = Clock()
    access = make_access(clock=clock)
    for _ in range(TRIES):
        assert access.admit("00000000") is None
        clock.now_s += 1.0
    assert access.wait_s() == pytest.approx(WINDOW_S - TRIES)
    assert access.admit(CODE) is None
    clock.now_s += access.wait_s()
    assert access.wait_s() == 0.0
    assert access.admit(CODE) is not None


def test_tries_never_exceed_the_limit_in_any_window() -> None:
    clock = Clock()
    access = make_access(clock=clock)
    heard: list[float] = []
    for _ in range(600):
        if access.wait_s() == 0.0:
            heard.append(clock.now_s)
        access.admit("00000000")
        clock.now_s += 0.5
    for start in heard:
        assert sum(start <= at < start + WINDOW_S for at in heard) <= TRIES


def test_who_was_let_in_stays_in_when_the_page_is_restarted(tmp_path: Path) -> None:
    state = tmp_path / "access.json"
    codes: list[str] = []
    token = make_access(codes.append, state).admit(CODE)
    restarted = make_access(state=state)
    assert token is not None
    assert restarted.knows(token)
    assert restarted.admit(CODE) is None, "a used code must not come back with a restart"
    assert restarted.admit(codes[0]) is not None
    assert state.stat().st_mode & 0o077 == 0


async def test_the_page_is_behind_the_code() -> None:
    browser = Browser(make_access())
    asked = await browser.get("/")
    assert "Enter the code" in asked.text
    assert asked.url.path == "/code"
    assert "That is not the code" in (await browser.post("/code", data={"code": "27182818"})).text
    assert COOKIE not in browser.cookies
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
    ],
)
async def test_only_names_that_mean_this_machine_are_answered(host: str, own: bool) -> None:
    answer = await Browser(None).get("/", headers={"host": host})
    assert (answer.status_code == 200) == own
    if not own:
        assert answer.status_code == 421
    name = host.removeprefix("[").split("]")[0] if "[" in host else host.split(":", maxsplit=1)[0]
    assert is_own_name(name) == own


async def test_scripts_of_other_sites_reach_neither_page_nor_socket() -> None:
    browser = Browser(None, host="127.0.0.1:8080")
    foreign = {"origin": "http://evil.example"}
    assert (await browser.get("/", headers=foreign)).status_code == 421
    assert await browser.hear(**foreign) is None
    assert await browser.hear(host="evil.example:8080") is None
    assert await browser.hear(origin="http://127.0.0.1:8080") == "hello"
    assert await browser.hear() == "hello"


async def test_answers_forbid_every_outside_address() -> None:
    headers = (await Browser(None, host="127.0.0.1").get("/")).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    assert "http" not in SECURITY_HEADERS["Content-Security-Policy"]


def test_codes_are_random_digits() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code) == 8 and code.isdigit() for code in codes)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"host": "0.0.0.0"}, "reachable from the network"),
        ({"host": "myhost.example"}, "reachable from the network"),
        ({"lan": True}, "needs a code"),
        ({"lan": True, "code": "1234"}, "needs a code"),
        ({"certificate": Path("cert.pem")}, "both a certificate and its key"),
    ],
)
def test_settings_that_would_open_the_page_are_refused(
    wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(PageError, match=words):
        PageSettings(**wrong)  # type: ignore[arg-type]


def test_the_settings_know_the_network_and_whether_it_is_encrypted() -> None:
    assert PageSettings().network == "none"
    assert PageSettings().address == "127.0.0.1"
    lan = PageSettings(lan=True, code=CODE)
    assert lan.address == "0.0.0.0"
    assert lan.network == "open"
    tls = PageSettings(lan=True, code=CODE, certificate=Path("c.pem"), key=Path("k.pem"))
    assert tls.network == "encrypted"
    assert tls.url(8443) == f"https://{network_address()}:8443/"
    assert PageSettings(port=8080).url(8080) == "http://127.0.0.1:8080/"
    assert PageSettings(host="::1").url(80) == "http://[::1]:80/"


async def test_the_code_is_asked_for_in_the_language_of_the_session() -> None:
    german = language_named("de")
    browser = Browser(make_access(), language=german)
    asked = (await browser.get("/")).text
    assert '<html lang="de">' in asked
    assert german.say("code.title") in asked
    assert german.say("code.wrong") in (await browser.post("/code", data={"code": "27182818"})).text
