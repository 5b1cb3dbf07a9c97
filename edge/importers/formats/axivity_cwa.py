"""Axivity AX3 and AX6, the devices' own CWA files: blocks of 512 bytes.

Layout: cwa.h of the Open Movement project (names of fields as there).
"""

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.importers.errors import ImporterError
from edge.importers.format import Format
from edge.importers.head import Head
from edge.importers.recorded_files import RecordedFile
from edge.importers.remark import Remark
from edge.importers.stream import Quantity, Readings, Stream

LARGEST_BYTES: Final = 2**26
"""Some days; a whole week is no exercise."""
BLOCK: Final = 512
_FIELDS: Final = struct.Struct("<2sHHIIIHHBBBBhH")
_DATA: Final = slice(30, 510)
_SHARE: Final = 0.05
"""The steps between blocks say what the rate really is, as long as they differ by less."""


def _recognise(head: Head) -> float:
    return float(head.data[:2] == b"MD" and head.data[1024:1026] in (b"AX", b""))


def _read(files: Sequence[RecordedFile]) -> Readings:
    file = files[0]
    data = file.bytes(LARGEST_BYTES)
    starts, rates, blocks, damaged = list[float](), list[float](), list[Floats](), 0
    for at in range(2 * BLOCK, len(data) - BLOCK + 1, BLOCK):
        block = data[at : at + BLOCK]
        if block[:2] != b"AX":
            continue
        if np.frombuffer(block, "<u2").sum() & 0xFFFF:
            damaged += 1
            continue
        if (decoded := _block(block)) is not None:
            start_s, rate_hz, values = decoded
            starts.append(start_s)
            rates.append(rate_hz)
            blocks.append(values)
    blocks = [one for one in blocks if one.shape[1] == blocks[0].shape[1]]
    if not blocks or len(blocks) < len(starts):
        raise ImporterError(f"{file.name} holds no whole data of one kind")
    times = _times(np.array(starts), np.array(rates), [len(one) for one in blocks])
    table = np.concatenate(blocks)
    parts: list[tuple[Quantity, Floats, str]] = [("acceleration", table[:, -3:], "g")]
    if table.shape[1] == 6:
        parts.append(("angular rate", table[:, :3], "deg/s"))
    facts = {"n": float(damaged)}
    return Readings(
        streams=[
            Stream(quantity=quantity, times=times, values=values, units=(unit,), source=file.name)
            for quantity, values, unit in parts
        ],
        remarks=[Remark(kind="records_damaged", facts=facts)] if damaged else [],
        rate_hz=rates[0],
    )


def _block(block: bytes) -> tuple[float, float, Floats] | None:
    """Return the time of the first sample in s, the rate, and the samples; None where it has none.

    Samples are (n, 3) in g, of an AX6 (n, 6) with deg/s before them.
    """
    fields = _FIELDS.unpack_from(block)
    fractional, stamp, scales, rate_code = fields[2], fields[5], fields[6], fields[10]
    axes, offset, count = fields[11], fields[12], fields[13]
    rate_hz = 3200.0 / (1 << (15 - (rate_code & 0x0F)))
    moment_s = _moment_s(stamp)
    if moment_s is None or rate_code == 0:
        return None
    part = 0.0
    if fractional & 0x8000:
        part = ((fractional & 0x7FFF) << 1) / 65536.0
        offset += int(part * rate_hz)
    samples = _samples(block[_DATA], axes, count)
    if samples is None:
        return None
    scale = np.full(samples.shape[1], 1.0 / (1 << (8 + (scales >> 13))))
    if samples.shape[1] == 6:
        scale[:3] = 8000.0 / (1 << (scales >> 10 & 7)) / 32768.0
    return moment_s + part - offset / rate_hz, rate_hz, samples * scale


def _moment_s(stamp: int) -> float | None:
    parts = ((stamp >> 26) + 2000, stamp >> 22 & 15, stamp >> 17 & 31, stamp >> 12 & 31)
    try:
        at = datetime(*parts, stamp >> 6 & 63, stamp & 63, tzinfo=UTC)
    except ValueError:
        return None
    return at.timestamp()


def _samples(data: bytes, axes: int, count: int) -> Floats | None:
    """Return the counts (n, 3) or (n, 6) of a block, None where it is of another kind."""
    width = {0x30: 3, 0x32: 3, 0x62: 6}.get(axes)
    if width is None or not count:
        return None
    if axes == 0x30:
        words = np.frombuffer(data, "<u4")[:count].astype(np.int64)
        shifts = np.array([0, 10, 20])
        values = words[:, np.newaxis] >> shifts & 0x3FF
        values = np.where(values >= 512, values - 1024, values)
        shifted: Floats = (values << (words >> 30)[:, np.newaxis]).astype(np.float64)
        return shifted
    flat = np.frombuffer(data, "<i2")
    return flat[: len(flat) // width * width].reshape(-1, width)[:count].astype(np.float64)


def _times(starts_s: Floats, rates_hz: Floats, sizes: list[int]) -> Floats:
    """Return the times of all samples in s; the rate follows the blocks where they follow close."""
    nominal_s = 1.0 / rates_hz
    step_s = nominal_s.copy()
    if len(starts_s) > 1:
        between_s = np.diff(starts_s) / np.array(sizes[:-1])
        close = np.abs(between_s / nominal_s[:-1] - 1.0) < _SHARE
        step_s[:-1] = np.where(close, between_s, nominal_s[:-1])
    parts = zip(starts_s, step_s, sizes, strict=True)
    return np.concatenate([start + step * np.arange(size) for start, step, size in parts])


FORMAT: Final = Format(title="Axivity CWA", recognise=_recognise, read=_read)
