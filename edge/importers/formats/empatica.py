"""Empatica E4: ACC.csv with start, rate and then counts of 1/64 g; there is no gyroscope."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.plain_table import read_plain
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Readings, Stream

LEAST_START_S: Final = 1e9
"""Seconds since 1970: no E4 was sold before 2001."""


def _recognise(head: Head) -> float:
    start, rate = (_alike(line) for line in (*head.lines, "", "")[:2])
    is_one = start is not None and rate is not None and start > LEAST_START_S and 1 <= rate <= 512
    return 0.9 if is_one else 0.0


def _alike(line: str) -> float | None:
    """Return the number that stands three times in a line, None where another thing stands."""
    cells = [cell.strip() for cell in line.split(",")]
    if len(cells) != 3 or len(set(cells)) != 1:
        return None
    try:
        return float(cells[0])
    except ValueError:
        return None


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    _, table, remarks = read_plain(file, lambda _: True, (0, 1, 2), {})
    if len(table) < 3:
        raise ImporterError(f"{file.name} holds no samples", remedy="record a whole movement")
    rate_hz = float(table[1, 0])
    stream = Stream(
        quantity="acceleration",
        times=np.arange(len(table) - 2) / rate_hz,
        values=table[2:],
        units=("1/64 g",),
        source=file.name,
    )
    return Readings(streams=[stream], remarks=remarks, rate_hz=rate_hz)


FORMAT: Final = Format(title="Empatica", recognise=_recognise, read=_read)
