"""An ingress process of a hub: started, told to die, killed, started again."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.evaluations.hub.breakable import Moment, start_of
from edge.hub.own_process import OwnProcess, own_process

_DEATH_S: Final = 20.0


class Ingress:
    """An ingress of the hub in `hub_folder`, always at the same port of this machine.

    Args:
        hub_folder: of the hub.
        scratch: folder for the file that tells it when to die.
    """

    def __init__(self, hub_folder: Path, scratch: Path) -> None:
        self._folder = hub_folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.endpoint = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self._file = scratch / f"die-{self.endpoint.rpartition(':')[2]}"
        self._stack = ExitStack()
        self._own: OwnProcess | None = None

    def start(self) -> None:
        """Start it, unless it is there."""
        if self._is_alive:
            return
        self._stack.close()
        self._file.unlink(missing_ok=True)
        options = ("--listen", self.endpoint)
        self._own = self._stack.enter_context(
            own_process(self._folder, "serve", *options, start=start_of(self._file))
        )

    def arm(self, moment: Moment) -> None:
        """Let it die at a moment of the next commit of a record."""
        self._file.write_text(moment, "utf-8")

    def died(self) -> bool:
        """Return whether it is dead, after waiting for that."""
        until_s = time.monotonic() + _DEATH_S
        while self._is_alive:
            if time.monotonic() > until_s:
                return False
            time.sleep(0.02)
        return True

    def kill(self) -> None:
        """Kill it; it cannot close anything."""
        if self._own is not None:
            self._own.process.kill()

    def stop(self) -> None:
        """End it in good order."""
        self._stack.close()
        self._own = None

    @property
    def _is_alive(self) -> bool:
        return self._own is not None and self._own.process.poll() is None
