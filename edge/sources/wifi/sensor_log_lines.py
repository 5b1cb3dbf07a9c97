"""The lines that SensorLog writes into its socket: rows under a header, rows alone, or JSON."""

import math
from typing import ClassVar, Final

import numpy as np
import orjson

from edge.importers.formats.sensor_log import SENSORS, TIME
from edge.importers.stream import Quantity, Stream
from edge.sources.wifi.live_streams import LiveStreams
from firmware_bridge.adapter import Packet
from firmware_bridge.errors import PacketError


def _bare(name: str) -> str:
    """Return a column's name in small letters, without its unit."""
    return name.strip().strip('"').lower().partition("(")[0]


_COLUMNS: Final = tuple(
    (quantity, (_bare(TIME.format(sensor)), *(_bare(name.format(axis)) for axis in "xyz")), unit)
    for quantity, sensor, name, unit in SENSORS
)
"""Every quantity with the bare names of its time and its axes."""
_NAMES: Final = frozenset(name for _, names, _ in _COLUMNS for name in names)
_HEADERLESS: Final[dict[int, tuple[tuple[str, int], ...]]] = {
    14: (("accelerometer", 2), ("gyro", 6)),
    74: (("accelerometer", 20), ("gyro", 24)),
}
"""Where a sensor's time stands, and its axes after it, in rows without a header: by the number of
their columns, as public clients of the app read them."""


class LineDecoder:
    """A `Decode` of lines, one each time; a header may come at any of them."""

    order: ClassVar[None] = None

    def __init__(self) -> None:
        """Start with nothing heard."""
        self._streams = LiveStreams()
        self._columns: dict[str, int] = {}

    def __call__(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packets that this line completes.

        Raises:
            PacketError: it is no line of the app, or holds no motion.
        """
        del arrival_ns
        values = self._values(data)
        streams: dict[Quantity, Stream] = {}
        for quantity, names, unit in _COLUMNS:
            time, *axes = (values.get(name, math.nan) for name in names)
            # A sensor that is off has the time 0.
            if time > 0 and not any(map(math.isnan, axes)):
                stream = Stream(
                    quantity=quantity,
                    times=np.array([time]),
                    values=np.array([axes]),
                    units=(unit,),
                    points_down=unit == "g",
                )
                streams.setdefault(quantity, stream)
        if values and not streams:
            raise PacketError("no motion is in it: let the app log acceleration and motion", data)
        return self._streams.take(list(streams.values()))

    def _values(self, data: bytes) -> dict[str, float]:
        """Return the numbers of a line by the bare names of their columns; of a header none."""
        try:
            text = data.decode("utf-8-sig").strip()
        except UnicodeDecodeError as error:
            raise PacketError("it is no text", data) from error
        if not text:
            return {}
        if text.startswith("{"):
            return _of_json(text, data)
        separator = ";" if ";" in text else ","
        cells = text.split(separator)
        named = {_bare(cell): number for number, cell in enumerate(cells)}
        if named.keys() & _NAMES:
            self._columns = {name: at for name, at in named.items() if name in _NAMES}
            self._streams.restart()
            return {}
        columns = self._columns or _without_header(len(cells))
        if not columns:
            raise PacketError(
                f"{len(cells)} columns without names that tell them: let the app send JSON", data
            )
        if max(columns.values()) >= len(cells):
            raise PacketError(f"only {len(cells)} columns", data)
        return {name: _number(cells[at], separator) for name, at in columns.items()}


def _without_header(n: int) -> dict[str, int]:
    """Return where columns stand in rows of n that no header explains, nothing if that is open."""
    starts = dict(_HEADERLESS.get(n, ()))
    return {
        name: starts[sensor] + place
        for sensor in starts
        for _, names, _ in _COLUMNS
        if names[0] == _bare(TIME.format(sensor))
        for place, name in enumerate(names)
    }


def _of_json(text: str, data: bytes) -> dict[str, float]:
    try:
        found = orjson.loads(text)
    except ValueError as error:
        raise PacketError("it is no JSON", data) from error
    numbers = {_bare(name): _number(str(value), ",") for name, value in found.items()}
    return {name: value for name, value in numbers.items() if name in _NAMES} or {"": math.nan}


def _number(cell: str, separator: str) -> float:
    """Return the number in a cell, NaN where there is none."""
    text = cell.strip().strip('"')
    try:
        return float(text.replace(",", ".") if separator == ";" else text)
    except ValueError:
        return math.nan
