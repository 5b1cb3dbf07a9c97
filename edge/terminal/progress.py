"""Progress of long work, shown on standard error beside what it writes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

from rich.markup import escape
from rich.progress import Progress

from edge.terminal.output import console, say

EVERY_S: Final = 20.0
"""Between two lines in a file that keeps what was said."""


@contextmanager
def counting(title: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar; yields what is to be called with how much is done and how much there is.

    Where nobody looks at a terminal, a line is written now and then.
    """
    said_s = monotonic()
    with Progress(console=console(), transient=True) as bar:
        task = bar.add_task(escape(title), total=None)

        def progress(done: int, total: int | None) -> None:
            nonlocal said_s
            bar.update(task, completed=done, total=total)
            if not bar.console.is_terminal and monotonic() - said_s > EVERY_S:
                said_s = monotonic()
                say(f"{title} {done}" + (f" of {total}" if total else ""))

        yield progress
