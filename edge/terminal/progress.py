"""Progress of long work, shown on standard error beside what it writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import Progress

from edge.terminal.output import console


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar; yields what is to be called with how much is done and how much there is."""
    with Progress(console=console(), transient=True) as bar:
        task = bar.add_task(escape(title), total=None)

        def progress(done: int, total: int | None) -> None:
            bar.update(task, completed=done, total=total)

        yield progress
