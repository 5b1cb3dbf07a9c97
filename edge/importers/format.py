"""The contract of a format: how its files are recognised, and what is read from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edge.importers.head import Head
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One way in which a program writes recordings of a watch.

    Attributes:
        title: what it is called, for people.
        recognise: returns from a file's beginning how surely it is of this format, 0 not at all and
            1 surely; the file's name helps only where the content leaves a choice.
        read: returns what stands in the files that were recognised, or raises `ImporterError`.
    """

    title: str
    recognise: Callable[[Head], float]
    read: Callable[[Sequence[RecordedFile]], Readings]
