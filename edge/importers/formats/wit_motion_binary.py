"""What a WitMotion sensor sends over a cable, as its programs save it: packets of eleven bytes.

A packet is 0x55, its type, four numbers of 16 bits and the sum of all bytes before; its time stands
in a packet of its own before those of the sensors.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.recorded_files import RecordedFile
from edge.importers.stream import Quantity, Stream

LARGEST_BYTES: Final = 2**25
"""Two hours at 100 Hz."""
PACKET_BYTES: Final = 11
_MARK: Final = 0x55
_TIME: Final = 0x50
_SENSORS: Final[dict[int, tuple[Quantity, float, str]]] = {
    0x51: ("acceleration", 16.0, "g"),
    0x52: ("angular rate", 2000.0, "deg/s"),
}
"""By type of packet the quantity in it, its full scale and its unit."""


def is_binary(head: bytes) -> bool:
    """Tell whether a file begins with two packets."""
    starts = head[: 2 * PACKET_BYTES : PACKET_BYTES]
    return starts == bytes([_MARK, _MARK]) and head[1] in (_TIME, *_SENSORS)


def read_binary(file: RecordedFile) -> list[Stream]:
    """Return the streams in a file of packets.

    Raises:
        ImporterError: it is far too large, or without times or samples.
    """
    now_s: float | None = None
    times: dict[int, list[float]] = {kind: [] for kind in _SENSORS}
    values: dict[int, list[tuple[int, ...]]] = {kind: [] for kind in _SENSORS}
    for kind, body in _packets(file.bytes(LARGEST_BYTES)):
        if kind == _TIME:
            now_s = _time_s(body)
        elif kind in _SENSORS and now_s is not None:
            times[kind].append(now_s)
            values[kind].append(struct.unpack_from("<3h", body))
    if not times[0x51]:
        raise ImporterError(
            f"{file.name} holds no packets of time before those of acceleration",
            remedy="switch on the output of time, or save it as text",
        )
    streams = []
    for kind, (quantity, full_scale, unit) in _SENSORS.items():
        if times[kind]:
            counts: Floats = np.array(values[kind], dtype=np.float64)
            streams.append(
                Stream(
                    quantity=quantity,
                    times=np.array(times[kind]),
                    values=counts * full_scale / 32768.0,
                    units=(unit,),
                    source=file.name,
                )
            )
    return streams


def _packets(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield type and body of every packet whose sum is right."""
    raw = np.frombuffer(data, np.uint8)
    before = np.concatenate([[0], np.cumsum(raw, dtype=np.int64)])
    marks = np.flatnonzero(raw[: max(0, len(raw) - PACKET_BYTES + 1)] == _MARK)
    sums = before[marks + PACKET_BYTES - 1] - before[marks]
    end = 0
    for at in marks[sums & 0xFF == raw[marks + PACKET_BYTES - 1]].tolist():
        if at >= end:  # what looks like a packet inside of another is none
            end = at + PACKET_BYTES
            yield data[at + 1], data[at + 2 : end - 1]


def _time_s(body: bytes) -> float | None:
    year, month, day, hour, minute, second, thousandths = struct.unpack("<6BH", body)
    try:
        at = datetime(2000 + year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return at.timestamp() + float(thousandths) / 1000.0
