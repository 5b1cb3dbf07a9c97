"""The phone's page in a real browser over TLS, with motion of Chromium's own simulated sensors."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from benchmarks.phone.served_phone import ServedPhone
from edge.wording.language import Language
from edge.wording.languages import ENGLISH, language_named
from tests.page.browser import Browser, started, until

SENSORS = ("accelerometer", "gyroscope", "linear-acceleration", "relative-orientation")
TILT_JS = """const [beta, gamma] = arguments;
    window.clearInterval(window.tilting);
    window.tilting = setInterval(() => {
      const angles = {alpha: 0, beta, gamma};
      window.dispatchEvent(new DeviceOrientationEvent("deviceorientation", angles));
    }, 16)"""
DEAF_JS = "window.WebSocket = function () { setTimeout(() => this.onclose({code: 1006}), 10); }"
MEASURE_JS = """const [x, y, z] = arguments;
    window.clearInterval(window.measuring);
    window.measuring = setInterval(() => {
      window.dispatchEvent(new DeviceMotionEvent("devicemotion", {
        accelerationIncludingGravity: {x, y, z}, rotationRate: null, interval: 16}));
    }, 16)"""
TILTS = (
    ((0, 0), (0, 0, 1)),
    ((90, 0), (0, 1, 0)),
    ((0, 90), (-1, 0, 0)),
)
"""How a phone lies, by the angles of the specification (about x, then y), and where up is on it."""
HIDE_JS = """Object.defineProperty(document, "hidden", {value: arguments[0], configurable: true});
    document.dispatchEvent(new Event("visibilitychange"))"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with started(tmp_path_factory.mktemp("profile")) as chromium:
        ignore = {"ignore": True}
        chromium.driver.execute_cdp_cmd("Security.setIgnoreCertificateErrors", ignore)
        yield chromium


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[ServedPhone]:
    served = ServedPhone(tmp_path)
    with served.serving():
        yield served


def state(browser: Browser, name: str, language: Language = ENGLISH) -> None:
    """Wait until the page says that it is in this state."""
    browser.see("#state", language.say(f"phone_page.state.{name}"))
    assert browser.text("#help") == language.say(f"phone_page.help.{name}")


def opened(browser: Browser, phone: ServedPhone) -> None:
    browser.open(phone.url, width=390, height=844)
    state(browser, "ready")


def told(phone: ServedPhone, trouble: str) -> None:
    until(lambda: phone.links[-1].trouble == trouble, trouble)


def come(phone: ServedPhone, n: int) -> None:
    wanted = len(phone.chunks) + n
    until(lambda: len(phone.chunks) >= wanted, f"{n} more chunks")


def read(browser: Browser, kind: str, **reading: Any) -> None:
    browser.driver.execute_cdp_cmd(
        "Emulation.setSensorOverrideReadings", {"type": kind, "reading": reading}
    )


@pytest.fixture
def sensors(browser: Browser) -> Iterator[Callable[..., None]]:
    """Give the browser sensors of which the test says what they measure."""

    def switch(*, on: bool) -> None:
        for kind in SENSORS:
            browser.driver.execute_cdp_cmd(
                "Emulation.setSensorOverrideEnabled", {"enabled": on, "type": kind}
            )

    switch(on=True)
    yield lambda kind, **reading: read(browser, kind, **reading)
    switch(on=False)


def test_what_chromiums_sensors_measure_arrives_about_the_right_axes(
    browser: Browser, phone: ServedPhone, sensors: Callable[..., None]
) -> None:
    opened(browser, phone)
    flat = {"quaternion": {"x": 0.0, "y": 0.0, "z": 0.0, "w": 1.0}}
    sensors("relative-orientation", **flat)
    sensors("linear-acceleration", xyz={"x": 0.0, "y": 0.0, "z": 0.0})
    sensors("accelerometer", xyz={"x": 1.0, "y": -2.0, "z": 9.5})
    sensors("gyroscope", xyz={"x": 0.5, "y": -0.25, "z": 0.125})
    browser.one("#start").click()
    state(browser, "streaming")
    come(phone, 60)
    chunk = phone.chunks[-1].chunk
    assert_allclose(chunk.accel_m_s2, [[1.0, -2.0, 9.5]], atol=0.051)  # browsers round to 0.1
    assert_allclose(chunk.six_axes[:, 3:], [[0.5, -0.25, 0.125]], atol=np.radians(0.051))
    assert phone.links[-1].rate_hz == pytest.approx(60.0, abs=12.0)
    until(lambda: phone.links[-1].delay_ms is not None, "the delay")
    until(lambda: browser.text("#delay").endswith(" ms"), "the delay on the page")
    assert browser.script("return location.hash") == ""
    assert browser.complaints() == []


