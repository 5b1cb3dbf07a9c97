"""The decoders of watches as targets; the notifications of an input are given one by one."""

import struct
from pathlib import Path
from typing import Final

import numpy as np

from edge.sources.hid import PadReader
from firmware_bridge.adapters.house import HouseAdapter
from firmware_bridge.errors import PacketError
from firmware_bridge.house_control import HouseSettings, decode_settings, encode_settings
from firmware_bridge.house_profile import Flag, HousePacket, Pong, encode_packet, encode_pong
from firmware_bridge.protocols.hid_motion import (
    NINTENDO,
    SONY,
    PadEvent,
    encode_sample,
    scales_of,
)
from tests.firmware_bridge.protocols.codecs import CODECS, movement
from tests.fuzz.target import Target

CUT: Final = b"\xaa\x55"
"""Stands between two notifications."""


def _read_house(data: bytes, _: Path) -> object:
    adapter = HouseAdapter()
    return [adapter.decode(part, 10**9 * i) for i, part in enumerate(data.split(CUT))]


def _house(_: Path) -> list[bytes]:
    counts = np.arange(18, dtype=np.int16).reshape(3, 6)
    packets = [
        HousePacket(seq=i, t_first_us=60_000 * i, dt_us=20_000, flags=Flag(0), counts=counts)
        for i in range(3)
    ]
    return [CUT.join(map(encode_packet, packets)), encode_pong(Pong(nonce=1, device_us=7))]


def _codec(*names: str) -> Target:
    """Return a target for the decoder of a family, whose notifications are given one by one."""

    def seeds(_: Path) -> list[bytes]:
        rng = np.random.default_rng(1)
        one = [CODECS[name].encode(*movement(CODECS[name], rng)) for name in names]
        return [CUT.join(parts + parts) for parts in one]

    def read(data: bytes, _: Path) -> object:
        decoder, found, error = CODECS[names[0]].decoder(), [], None
        for part in data.split(CUT):
            try:
                found += decoder.take(part)
            except PacketError as refused:
                error = refused  # the decoder must go on
        if error is not None:
            raise error
        return found

    return Target(seeds=seeds, read=read, share=4)


EVENT: Final = struct.Struct("<IIHHi")


def _pad(vendor: int) -> Target:
    """Return a target for what a controller's events become, up to the session's chunks."""

    def seeds(_: Path) -> list[bytes]:
        told, events, values = scales_of(vendor, (0,) * 6), [], None
        for i in range(6):
            axes = np.random.default_rng(i).normal(size=6)
            sent, values = encode_sample(
                told,
                values,
                axes[:3],
                axes[3:],
                arrival_ns=10**9 + 5_000_000 * i,
                stamp_us=4_000 * i,
            )
            events += sent
        return [b"".join(EVENT.pack(*event) for event in events)]

    def read(data: bytes, _: Path) -> object:
        whole = data[: len(data) // EVENT.size * EVENT.size]
        events = [PadEvent(*fields) for fields in EVENT.iter_unpack(whole)]
        reader = PadReader()
        reader.connected(vendor, (0,) * 6, lambda: (0,) * 6)
        chunks = [*reader.take(events[:7]), *reader.take(events[7:])]
        assert all(np.all(np.diff(chunk.t_ns) > 0) for chunk in chunks)
        return chunks

    return Target(seeds=seeds, read=read, share=4)


FAMILIES: Final = {
    "Polar": ("Polar acceleration", "Polar angular rate"),
    "MetaMotion": ("MetaMotion ACCEL BMI270, 3", "MetaMotion GYRO BMI270, 1"),
    "WitMotion": ("WitMotion",),
    "Nicla": ("Nicla acceleration", "Nicla angular rate"),
    "OpenEarable 1": ("OpenEarable 1",),
    "OpenEarable 2": ("OpenEarable 2",),
    "eSense": ("eSense",),
    "DOT": ("DOT",),
    "micro:bit": ("micro:bit",),
    "Thingy:52": ("Thingy:52",),
    "InfiniTime": ("InfiniTime",),
    "Espruino": ("Bangle",),
    "WearMoCap": ("WearMoCap",),
    "Movesense": ("Movesense IMU6",),
}

WATCHES: Final = {
    "house watch": Target(seeds=_house, read=_read_house),
    "house settings": Target(
        seeds=lambda _: [encode_settings(HouseSettings())],
        read=lambda data, _: decode_settings(data),
    ),
    "Nintendo's controllers": _pad(NINTENDO),
    "Sony's controllers": _pad(SONY),
    **{name: _codec(*codecs) for name, codecs in FAMILIES.items()},
}
