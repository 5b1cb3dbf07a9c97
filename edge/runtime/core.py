"""The one core that the processes between watch and page share.

A message between two cores must wake the other one, and finds its caches cold: several times what
the message itself costs. A core that is too busy is worse than a cold one, though: a process that
has to wait for it goes where it likes for a while.
"""

import os
from pathlib import Path
from typing import Final, NamedTuple, Self

from edge.bus.clock import now_ns

JOIN_NS: Final = 1_000_000_000
"""So long a process that starts has the whole machine; it has more to do than ever after."""
RETURN_NS: Final = 10_000_000_000
"""So long a process stays away that had to wait."""
LONGEST_WAIT_NS: Final = 200_000
"""Mean wait for the core, each time a message wakes the process up; more than waking another core
costs."""

_THREADS: Final = Path("/proc/self/task")
_SCHEDSTAT: Final = Path("/proc/thread-self/schedstat")
_CPUS: Final = Path("/sys/devices/system/cpu")
_SPEEDS: Final = ("cpu_capacity", "cpufreq/cpuinfo_max_freq")


class Waits(NamedTuple):
    """What the scheduler counts of a thread: how often it ran, and how long it waited to."""

    runs: int
    waited_ns: int

    @classmethod
    def of_this_thread(cls) -> Self:
        """Return the counts of the calling thread."""
        _, waited_ns, runs = map(int, _SCHEDSTAT.read_text().split())
        return cls(runs, waited_ns)

    def mean_since(self, before: "Waits") -> float:
        """Return the mean wait in nanoseconds since `before`."""
        return (self.waited_ns - before.waited_ns) / max(1, self.runs - before.runs)


def fastest_core(allowed: set[int]) -> int:
    """Return the last of the fastest of the `allowed` cores; the first one serves most devices."""
    return max(allowed, key=lambda core: (_speed(core), core))


def _speed(core: int) -> int:
    """Return a core's relative speed as the kernel tells it, 0 where all are alike."""
    for name in _SPEEDS:
        path = _CPUS / f"cpu{core}" / name
        if path.exists():
            return int(path.read_text())
    return 0


class SharedCore:
    """Keeps a process on the shared core, except while it starts or had to wait too long there."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self._allowed = os.sched_getaffinity(0)
        self._core = fastest_core(self._allowed)
        self._since = Waits.of_this_thread()
        self._joined = False
        self._join_ns = now_ns() + JOIN_NS

    def review(self) -> None:
        """Join or leave by what the calling thread has met since the last time, a second ago."""
        before, self._since = self._since, Waits.of_this_thread()
        self.judge(self._since.mean_since(before), now_ns())

    def judge(self, mean_wait_ns: float, at_ns: int) -> None:
        """Join or leave by the mean wait before `at_ns`."""
        if self._joined and mean_wait_ns > LONGEST_WAIT_NS:
            self._move(self._allowed)
            self._joined = False
            self._join_ns = at_ns + RETURN_NS
        elif not self._joined and at_ns >= self._join_ns:
            self._move({self._core})
            self._joined = True

    def _move(self, cores: set[int]) -> None:
        """Let all threads of this process run on `cores` only."""
        for thread in _THREADS.iterdir():
            try:
                os.sched_setaffinity(int(thread.name), cores)
            except ProcessLookupError:
                continue  # it has just ended
