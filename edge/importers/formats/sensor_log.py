"""SensorLog, an app for iPhone and Apple Watch: one wide table in Apple's units and signs.

The columns of a row have times of their own; when the row was written jitters by many milliseconds
and is not used.
"""

from collections.abc import Sequence
from typing import Final

from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_SENSORS: Final[tuple[tuple[Quantity, str, str, str], ...]] = (
    ("acceleration", "accelerometer", "accelerometeracceleration{}(g)", "g"),
    ("angular rate", "motion", "motionrotationrate{}(rad/s)", "rad/s"),
    ("angular rate", "gyro", "gyrorotation{}(rad/s)", "rad/s"),
    ("linear acceleration", "motion", "motionuseracceleration{}(g)", "g"),
    ("gravity", "motion", "motiongravity{}(g)", "g"),
)
_WANTED: Final = tuple(
    Axes(
        quantity=quantity,
        names=axes(name),
        times=(f"{sensor}timestamp_sincereboot(s)",),
        units=(unit,),
        points_down=unit == "g",
    )
    for quantity, sensor, name, unit in _SENSORS
)


def _recognise(head: Head) -> float:
    return max(float(head.has(one.names[0][0], *one.times)) for one in _WANTED)


def _read(files: Sequence[RecordedFile]) -> Readings:
    return read_tables(files, _WANTED)


FORMAT: Final = Format(title="SensorLog", recognise=_recognise, read=_read)
