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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from benchmarks.camera.camera_cost import film
from benchmarks.session import feedback_latency as answers
from benchmarks.session.scheduled_load import LoadOptions
from edge.bus.clock import now_ns
from edge.processes.graph import CAMERA_PROCESSES, GRAPH
from edge.processes.options import simulation_begin_ns
from edge.runtime.graph import Graph
from edge.runtime.service import ServicePorts
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver
from edge.session.live import LiveSession
from edge.simulation.patient import SimulatedPatient
from edge.terminal.progress import tracked

SESSION_S: Final = 60.0
FILM_S: Final = 25.0
"""The film that stands for the camera is so long."""
LOAD_S: Final = 10.0
SETTLING_S: Final = 5.0
"""From the start until the first packets, and their processes' warm-up, are over."""
LOADS: Final = (1, 2, 4, 8, 16)
WATCHES: Final = (1, 2, 4)
FRAME_HZ: Final = 15.0
P99_BOUND_MS: Final = 25.0
"""From the packet to the live picture's arrival in the page's process."""
APART: Final = ("watch",)
"""Processes in which the radio is simulated."""
SUPERVISOR: Final = "supervisor"
GUESTS: Final = ("driver", answers.LISTENER)
"""They live in the supervisor's process, and are counted there."""
PATIENT: Final = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=SESSION_S, seed=1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One run.

    Attributes:
        title: what it is.
        seconds: how long, after settling.
        camera: the option of that name.
        load: times as fast, with packets at scheduled times; None with the virtual radio.
        watches: so many graphs at once.
    """

    title: str
    seconds: float
    camera: str = ""
    load: float | None = None
    watches: int = 1


def run(
    *,
    session_s: float = SESSION_S,
    load_s: float = LOAD_S,
    loads: Sequence[int] = LOADS,
    watches: Sequence[int] = WATCHES,
) -> dict[str, Any]:
    """Return the figures of each run, and the highest load and number of watches within the bound.

    A run has `end_to_end` (see `edge.runtime.latency`), `movement_end` (milliseconds from there to
    the feedback, see `benchmarks.session.feedback_latency`; none under load), `cpu_percent` of one
    core by process, `cores` of the pipeline's processes together, and `cores_apart` of the
    simulators.
    """
    with tempfile.TemporaryDirectory(prefix="physio-session-") as folder:
        video = Path(folder) / "patient.mp4"
        film(video, FRAME_HZ)
        settings = [
            Setting(title="watch alone", seconds=session_s),
            Setting(
                title="watch and camera", seconds=min(session_s, FILM_S), camera=f"video:{video}"
            ),
            *(Setting(title=f"{n}x load", seconds=load_s, load=n) for n in loads),
            *(Setting(title=f"{n} watches", seconds=load_s, load=1, watches=n) for n in watches),
        ]
        runs = [measure(setting) for setting in tracked(settings, "Whole sessions …")]
    rows = dict(zip((setting.title for setting in settings), runs, strict=True))
    return {
        "simulated": True,
        "frame_hz": FRAME_HZ,
        "p99_bound_ms": P99_BOUND_MS,
        "runs": rows,
        "highest_load": highest(loads, [rows[f"{n}x load"] for n in loads]),
        "most_watches": highest(watches, [rows[f"{n} watches"] for n in watches]),
    }


def measure(setting: Setting) -> dict[str, Any]:
    """Return the figures of one run; of several graphs the worst one's latencies."""
    graph = answers.listening(_graph(setting))
    with ExitStack() as stack:
        supervisors = [stack.enter_context(session(setting, graph)) for _ in range(setting.watches)]
        listener = supervisors[0].join(answers.LISTENER)
        own = _poll(supervisors, SETTLING_S)
        own = _poll(supervisors, setting.seconds)
        answered = _answered(supervisors[0], listener, setting)
    figures = [supervisor.latency for supervisor in supervisors]
    worst = max(figures, key=lambda row: _p99(row) or float("inf"))
    shares = {
        name: sum(row["stages"][name]["cpu_percent"] or 0.0 for row in figures)
        for name in worst["stages"]
        if name not in GUESTS
    } | {SUPERVISOR: 100 * own}
    return {
        "end_to_end": worst["end_to_end"],
        "movement_end": answered,
        "stages": worst["stages"],
        "algorithmic_delay": worst["algorithmic_delay"],
        "cpu_percent": shares,
        "cores": sum(share for name, share in shares.items() if name not in APART) / 100,
        "cores_apart": sum(share for name, share in shares.items() if name in APART) / 100,
    }


