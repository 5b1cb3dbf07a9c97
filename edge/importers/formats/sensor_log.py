"""SensorLog, an app for iPhone and Apple Watch: one wide table in Apple's units and signs.

The columns of a row have times of their own; when the row was written jitters by many milliseconds
and is used only where those are missing.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.clock_cells import time_s_of
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

SENSORS: Final[tuple[tuple[Quantity, str, str, str], ...]] = (
    ("acceleration", "accelerometer", "accelerometeracceleration{}(g)", "g"),
    ("angular rate", "motion", "motionrotationrate{}(rad/s)", "rad/s"),
    ("angular rate", "gyro", "gyrorotation{}(rad/s)", "rad/s"),
    ("linear acceleration", "motion", "motionuseracceleration{}(g)", "g"),
    ("gravity", "motion", "motiongravity{}(g)", "g"),
)
"""Quantity, whose times go with it, the names of its columns and their unit, the best first."""
TIME: Final = "{}timestamp_sincereboot(s)"
"""The column of a sensor's own times."""
_WRITTEN: Final = "loggingtime(txt)"
"""When a row was written: taken where a sensor's own times were not kept."""


def _axes(quantity: Quantity, time: str, name: str, unit: str) -> Axes:
    return Axes(
        quantity=quantity,
        names=axes(name),
        times=(time,),
        units=(unit,),
        points_down=unit == "g",
        clock=time_s_of if time == _WRITTEN else None,
    )


_WANTED: Final = (
    *(_axes(q, TIME.format(s), name, unit) for q, s, name, unit in SENSORS),
    *(_axes(quantity, _WRITTEN, name, unit) for quantity, _, name, unit in SENSORS),
)


def _recognise(head: Head) -> float:
    return max(float(head.has(one.names[0][0], *one.times)) for one in _WANTED)


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="SensorLog", recognise=_recognise, read=_read)
