"""A file of a vector through the importers: every sample, at the time that stands in the file."""

import base64
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.formats.acti_graph_gt3x import COUNTS, COUNTS_PER_G
from edge.importers.registry import recognised
from edge.importers.stream import Readings, Stream
from edge.importers.watch_recording import recording_of
from firmware_bridge.samples import G_M_S2

_SECOND: Final = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}
_NS: Final = {unit: round(1e9 / per_s) for unit, per_s in _SECOND.items()}
_EPOCH: Final = re.compile(r"1[0-9]{9}(\.[0-9]+)?")
_STEP_S: Final = 0.01
_MOVING: Final = ("acceleration", "linear acceleration", "free acceleration")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FileSamples:
    """What stands in a file.

    Attributes:
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3), None where there is no gyroscope.
        ends_ns: times of the first and the last sample as written, None where none is known.
        rate_hz: of the samples, None of a single one.
    """

    accel_m_s2: Floats
    gyro_rad_s: Floats | None
    ends_ns: tuple[int, int] | None
    rate_hz: float | None


def read_file(vector: Mapping[str, Any]) -> FileSamples:
    """Return the samples of a vector's file.

    Raises:
        ImporterError: the file is refused.
    """
    setup = vector.get("setup", {})
    binary = vector.get("base64")
    content = base64.b64decode(binary) if binary else vector["text"].encode()
    if "record_type" in setup:
        kind: int = setup["record_type"]
        accel = COUNTS[kind](content) * (G_M_S2 / setup.get("lsb_per_g", COUNTS_PER_G[kind]))
        return FileSamples(accel_m_s2=accel, gyro_rad_s=None, ends_ns=None, rate_hz=None)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / Path(vector["file_name"]).name).write_bytes(content)
        if "platform" in setup and vector["file_name"].endswith(".csv"):
            standard = str(setup.get("standardisation", False)).lower()
            about = f"platform,standardisation\n{setup['platform']},{standard}\n"
            (folder / "Metadata.csv").write_text(about, encoding="utf-8")
        found = recognised([folder])
        readings = found.format.read(found.files)
    samples = _samples(readings, vector["file_name"], found.format.title)
    start_ns = _start_ns(content.decode("utf-8", errors="replace"))
    if start_ns is None or samples.ends_ns is None:
        return samples
    first_ns, last_ns = samples.ends_ns
    return replace(samples, ends_ns=(start_ns, start_ns + last_ns - first_ns))


def _start_ns(text: str) -> int | None:
    """Return the wall time of the first sample where it stands beside a time that begins at 0."""
    lines = text.splitlines()
    if lines and lines[0].startswith("time,seconds_elapsed") and len(lines) > 1:
        return int(lines[1].split(",")[0])
    cells = lines[0].split(",") if lines else []
    if len(cells) == 3 and len(set(cells)) == 1 and _EPOCH.fullmatch(cells[0]):
        return round(float(cells[0]) * 1e3) * 1_000_000
    return None


def _samples(readings: Readings, name: str, title: str) -> FileSamples:
    """Return what was read; a single sample, which is no recording, is read as if it stayed."""
    moving = next((one for one in readings.streams if one.quantity in _MOVING), None)
    alone = moving is not None and len(moving.times) == 1
    if alone:
        longer = [_stays(one) for one in readings.streams]
        times = {
            id(one.times): two.times for one, two in zip(readings.streams, longer, strict=True)
        }
        streams = [
            replace(two, times=times[id(one.times)])
            for one, two in zip(readings.streams, longer, strict=True)
        ]
        readings = replace(readings, streams=streams)
    recording = recording_of(readings, name, title)
    rows = slice(0, 1 if alone else None)
    ends = None
    if moving is not None and moving.time_unit in _NS and np.isfinite(moving.times).all():
        unit_ns = _NS[moving.time_unit]
        ends = round(float(moving.times[0]) * unit_ns), round(float(moving.times[-1]) * unit_ns)
    gyro = recording.gyro_rad_s
    return FileSamples(
        accel_m_s2=recording.accel_m_s2[rows],
        gyro_rad_s=None if gyro is None else gyro[rows],
        ends_ns=ends,
        rate_hz=None if alone else recording.origin.rate_hz,
    )


def _stays(stream: Stream) -> Stream:
    step = _STEP_S * _SECOND.get(stream.time_unit, 1.0)
    return replace(
        stream,
        times=np.append(stream.times, stream.times[-1:] + step),
        values=np.vstack([stream.values, stream.values[-1:]]),
    )