@contextmanager
def session(setting: Setting, graph: Graph | None = None) -> Iterator[Supervisor]:
    """Yield the supervisor of a session that runs, with its exercise begun.

    Args:
        setting: what to run.
        graph: by which; None is the setting's own.
    """
    with tempfile.TemporaryDirectory(prefix="physio-session-") as folder:
        live = LiveSession(session_dir=Path(folder) / "session", options=_options(setting, folder))
        with live.running(graph=graph or _graph(setting)) as supervisor, Driver(supervisor):
            yield supervisor


def _options(setting: Setting, folder: str) -> LoadOptions:
    patient = replace(PATIENT, seconds=_recording_s(setting))
    return LoadOptions(
        session_plan=patient.session_plan(100),
        patient_dir=Path(folder),
        simulated=True,
        watch="virtual",
        camera=setting.camera,
        patient=patient,
        samples_per_packet=4,
        load=setting.load or 1.0,
    )


def _recording_s(setting: Setting) -> float:
    """Return how much of a patient is needed, and a little more."""
    return (SETTLING_S + setting.seconds) * (setting.load or 1.0) + 2.0


def _graph(setting: Setting) -> Graph:
    graph = GRAPH if setting.camera else GRAPH.without(*CAMERA_PROCESSES)
    if setting.load is None:
        return graph
    processes = tuple(
        replace(process, factory="benchmarks.session.scheduled_load:serve_load")
        if process.name == "watch"
        else process
        for process in graph.processes
    )
    return replace(graph, processes=processes)


def _answered(supervisor: Supervisor, listener: ServicePorts, setting: Setting) -> dict[str, Any]:
    """Return how long after a movement's true end its feedback came, where times are true ones."""
    deliveries = listener.receive()
    listener.close(1.0)
    if setting.load is not None:
        return {}
    patient = replace(PATIENT, seconds=_recording_s(setting))
    begin_ns = simulation_begin_ns(supervisor.began_ns)
    return answers.figures(answers.delays_ms(deliveries, patient, begin_ns))


def _poll(supervisors: Sequence[Supervisor], seconds: float) -> float:
    """Keep the graphs running for so long; return the share of a core that this took."""
    begin_ns, spent_ns = now_ns(), time.process_time_ns()
    end_ns = begin_ns + round(seconds * 1e9)
    while (now := now_ns()) < end_ns:
        for supervisor in supervisors:
            supervisor.poll(min(0.1, (end_ns - now) / 1e9) / len(supervisors))
    return (time.process_time_ns() - spent_ns) / (now_ns() - begin_ns)


def _p99(row: Mapping[str, Any]) -> float | None:
    page = row["end_to_end"]["page"]
    return None if page is None else float(page["p99"])


def _ends(result: Mapping[str, Any]) -> Table:
    """Return how long after the end of a movement it is recognised and answered."""
    shown = Table("true end of the movement →", "p50 ms", "p95", "max", "n")
    names = {"recognised": "its packet", "answered": "feedback, explained"}
    for title, row in result["runs"].items():
        for part, figures in row["movement_end"].items():
            times = (f"{figures[key]:.0f}" for key in ("p50", "p95", "max"))
            shown.add_row(f"{names[part]}, {title}", *times, str(figures["n"]))
    return shown


def highest(numbers: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> int | None:
    """Return the largest number up to which all runs stayed within the bound."""
    within = None
    for number, row in zip(numbers, rows, strict=True):
        p99 = _p99(row)
        if p99 is None or p99 > P99_BOUND_MS:
            break
        within = number
    return within


def table(result: dict[str, Any], console: Console) -> None:
    """Print latency and processor time of each run."""
    shown = Table(
        *("", "packet → page p50 ms", "p95", "p99", "n", "frame → pose p95", "cores", "apart"),
        title="Simulated patient, whole graph, no browser open",
    )
    for title, row in result["runs"].items():
        ends = row["end_to_end"]
        page, pose = ends["page"], ends["pose"]
        times: tuple[str, ...] = ("–",) * 4
        if page is not None:
            times = (*(f"{page[key]:.2f}" for key in ("p50", "p95", "p99")), str(page["n"]))
        seen = "–" if pose is None else f"{pose['p95']:.1f}"
        shown.add_row(title, *times, seen, f"{row['cores']:.3f}", f"{row['cores_apart']:.3f}")
    console.print(shown)
    console.print(_ends(result))
    shares = Table("percent of a core", *result["runs"])
    names = dict.fromkeys(name for row in result["runs"].values() for name in row["cpu_percent"])
    for name in names:
        rows = [row["cpu_percent"].get(name) for row in result["runs"].values()]
        shares.add_row(name, *("–" if share is None else f"{share:.1f}" for share in rows))
    console.print(shares)
    console.print(
        f"p99 within {result['p99_bound_ms']:g} ms up to {result['highest_load']} times the load, "
        f"and up to {result['most_watches']} watches."
    )
