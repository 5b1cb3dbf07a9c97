"""A supervisor whose session is over as soon as it has begun, for tests of `physio run`."""

from pathlib import Path

from edge.bus.stop import Stop
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command
from edge.processes.options import SessionOptions
from edge.runtime.absence import Absence

PLAN = """
patient = "p"
[store]
history = {history}
[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""


class HeldSession:
    """A supervisor whose session is over as soon as it has begun."""

    absences: tuple[Absence, ...] = ()

    def __init__(self, session_dir: Path, options: SessionOptions) -> None:
        self.session_dir = session_dir
        self.options = options
        self.told: dict[type[Message], Message] = {}
        self.pressed: list[str] = []
        self.stop = Stop()
        self.stop.set()

    def join(self, name: str) -> "HeldSession":
        return self

    def send(self, command: Command) -> None:
        self.pressed.append(command.action)

    def close(self, timeout_s: float) -> None: ...

    def newest(self, cls: type[Message]) -> Message | None:
        return self.told.get(cls)
