"""The contract of a format: how its files are recognised, and what is read from them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge.importers.watch_recording import WatchRecording


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way in which a program writes recordings of a watch.

    Attributes:
        title: what it is called, for people.
        recognises: tells from the first bytes of a file (`registry.HEAD_BYTES` of them, or all)
            whether it is of this format; a file's name says nothing reliable.
        read: returns the recording, or raises `ImporterError`.
    """

    title: str
    recognises: Callable[[bytes], bool]
    read: Callable[[Path], WatchRecording]
