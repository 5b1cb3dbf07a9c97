"""A hub that kills itself just before, or just after, the commit of a record.

Its process is `physio hub serve` and nothing else, but that two calls are watched: no handler runs
and nothing is closed, as where the power fails at that moment.
"""

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Literal

import sqlalchemy as sa

from edge.exchange.messages import FromHub
from edge.hub.ingress.desk import Desk, Received

Moment = Literal["before", "after"]
_RECORD: Final = "INSERT INTO receipt"


def start_of(file: Path) -> str:
    """Return the program of a hub that looks at a file for the moment at which it is to die."""
    return (
        "import sys; from benchmarks.evaluations.hub.breakable import watch; "
        f"from pathlib import Path; watch(Path({str(file)!r})); "
        "from edge.cli import main; sys.argv[0] = 'physio'; main()"
    )


def watch(file: Path) -> None:
    """Let this process die at the moment that stands in the file, once; none without a file."""
    holds_record = False

    def seen(
        _connection: Any, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool
    ) -> None:
        nonlocal holds_record
        holds_record = holds_record or _RECORD in statement

    def committing(_connection: sa.Connection) -> None:
        if holds_record:
            _die(file, "before")

    sa.event.listen(sa.Engine, "before_cursor_execute", seen)
    sa.event.listen(sa.Engine, "commit", committing)
    answer = Desk.answer

    def answering(desk: Desk, batch: Sequence[Received]) -> list[tuple[bytes, FromHub]]:
        nonlocal holds_record
        holds_record = False
        told = answer(desk, batch)
        if holds_record:
            _die(file, "after")
        return told

    Desk.answer = answering  # type: ignore[assignment, method-assign]  # this is what is to be broken


def _die(file: Path, now: Moment) -> None:
    if file.is_file() and file.read_text("utf-8") == now:
        file.unlink()
        os.kill(os.getpid(), signal.SIGKILL)
