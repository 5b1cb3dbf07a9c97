"""What a process leaves for its own successor: one dataclass in one private file."""

import json
from pathlib import Path
from typing import Generic, TypeVar

from edge.bus.converters import converter
from edge.bus.json_values import INWARD, OUTWARD
from edge.bus.schema import describe

T = TypeVar("T")


class Checkpoint(Generic[T]):
    """The newest state of one process, which survives its sudden end, but not the session's.

    Only the process itself and the one that takes its place use it: what others must know is a
    message. Whoever saves before sending cannot send twice what follows from the state.
    """

    def __init__(self, path: Path, cls: type[T]) -> None:
        """Keep values of `cls`, a dataclass without arrays, in the file `path`."""
        self._path = path
        self._write = converter(describe(cls), OUTWARD)
        self._read = converter(describe(cls), INWARD)

    def load(self) -> T | None:
        """Return what was saved last, None if nothing was."""
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        value: T = self._read(json.loads(text), {})
        return value

    def save(self, value: T) -> None:
        """Replace the state; a process killed meanwhile leaves the old one or the new one."""
        fresh = self._path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(self._write(value, {})), encoding="utf-8")
        fresh.replace(self._path)
