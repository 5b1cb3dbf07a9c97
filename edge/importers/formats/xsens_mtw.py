"""Xsens MTw: comments, then a table whose times are empty; the counter and the rate tell them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import HEAD_BYTES, Head
from edge.importers.named_table import Axes, axes, read_tables
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Readings

_RATE: Final = re.compile(r"//.*?rate[^0-9\n]*([0-9.]+)", re.IGNORECASE)
_SENSORS: Final[tuple[tuple[Quantity, tuple[tuple[str, ...], ...], str], ...]] = (
    ("acceleration", axes("acc_{}"), "m/s²"),
    ("angular rate", axes("gyr_{}"), "rad/s"),
    ("free acceleration", axes("freeacc_{}"), "m/s²"),
    ("orientation", axes("quat_q{}", "0123"), ""),
    ("orientation", axes("quat_{}", "wxyz"), ""),
)


def _recognise(head: Head) -> float:
    has_axes = bool(head.names & {"acc_x", "freeacc_x", "gyr_x"})
    is_commented = any(line.startswith("//") for line in head.lines[:1])
    return 1.0 if is_commented and head.has("packetcounter") and has_axes else 0.0


def _read(files: Sequence[RecordedFile]) -> Readings:
    head = Head(data=files[0].head(HEAD_BYTES))
    told = _RATE.search(head.text)
    try:
        rate_hz = float(told[1]) if told else 0.0
    except ValueError:
        rate_hz = 0.0
    if not 1.0 <= rate_hz <= 2000.0:
        raise ImporterError(
            f"{files[0].name} does not say its update rate, and its times are empty",
            remedy="export it with the line '// Update Rate: …Hz'",
        )
    wanted = [
        Axes(
            quantity=quantity,
            names=names,
            times=("packetcounter",),
            units=(unit,),
            time_unit_s=1.0 / rate_hz,
            wraps_at=2.0**16,
        )
        for quantity, names, unit in _SENSORS
    ]
    return replace(read_tables(files, wanted), rate_hz=rate_hz)


FORMAT: Final = Format(title="Xsens MTw", recognise=_recognise, read=_read)
