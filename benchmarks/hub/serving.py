"""`physio hub serve` in a process of its own, as a clinic runs it."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.errors import HubBenchError

_SAID: Final = re.compile(r"Listening on (tcp://\S+);")
_UP_S: Final = 60
_END_S: Final = 30


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
    folder: Path,
    *options: str,
    ports: int = 1,
    around: Sequence[str] = (),
) -> Iterator[Serving]:
    """Yield once the hub of a folder listens; it is ended afterwards.

    Args:
        folder: of the hub.
        options: of `physio hub serve`.
        ports: at how many ports it is going to listen.
        around: words before the command, such as those that keep it on one core.

    Raises:
        HubBenchError: it does not come up.
    """
    start = "import sys; from edge.cli import main; sys.argv[0] = 'physio'; main()"

    process = subprocess.Popen(
        [*around, sys.executable, "-c", start, "hub", "serve", "--hub", str(folder), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert process.stderr is not None
    said: list[str] = []
    endpoints: list[str] = []
    reader: threading.Thread | None = None
    watchdog = threading.Timer(_UP_S, process.kill)
    watchdog.start()
    try:
        for line in process.stderr:
            said.append(line)
            endpoints += _SAID.findall(line)
            if len(endpoints) == ports:
                break
        watchdog.cancel()
        if len(endpoints) < ports:
            raise HubBenchError(f"the hub does not come up: {' '.join(said)[-2000:]}")
        # It must not have to wait because nobody reads what it says.
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        reader.start()
        yield Serving(endpoints=tuple(endpoints), pid=process.pid)
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if reader is not None:
            reader.join()
        process.stderr.close()


def _peak_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    found = next(line for line in lines if line.startswith("VmHWM"))
    return int(found.split()[1]) / 1_024
