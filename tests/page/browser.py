"""A real headless Chromium, and a page served to it by a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from edge.core.exercises import LanguageCode

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
BOXES_JS = Path(__file__).with_name("boxes.js").read_text(encoding="utf-8")
CONTRAST_JS = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
PATIENCE_S = 40.0
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Result = TypeVar("Result")


def until(ask: Callable[[], Result | None], what: str) -> Result:
    """Return the first true answer.

    Raises:
        AssertionError: there was none within `PATIENCE_S`.
    """
    ends_s = time.monotonic() + PATIENCE_S
    while not (answer := ask()):
        assert time.monotonic() < ends_s, f"waited in vain for: {what}"
        time.sleep(0.05)
    return answer


class Served:
    """A page served by `tests.page.scripted_page` and what it said so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.url: str = until(lambda: self.told("url"), "the address of the page")[0]

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def told(self, name: str) -> list[Any]:
        return [one[name] for one in self.said if name in one]

    def begin(self, scene: str, code: LanguageCode = "en") -> None:
        """Have a scene of `tests.page.stage` shown."""
        self._ask(f"{scene} {code}")

    def begin_session(self, *, repetitions: int = 3, repetition_s: float = 0.6) -> None:
        """Begin a session anew, played by the fake pipeline."""
        self._ask(f"session {repetitions} {repetition_s}")

    def _ask(self, line: str) -> None:
        assert self.process.stdin is not None
        self.said.clear()
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def command(self, action: str) -> dict[str, Any]:
        """Return the first command of that kind, as soon as there is one."""

        def first() -> dict[str, Any] | None:
            return next((one for one in self.said if one.get("action") == action), None)

        return until(first, f"the command {action}")

    def close(self, *, kill: bool = False) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if kill:
            self.process.kill()
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE_S)
        self._reader.join()
        self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(json.loads(line))


@contextmanager
def served(*options: str) -> Iterator[Served]:
    """Serve a page while the context is open; the server's own warnings are errors too."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "tests.page.scripted_page", *options],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    page = Served(process)
    try:
        yield page
    finally:
        if process.poll() is None:
            page.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """How a page is laid out; pixels are those of CSS.

    Attributes:
        overlapping: pairs that lie over each other.
        spilling: what leaves its card, or the window's sides.
        unseen: what a patient looks at or presses while exercising and cannot see whole without
            scrolling.
        least_px: the smallest letter of what is to be read from two metres, by what it is.
    """

    overlapping: list[list[str]]
    spilling: list[str]
    unseen: list[str]
    least_px: dict[str, float]


def _told(node: dict[str, Any]) -> dict[str, Any]:
    properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    return {
        "role": node["role"]["value"],
        "name": node.get("name", {}).get("value", ""),
        "level": properties.get("level"),
        "live": properties.get("live"),
    }


class Browser:
    """A Chromium with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        options = Options()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(
            options=options, service=Service(str(DRIVER), env={**os.environ, "HOME": str(profile)})
        )

    def open(self, url: str, *, width: int = 1280, height: int = 720, **media: str) -> None:
        """Open an address with no cookie and an empty log, in a window of that size.

        Args:
            url: the address.
            width: in CSS pixels.
            height: in CSS pixels.
            media: what the person has asked for, as in prefers_color_scheme="dark".
        """
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.resize(width, height)
        features = [{"name": name.replace("_", "-"), "value": media[name]} for name in media]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self.requested()
        self._log("browser")
        self.driver.get(url)

    def resize(self, width: int, height: int) -> None:
        """Give the window this size."""
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
        )

    def one(self, css: str) -> WebElement:
        """Return the visible element, as soon as there is one."""

        def visible() -> WebElement | None:
            found = self.driver.find_elements(By.CSS_SELECTOR, css)
            return next((one for one in found if one.is_displayed()), None)

        return until(visible, css)

    def text(self, css: str) -> str:
        """Return the text in an element now, "" when it is not there or not visible."""
        script = """const found = document.querySelector(arguments[0]);
            return found && found.checkVisibility() ? found.innerText : ''"""
        return str(self.script(script, css))

    def see(self, css: str, words: str) -> None:
        """Wait until an element holds these words."""
        until(lambda: words in self.text(css), f"{words!r} in {css}")

    def type(self, keys: str) -> None:
        ActionChains(self.driver).send_keys(keys).perform()

    def script(self, code: str, *arguments: object) -> Any:
        run: Callable[..., Any] = self.driver.execute_script
        return run(code, *arguments)

    def boxes(self) -> Boxes:
        """Return how everything that is visible lies in the window and beside each other."""
        return Boxes(**self.script(BOXES_JS))

    def tree(self) -> list[dict[str, Any]]:
        """Return the nodes that a screen reader is told of: role, name, level, live."""
        nodes = self.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        return [_told(node) for node in nodes if not node["ignored"]]

    def faint_texts(self) -> list[Any]:
        """Return every visible text of too little contrast: text, ratio."""
        return list(self.script(CONTRAST_JS))

    def is_cut_off(self) -> bool:
        """Return whether the page is wider than its window."""
        return bool(self.script("return document.documentElement.scrollWidth > window.innerWidth"))

    def requested(self) -> set[str]:
        """Return every address that was asked for since the last call, WebSockets included."""
        urls = set()
        for entry in self._log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.add(message["params"]["request"]["url"])
            elif message["method"] == "Network.webSocketCreated":
                urls.add(message["params"]["url"])
        return urls

    def complaints(self) -> list[str]:
        """Return what the browser's console held against the page since it was opened."""
        return [
            entry["message"]
            for entry in self._log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
        ]

    def _log(self, kind: str) -> list[dict[str, Any]]:
        get_log: Callable[[str], list[dict[str, Any]]] = self.driver.get_log
        return get_log(kind)


@contextmanager
def started(profile: Path) -> Iterator[Browser]:
    """Yield a browser; without Debian's Chromium the test is skipped."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs Debian's packages chromium and chromium-driver")
    chromium = Browser(profile)
    yield chromium
    chromium.driver.quit()
