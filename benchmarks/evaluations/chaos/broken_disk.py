"""A recorder whose disk is full whenever the evaluation wants it to be, and whose clock is set."""

import errno
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from edge.bus.stop import Stop
from edge.machine.file_layer import FileLayer
from edge.processes.options import SessionOptions
from edge.processes.recorder import serve
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts

# Loaded before anything is forked, as this module is: a real watch that starts again has no radio
# to simulate, and must not be waited for because of it.
from firmware_bridge import virtual_radio, virtual_watch  # noqa: F401

FULL: Final = "chaos-disk-is-full"
"""Name of the file in the run folder whose presence fills the disk."""
CLOCK: Final = "chaos-clock-is-set"
"""Name of the file in the run folder that says by how many seconds the wall clock is wrong."""


class BrokenDisk(FileLayer):
    """The disk, which has no room while the file `full` is there."""

    def __init__(self, full: Path) -> None:
        self._full = full

    def open(self, path: Path, flags: int) -> int:
        """Open it, unless it would have to be made and there is no room."""
        if flags & os.O_CREAT:
            self._check()
        return super().open(path, flags)

    def write(self, descriptor: int, data: bytes, offset: int) -> int:
        """Write, if there is room."""
        self._check()
        return super().write(descriptor, data, offset)

    def make_folder(self, path: Path) -> None:
        """Make it, if there is room."""
        self._check()
        super().make_folder(path)

    def _check(self) -> None:
        if self._full.exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def serve_on_a_broken_disk(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Record as `edge.processes.recorder.serve` does."""
    set_clock_by(context.run_dir / CLOCK)
    options: SessionOptions = context.options
    broken = replace(options, files=BrokenDisk(context.run_dir / FULL))
    serve(replace(context, options=broken), ports, stop)


def set_clock_by(file: Path) -> None:
    """Let the wall clock of this process be wrong by as much as `file` says, if it is there."""
    right = time.time

    def set_time() -> float:
        try:
            return right() + float(file.read_text())
        except (FileNotFoundError, ValueError):
            return right()

    time.time = set_time
