"""What a person sees of a result, and what two results of its kind are compared by."""

from io import StringIO

from rich.console import Console

from benchmarks.compare import compare
from benchmarks.question import Result
from edge.terminal.output import plain


def shown(result: Result, width: int = 160) -> str:
    """Return a result's table as a terminal of that width prints it."""
    text = StringIO()
    Console(file=text, width=width).print(result.table())
    return text.getvalue()


def compared_figures(result: Result) -> set[str]:
    """Return the names of the figures by which two results of this kind are compared."""
    figures = plain(result)
    return {row.figure for row in compare(figures, figures).figures}
