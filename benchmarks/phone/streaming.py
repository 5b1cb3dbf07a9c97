"""How late does what a phone measures come, and what becomes of it when the network is cut?

A headless Chromium is the phone: it opens the page over TLS as a phone does and measures nothing;
a script gives it motion events whose values are known, at an even rate. From an event's own time
to the `Imu` that is handed on. Then the connection is cut for a while: what the phone measures
meanwhile is lost, and it goes on by itself. Browser and program share this machine: no radio is in
between.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, ClassVar, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import CountedTail
from benchmarks.errors import BrowserMissingError
from benchmarks.page.browser import Browser, opened_browser
from benchmarks.phone.served_phone import Emitted, ServedPhone
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.bus.clock import now_ns

SECONDS: Final = 60.0
RATE_HZ: Final = 60.0
CUT_S: Final = 5.0
AFTER_S: Final = 3.0
"""The phone is listened to for so long after the cut."""
COMES_BACK_S: Final = 15.0
IN_FLIGHT_NS: Final = 200_000_000
"""An event that is younger when the connection is cut may be lost with it."""
STEP_M_S2: Final = 1.0 / 1024
"""Between the values of two events; a power of two, so that none is rounded."""
WRAP: Final = 4_096
"""So many events, then the second axis counts on."""

MEASURE_JS: Final = """
const [rate, step, wrap] = arguments;
window.physioEvents = [];
let n = 0;
const begin = performance.now();
const next = () => {
  const event = new DeviceMotionEvent("devicemotion", {
    accelerationIncludingGravity: {x: (n % wrap) * step, y: Math.floor(n / wrap) * step, z: 9.8},
    rotationRate: {alpha: 10, beta: 20, gamma: 30}, interval: 1000 / rate,
  });
  window.physioEvents.push(performance.timeOrigin + event.timeStamp);
  window.dispatchEvent(event);
  n += 1;
  setTimeout(next, Math.max(0, begin + n * 1000 / rate - performance.now()));
};
next();
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneFigures:
    """What came over the phone's socket.

    Attributes:
        simulated: the motion is.
        events: that the browser had, until the cut.
        received: of them.
        lost: samples that are known to be missing, until the cut.
        rate_hz: of the samples, by their own times.
        delay_ms: from an event to its chunk.
        told_delay_ms: what the link says of the delay itself, by questions and answers.
        cut_s: for how long the connection was cut.
        gap_s: between the samples on both sides of the cut.
        gaps: chunks that are marked as coming after a gap; the one of the cut is meant.
        back_after_s: from the mended connection to the next chunk; None if none came.
    """

    simulated: bool = True
    events: int
    received: int
    lost: int
    rate_hz: float
    delay_ms: CountedTail
    told_delay_ms: float | None
    cut_s: float
    gap_s: float
    gaps: int
    back_after_s: float | None

    def table(self) -> Table:
        """Return the figures of the stream, and of the cut."""
        stream = {
            "simulated": self.simulated,
            "events": self.events,
            "received": self.received,
            "lost": self.lost,
            "rate Hz": self.rate_hz,
            "p50 ms": self.delay_ms.p50,
            "p95 ms": self.delay_ms.p95,
            "p99 ms": self.delay_ms.p99,
            "max ms": self.delay_ms.max,
        }
        cut = {"cut s": self.cut_s, "gap s": self.gap_s, "back s": self.back_after_s}
        return table_of({"a phone's browser": stream | cut})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneStreaming:
    """How late what a phone measures comes; its settings."""

    brief: ClassVar[dict[str, float]] = {"seconds": 10.0, "cut_s": 2.0}
    seconds: Annotated[float, typer.Option(min=2, help="Before the cut.")] = SECONDS
    rate_hz: Annotated[float, typer.Option(min=1, max=200, help="Of the events.")] = RATE_HZ
    cut_s: Annotated[float, typer.Option(min=0.5, max=60, help="How long the cut lasts.")] = CUT_S

    def run(self, progress: Progress) -> PhoneFigures:
        """Return what came.

        Raises:
            BrowserMissingError: there is no browser here, or it does not stream.
        """
        with TemporaryDirectory(prefix="physio-phone-") as folder, opened_browser() as browser:
            phone = ServedPhone(Path(folder))
            with phone.serving():
                start(browser, phone, self.rate_hz)
                _wait(self.seconds, progress)
                told_ms, cut_ns = phone.links[-1].delay_ms, now_ns()
                phone.cut()
                time.sleep(self.cut_s)
                phone.mend()
                back_after_s = _came_back(phone)
                time.sleep(AFTER_S)
                events_ns = browser.host_ns(browser.script("return window.physioEvents"))
                chunks = list(phone.chunks)
        return PhoneFigures(
            **told(chunks, events_ns, cut_ns),
            told_delay_ms=told_ms,
            cut_s=self.cut_s,
            back_after_s=back_after_s,
        )


def told(chunks: Sequence[Emitted], events_ns: Sequence[int], cut_ns: int) -> dict[str, Any]:
    """Return the figures of what came before and after the cut.

    Args:
        chunks: all that came, of one sample or a few each.
        events_ns: when each event was, on the host clock.
        cut_ns: when the connection was cut.
    """
    before = [one for one in chunks if one.at_ns < cut_ns]
    numbers = {n: one.at_ns for one in before for n in numbers_of(one)}
    first, end_ns = min(numbers), cut_ns - IN_FLIGHT_NS
    due = [n for n, at_ns in enumerate(events_ns) if n >= first and at_ns < end_ns]
    t_ns = np.concatenate([one.chunk.t_ns for one in before])
    ends_ns = [one.chunk.sensor_ns for one in chunks]
    return {
        "events": len(due),
        "received": sum(n in numbers for n in due),
        "lost": sum(one.chunk.lost for one in before[1:]),
        "rate_hz": (len(t_ns) - 1) * 1e9 / float(t_ns[-1] - t_ns[0]),
        "delay_ms": CountedTail.of([(numbers[n] - events_ns[n]) * 1e-6 for n in numbers]),
        "gap_s": max(np.diff(ends_ns)) * 1e-9,
        "gaps": sum(one.chunk.gap for one in chunks),
    }


def numbers_of(one: Emitted) -> list[int]:
    """Return which events a chunk holds, by the values that they had."""
    counts = np.rint(one.chunk.accel_m_s2[:, :2] / STEP_M_S2).astype(int)
    return [int(low + WRAP * high) for low, high in counts]


def start(browser: Browser, phone: ServedPhone, rate_hz: float) -> None:
    """Have a browser open the page and stream events.

    Raises:
        BrowserMissingError: it does not.
    """
    browser.accept_any_certificate()
    browser.open(phone.url, "body[data-state=ready]")
    browser.script(MEASURE_JS, rate_hz, STEP_M_S2, WRAP)
    browser.script("document.getElementById('start').click()")
    ends_s = time.monotonic() + COMES_BACK_S
    while not phone.chunks:
        if time.monotonic() > ends_s:
            raise BrowserMissingError("the browser's page sends no motion")
        time.sleep(0.05)
    phone.chunks.clear()


def _wait(seconds: float, progress: Progress) -> None:
    for second in range(round(seconds)):
        progress(second, round(seconds))
        time.sleep(1.0)
    progress(round(seconds), round(seconds))


def _came_back(phone: ServedPhone) -> float | None:
    """Return after how long the next chunk has come, None if none does."""
    former, begin_s = len(phone.chunks), time.monotonic()
    while time.monotonic() - begin_s < COMES_BACK_S:
        if len(phone.chunks) > former:
            return time.monotonic() - begin_s
        time.sleep(0.02)
    return None
