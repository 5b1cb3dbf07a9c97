"""What every command shares: writing its result as JSON, and saying what is under way."""

import dataclasses
import json
import math
import os
import select
import sys
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console, RenderableType

JsonOption = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the result as JSON ('-': standard output)."),
]
TraceOption = Annotated[
    Path | None,
    typer.Option("--trace", metavar="FILE", help="Write a trace that ui.perfetto.dev opens."),
]


def write_json(result: object, target: Path | None) -> None:
    """Write `result` as JSON to `target`; nothing for None, standard output for '-'.

    Dataclasses become objects, arrays lists, and what is not finite null.
    """
    if target is None:
        return
    text = json.dumps(plain(result), indent=1, allow_nan=False) + "\n"
    if str(target) == "-":
        _let_go_of_the_gone()
        sys.stdout.write(text)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def plain(value: object) -> Any:
    """Return `value` in terms of what JSON knows."""
    match value:
        case dict():
            result: Any = {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            result = [plain(item) for item in value]
        case np.ndarray() | np.generic():
            result = plain(value.tolist())
        case float():
            result = value if math.isfinite(value) else None
        case Path():
            result = str(value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            result = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        case _:
            result = value
    return result


def say(text: str) -> None:
    """Show one line to the person at the terminal, apart from any JSON on standard output.

    Where the terminal was closed, or who read it has gone, nobody is told and the work goes on.
    """
    _let_go_of_the_gone()
    typer.echo(text, err=True)


def show(what: RenderableType) -> None:
    """Show a table, or what else Rich draws, to the person at the terminal; as `say` does."""
    _let_go_of_the_gone()
    console().print(what)


def console(*, stdout: bool = False, width: int | None = None) -> Console:
    """Return the terminal, which shows every text as it is.

    Names of files and devices may hold square brackets or colons, which are no markup.

    Args:
        stdout: where a result is the command's answer itself; otherwise standard error.
        width: in characters; None is that of the terminal.
    """
    return Console(stderr=not stdout, width=width, markup=False, emoji=False)


def _let_go_of_the_gone() -> None:
    """Write to nowhere from now on where nobody is at the other end of the terminal or pipe."""
    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
        except (OSError, ValueError):
            continue  # captured in memory, as in a test
        poll = select.poll()
        poll.register(number, 0)
        if any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0)):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)
