"""What a process is told about the session it belongs to, and where it may keep a small state."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

Plain = str | int | float | bool | None
"""What an option may be: it travels to the process and into no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionContext:
    """Everything the factory of a stage or service may build on.

    Attributes:
        process: name of the process, as in the graph.
        session_dir: folder of this session, with the recording and the latency figures.
        run_dir: private folder of the running system, gone at its end: sockets and `StateFile`s.
        trace_dir: where each process writes its part of the trace; None without a trace.
        restarts: how often this process was started before.
        plan: the plan's file, None where there is none.
        options: settings from the command line, by name.
        metadata: what a recording carries to replay by itself, by name (plan, anchors, …).
    """

    process: str
    session_dir: Path
    run_dir: Path
    trace_dir: Path | None = None
    restarts: int = 0
    plan: Path | None = None
    options: Mapping[str, Plain] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)

    def state_file(self) -> "StateFile":
        """Return the state that a restart of this process finds again."""
        return StateFile(self.run_dir / f"{self.process}.state.json")


@dataclass(frozen=True, slots=True)
class StateFile:
    """A few numbers that outlive a process, but not the session.

    Attributes:
        path: of the file.
    """

    path: Path

    def load(self) -> dict[str, Plain]:
        """Return what was saved last, or nothing at all if nothing was."""
        try:
            state: dict[str, Plain] = json.loads(self.path.read_text())
        except FileNotFoundError:
            return {}
        return state

    def save(self, **state: Plain) -> None:
        """Replace the state; a process killed meanwhile leaves the old one or the new one."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(state))
        fresh.replace(self.path)
