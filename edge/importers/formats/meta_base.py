"""MetaBase, the app for MbientLab's sensors: one table a sensor, each with its own rate and start.

The time since the start is each file's own; the epoch joins them.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_TIMES: Final = ("epoch (ms)", "epoc (ms)")
_SENSORS: Final[tuple[tuple[Quantity, str], ...]] = (
    ("acceleration", "g"),
    ("angular rate", "deg/s"),
)
_WANTED: Final = tuple(
    Axes(
        quantity=quantity,
        names=axes("{}-axis (" + unit + ")"),
        times=_TIMES,
        units=(unit,),
        time_unit_s=1e-3,
    )
    for quantity, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    named = {name for one in _WANTED for name in one.names[0]}
    return float(bool(head.names & named) and bool(head.names & set(_TIMES)))


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="MetaBase", recognise=_recognise, read=_read)
