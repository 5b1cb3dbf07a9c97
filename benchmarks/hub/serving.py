"""`physio hub serve` in a process of its own, as a clinic runs it."""

import random
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.errors import HubBenchError
from edge.hub.own_process import own_process

_TRIES: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A hub that is being served.

    Attributes:
        endpoints: where it listens, an endpoint a port.
        pid: of the process that was started.
    """

    endpoints: tuple[str, ...]
    pid: int

    def peak_mb(self) -> float:
        """Return the most memory that the processes ever had, together."""
        return sum(map(_peak_mb, self.pids()))

    def cpu_s(self) -> float:
        """Return the processor time of the processes so far."""
        times = [psutil.Process(pid).cpu_times() for pid in self.pids()]
        return sum(each.user + each.system for each in times)

    def descriptors(self) -> int:
        """Return how many descriptors the processes have open."""
        return sum(psutil.Process(pid).num_fds() for pid in self.pids())

    def pids(self) -> list[int]:
        """Return the processes, the one that was started first."""
        family = psutil.Process(self.pid).children(recursive=True)
        return [self.pid, *(each.pid for each in family)]


@contextmanager
def serving(
    folder: Path, *options: str, ports: int = 1, around: Sequence[str] = ()
) -> Iterator[Serving]:
    """Yield once the hub of a folder listens; it is ended afterwards.

    Args:
        folder: of the hub.
        options: of `physio hub serve`.
        ports: at how many ports it is going to listen.
        around: words before the command, such as those that keep it on one core.

    Raises:
        HubError: it does not come up.
    """
    with own_process(folder, "serve", *options, addresses=ports, around=around) as own:
        yield Serving(endpoints=own.addresses, pid=own.process.pid)


def free_ports(number: int) -> range:
    """Return ports of this machine that follow each other, all free a moment ago.

    Raises:
        HubBenchError: there are none.
    """
    rng = random.Random()
    for _ in range(_TRIES):
        first = rng.randrange(20_000, 30_000)
        found = range(first, first + number)
        if all(map(_is_free, found)):
            return found
    raise HubBenchError(f"there are no {number} free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    found = next(line for line in lines if line.startswith("VmHWM"))
    return int(found.split()[1]) / 1_024
