"""Progress of a benchmark, shown beside what it writes and not within."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

Item = TypeVar("Item")


def tracked(items: Sequence[Item], title: str) -> Iterable[Item]:
    """Yield the items while a bar on standard error says how many are done."""
    return track(items, title, console=Console(stderr=True), transient=True)
