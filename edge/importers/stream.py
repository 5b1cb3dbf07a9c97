"""What a format's reader gives: the streams of a recording, as its program wrote them.

Everything after that is the same for all formats: units, sign, clocks, gaps, joining, gravity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.importers.remark import Remark

Quantity = Literal[
    "acceleration",
    "linear acceleration",
    "gravity",
    "free acceleration",
    "orientation",
    "angular rate",
]
"""Linear acceleration lacks gravity; a free one lacks it too and is in the frame of the world.

An orientation is the unit quaternion w, x, y, z that turns the sensor's axes into the world's."""

ACCEL_UNITS: Final = ("m/s²", "mg", "g")
GYRO_UNITS: Final = ("rad/s", "deg/s")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stream:
    """One quantity over time, in the unit in which it was written.

    Streams whose samples were taken together share one array of times.

    Attributes:
        quantity: what was measured.
        times: (n,) as written; NaN where a time is missing.
        values: (n, 3), of an orientation (n, 4); NaN where a value is missing.
        units: in which it can be, the likeliest first; gravity and the turn tell which of several.
        points_down: the acceleration has the sign of gravity instead of that of the force that
            holds against it, so that a watch which lies face up reads −1 g.
        time_unit: of the times; "" where it is to be told from them.
        source: name of its file, for sentences.
    """

    quantity: Quantity
    times: Floats
    values: Floats
    units: tuple[str, ...]
    points_down: bool = False
    time_unit: str = "s"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """What stands in the files of one recording.

    Attributes:
        streams: in any order.
        remarks: what the reader has mended already.
        rate_hz: what the program says, None where it says nothing.
        own_times: whether the times begin where the program says; else they are counted from the
            first sample.
    """

    streams: Sequence[Stream]
    remarks: Sequence[Remark] = ()
    rate_hz: float | None = None
    own_times: bool = False


def six_axes(table: Floats, remarks: Sequence[Remark] = ()) -> Readings:
    """Return a table (n, 7) of times, acceleration and angular rate, in units that it tells."""
    times = np.ascontiguousarray(table[:, 0])
    parts: tuple[tuple[Quantity, Floats, tuple[str, ...]], ...] = (
        ("acceleration", table[:, 1:4], ACCEL_UNITS),
        ("angular rate", table[:, 4:], GYRO_UNITS),
    )
    has_accel = not np.isnan(table[:, 1:4]).all()
    streams = [
        Stream(quantity=quantity, times=times, values=values, units=units, time_unit="")
        for quantity, values, units in parts
        # A recording without a gyroscope has no numbers in its columns.
        if quantity == "acceleration" or not np.isnan(values).all() or not has_accel
    ]
    return Readings(streams=streams, remarks=remarks, own_times=True)
