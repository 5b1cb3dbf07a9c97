"""Physics Toolbox, an app for phones: g and rad/s; its linear acceleration mostly lacks gravity.

Times are seconds, or minutes and seconds in whole tenths that several rows share.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from edge.core.constants import STANDARD_GRAVITY_M_S2
from edge.importers.clock_cells import time_s_of
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings, Stream

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
    has_total = bool(head.names & {"at", "atotal"})
    return 0.6 if (head.has("time", "ax", "ay", "az") and has_total) or rate_alone else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    readings = read_tables(files, _WANTED)
    if any(one.quantity == "acceleration" for one in readings.streams):
        return readings
    return replace(readings, streams=[_told(one) for one in readings.streams])


def _told(stream: Stream) -> Stream:
    """Return the stream; an acceleration in m/s² that has gravity in it is a whole one."""
    if stream.quantity != "linear acceleration":
        return stream
    length = np.linalg.norm(stream.values, axis=1)
    usual_g = float(np.nanmedian(length)) / STANDARD_GRAVITY_M_S2
    return replace(stream, quantity="acceleration") if 0.8 < usual_g < 1.25 else stream


FORMAT: Final = Format(title="Physics Toolbox", recognise=_recognise, read=_read)
