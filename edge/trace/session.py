"""The trace of a live session: the machine beside the processes, and all of it in one file."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from edge.bus.clock import now_ns
from edge.core.messages.status import StageState
from edge.machine.sensors import Sensors
from edge.trace.chrome import chrome_trace
from edge.trace.errors import TraceError
from edge.trace.parts import read_parts
from edge.trace.tracer import Tracer

MACHINE_S: Final = 1.0
"""Time between two readings of temperature, power and load."""


def check_target(path: Path) -> None:
    """Refuse a file that cannot be written, before anything is traced.

    Raises:
        TraceError: its folder is not there, or it is a folder itself, or not to be written to.
    """
    if path.is_dir():
        raise TraceError(
            f"the trace cannot be written to {path}: that is a folder", remedy="name a file"
        )
    if not path.parent.is_dir():
        raise TraceError(f"the trace cannot be written to {path}: its folder is not there")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise TraceError(f"the trace cannot be written to {path}: you may not write there")


class SessionTrace:
    """What the supervisor adds to a trace, and where the parts become one."""

    def __init__(self, folder: Path, supervisor: str) -> None:
        """Begin; the processes write their parts to `folder`."""
        self._folder = folder
        self._name = supervisor
        self._tracer = Tracer(folder, supervisor, os.getpid())
        self._sensors = Sensors()
        self._states: dict[str, StageState] = {}
        self._due_ns = 0

    def note(self, states: Mapping[str, StageState]) -> None:
        """Note what changed in the processes' states, and how the machine does if that is due."""
        for name, state in states.items():
            if self._states.get(name) != state:
                self._tracer.event(f"{name}: {state}")
        self._states = dict(states)
        now = now_ns()
        if now >= self._due_ns:
            self._due_ns = now + round(MACHINE_S * 1e9)
            reading = self._sensors.read()
            for name, values in (
                ("temperature °C", reading.temperature_c),
                ("power W", reading.power_w),
                ("load %", reading.load_percent),
            ):
                if values:
                    self._tracer.count(name, values)
            self._tracer.flush()

    def write(
        self,
        target: Path,
        order: Sequence[str],
        about: Mapping[str, Any],
        *,
        flow_end: str,
        followed: Collection[str],
    ) -> None:
        """Write the whole trace to `target`, once all processes have ended; see `chrome_trace`."""
        self._tracer.close()
        self._sensors.close()
        absent = {"absent": list(self._sensors.absent)}
        trace = chrome_trace(
            read_parts(self._folder),
            [self._name, *order],
            {**about, **absent},
            flow_end=flow_end,
            followed=followed,
        )
        target.write_text(json.dumps(trace, separators=(",", ":")), encoding="utf-8")
