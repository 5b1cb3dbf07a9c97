"""A live session of a simulated patient, as benchmarks run it: with the radio or under load."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.session.scheduled_load import LoadOptions
from edge.processes.graph import CAMERA_PROCESSES, GRAPH, UPLINK_PROCESSES
from edge.runtime.graph import Graph
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver
from edge.session.live import LiveSession
from edge.simulation.patient import SimulatedPatient

SESSION_S: Final = 60.0
SETTLING_S: Final = 5.0
"""From the start until the first packets, and their processes' warm-up, are over."""
PATIENT: Final = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=SESSION_S, seed=1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSetting:
    """One run.

    Attributes:
        title: what it is.
        seconds: how long, after settling.
        camera: the option of that name.
        load: times as fast, with packets at scheduled times; None with the virtual radio.
        watches: graphs at once.
    """

    title: str
    seconds: float
    camera: str = ""
    load: float | None = None
    watches: int = 1


@contextmanager
def session(setting: SessionSetting, graph: Graph | None = None) -> Iterator[Supervisor]:
    """Yield the supervisor of a session that runs, with its exercise begun.

    Args:
        setting: what to run.
        graph: by which; None is the setting's own.
    """
    with tempfile.TemporaryDirectory(prefix="physio-session-") as folder:
        live = LiveSession(session_dir=Path(folder) / "session", options=_options(setting, folder))
        with live.running(graph=graph or graph_of(setting)) as supervisor, Driver(supervisor):
            yield supervisor


def _options(setting: SessionSetting, folder: str) -> LoadOptions:
    patient = replace(PATIENT, seconds=recording_s(setting))
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


def recording_s(setting: SessionSetting) -> float:
    """Return how much of a patient is needed, and a little more."""
    return (SETTLING_S + setting.seconds) * (setting.load or 1.0) + 2.0


def graph_of(setting: SessionSetting) -> Graph:
    """Return the graph of that setting."""
    graph = GRAPH.without(*UPLINK_PROCESSES, *(() if setting.camera else CAMERA_PROCESSES))
    if setting.load is None:
        return graph
    processes = tuple(
        replace(process, factory="benchmarks.session.scheduled_load:serve_load")
        if process.name == "watch"
        else process
        for process in graph.processes
    )
    return replace(graph, processes=processes)
