"""Movella DOT: metadata, then a table by the µs of a clock that begins again after 71.6 minutes.

A free acceleration lacks gravity and is in the frame of the world; the orientation brings both
back.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings, Stream

_EULER: Final = "deg"
_SENSORS: Final[tuple[tuple[Quantity, tuple[tuple[str, ...], ...], str], ...]] = (
    ("acceleration", axes("acc_{}"), "m/s²"),
    ("angular rate", axes("gyr_{}"), "deg/s"),
    ("free acceleration", axes("freeacc_{}"), "m/s²"),
    ("orientation", axes("quat_{}", "wxyz"), ""),
    ("orientation", axes("euler_{}"), _EULER),
)
_WANTED: Final = tuple(
    Axes(
        quantity=quantity,
        names=names,
        times=("sampletimefine",),
        units=(unit,),
        time_unit_s=1e-6,
        wraps_at=2.0**32,
    )
    for quantity, names, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    is_mtw = head.text.lstrip().startswith("//")
    has_table = head.has("packetcounter", "sampletimefine")
    has_axes = bool(head.names & {names[0][0] for _, names, _ in _SENSORS})
    return 0.9 if has_table and has_axes and not is_mtw else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    readings = read_tables(files, _WANTED)
    return replace(readings, streams=[_with_quaternions(one) for one in readings.streams])


def _with_quaternions(stream: Stream) -> Stream:
    if stream.units != (_EULER,):
        return stream
    return replace(stream, values=quaternions_of(np.radians(stream.values)))


def quaternions_of(euler_rad: Floats) -> Floats:
    """Return the (n, 4) quaternions of (n, 3) roll, pitch and yaw: turns about x, y, then z."""
    (cr, cp, cy), (sr, sp, sy) = np.cos(euler_rad.T / 2.0), np.sin(euler_rad.T / 2.0)
    return np.column_stack(
        [
            cr * cp * cy + sr * sp * sy,
            sr * cp * cy - cr * sp * sy,
            cr * sp * cy + sr * cp * sy,
            cr * cp * sy - sr * sp * cy,
        ]
    )


FORMAT: Final = Format(title="Movella DOT", recognise=_recognise, read=_read)
