"""Pull the plug on every process of a live session: how soon is it back, and what was lost?

Simulated patient, real processes, real kill -9.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.messages.exercise import Feedback
from edge.core.messages.imu import Imu
from edge.records.recording import Recording
from edge.runtime.supervisor import Supervisor
from edge.session.driver import Driver, simulated_session
from edge.session.replay import outputs, replay, without_seq
from edge.simulation.patient import SimulatedPatient

VICTIMS: Final = ("coach", "recorder", "page", "motion", "watch")
FIRST_KILL_S: Final = 8.0
EVERY_S: Final = 6.0
TAIL_S: Final = 2.0


class Saboteur:
    """Kills one process after the other, and notes when each is back.

    A process is back when its new self has sent a heartbeat from inside its working loop.
    """

    def __init__(self, victims: Sequence[str], session_s: float) -> None:
        self.back_s: dict[str, float | None] = dict.fromkeys(victims)
        self.collateral: list[str] = []
        self._victims = list(victims)
        self._session_s = session_s
        self._killed: tuple[str, float, dict[str, int]] | None = None
        self._began_s = time.monotonic()

    def polled(self, supervisor: Supervisor) -> None:
        """Kill what is due, and look for what is back."""
        elapsed_s = time.monotonic() - self._began_s
        if self._killed is not None:
            self._look(supervisor)
        elif self._victims and elapsed_s >= self._due_s():
            self._kill(supervisor, self._victims.pop(0))
        if elapsed_s > self._session_s + TAIL_S:
            supervisor.stop.set()

    def _due_s(self) -> float:
        return FIRST_KILL_S + EVERY_S * (len(self.back_s) - len(self._victims))

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


def run(
    *,
    seed: int = 1,
    victims: Sequence[str] = VICTIMS,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Return, per killed process, the seconds until it was back, and what the session lost."""
    session_s = FIRST_KILL_S + EVERY_S * (len(victims) + 1)
    patient = SimulatedPatient(
        exercise="shoulder_abduction", side="right", profile="mixed", seconds=session_s, seed=seed
    )
    say(f"A session of {session_s:.0f} s; killing {', '.join(victims)} one after the other.")
    with tempfile.TemporaryDirectory(prefix="physio-recovery-") as folder:
        session = simulated_session(patient, Path(folder), repetitions=len(patient.session().truth))
        pids: set[int] = set()

        def polled(supervisor: Supervisor) -> None:
            pids.update(supervisor.pids.values())
            saboteur.polled(supervisor)

        with session.running() as supervisor, Driver(supervisor) as driver:
            saboteur = Saboteur(victims, session_s)
            driver.drive(polled=polled)
        recording = session.recording()
    return {
        "simulated": True,
        "back_s": saboteur.back_s,
        "also_died": saboteur.collateral,
        **losses(recording),
        "left_processes": sum(Path(f"/proc/{pid}").exists() for pid in pids),
        "left_run_dir": supervisor.run_dir.exists(),
    }


def losses(recording: Recording) -> dict[str, Any]:
    """Return what a recording lacks, and whether it replays to what was said live."""
    chunks = [message for message in recording.messages if isinstance(message, Imu)]
    t_ns = np.concatenate([chunk.t_ns for chunk in chunks])
    steps_s = np.diff(t_ns) / 1e9
    live = outputs(recording.messages)
    numbers = [message.number for message in live if isinstance(message, Feedback)]
    return {
        "longest_hole_s": float(steps_s.max()),
        "holes_s": [float(step) for step in steps_s if step > 0.1],
        "feedbacks": numbers,
        "replay_same_as_live": without_seq(outputs(replay(recording))) == without_seq(live),
        "warnings": recording.warnings,
    }
