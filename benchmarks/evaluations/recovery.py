"""Pull the plug on every process of a live session: how soon is it back, and what was lost?

Simulated patient, real processes, real kill -9.
"""

import os
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.question import Progress
from benchmarks.tables import shown, table_of
from edge.bus.clock import now_ns
from edge.core.messages.exercise import Feedback
from edge.core.messages.imu import Imu
from edge.records.recording import Recording
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver, simulated_session
from edge.session.replay import outputs, replay, without_seq
from edge.simulation.body import TrueRepetition
from edge.simulation.patient import SimulatedPatient, pair_up

VICTIMS: Final = ("coach", "recorder", "page", "motion", "watch")
LEAD_S: Final = 12.0
"""The patient begins when all are at work, on a machine that is busy with other things too."""
FIRST_KILL_S: Final = 8.0
EVERY_S: Final = 6.0
TAIL_S: Final = 2.0
LONGEST_S: Final = 6.0
"""A kill waits at most this long for the middle of a movement."""
OUTAGE_S: Final = 3.0
"""So long after a kill a movement that begins may be missing."""
MOST_REPETITIONS: Final = 100
"""More than are done, so that one that is invented is counted."""


class FaultInjector:
    """Kills one process after the other, and notes when each is back.

    A process is back when its new self has sent a heartbeat from inside its working loop.

    Args:
        victims: the names of the processes, in the order in which they are killed.
        due_s: when each of them is due, on the simulated patient's clock.
        begin_ns: host time at which that reads zero.
        session_s: how long the patient exercises.
    """

    def __init__(
        self, victims: Sequence[str], due_s: Sequence[float], begin_ns: int, session_s: float
    ) -> None:
        self.back_s: dict[str, float | None] = dict.fromkeys(victims)
        self.collateral: list[str] = []
        self._victims = list(victims)
        self._due_s = list(due_s)
        self._session_s = session_s
        self._begin_ns = begin_ns
        self._killed: tuple[str, float, dict[str, int]] | None = None

    def polled(self, supervisor: Supervisor) -> None:
        """Kill what is due, and look for what is back."""
        elapsed_s = (now_ns() - self._begin_ns) / 1e9
        if self._killed is not None:
            self._look(supervisor)
        elif self._victims and elapsed_s >= self._due_s[self.killed]:
            self._kill(supervisor, self._victims.pop(0))
        if elapsed_s > self._session_s + TAIL_S:
            supervisor.stop.set()

    @property
    def killed(self) -> int:
        """How many processes have been killed."""
        return len(self.back_s) - len(self._victims)

    def _kill(self, supervisor: Supervisor, name: str) -> None:
        pids = supervisor.pids
        os.kill(pids[name], signal.SIGKILL)
        self._killed = (name, time.monotonic(), pids)

    def _look(self, supervisor: Supervisor) -> None:
        assert self._killed is not None
        name, at_s, before = self._killed
        pids = supervisor.pids
        if pids.get(name, before[name]) != before[name] and supervisor.states[name] == "running":
            self.back_s[name] = time.monotonic() - at_s
            self.collateral += [n for n in before if n != name and pids.get(n) != before[n]]
            self._killed = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What a recording lacks, and whether it replays to what was said live.

    Attributes:
        longest_hole_s: longest step between two samples of the watch.
        holes_s: all steps that are longer than any packet's.
        feedbacks: numbers of the repetitions that were answered.
        replay_same_as_live: a replay says the same words about the same repetitions.
        warnings: of the recording.
    """

    longest_hole_s: float
    holes_s: tuple[float, ...]
    feedbacks: tuple[int, ...]
    replay_same_as_live: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstTruth:
    """What was said in a session beside what the simulated patient really did.

    Attributes:
        truth: repetitions done.
        found: of them.
        invented: repetitions counted that were none.
        missed_s: when those began that were not found and that no kill has hit.
        range_error_deg: largest error of a range of motion that was judged.
        wrong_cues: each cue that is not about what was done, with that.
    """

    truth: int
    found: int
    invented: int
    missed_s: tuple[float, ...]
    range_error_deg: float
    wrong_cues: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryResult(Losses):
    """How soon each process was back, and what the session lost.

    Attributes:
        simulated: the patient is; processes and kills are real.
        back_s: seconds until each killed process worked again, None where it never did.
        also_died: processes that were not killed and had to be started anew.
        left_processes: that were there after the session.
        left_run_dir: the session's sockets were.
        beside_truth: what was said, against what the simulated patient really did.
    """

    simulated: bool = True
    back_s: dict[str, float | None]
    also_died: tuple[str, ...]
    left_processes: int
    left_run_dir: bool
    beside_truth: AgainstTruth

    def table(self) -> Group:
        """Return how soon each process was back, and what was lost."""
        back = Table("killed", "back after s", title="A live session, simulated patient")
        for name, seconds in self.back_s.items():
            back.add_row(name, shown(seconds))
        rest = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in ("simulated", "back_s", "beside_truth")
        }
        rest |= {
            field.name: getattr(self.beside_truth, field.name) for field in fields(AgainstTruth)
        }
        return Group(back, table_of({"": rest}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How soon a killed process is back, and what is lost; its settings."""

    seed: Annotated[int, typer.Option(min=0, help="Of the simulated patient.")] = 1
    victims: tuple[str, ...] = VICTIMS
    every_s: float = EVERY_S

    def run(self, progress: Progress) -> RecoveryResult:
        """Return, per killed process, the seconds until it was back, and what the session lost."""
        session_s = FIRST_KILL_S + (self.every_s + LONGEST_S) * (len(self.victims) + 1)
        patient = SimulatedPatient(
            exercise="shoulder_abduction",
            side="right",
            profile="mixed",
            seconds=session_s,
            seed=self.seed,
        )
        with tempfile.TemporaryDirectory(prefix="physio-recovery-") as folder:
            truth = patient.session().truth
            due_s = moments(truth, len(self.victims), self.every_s)
            session = simulated_session(
                patient, Path(folder), repetitions=MOST_REPETITIONS, lead_s=LEAD_S
            )
            pids: set[int] = set()

            def polled(supervisor: Supervisor) -> None:
                pids.update(supervisor.pids.values())
                injector.polled(supervisor)
                progress(injector.killed, len(self.victims))

            with session.running() as supervisor, Driver(supervisor, LEAD_S) as driver:
                injector = FaultInjector(self.victims, due_s, driver.begin_ns, session_s)
                driver.drive(polled=polled)
            recording = session.recording()
        lost = losses(recording)
        feedbacks = [m for m in recording.messages if isinstance(m, Feedback)]
        beside = against_truth(feedbacks, truth, driver.begin_ns, due_s)
        return RecoveryResult(
            back_s=injector.back_s,
            also_died=tuple(injector.collateral),
            left_processes=sum(Path(f"/proc/{pid}").exists() for pid in pids),
            left_run_dir=supervisor.run_dir.exists(),
            longest_hole_s=lost.longest_hole_s,
            holes_s=lost.holes_s,
            feedbacks=lost.feedbacks,
            replay_same_as_live=lost.replay_same_as_live,
            warnings=lost.warnings,
            beside_truth=beside,
        )


