"""Does to a running session what was drawn."""

import os
import shutil
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path
from typing import Final

from benchmarks.evaluations.chaos.broken_disk import CLOCK, FULL
from benchmarks.evaluations.chaos.disasters import FORK_SERVER, Disaster
from edge.bus.clock import now_ns
from edge.runtime.supervisor import Supervisor

FILLER: Final = "filler"
FILL_BYTES: Final = 2**16
SET_BY_S: Final = 3600.0
HURRY_S: Final = 2.0
"""A process that is just being started again is waited for at most this long."""


class Clock:
    """The supervisor's clock, which is set forward like one that a night has passed on."""

    def __init__(self) -> None:
        self._ahead_ns = 0

    def __call__(self) -> int:
        """Return the host's time, or what it was set to."""
        return now_ns() + self._ahead_ns

    def set_forward(self) -> None:
        """Let an hour pass."""
        self._ahead_ns += round(SET_BY_S * 1e9)


class Wrecker:
    """Does each disaster at its time, and ends what does not end by itself.

    Args:
        disasters: in order of time.
        home: folder of the patient, which may be removed.
        clock: of the supervisor.
        begin_ns: host time at which the simulated patient's clock reads zero.

    Attributes:
        done: what has happened, with the time at which it did.
    """

    def __init__(
        self, disasters: Sequence[Disaster], home: Path, clock: Clock, begin_ns: int
    ) -> None:
        self.done: list[Disaster] = []
        self._due = list(disasters)
        self._home = home
        self._clock = clock
        self._begin_ns = begin_ns
        self._ends: list[tuple[float, Callable[[], None]]] = []
        self._wrong_s = 0.0

    @property
    def now_s(self) -> float:
        """The time on the simulated patient's clock."""
        return (now_ns() - self._begin_ns) / 1e9

    def polled(self, supervisor: Supervisor) -> None:
        """Do what is due."""
        for end in [end for end in self._ends if end[0] <= self.now_s]:
            self._ends.remove(end)
            end[1]()
        while self._due and self._due[0].at_s <= self.now_s:
            late_s = self.now_s - self._due[0].at_s
            if not self._happens(self._due[0], supervisor) and late_s < HURRY_S:
                return
            self._due.pop(0)

    def end(self) -> None:
        """End all that lasts."""
        for _, end in self._ends:
            end()
        self._ends.clear()

    def _happens(self, disaster: Disaster, supervisor: Supervisor) -> bool:
        """Let it happen; return whether it could."""
        at_s = disaster.at_s if disaster.kind == "radio_gone" else self.now_s
        match disaster.kind:
            case "kill" | "terminate" | "freeze":
                if not self._strike(disaster, supervisor):
                    return False
            case "disk_full":
                full = supervisor.run_dir / FULL
                full.touch()
                self._later(disaster, lambda: full.unlink(missing_ok=True))
            case "disk_filled":
                filler = self._fill(self._home.parent / FILLER)
                self._later(disaster, lambda: filler.unlink(missing_ok=True))
            case "home_removed":
                shutil.rmtree(self._home, ignore_errors=True)
            case "clock_set":
                self._clock.set_forward()
                self._wrong_s = SET_BY_S - self._wrong_s
                (supervisor.run_dir / CLOCK).write_text(str(self._wrong_s))
        self.done.append(replace(disaster, at_s=at_s))
        return True

    def _strike(self, disaster: Disaster, supervisor: Supervisor) -> bool:
        if disaster.victim == FORK_SERVER:
            pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        elif supervisor.states.get(disaster.victim) == "running":
            pid = supervisor.pids.get(disaster.victim)
        else:
            pid = None
        if pid is None:
            return False
        numbers = {"kill": signal.SIGKILL, "terminate": signal.SIGTERM, "freeze": signal.SIGSTOP}
        os.kill(pid, numbers[disaster.kind])
        if disaster.kind == "freeze":
            self._later(disaster, lambda: _thaw(pid, disaster.victim, supervisor))
        return True

    def _later(self, disaster: Disaster, end: Callable[[], None]) -> None:
        self._ends.append((self.now_s + disaster.for_s, end))

    def _fill(self, filler: Path) -> Path:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(FILL_BYTES))
        return filler


def _thaw(pid: int, name: str, supervisor: Supervisor) -> None:
    if supervisor.pids.get(name) == pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
