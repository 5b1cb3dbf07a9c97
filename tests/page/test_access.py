"""Who gets in, by code over the home network and by key on this machine."""

from pathlib import Path

import pytest

from edge.machine.network import network_address
from edge.page.access import ADDRESSES, TRIES, WINDOW_S
from edge.page.errors import PageError
from edge.page.settings import KEY, PageSettings, new_code
from tests.page.letting_in import CODE, ELSEWHERE, HOME, PHONE, Clock, make_access


def test_each_code_lets_one_browser_in() -> None:
    codes: list[str] = []
    access = make_access(codes.append)
    token = access.admit("3141 5926", PHONE)
    assert token is not None
    assert access.knows(token)
    assert access.admit(CODE, PHONE) is None
    [following] = codes
    assert following != CODE
    assert access.admit(following, PHONE) not in (None, token)


def test_a_made_up_token_is_not_known() -> None:
    access = make_access()
    token = access.admit(CODE, PHONE)
    assert token is not None
    name, _, signature = token.partition(".")
    for wrong in ("", ".", name, f"{name}.", f"x{name}.{signature}", f"{name}.{'0' * 64}", "é.ü"):
        assert not access.knows(wrong)


def test_guessing_is_slowed_down_for_the_right_code_too() -> None:
    clock = Clock()
    access = make_access(clock=clock)
    for _ in range(TRIES):
        assert access.admit("00000000", PHONE) is None
        clock.now_s += 1.0
    assert access.wait_s(PHONE) == pytest.approx(WINDOW_S - TRIES)
    assert access.admit(CODE, PHONE) is None
    clock.now_s += access.wait_s(PHONE)
    assert access.wait_s(PHONE) == 0.0
    assert access.admit(CODE, PHONE) is not None


def test_who_guesses_keeps_nobody_else_out(tmp_path: Path) -> None:
    state, clock = tmp_path / "access", Clock()
    access = make_access(state=state, clock=clock)
    for _ in range(3 * TRIES):
        access.admit("00000000", ELSEWHERE)
    assert access.wait_s(ELSEWHERE) == WINDOW_S
    restarted = make_access(state=state, clock=clock)
    assert restarted.wait_s(ELSEWHERE) == WINDOW_S, "tries must outlive a restart of the page"
    assert restarted.wait_s(PHONE) == 0.0
    assert restarted.admit(CODE, PHONE) is not None


def test_many_addresses_do_not_give_one_of_them_more_tries() -> None:
    clock = Clock()
    access = make_access(clock=clock)
    for number in range(3 * ADDRESSES):
        access.admit("00000000", f"10.0.{number // 250}.{number % 250}")
    assert access.wait_s("10.9.9.9") == WINDOW_S
    assert access.wait_s("10.0.0.0") == 0.0
    clock.now_s += WINDOW_S
    assert access.wait_s("10.9.9.9") == 0.0


def test_tries_never_exceed_the_limit_in_any_window() -> None:
    clock = Clock()
    access = make_access(clock=clock)
    heard: list[float] = []
    for _ in range(600):
        if access.wait_s(PHONE) == 0.0:
            heard.append(clock.now_s)
        access.admit("00000000", PHONE)
        clock.now_s += 0.5
    for start in heard:
        assert sum(start <= at < start + WINDOW_S for at in heard) <= TRIES


def test_who_was_let_in_stays_in_when_the_page_is_restarted(tmp_path: Path) -> None:
    state = tmp_path / "access.json"
    codes: list[str] = []
    token = make_access(codes.append, state).admit(CODE, PHONE)
    restarted = make_access(state=state)
    assert token is not None
    assert restarted.knows(token)
    assert restarted.admit(CODE, PHONE) is None, "a used code must not come back with a restart"
    assert restarted.admit(codes[0], PHONE) is not None
    assert state.stat().st_mode & 0o077 == 0


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
    assert HOME.url(8080) == f"http://127.0.0.1:8080/?{KEY}={HOME.address_key}"
    assert PageSettings(host="::1").url(80).startswith(f"http://[::1]:80/?{KEY}=")
    assert HOME.address_key not in HOME.opening_url(HOME.url(8080))
