"""Polar's measurement data (PMD): frames of acceleration or angular rate, delta-compressed.

A frame is `u8 type | u64 stamp | u8 layout | content`, little-endian. The stamp is that of the last
sample, in ns of the sensor's own clock. It counts from 2000 where that clock was set; where it was
not, nobody knows, so only differences mean something. Where bit 7 of the layout is set, the content
is a first sample, then groups `u8 bits | u8 n | n samples of differences`: two's complement, the
lowest bit first. A float is compressed as the integer of its bits.

Source: polarofficial/polar-ble-sdk, technical documentation and the vendor's test vectors.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PacketError
from firmware_bridge.protocols.delta_bits import AXES, LARGEST_WIDTH, packed, signed, unpacked
from firmware_bridge.samples import G_M_S2, Samples, Vectors, finite

SERVICE_UUID: Final = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
CONTROL_UUID: Final = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA_UUID: Final = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

COMPRESSED: Final = 0x80
OTHERS: Final = frozenset({0, 1, 3, 6, 7, 10, 11, 12})
"""Kinds of frames without movement: ECG, light, pulse, magnetic field, temperatures and such."""
UNEVEN: Final = 0.1
"""By this share a sensor's rate may be off; what is further off follows lost frames."""
_HEAD: Final = struct.Struct("<BQB")
_PLAIN_BYTES: Final = {0: 1, 1: 2, 2: 3}
"""Bytes per value of uncompressed acceleration, by layout."""


class Measurement(IntEnum):
    """What is measured, as it is numbered in frames and commands."""

    ACC = 2
    GYRO = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Differences that are written with the same number of bits each.

    Attributes:
        bits: of each difference.
        samples: how many have three of them.
        spare: what fills up the highest bits of the last byte, which means nothing.
    """

    bits: int
    samples: int
    spare: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One frame as it is on the air.

    Attributes:
        measurement: what its values are.
        stamp_ns: time of its last sample, 0 ≤ stamp < 2⁶⁴.
        layout: with bit 7 where it is compressed.
        raw: (n, 3) integers; of floats, their bits.
        groups: how the differences are written; empty where nothing is compressed.
    """

    measurement: Measurement
    stamp_ns: int
    layout: int
    raw: NDArray[np.int64]
    groups: tuple[Group, ...] = field(default=())


def decode_frame(data: bytes, resolution_bits: int = 16) -> Frame:
    """Return the frame in a notification of the data characteristic.

    Raises:
        PacketError: its type or layout is unknown, or its length does not fit.
    """
    if len(data) < _HEAD.size:
        raise PacketError(f"a frame has at least {_HEAD.size} bytes", data)
    kind, stamp_ns, layout = _HEAD.unpack_from(data)
    try:
        measurement = Measurement(kind & 0x3F)
    except ValueError:
        raise PacketError(f"its type {kind & 0x3F} is no movement", data) from None
    groups: tuple[Group, ...] = ()
    if layout & COMPRESSED:
        raw, groups = _decompressed(data, measurement, layout, resolution_bits)
    else:
        raw = _plain(data, measurement, layout)
    return Frame(measurement=measurement, stamp_ns=stamp_ns, layout=layout, raw=raw, groups=groups)


def encode_frame(frame: Frame, resolution_bits: int = 16) -> bytes:
    """Return the bytes of a frame.

    Raises:
        ValueError: a value does not fit into its layout or group.
    """
    head = _HEAD.pack(frame.measurement, frame.stamp_ns, frame.layout)
    if not frame.layout & COMPRESSED:
        return head + packed(frame.raw, 8 * _PLAIN_BYTES[frame.layout])
    bits = 8 * _reference_bytes(frame.measurement, frame.layout, resolution_bits)
    first, differences = frame.raw[:1], np.diff(frame.raw, axis=0)
    if bits == 32:  # the bits of floats, which wrap around
        first, differences = signed(first, bits), signed(differences, bits)
    parts = [head, packed(first, bits)]
    start = 0
    for group in frame.groups:
        part = differences[start : start + group.samples]
        content = bytearray(packed(part, group.bits))
        content[-1] |= group.spare
        parts += [bytes([group.bits, group.samples]), bytes(content)]
        start += group.samples
    if start != len(differences):
        raise ValueError(f"the groups hold {start} of {len(differences)} differences")
    return b"".join(parts)


def grouped(raw: NDArray[np.int64], size: int = 30) -> tuple[Group, ...]:
    """Return groups of up to `size` differences, each as narrow as they allow."""
    differences = np.diff(raw, axis=0)
    groups = []
    for start in range(0, len(differences), size):
        part = differences[start : start + size]
        widest = int(np.maximum(part, ~part).max(initial=0)).bit_length()
        groups.append(Group(bits=max(1, widest + 1), samples=len(part)))
    return tuple(groups)


def samples_of(
    frame: Frame, *, rate_hz: float | None = None, factor: float | None = None
) -> Samples:
    """Return the samples of a frame in SI units.

    Args:
        frame: as decoded.
        rate_hz: places the samples before the last one; without it they have no times.
        factor: of the answer to the start command, None where it gave none.

    Raises:
        PacketError: the frame needs a factor, or a value is not finite.
    """
    n = len(frame.raw)
    times = None
    if rate_hz:
        back = (round((n - 1 - i) * 1e9 / rate_hz) for i in range(n))
        times = tuple(frame.stamp_ns - ns for ns in back)
    if frame.measurement is Measurement.ACC:
        return Samples(accel_m_s2=_mg(frame, factor) * (G_M_S2 / 1000.0), t_ns=times)
    if frame.layout == COMPRESSED | 1:
        bits = frame.raw.astype(np.uint32).view(np.float32)
        values = finite(bits, b"")
    else:
        values = frame.raw.astype(np.float64)
    return Samples(gyro_rad_s=np.radians(values * (factor or 1.0)), t_ns=times)


