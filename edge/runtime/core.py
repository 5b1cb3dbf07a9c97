"""The one core that the processes between watch and page share.

A message between two cores must wake the other one, and finds its caches cold: several times what
the message itself costs. A core that has other work is worse than a cold one, though, so nobody
stays on the shared one while it is busy.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from edge.bus.clock import now_ns

JOIN_NS: Final = 1_000_000_000
"""Time for which a starting process is not pinned, while imports and compiled code load."""
RETURN_NS: Final = 10_000_000_000
"""Time for which a process stays away from a core that was busy."""
BUSY: Final = 0.5
"""Share of the time from which on a core is busy; the shared processes need a fifth of one."""

_THREADS: Final = Path("/proc/self/task")
_STAT: Final = Path("/proc/stat")
_CPUS: Final = Path("/sys/devices/system/cpu")
_SPEEDS: Final = ("cpu_capacity", "cpufreq/cpuinfo_max_freq")


class Ticks(NamedTuple):
    """What the kernel counts of a core since it started: clock ticks, and those at rest."""

    total: int
    idle: int

    def busy_since(self, before: "Ticks") -> float:
        """Return the share of the time since `before` in which the core worked."""
        return 1 - (self.idle - before.idle) / max(1, self.total - before.total)


def ticks_of(core: int) -> Ticks | None:
    """Return the counts of `core`; None where the kernel shows none.

    A container may number its cores anew there, or show nothing, and a core may be taken offline.
    """
    try:
        lines = [line.split() for line in _STAT.read_text().splitlines()]
        counts = next(words[1:9] for words in lines if words[:1] == [f"cpu{core}"])
        ticks = list(map(int, counts))
        return Ticks(sum(ticks), ticks[3] + ticks[4])
    except (OSError, StopIteration, ValueError, IndexError):
        return None


def fastest_core(allowed: set[int]) -> int:
    """Return the last of the fastest of the `allowed` cores; the first one serves most devices."""
    return max(allowed, key=lambda core: (_speed(core), core))


def _speed(core: int) -> int:
    """Return a core's relative speed as the kernel tells it, 0 where all are alike."""
    for name in _SPEEDS:
        path = _CPUS / f"cpu{core}" / name
        with suppress(OSError, ValueError):
            return int(path.read_text())
    return 0


class SharedCore:
    """Keeps a process on the shared core, except while it starts or the core is busy.

    Where nobody knows how busy the core is, or it is gone, the process runs on any.
    """

    def __init__(self) -> None:
        """Begin anywhere."""
        self._allowed = os.sched_getaffinity(0)
        self._core = fastest_core(self._allowed)
        self._since = ticks_of(self._core)
        self._joined = False
        self._join_ns = now_ns() + JOIN_NS

    def review(self) -> None:
        """Join or leave by how busy the core has been since the last time, a second ago."""
        before, since = self._since, ticks_of(self._core)
        self._since = since
        busy = 1.0 if before is None or since is None else since.busy_since(before)
        self.judge(busy, now_ns())

    def judge(self, busy: float, at_ns: int) -> None:
        """Join or leave by the share of the time before `at_ns` in which the core worked."""
        if self._joined and busy > BUSY:
            self._move(self._allowed)
            self._joined = False
            self._join_ns = at_ns + RETURN_NS
        elif not self._joined and busy <= BUSY and at_ns >= self._join_ns:
            self._joined = self._move({self._core})
            self._join_ns = at_ns + RETURN_NS

    def _move(self, cores: set[int]) -> bool:
        """Let all threads of this process run on `cores` only; return whether they may."""
        for thread in _THREADS.iterdir():
            try:
                os.sched_setaffinity(int(thread.name), cores)
            except ProcessLookupError:
                continue  # it has just ended
            except OSError:
                return False  # the cores are offline, or a container does not let it choose
        return True
