"""How long does a packet of the watch take until its picture stands in the patient's browser?

A whole session of the simulated patient with the virtual watch's radio; the page is open in a
headless Chromium on the same machine, which draws without a graphics card. The browser notes when
the dial changes and when that has been painted; a tap on the bus knows which packet an angle came
from. The page shows the newest picture 20 times a second, so of the packets that come in between
nothing is seen. What two pictures within two seconds share is left out: it might be either.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.page.browser import Browser, Change, opened_browser
from benchmarks.session.whole_graph import PATIENT, Setting, session
from edge.bus.edges import Edge, Policy
from edge.core.messages.exercise import Progress
from edge.page import describe
from edge.page.gauge import needle_deg
from edge.page.views import Task
from edge.processes.graph import CAMERA_PROCESSES, GRAPH
from edge.runtime.graph import Graph, Kind, Process
from edge.runtime.service import ServicePorts
from edge.runtime.supervisor import Supervisor
from edge.session.live import page_url
from edge.terminal.progress import tracked

SECONDS: Final = 60.0
POLL_S: Final = 0.1
TAP: Final = "tap"
WITHIN_NS: Final = 2_000_000_000
"""So old a picture may be at most that the browser shows."""
ROUNDING_DEG: Final = 0.06
"""The page rounds to a tenth."""
PERCENTILES: Final = (50, 95, 99)

Picture = tuple[int, float, float]
"""When its packet came on the host clock, and the two angles of the dial in degrees."""


def run(*, seconds: float = SECONDS) -> dict[str, Any]:
    """Return distributions in milliseconds, each with `n`, `p50`, `p95`, `p99` and `max`.

    `page`: from the packet to the live picture's arrival in the page's process; `browser`: to its
    handing over to the browser's connection; `document`: to the change of the document; `painted`:
    until the browser has drawn it. The last two are of the pictures that were told apart, `n` of
    `changes`.

    Raises:
        BrowserMissingError: there is no browser here.
    """
    setting = Setting(title="page", seconds=seconds)
    patient = replace(PATIENT, seconds=seconds)
    session_plan = patient.session_plan(1)
    task = describe.task(session_plan.plan, 0, session_plan.anchors[0])
    with opened_browser() as browser, session(setting, tapped()) as supervisor:
        tap = supervisor.join(TAP)
        _open(browser, supervisor)
        pictures = _watched(supervisor, tap, task, seconds)
        changes = browser.changes()
        tap.close(1.0)
    found = matched(changes, pictures)
    ends = supervisor.latency["end_to_end"]
    return {
        "simulated": True,
        "page": ends["page"],
        "browser": ends["browser"],
        "document": _figures([change.changed_ns - at_ns for change, at_ns in found]),
        "painted": _figures([change.painted_ns - at_ns for change, at_ns in found]),
        "changes": len(changes),
    }


def tapped() -> Graph:
    """Return the graph without a camera, with a guest that is told what the page is told."""
    graph = GRAPH.without(*CAMERA_PROCESSES)
    edge = Edge(
        producer="motion", consumer=TAP, types=(Progress,), policy=Policy.NEWEST, depth=1000
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
    supervisor: Supervisor, tap: ServicePorts, task: Task, seconds: float
) -> list[Picture]:
    """Keep the session running for so long and return the pictures that were sent meanwhile."""
    pictures: list[Picture] = []
    begin_s = time.monotonic()
    for step in tracked(range(1, round(seconds / POLL_S) + 1), "Session with the page open …"):
        while (left_s := begin_s + step * POLL_S - time.monotonic()) > 0:
            supervisor.poll(left_s)
        told = (message for message in tap.poll() if isinstance(message, Progress))
        pictures += [picture_of(progress, task) for progress in told]
    return pictures


def picture_of(progress: Progress, task: Task) -> Picture:
    """Return when the packet came, and how far the page will turn needle and marker for it."""
    live = describe.live(progress, None, task)
    angle_deg = needle_deg(live.angle_deg or 0.0, task.scale_deg)
    reference_deg = needle_deg(live.reference_deg or 0.0, task.scale_deg)
    return progress.host_ns, angle_deg, reference_deg


def matched(changes: Sequence[Change], pictures: Sequence[Picture]) -> list[tuple[Change, int]]:
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


def _figures(delays_ns: Sequence[int]) -> dict[str, float] | None:
    if not delays_ns:
        return None
    delays_ms = np.array(delays_ns) / 1e6
    values = np.percentile(delays_ms, PERCENTILES)
    named = {f"p{p}": float(value) for p, value in zip(PERCENTILES, values, strict=True)}
    return {"n": len(delays_ms), **named, "max": float(delays_ms.max())}


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    names = ("n", *(f"p{p}" for p in PERCENTILES), "max")
    shown = Table("from the packet to …, ms", *names, title="Simulated patient, page open")
    for title, key in (
        ("the page's process", "page"),
        ("its handing over to the browser", "browser"),
        ("the change of the document", "document"),
        ("its being painted", "painted"),
    ):
        row = result[key]
        cells = ["–"] * len(names) if row is None else [f"{row[name]:.1f}" for name in names[1:]]
        shown.add_row(title, *(cells if row is None else (str(row["n"]), *cells)))
    console.print(shown)
    told = 0 if result["document"] is None else result["document"]["n"]
    console.print(f"{told} of {result['changes']} changes of the picture could be told apart.")