@pytest.mark.parametrize(
    "sign",
    [pytest.param(1.0, id="by the specification", marks=pytest.mark.slow), -1.0],
)
def test_the_sign_is_found_by_the_tilt(browser: Browser, phone: ServedPhone, sign: float) -> None:
    opened(browser, phone)
    for tilt, up in TILTS:  # each as if the page had just been loaded
        browser.driver.refresh()
        state(browser, "ready")
        browser.one("#start").click()
        browser.script(TILT_JS, *tilt)
        browser.script(MEASURE_JS, *(sign * 9.8 * np.array(up)).tolist())
        state(browser, "streaming")
        come(phone, 2)
        assert_allclose(phone.chunks[-1].chunk.accel_m_s2, [9.8 * np.array(up)], atol=1e-6)
        assert phone.chunks[-1].chunk.gyro_rad_s is None


def test_a_cut_connection_is_told_and_goes_on_by_itself(
    browser: Browser, phone: ServedPhone
) -> None:
    opened(browser, phone)
    browser.script(MEASURE_JS, 0, 0, 9.8)
    browser.one("#start").click()
    state(browser, "streaming")
    come(phone, 5)
    phone.cut()
    told(phone, "phone_lost")
    state(browser, "lost")
    before = len(phone.chunks)
    phone.mend()
    state(browser, "streaming")
    come(phone, 5)
    assert phone.chunks[before].chunk.gap
    assert not any(one.chunk.gap for one in phone.chunks[before + 1 :])


@pytest.mark.slow
def test_a_hidden_page_says_so_and_goes_on_when_it_is_seen(
    browser: Browser, phone: ServedPhone
) -> None:
    opened(browser, phone)
    browser.script(MEASURE_JS, 0, 0, 9.8)
    browser.one("#start").click()
    state(browser, "streaming")
    browser.script(HIDE_JS, True)
    told(phone, "phone_hidden")
    before = len(phone.chunks)
    browser.script(HIDE_JS, False)
    come(phone, 5)
    assert phone.chunks[before].chunk.gap
    browser.see("#notes", "The page was not seen for")


def test_what_keeps_a_phone_from_measuring_is_told_on_both_sides(
    browser: Browser, phone: ServedPhone
) -> None:
    german = language_named("de")
    opened(browser, phone)
    browser.one("[lang=de]:not(html)").click()
    state(browser, "ready", german)
    browser.script("DeviceMotionEvent.requestPermission = async () => 'denied'")
    browser.one("#start").click()
    state(browser, "denied", german)
    told(phone, "phone_denied")
    browser.driver.refresh()
    browser.one("#start").click()  # the browser has no sensor of its own
    state(browser, "no_sensor")
    told(phone, "phone_no_sensor")


@pytest.mark.slow
def test_a_code_that_was_used_is_refused_with_the_reason(
    browser: Browser, phone: ServedPhone
) -> None:
    used = phone.url
    opened(browser, phone)
    browser.script("sessionStorage.clear()")
    browser.open("about:blank")
    browser.open(used, width=390, height=844)
    state(browser, "unknown")


def test_the_page_can_be_read_and_offers_the_certificate_where_the_socket_fails(
    browser: Browser, phone: ServedPhone
) -> None:
    opened(browser, phone)
    assert browser.faint_texts() == []
    assert not browser.is_cut_off()
    deaf = browser.driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": DEAF_JS}
    )
    browser.driver.refresh()
    state(browser, "socket")
    assert str(browser.one("#install-link").get_attribute("href")).endswith("/authority.crt")
    assert len(browser.text("#install-steps").splitlines()) == 3
    assert browser.faint_texts() == []
    browser.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", deaf)
