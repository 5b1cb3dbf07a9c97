"""How does the whole graph do on this machine: live, under load, with several watches?

`sessions`: a simulated patient as in the demo, with the virtual watch's radio (50 Hz in packets of
four samples), and with a camera that plays a video of that patient. `loads`: packets two, four, …
times as fast, open loop (`benchmarks.session.scheduled_load`). `watches`: several whole graphs side
by side, as many patients on one machine. No browser is open. Processor time is what each process
says it spent after its warm-up; the watch's process, in which the radio or the load is simulated,
is counted apart.
"""

import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer
from rich.console import Group
from rich.table import Table

from benchmarks.camera.camera_cost import film
from benchmarks.distributions import CountedPercentiles, DistributionRow
from benchmarks.question import Progress, stepped
from benchmarks.session import feedback_latency
from benchmarks.session.simulated_session import (
    PATIENT,
    SESSION_S,
    SETTLING_S,
    SessionSetting,
    graph_of,
    recording_s,
    session,
)
from benchmarks.tables import table_of
from edge.bus.clock import now_ns
from edge.processes.options import simulation_begin_ns
from edge.runtime.service import ServicePorts
from edge.runtime.supervisor import Supervisor

FILM_S: Final = 25.0
"""Length of the film that stands for the camera."""
LOAD_S: Final = 10.0
LOADS: Final = (1, 2, 4, 8, 16)
WATCHES: Final = (1, 2, 4)
FRAME_HZ: Final = 15.0
P99_BOUND_MS: Final = 25.0
"""From the packet to the live picture's arrival in the page's process."""
APART: Final = ("watch",)
"""Processes in which the radio is simulated."""
SUPERVISOR: Final = "supervisor"
GUESTS: Final = ("driver", feedback_latency.LISTENER)
"""They live in the supervisor's process, and are counted there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFigures:
    """One run; of several graphs the latencies are the worst one's.

    Attributes:
        end_to_end: see `edge.runtime.latency`.
        movement_end: milliseconds from a movement's end to the feedback on it, by
            `feedback_latency.PARTS`; none under load.
        stages: see `edge.runtime.latency`.
        algorithmic_delay: what filters, packets and exposure add.
        cpu_percent: of one core, by process.
        cores: that the pipeline's processes take together.
        cores_apart: that the simulators take.
    """

    end_to_end: Mapping[str, DistributionRow | None]
    movement_end: dict[str, CountedPercentiles]
    stages: Mapping[str, Any]
    algorithmic_delay: Mapping[str, Any]
    cpu_percent: dict[str, float]
    cores: float
    cores_apart: float

    @property
    def p99_ms(self) -> float | None:
        """From the packet to the page, None where nothing was shown."""
        page = self.end_to_end["page"]
        return None if page is None else page["p99"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSessions:
    """All runs, and the highest load and number of watches within the bound."""

    simulated: bool = True
    frame_hz: float = FRAME_HZ
    p99_bound_ms: float = P99_BOUND_MS
    runs: dict[str, SessionFigures]
    highest_load: int | None
    most_watches: int | None

    def table(self) -> Group:
        """Return latency and processor time of each run."""
        shown = Table(
            *("", "packet → page p50 ms", "p95", "p99", "n", "frame → pose p95", "cores", "apart"),
            title="Simulated patient, whole graph, no browser open",
        )
        for title, row in self.runs.items():
            page, pose = row.end_to_end["page"], row.end_to_end["pose"]
            times: tuple[str, ...] = ("–",) * 4
            if page is not None:
                times = (*(f"{page[key]:.2f}" for key in ("p50", "p95", "p99")), f"{page['n']:.0f}")
            seen = "–" if pose is None else f"{pose['p95']:.1f}"
            shown.add_row(title, *times, seen, f"{row.cores:.3f}", f"{row.cores_apart:.3f}")
        names = {"recognised": "its packet", "answered": "feedback, explained"}
        ends = {
            f"{names[part]}, {title}": figures
            for title, row in self.runs.items()
            for part, figures in row.movement_end.items()
        }
        processes = dict.fromkeys(name for row in self.runs.values() for name in row.cpu_percent)
        shares = Table("percent of a core", *self.runs)
        for name in processes:
            cells = [row.cpu_percent.get(name) for row in self.runs.values()]
            shares.add_row(name, *("–" if share is None else f"{share:.1f}" for share in cells))
        return Group(
            shown,
            table_of(ends, name="true end of the movement → … ms"),
            shares,
            f"p99 within {self.p99_bound_ms:g} ms up to {self.highest_load} times the load, "
            f"and up to {self.most_watches} watches.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeGraph:
    """How the whole graph does on this machine; its settings.

    Attributes:
        session_s: length of the sessions at a person's own pace.
        load_s: length of those under load and of several watches.
        loads: how many times as fast packets come.
        watches: how many graphs run side by side.
    """

    session_s: Annotated[float, typer.Option(min=1, help="Length of a session.")] = SESSION_S
    load_s: Annotated[float, typer.Option(min=1, help="Length of one under load.")] = LOAD_S
    loads: tuple[int, ...] = LOADS
    watches: tuple[int, ...] = WATCHES

    brief = MappingProxyType({"session_s": 12.0, "load_s": 6.0, "loads": (4,), "watches": ()})

    def run(self, progress: Progress) -> WholeSessions:
        """Return the figures of each run."""
        with tempfile.TemporaryDirectory(prefix="physio-session-") as folder:
            video = Path(folder) / "patient.mp4"
            film(video, FRAME_HZ)
            settings = [
                SessionSetting(title="watch alone", seconds=self.session_s),
                SessionSetting(
                    title="watch and camera",
                    seconds=min(self.session_s, FILM_S),
                    camera=f"video:{video}",
                ),
                *(
                    SessionSetting(title=f"{n}x load", seconds=self.load_s, load=n)
                    for n in self.loads
                ),
                *(
                    SessionSetting(title=f"{n} watches", seconds=self.load_s, load=1, watches=n)
                    for n in self.watches
                ),
            ]
            runs = {setting.title: measure(setting) for setting in stepped(settings, progress)}
        return WholeSessions(
            runs=runs,
            highest_load=highest(self.loads, [runs[f"{n}x load"].p99_ms for n in self.loads]),
            most_watches=highest(self.watches, [runs[f"{n} watches"].p99_ms for n in self.watches]),
        )


def measure(setting: SessionSetting) -> SessionFigures:
    """Return the figures of one run; of several graphs the worst one's latencies."""
    graph = feedback_latency.listening(graph_of(setting))
    with ExitStack() as stack:
        supervisors = [stack.enter_context(session(setting, graph)) for _ in range(setting.watches)]
        listener = supervisors[0].join(feedback_latency.LISTENER)
        own = _poll(supervisors, SETTLING_S)
        own = _poll(supervisors, setting.seconds)
        answered = _answered(supervisors[0], listener, setting)
    figures = [supervisor.latency for supervisor in supervisors]
    worst = max(figures, key=_p99_ms)
    shares = {
        name: sum(row["stages"][name]["cpu_percent"] or 0.0 for row in figures)
        for name in worst["stages"]
        if name not in GUESTS
    } | {SUPERVISOR: 100 * own}
    return SessionFigures(
        end_to_end=worst["end_to_end"],
        movement_end=answered,
        stages=worst["stages"],
        algorithmic_delay=worst["algorithmic_delay"],
        cpu_percent=shares,
        cores=sum(share for name, share in shares.items() if name not in APART) / 100,
        cores_apart=sum(share for name, share in shares.items() if name in APART) / 100,
    )


