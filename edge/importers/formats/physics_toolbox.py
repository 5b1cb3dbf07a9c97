"""Physics Toolbox, an app for phones: g and rad/s; its linear acceleration lacks gravity.

Times are seconds, or minutes and seconds in whole tenths that several rows share.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_SENSORS: Final[tuple[tuple[Quantity, str, str], ...]] = (
    ("acceleration", "gf{}", "g"),
    ("angular rate", "w{}", "rad/s"),
    ("linear acceleration", "a{}", "m/s²"),
)
_WANTED: Final = tuple(
    Axes(quantity=quantity, names=axes(name), times=("time",), units=(unit,), clock=time_s_of)
    for quantity, name, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    if head.has("time", "gfx", "gfz"):
        return 1.0
    rate_alone = head.has("time", "wx", "wy", "wz") and not head.has("ax") and "," in head.text
    return 0.6 if head.has("time", "ax", "ay", "az", "at") or rate_alone else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="Physics Toolbox", recognise=_recognise, read=_read)
