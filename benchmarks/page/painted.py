"""How long does a packet of the watch take until its picture stands in the patient's browser?

A whole session of the simulated patient with the virtual watch's radio; the page is open in a
headless Chromium on the same machine, which draws without a graphics card. The browser notes when
the dial changes and when that has been painted; a tap on the bus knows which packet an angle came
from. The page shows the newest picture at most every 20 ms, so of the packets that come in between
nothing is seen. What two pictures within two seconds share is left out: it might be either.
Without a screen the browser begins to draw at once, mostly within a millisecond; one that is drawn
anew 60 times a second adds up to 17 ms, 8 in the mean.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

import typer
from rich.console import Group

from benchmarks.distributions import CountedTail, DistributionRow
from benchmarks.page.browser import Browser, PictureChange, opened_browser
from benchmarks.question import Progress, stepped
from benchmarks.session.simulated_session import PATIENT, SessionSetting, session
from benchmarks.tables import table_of
from edge.bus.edges import Edge, Policy
from edge.core.messages import exercise
from edge.page.exercise import describe
from edge.page.exercise.gauge import needle_deg
from edge.page.exercise.views import Task
from edge.processes.graph import CAMERA_PROCESSES, GRAPH, UPLINK_PROCESSES
from edge.runtime.graph import Graph, Kind, Process
from edge.runtime.service import ServicePorts
from edge.runtime.supervisor import Supervisor
from edge.session.served_page import page_url
from edge.wording.languages import ENGLISH

SECONDS: Final = 60.0
POLL_S: Final = 0.1
TAP: Final = "tap"
WITHIN_NS: Final = 2_000_000_000
"""How old a picture may be at most that the browser shows."""
ROUNDING_DEG: Final = 0.06
"""The page rounds to a tenth."""

Picture = tuple[int, float, float]
"""When its packet came on the host clock, and the two angles of the dial in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaintDelays:
    """Distributions in milliseconds from the packet of the watch; None where nothing was seen.

    Attributes:
        simulated: the patient and the radio are.
        page: to the live picture's arrival in the page's process.
        browser: to its handing over to the browser's connection.
        document: to the change of the document, of the pictures that were told apart.
        painted: until the browser has drawn it, of the same pictures.
        changes: how often the picture changed.
        page_cpu_percent: processor time of the page's process, of one core.
        browser_cpu_percent: of all of the browser's processes.
    """

    simulated: bool = True
    page: DistributionRow | None
    browser: DistributionRow | None
    document: CountedTail | None
    painted: CountedTail | None
    changes: int
    page_cpu_percent: float
    browser_cpu_percent: float

    def table(self) -> Group:
        """Return a row per part of the way."""
        rows = {
            "the page's process": self.page,
            "its handing over to the browser": self.browser,
            "the change of the document": self.document,
            "its being painted": self.painted,
        }
        shown = table_of(
            {name: {} if row is None else row for name, row in rows.items()},
            title="Simulated patient, page open",
            name="from the packet to …, ms",
        )
        told = 0 if self.document is None else self.document.n
        return Group(
            shown,
            f"{told} of {self.changes} changes of the picture could be told apart.",
            f"Of one core the page took {self.page_cpu_percent:.1f} %, the browser "
            f"{self.browser_cpu_percent:.1f} %.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """How long a packet takes until its picture stands in the browser; its settings."""

    seconds: Annotated[float, typer.Option(min=1, help="Length of the session.")] = SECONDS

    def run(self, progress: Progress) -> PaintDelays:
        """Return the distributions of a session with the page open.

        Raises:
            BrowserMissingError: there is no browser here.
        """
        setting = SessionSetting(title="page", seconds=self.seconds)
        patient = replace(PATIENT, seconds=self.seconds)
        session_plan = patient.session_plan(1)
        task = describe.task(session_plan.plan, 0, session_plan.anchors[0], ENGLISH)
        with opened_browser() as browser, session(setting, tapped()) as supervisor:
            tap = supervisor.join(TAP)
            _open(browser, supervisor)
            begin_s, spent_s = time.monotonic(), browser.cpu_s()
            pictures = _watched(supervisor, tap, task, self.seconds, progress)
            browser_share = (browser.cpu_s() - spent_s) / (time.monotonic() - begin_s)
            changes = browser.changes()
            tap.close(1.0)
        found = matched(changes, pictures)
        ends = supervisor.latency["end_to_end"]
        return PaintDelays(
            page=ends["page"],
            browser=ends["browser"],
            document=_tail_ms([change.changed_ns - at_ns for change, at_ns in found]),
            painted=_tail_ms([change.painted_ns - at_ns for change, at_ns in found]),
            changes=len(changes),
            page_cpu_percent=supervisor.latency["stages"]["page"]["cpu_percent"],
            browser_cpu_percent=100.0 * browser_share,
        )


def tapped() -> Graph:
    """Return the graph without a camera, with a guest that is told what the page is told."""
    graph = GRAPH.without(*CAMERA_PROCESSES, *UPLINK_PROCESSES)
    edge = Edge(
        producer="motion",
        consumer=TAP,
        types=(exercise.Progress,),
        policy=Policy.NEWEST,
        depth=1000,
    )
    return replace(
        graph,
        processes=(*graph.processes, Process(name=TAP, kind=Kind.GUEST)),
        edges=(*graph.edges, edge),
    )


def _open(browser: Browser, supervisor: Supervisor) -> None:
    while (url := page_url(supervisor)) is None:
        supervisor.poll(POLL_S)
    browser.open(url, ".dial")
    browser.note_changes()


def _watched(
    supervisor: Supervisor, tap: ServicePorts, task: Task, seconds: float, progress: Progress
) -> list[Picture]:
    """Keep the session running that long and return the pictures that were sent meanwhile."""
    pictures: list[Picture] = []
    begin_s = time.monotonic()
    for step in stepped(range(1, round(seconds / POLL_S) + 1), progress):
        while (left_s := begin_s + step * POLL_S - time.monotonic()) > 0:
            supervisor.poll(left_s)
        told = (message for message in tap.poll() if isinstance(message, exercise.Progress))
        pictures += [picture_of(message, task) for message in told]
    return pictures


def picture_of(progress: exercise.Progress, task: Task) -> Picture:
    """Return when the packet came, and how far needle and marker stand then."""
    live = describe.live(progress, None, task, ENGLISH)
    angle_deg = needle_deg(live.angle_deg or 0.0, task.scale_deg)
    reference_deg = needle_deg(task.reference_deg, task.scale_deg)
    return progress.host_ns, angle_deg, reference_deg


def matched(
    changes: Sequence[PictureChange], pictures: Sequence[Picture]
) -> list[tuple[PictureChange, int]]:
    """Return the changes that can come from one packet alone, each with when that packet came."""
    found = []
    for change in changes:
        at_ns = [
            host_ns
            for host_ns, angle_deg, reference_deg in pictures
            if 0 <= change.changed_ns - host_ns <= WITHIN_NS
            and abs(angle_deg - change.angle_deg) < ROUNDING_DEG
            and abs(reference_deg - change.reference_deg) < ROUNDING_DEG
        ]
        if len(at_ns) == 1:
            found.append((change, at_ns[0]))
    return found


def _tail_ms(delays_ns: Sequence[int]) -> CountedTail | None:
    return CountedTail.of([delay / 1e6 for delay in delays_ns]) if delays_ns else None
