"""What a process knows of the session it belongs to."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from edge.runtime.checkpoint import Checkpoint

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionContext:
    """Everything the factory of a stage or service may build on.

    Attributes:
        process: name of the process, as in the graph.
        session_dir: folder of this session, with the recording and the latency figures.
        run_dir: private folder of the running system, gone at its end: sockets and checkpoints.
        trace_dir: where each process writes its part of the trace; None without a trace.
        restarts: how often this process was started before.
        began_ns: host time just before the first process was started; the same in all of them and
            after every restart.
        options: what the session is about, which only its own factories understand: a frozen object
            that can be pickled.
    """

    process: str
    session_dir: Path
    run_dir: Path
    trace_dir: Path | None = None
    restarts: int = 0
    began_ns: int = 0
    options: Any = None

    def checkpoint(self, cls: type[T]) -> Checkpoint[T]:
        """Return the checkpoint of this process, which holds values of `cls`."""
        return Checkpoint(self.run_dir / f"{self.process}.checkpoint", cls)
