"""What a benchmark or an evaluation is: a question with settings, an answer in figures, a table.

A question is a frozen dataclass. Its fields are its settings; those that are annotated with a
`typer.Option` are options of its command, with that help and those bounds. What `run` returns is a
frozen dataclass as well: its fields are what `--json` writes, and `table` is what a person sees.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeAlias, TypeVar

from rich.console import RenderableType

Item = TypeVar("Item")
Progress: TypeAlias = Callable[[int, int | None], None]
"""Is called with how much is done, and how much there is to do (None where nobody knows yet)."""


class Result(Protocol):
    """Figures that answer a question: a frozen dataclass whose fields are what `--json` writes."""

    def table(self) -> RenderableType:
        """Return the figures as a person at a terminal reads them."""
        ...


class Question(Protocol):
    """A question of speed or of accuracy: a frozen dataclass whose fields are its settings.

    A class attribute `brief`, where there is one, holds the settings of one of many rounds, for
    `benchmarks.compare_trees`; a class without it is asked with the settings as they are.
    """

    def run(self, progress: Progress) -> Result:
        """Return the answer."""
        ...


def stepped(items: Sequence[Item], progress: Progress) -> Iterator[Item]:
    """Yield the items and report after each how many are done."""
    progress(0, len(items))
    for done, item in enumerate(items, start=1):
        yield item
        progress(done, len(items))


def ignored(_done: int, _total: int | None) -> None:
    """Take a report of progress that nobody wants to see."""