def _answered(
    supervisor: Supervisor, listener: ServicePorts, setting: SessionSetting
) -> dict[str, CountedPercentiles]:
    """Return how long after a movement's true end its feedback came, where times are true ones."""
    deliveries = listener.receive()
    listener.close(1.0)
    if setting.load is not None:
        return {}
    patient = replace(PATIENT, seconds=recording_s(setting))
    begin_ns = simulation_begin_ns(supervisor.began_ns)
    return feedback_latency.figures(feedback_latency.delays_ms(deliveries, patient, begin_ns))


def _poll(supervisors: Sequence[Supervisor], seconds: float) -> float:
    """Keep the graphs running for that time; return the share of a core that this took."""
    begin_ns, spent_ns = now_ns(), time.process_time_ns()
    end_ns = begin_ns + round(seconds * 1e9)
    while (now := now_ns()) < end_ns:
        for supervisor in supervisors:
            supervisor.poll(min(0.1, (end_ns - now) / 1e9) / len(supervisors))
    return (time.process_time_ns() - spent_ns) / (now_ns() - begin_ns)


def _p99_ms(figures: Mapping[str, Any]) -> float:
    """Return the packet's p99 to the page, without end where nothing was shown."""
    page = figures["end_to_end"]["page"]
    return float("inf") if page is None else float(page["p99"])


def highest(numbers: Sequence[int], p99s_ms: Sequence[float | None]) -> int | None:
    """Return the largest number up to which all runs stayed within the bound."""
    within = None
    for number, p99_ms in zip(numbers, p99s_ms, strict=True):
        if p99_ms is None or p99_ms > P99_BOUND_MS:
            break
        within = number
    return within