def moments(truth: Sequence[TrueRepetition], kills: int, every_s: float) -> list[float]:
    """Return when to kill, in s: in the middle of a movement each, at least `every_s` apart.

    Args:
        truth: the movements.
        kills: how many moments are needed.
        every_s: the least time between two of them.
    """
    due_s: list[float] = []
    for true in truth:
        middle_s = (true.start_s + true.end_s) / 2
        if middle_s >= (due_s[-1] + every_s if due_s else FIRST_KILL_S) and len(due_s) < kills:
            due_s.append(middle_s)
    return due_s


def against_truth(
    feedbacks: Sequence[Feedback],
    truth: Sequence[TrueRepetition],
    begin_ns: int,
    killed_s: Sequence[float],
) -> AgainstTruth:
    """Return what was said beside what was done.

    Args:
        feedbacks: in order.
        truth: in order.
        begin_ns: host time at which the truth's clock reads zero.
        killed_s: when something was killed, on that clock; what is done within `OUTAGE_S` after it
            may be missing.
    """
    pairs = pair_up(feedbacks, truth, begin_ns)
    found = {id(pair.truth) for pair in pairs if pair.truth is not None}
    errors_deg, wrong = [0.0], []
    for pair in pairs:
        judgement, true = pair.feedback.judgement, pair.truth
        if judgement is None or true is None:
            continue
        errors_deg.append(abs(judgement.rom_deg - true.rom_deg))
        done = true.impairment or "praise"
        if pair.feedback.cue_kind != done:
            wrong.append(f"{pair.feedback.number}: {pair.feedback.cue_kind} for {done}")
    return AgainstTruth(
        truth=len(truth),
        found=len(found),
        invented=len(pairs) - len(found),
        missed_s=tuple(
            true.start_s
            for true in truth
            if id(true) not in found
            and not any(true.start_s - OUTAGE_S < at < true.end_s for at in killed_s)
        ),
        range_error_deg=max(errors_deg),
        wrong_cues=tuple(wrong),
    )


def losses(recording: Recording) -> Losses:
    """Return what a recording lacks, and whether it replays to what was said live."""
    chunks = [message for message in recording.messages if isinstance(message, Imu)]
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    steps_s = np.diff(t_ns) / 1e9
    live = outputs(recording.messages)
    return Losses(
        longest_hole_s=float(steps_s.max()),
        holes_s=tuple(float(step) for step in steps_s if step > 0.1),
        feedbacks=tuple(message.number for message in live if isinstance(message, Feedback)),
        replay_same_as_live=without_seq(outputs(replay(recording))) == without_seq(live),
        warnings=tuple(recording.warnings),
    )
