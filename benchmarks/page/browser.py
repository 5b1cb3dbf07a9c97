"""A headless Chromium that notes when the live picture changes, and when it was painted."""

import importlib.util
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psutil

from benchmarks.errors import BrowserMissingError
from edge.bus.clock import now_ns

FLAGS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--window-size=1280,720"),
)
CLOCK_TRIES: Final = 20
PATIENCE_S: Final = 30.0

NOTE_JS: Final = """
window.physioSeen = [];
const wallClock = () => performance.timeOrigin + performance.now();
new MutationObserver(changes => {
    const dial = changes.map(change => change.target).find(one => one.classList.contains("dial"));
    if (!dial) return;
    const value = name => parseFloat(dial.style.getPropertyValue(name));
    const entry = [wallClock(), null, value("--angle"), value("--reference-angle")];
    window.physioSeen.push(entry);
    // The first task after a frame's callbacks comes when its picture has been drawn.
    requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { entry[1] = wallClock(); };
        channel.port2.postMessage(null);
    });
}).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["style"]});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureChange:
    """One change of the live picture.

    Attributes:
        changed_ns: when the document held it, on the host clock.
        painted_ns: when it had been drawn, on the same clock.
        angle_deg: by how much the needle was turned.
        reference_deg: by how much the reference's marker was turned.
    """

    changed_ns: int
    painted_ns: int
    angle_deg: float
    reference_deg: float


class Browser:
    """A Chromium with a page open."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def open(self, url: str, css: str) -> None:
        """Open an address and return once there is an element that `css` selects.

        Raises:
            BrowserMissingError: it does not turn up.
        """
        self._driver.get(url)
        ends_s = time.monotonic() + PATIENCE_S
        while not self._driver.execute_script("return document.querySelector(arguments[0])", css):
            if time.monotonic() > ends_s:
                raise BrowserMissingError(f"the browser shows no {css} at {url}")
            time.sleep(0.1)

    def accept_any_certificate(self) -> None:
        """Open pages that nobody vouches for without a warning, from now on."""
        self._driver.execute_cdp_cmd("Security.setIgnoreCertificateErrors", {"ignore": True})

    def script(self, code: str, *arguments: object) -> Any:
        """Return what a script gives in the page that is open."""
        return self._driver.execute_script(code, *arguments)

    def cpu_s(self) -> float:
        """Return the processor time that all of the browser's processes have spent."""
        driver = psutil.Process(self._driver.service.process.pid)
        return sum(
            times.user + times.system
            for times in (process.cpu_times() for process in driver.children(recursive=True))
        )

    def note_changes(self) -> None:
        """Begin to note changes of the live picture."""
        self._driver.execute_script(NOTE_JS)

    def changes(self) -> list[PictureChange]:
        """Return what changed and was painted since.

        Raises:
            BrowserMissingError: the browser's clock is not the machine's.
        """
        offset_ns = self._wall_offset_ns()
        seen = self._driver.execute_script("return window.physioSeen")
        return [
            PictureChange(
                changed_ns=round(changed_ms * 1e6) - offset_ns,
                painted_ns=round(painted_ms * 1e6) - offset_ns,
                angle_deg=angle_deg,
                reference_deg=reference_deg,
            )
            for changed_ms, painted_ms, angle_deg, reference_deg in seen
            if painted_ms is not None
        ]

    def host_ns(self, wall_ms: Sequence[float]) -> list[int]:
        """Return times of the page's clock on the host clock.

        Raises:
            BrowserMissingError: the browser's clock is not the machine's.
        """
        offset_ns = self._wall_offset_ns()
        return [round(one * 1e6) - offset_ns for one in wall_ms]

    def _wall_offset_ns(self) -> int:
        """Return the wall clock minus the host clock; checks that the browser has the same one."""
        offset_ns = time.time_ns() - now_ns()
        for _ in range(CLOCK_TRIES):
            before_ns = now_ns()
            wall_ms = self._driver.execute_script(
                "return performance.timeOrigin + performance.now()"
            )
            if not before_ns <= round(wall_ms * 1e6) - offset_ns <= now_ns():
                raise BrowserMissingError(
                    "the browser's clock is not the machine's", remedy="try once more"
                )
        return offset_ns


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """Yield a browser.

    Raises:
        BrowserMissingError: there is none here.
    """
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None or importlib.util.find_spec("selenium") is None:
        raise BrowserMissingError(
            "there is no browser to measure in: install Debian's chromium and chromium-driver, and "
            "Python's selenium (extra test)"
        )
    from selenium import webdriver  # noqa: PLC0415

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    with TemporaryDirectory(prefix="physio-chromium-") as profile:
        for flag in (*FLAGS, f"--user-data-dir={Path(profile)}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(
            options=options, service=webdriver.ChromeService(executable_path=chromedriver)
        )
        try:
            yield Browser(driver)
        finally:
            driver.quit()
