"""Movesense JSON, of the showcase app and `sbem2json`: one stamp for the samples of a packet."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.json_text import json_values, numbers_in
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Quantity, Readings, Stream

_ARRAYS: Final[dict[str, tuple[Quantity, str]]] = {
    "ArrayAcc": ("acceleration", "m/s²"),
    "ArrayGyro": ("angular rate", "deg/s"),
}
_STAMPS: Final = ("Timestamp", "timestamp")


def _recognise(head: Head) -> float:
    text = head.text.lstrip()
    return float(text[:1] in ("{", "[") and any(f'"{name}"' in text for name in _ARRAYS))


def _read(files: Sequence[RecordedFile]) -> Readings:
    streams, remarks = [], set[str]()
    for file in files:
        packets: dict[str, list[tuple[float, list[list[float]]]]] = {}
        for value in json_values(file):
            for name, stamp_ms, samples in _packets(value):
                packets.setdefault(name, []).append((stamp_ms, samples))
        if not packets:
            raise ImporterError(
                f"{file.name} holds no acceleration", remedy="record the acceleration as well"
            )
        for name, found in packets.items():
            quantity, unit = _ARRAYS[name]
            if max(len(samples) for _, samples in found) > 1:
                remarks.add("times_shared")
            streams.append(
                Stream(
                    quantity=quantity,
                    times=_spread(found),
                    values=np.array([row for _, samples in found for row in samples]),
                    units=(unit,),
                    source=file.name,
                )
            )
    return Readings(streams=streams, remarks=[Remark(kind="times_shared")] if remarks else [])


def _packets(value: object) -> Iterator[tuple[str, float, list[list[float]]]]:
    """Yield array, stamp in ms and samples of every packet in a value, wherever it lies in it."""
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            stamp = next((s for name in _STAMPS if (s := numbers_in(one, (name,)))), None)
            for name in _ARRAYS.keys() & one.keys() if stamp else ():
                rows = one[name] if isinstance(one[name], list) else []
                samples = [s for row in rows if (s := numbers_in(row, ("x", "y", "z")))]
                if samples and stamp:
                    yield name, stamp[0], samples
            waiting += [part for part in one.values() if isinstance(part, (dict, list))][::-1]


def _spread(packets: Sequence[tuple[float, list[list[float]]]]) -> Floats:
    """Return the times of all samples in s: those of a packet follow its stamp evenly."""
    stamps_s = np.array([stamp for stamp, _ in packets]) * 1e-3
    sizes = np.array([len(samples) for _, samples in packets])
    per_sample = np.diff(stamps_s) / sizes[:-1] if len(sizes) > 1 else np.zeros(1)
    step_s = float(np.median(per_sample))
    within = np.concatenate([np.arange(size) for size in sizes])
    times: Floats = np.repeat(stamps_s, sizes) + step_s * within
    return times


FORMAT: Final = Format(title="Movesense", recognise=_recognise, read=_read)
