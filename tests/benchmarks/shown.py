"""What a person sees of a result."""

from io import StringIO

from rich.console import Console

from benchmarks.question import Result


def shown(result: Result, width: int = 160) -> str:
    """Return a result's table as a terminal of that width prints it."""
    text = StringIO()
    Console(file=text, width=width).print(result.table())
    return text.getvalue()
