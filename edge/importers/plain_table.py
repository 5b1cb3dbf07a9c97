"""Tables whose columns no header names: their format says what stands where."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Final

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.text_lines import text_lines
from edge.importers.text_table import Layout, read_rows, refuse_commas_in_both

SEPARATORS: Final = (";", "\t", ",")


def read_plain(
    file: RecordedFile,
    is_row: Callable[[str], bool],
    columns: Sequence[int],
    parsers: dict[int, Callable[[str], float]],
) -> tuple[list[str], Floats, list[Remark]]:
    """Return the lines before the table, its columns, and what is to be said.

    Args:
        file: that holds it.
        is_row: tells the first line of the table from those before it.
        columns: which are wanted.
        parsers: by number of a wanted column what reads its cells where they are no plain numbers.

    Raises:
        ImporterError: there is no table in it.
    """
    lines = text_lines(file)
    numbered = iter(lines)
    before: list[str] = []
    for first in numbered:
        if is_row(first[1]):
            break
        before.append(first[1])
    else:
        raise ImporterError(f"{file.name} holds no samples", remedy="record a whole movement")
    separator = next((one for one in SEPARATORS if one in first[1]), ",")
    width = len(first[1].split(separator))
    layout = Layout(separator=separator, width=width, columns=tuple(columns), parsers=parsers)
    refuse_commas_in_both(file.name, first[1], layout)
    mended: list[Remark] = []
    table = read_rows(lines, chain([first], numbered), layout, mended)
    return before, table, [*lines.remarks, *mended]