def _mg(frame: Frame, factor: float | None) -> Vectors:
    if frame.layout == COMPRESSED:
        if factor is None or factor >= 0.1:
            raise PacketError(
                "its acceleration is in counts, and no factor was given to convert them",
                encode_frame(frame)[: _HEAD.size],
            )
        return frame.raw.astype(np.float64) * (factor * 1000.0)
    return frame.raw.astype(np.float64) * (factor or 1.0)


def _plain(data: bytes, measurement: Measurement, layout: int) -> NDArray[np.int64]:
    size = _PLAIN_BYTES.get(layout)
    if size is None or measurement is not Measurement.ACC:
        raise PacketError(f"its layout {layout} is unknown", data)
    content = data[_HEAD.size :]
    if not content or len(content) % (AXES * size):
        raise PacketError(f"whole samples make a multiple of {AXES * size} bytes", data)
    return unpacked(content, 8 * size, len(content) // (AXES * size))


def _decompressed(
    data: bytes, measurement: Measurement, layout: int, resolution_bits: int
) -> tuple[NDArray[np.int64], tuple[Group, ...]]:
    size = _reference_bytes(measurement, layout, resolution_bits)
    at = _HEAD.size + AXES * size
    if size == 0 or len(data) < at:
        raise PacketError(f"its layout {layout} is unknown or its first sample is cut", data)
    rows = [unpacked(data[_HEAD.size : at], 8 * size, 1)]
    groups = []
    while at < len(data):
        bits, n = data[at], data[at + 1] if at + 1 < len(data) else 0
        end = at + 2 + -(-bits * n * AXES // 8)
        if not (1 <= bits <= LARGEST_WIDTH and n) or end > len(data):
            raise PacketError(f"its group of {n} samples at byte {at} is cut", data)
        rows.append(unpacked(data[at + 2 : end], bits, n))
        over = 8 * (end - at - 2) - bits * n * AXES
        spare = data[end - 1] & 0xFF << (8 - over) & 0xFF
        groups.append(Group(bits=bits, samples=n, spare=spare))
        at = end
    raw = np.cumsum(np.concatenate(rows), axis=0)
    if size == 4:
        raw &= 0xFFFFFFFF
    return raw, tuple(groups)


def _reference_bytes(measurement: Measurement, layout: int, resolution_bits: int) -> int:
    """Return the bytes per value of a compressed frame's first sample, 0 of an unknown layout."""
    kind = layout & ~COMPRESSED
    if kind > 1:
        return 0
    if measurement is Measurement.GYRO and kind == 1:
        return 4
    return -(-resolution_bits // 8)


class PolarDecoder:
    """A `Decoder` of Polar's data and control characteristics.

    Attributes:
        factors: of the start commands' answers, by what is measured.
    """

    def __init__(
        self,
        *,
        rates_hz: dict[Measurement, float] | None = None,
        factors: dict[Measurement, float] | None = None,
        resolution_bits: int = 16,
    ) -> None:
        """Prepare for the settings in force."""
        self.factors = dict(factors or {})
        self._rates_hz = dict(rates_hz or {})
        self._resolution_bits = resolution_bits
        self._before: dict[Measurement, int] = {}

    def starts(self, kind: Measurement, *, rate_hz: float, factor: float | None) -> None:
        """Take note of the settings with which a measurement was started, at whatever time."""
        self._rates_hz[kind] = rate_hz
        self.factors.pop(kind, None)
        if factor is not None:
            self.factors[kind] = factor
        self._before.pop(kind, None)

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of a frame; none of an answer, or of what is no movement."""
        if data[:1] in (b"\xf0", b"\x0f") or (len(data) >= _HEAD.size and data[0] & 63 in OTHERS):
            return []
        frame = decode_frame(data, self._resolution_bits)
        kind = frame.measurement
        try:
            found = samples_of(frame, rate_hz=self._rate_hz(frame), factor=self.factors.get(kind))
        except PacketError as error:
            raise PacketError(error.args[0], data) from None
        return [found] if len(found) else []

    def _rate_hz(self, frame: Frame) -> float | None:
        """Return the rate that two frames show, the nominal one where it cannot be that."""
        kind = frame.measurement
        nominal, before = self._rates_hz.get(kind), self._before.get(kind)
        self._before[kind] = frame.stamp_ns
        if nominal is None or before is None or frame.stamp_ns <= before:
            return nominal
        measured = len(frame.raw) * 1e9 / (frame.stamp_ns - before)
        return measured if abs(measured / nominal - 1.0) < UNEVEN else nominal


def encode_samples(
    values: Vectors, measurement: Measurement, stamp_ns: int, sizes: Sequence[int] = ()
) -> bytes:
    """Return a compressed frame of acceleration in m/s² or angular rate in rad/s, (n, 3).

    Args:
        values: to be sent, in whole mg or in floats of deg/s.
        measurement: what they are.
        stamp_ns: time of the last one.
        sizes: samples of each group; empty for groups of 30.
    """
    if measurement is Measurement.ACC:
        raw = np.rint(values * (1000.0 / G_M_S2)).astype(np.int64)
    else:
        raw = np.rint(np.degrees(values) * 16.4).astype(np.int64)
    layout = COMPRESSED | (measurement is Measurement.ACC)
    groups = grouped(raw, *sizes[:1])
    return encode_frame(
        Frame(measurement=measurement, stamp_ns=stamp_ns, layout=layout, raw=raw, groups=groups)
    )
