"""Kill, stop, fill, unplug at random: what does a session lose, and does it say so?

Simulated patient, real processes, real signals, a real full disk where one can be mounted.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Group

from benchmarks.evaluations.chaos.disasters import VICTIMS, Disaster, drawn
from benchmarks.evaluations.chaos.judging import judged
from benchmarks.evaluations.chaos.leftovers import alive, drafts, temporary_files
from benchmarks.evaluations.chaos.small_disk import small_disk
from benchmarks.evaluations.chaos.witness import QUIET, WITNESS, Witness
from benchmarks.evaluations.chaos.wrecker import Clock, Wrecker
from benchmarks.evaluations.recovery import LEAD_S
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.bus.edges import Policy
from edge.page.exercise.model import ExerciseModel
from edge.processes.graph import CAMERA_PROCESSES, GRAPH, UPLINK_PROCESSES
from edge.processes.options import SessionOptions
from edge.records.errors import RecordsError
from edge.records.session_plan import SessionPlan
from edge.runtime.graph import Graph, Kind, Process
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver
from edge.session.live import LiveSession
from edge.session.replay import outputs, replay, without_seq
from edge.simulation.body import TrueRepetition
from edge.simulation.patient import SimulatedPatient
from firmware_bridge.playback import Faults

TAIL_S: Final = 5.0
WAITING: Final = 256
SETS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What became of a session in which everything broke.

    Attributes:
        simulated: the patient is; processes, signals and disks are real.
        events: how much was broken.
        by_kind: how often each kind of it.
        truth: repetitions that the simulated patient did.
        found: of those outside all outages, how many were found.
        invented: repetitions found that were none.
        excluded: true repetitions that an outage touches; an outage is that of watch, movement
            measurement or radio, and ends 3 s after its cause.
        replay_equal: what was recorded replays to the words that were said.
        untold_events: how much the page had no words for.
        left_over: processes and files that were left.
        details: what was missed, invented, untold or left, in words.
    """

    simulated: bool = True
    events: int
    by_kind: dict[str, int]
    truth: int
    found: int
    invented: int
    excluded: int
    replay_equal: bool
    untold_events: int
    left_over: int
    details: tuple[str, ...]

    def table(self) -> Group:
        """Return the figures, and a line for each thing that is not as it should be."""
        figures = {
            name: getattr(self, name)
            for name in self.__slots__
            if name not in ("by_kind", "details", "simulated")
        }
        return Group(
            table_of({"": figures}, title="A live session, simulated patient"),
            table_of({"": self.by_kind}, title="What was broken"),
            *self.details,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaos:
    """What survives when everything breaks at random; its settings."""

    seed: Annotated[int, typer.Option(min=0, help="Of the patient and of what breaks.")] = 1
    minutes: Annotated[float, typer.Option(min=0.4, help="Length of the session.")] = 10.0

    def run(self, progress: Progress) -> Survival:
        """Return what became of the session."""
        seconds = 60.0 * self.minutes
        patient = SimulatedPatient(
            exercise="shoulder_abduction",
            side="right",
            profile="mixed",
            seconds=seconds,
            seed=self.seed,
        )
        before = temporary_files()
        with (
            tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder,
            small_disk(Path(folder)) as can_fill,
        ):
            home = Path(folder) / "home"
            disasters = drawn(self.seed, seconds, can_fill=can_fill)
            session = _session(patient, home, disasters)
            course = _hold(session, disasters, seconds, progress)
            return _survival(course, session, patient.session().truth, before, home)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """How a session went: what broke, who saw it, which processes there were."""

    begin_ns: int
    done: tuple[Disaster, ...]
    witness: Witness
    pids: frozenset[int]
    hurt: frozenset[str]
    run_dir: Path


def _session(patient: SimulatedPatient, home: Path, disasters: Sequence[Disaster]) -> LiveSession:
    dropouts = tuple(one.dropout for one in disasters if one.kind == "radio_gone")
    return LiveSession(
        session_dir=home / "session",
        options=SessionOptions(
            session_plan=_endless(patient.session_plan(100)),
            patient_dir=home,
            simulated=True,
            watch="virtual",
            patient=patient,
            faults=Faults(dropouts=dropouts),
            lead_s=LEAD_S,
        ),
    )


def _endless(session_plan: SessionPlan) -> SessionPlan:
    """Return the plan with more repetitions than anybody does."""
    (planned,) = session_plan.plan.exercises
    plan = replace(session_plan.plan, exercises=(replace(planned, sets=SETS),))
    return replace(session_plan, plan=plan)


def _graph() -> Graph:
    """Return the usual graph with a recorder whose disk can be full, and a second page's inputs."""
    usual = GRAPH.without(*CAMERA_PROCESSES, *UPLINK_PROCESSES)
    recorder = "benchmarks.evaluations.chaos.broken_disk:serve_on_a_broken_disk"
    processes = tuple(
        replace(process, factory=recorder) if process.name == "recorder" else process
        for process in usual.processes
    )
    seen = tuple(
        replace(edge, consumer=WITNESS, policy=Policy.NEWEST, depth=WAITING)
        for edge in usual.edges
        if edge.consumer == "page"
    )
    return replace(
        usual,
        processes=(*processes, Process(name=WITNESS, kind=Kind.GUEST)),
        edges=usual.edges + seen,
    )


def _hold(
    session: LiveSession, disasters: Sequence[Disaster], seconds: float, progress: Progress
) -> _Course:
    plan = session.options.session_plan
    clock = Clock()
    pids: set[int] = set()
    with (
        session.running(graph=_graph(), clock=clock) as supervisor,
        Driver(supervisor, LEAD_S) as driver,
    ):
        ports = supervisor.join(WITNESS)
        witness = Witness(ExerciseModel(plan=plan.plan, anchors=plan.anchors), ports)
        wrecker = Wrecker(disasters, session.options.patient_dir, clock, driver.begin_ns)

        def polled(supervisor: Supervisor) -> None:
            pids.update(supervisor.pids.values())
            wrecker.polled(supervisor)
            witness.look()
            progress(max(0, round(wrecker.now_s)), round(seconds))

        driver.drive(seconds + TAIL_S, polled)
        wrecker.end()
        ports.close(0.0)
    struck = {one.victim for one in wrecker.done}
    hurt = {absence.name for absence in supervisor.absences} - struck
    return _Course(
        begin_ns=driver.begin_ns,
        done=tuple(wrecker.done),
        witness=witness,
        pids=frozenset(pids),
        hurt=frozenset(hurt),
        run_dir=supervisor.run_dir,
    )


def _survival(
    course: _Course,
    session: LiveSession,
    truth: Sequence[TrueRepetition],
    before: frozenset[str],
    home: Path,
) -> Survival:
    repetitions = judged(session.outcome.feedbacks, truth, course.done, begin_ns=course.begin_ns)
    untold = [
        one
        for one in course.done
        if one.kind not in QUIET
        and one.victim in ("", *VICTIMS)
        and not course.witness.has_told(one, course.begin_ns, course.done)
    ]
    left = [
        *(f"process {pid}" for pid in alive(course.pids)),
        *sorted(temporary_files() - before),
        *(str(folder) for folder in (course.run_dir,) if folder.exists()),
        *drafts(home),
    ]
    equal, warnings = _replays(session)
    kinds = [one.kind for one in course.done]
    return Survival(
        events=len(course.done),
        by_kind={kind: kinds.count(kind) for kind in sorted(set(kinds))},
        truth=len(truth),
        found=repetitions.found,
        invented=len(repetitions.invented),
        excluded=repetitions.excluded,
        replay_equal=equal,
        untold_events=len(untold) + len(course.hurt),
        left_over=len(left),
        details=(
            *repetitions.words(),
            *(f"untold: {one}" for one in untold),
            *(f"away, and nothing was done to it: {name}" for name in sorted(course.hurt)),
            *(f"left: {what}" for what in left),
            *(f"recording: {warning}" for warning in warnings),
            *map(str, course.done),
        ),
    )


def _replays(session: LiveSession) -> tuple[bool, tuple[str, ...]]:
    """Return whether what was recorded replays to what was said live, and why not."""
    try:
        recording = session.recording()
    except RecordsError as error:
        return False, (str(error),)
    live = without_seq(outputs(recording.messages))
    again = without_seq(outputs(replay(recording)))
    return live == again, recording.warnings
