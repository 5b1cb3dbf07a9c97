"""What is fuzzed: a reader with its good inputs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader.

    Attributes:
        seeds: makes good inputs, once; gets an empty folder.
        read: reads an input; the folder is for it alone and may hold what was read before.
        share: of how many cases one is for this reader; quick readers get more.
    """

    seeds: Callable[[Path], list[bytes]]
    read: Callable[[bytes, Path], object]
    share: int = 1
