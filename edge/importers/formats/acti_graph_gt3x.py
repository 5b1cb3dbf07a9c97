"""ActiGraph gt3x: a zip with records of a second each, of 12 or 16 bits an axis; no gyroscope.

Layout: github.com/actigraph/GT3X-File-Format; issue 28 there for the firmware that swaps two axes.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import xor
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.recorded_files import RecordedFile, unpacked
from edge.importers.remark import Remark
from edge.importers.stream import Readings, Stream

LARGEST_LOG: Final = 2**25
"""Days at 30 Hz; a whole week is no exercise."""
LARGEST_INFO: Final = 2**16
_HEAD: Final = struct.Struct("<BBIH")
_SEPARATOR: Final = 0x1E
_PACKED, _WHOLE = 0, 26
"""The types of records that hold acceleration."""
COUNTS_PER_G: Final = {_PACKED: 341.0, _WHOLE: 256.0}
_SWAPS: Final = re.compile(
    r"(?=.*^Serial Number:\s*MOS)(?=.*^Firmware:\s*1\.6\.0\s*$)", re.S | re.M
)
"""A wGT3X-BT with this firmware packs x before y."""
_SCALE: Final = re.compile(r"Acceleration Scale:\s*([0-9.]+)")
_RATE: Final = re.compile(r"Sample Rate:\s*([0-9.]+)")


def _recognise(head: Head) -> float:
    return float(head.data.startswith(b"PK\x03\x04"))


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    with unpacked(file.path) as archive:
        members = {name.lower(): name for name in archive.namelist()}
        with archive.open(members["info.txt"]) as member:
            info = member.read(LARGEST_INFO).decode("utf-8", errors="replace")
        with archive.open(members["log.bin"]) as member:
            log = member.read(LARGEST_LOG + 1)
    if len(log) > LARGEST_LOG:
        raise ImporterError(
            f"{file.name} holds days of data", remedy="cut out the exercise with ActiLife"
        )
    rate_hz = _number(_RATE, info) or 30.0
    swaps = _SWAPS.match(info) is not None
    seconds, values, damaged = [], [], 0
    for kind, stamp_s, payload in _records(log):
        if payload is None:
            damaged += 1
        elif kind in COUNTS_PER_G and len(payload) > 1:  # one byte: a cable was plugged in
            counts = COUNTS[kind](payload)
            if swaps and kind == _PACKED:
                counts = counts[:, [1, 0, 2]]
            values.append(counts / (_number(_SCALE, info) or COUNTS_PER_G[kind]))
            seconds.append(stamp_s + np.arange(len(counts)) / rate_hz)
    if not values:
        raise ImporterError(f"{file.name} holds no acceleration", remedy="download it once more")
    stream = Stream(
        quantity="acceleration",
        times=np.concatenate(seconds),
        values=np.concatenate(values),
        units=("g",),
        source=file.name,
    )
    facts = {"n": float(damaged)}
    remarks = [Remark(kind="records_damaged", facts=facts)] if damaged else []
    if swaps:
        remarks.append(Remark(kind="axes_swapped"))
    return Readings(streams=[stream], remarks=remarks, rate_hz=rate_hz)


def _number(pattern: re.Pattern[str], text: str) -> float | None:
    """Return the positive number that a line of the description gives, None where it gives none."""
    found = pattern.search(text)
    try:
        value = float(found[1]) if found else 0.0
    except ValueError:
        return None
    return value if 1.0 <= value <= 1e5 else None


def _records(log: bytes) -> Iterator[tuple[int, int, bytes | None]]:
    """Yield type, time in s and payload of every record, no payload where some cannot be read."""
    at, was_whole = log.find(_SEPARATOR), True
    while 0 <= at <= len(log) - _HEAD.size - 1:
        _, kind, stamp_s, size = _HEAD.unpack_from(log, at)
        end = at + _HEAD.size + size
        if end < len(log) and ~reduce(xor, log[at:end]) & 0xFF == log[end]:
            yield kind, stamp_s, log[at + _HEAD.size : end]
            at, was_whole = log.find(_SEPARATOR, end + 1), True
        else:
            if was_whole:  # what else looks like a record until the next one is the rest of this
                yield kind, stamp_s, None
            was_whole = False
            at = log.find(_SEPARATOR, at + 1)


def packed_counts(payload: bytes) -> Floats:
    """Return the (n, 3) counts x, y, z of 12 bits each, which are stored as y, x, z.

    Bits stand most significant first; what is left of an odd number of samples is padding.
    """
    data = np.frombuffer(payload, np.uint8).astype(np.int32)
    data = np.append(data, np.zeros(-len(data) % 3, np.int32)).reshape(-1, 3)
    first = data[:, 0] << 4 | data[:, 1] >> 4
    second = (data[:, 1] & 0xF) << 8 | data[:, 2]
    values = np.column_stack([first, second]).ravel()[: len(payload) * 8 // 12]
    values = np.where(values >= 2048, values - 4096, values)
    whole = values[: len(values) // 3 * 3].reshape(-1, 3)
    return whole[:, [1, 0, 2]].astype(np.float64)


def whole_counts(payload: bytes) -> Floats:
    """Return the (n, 3) counts x, y, z of 16 bits each."""
    values = np.frombuffer(payload[: len(payload) // 6 * 6], "<i2")
    return values.reshape(-1, 3).astype(np.float64)


COUNTS: Final = {_PACKED: packed_counts, _WHOLE: whole_counts}

FORMAT: Final = Format(title="ActiGraph gt3x", recognise=_recognise, read=_read)
