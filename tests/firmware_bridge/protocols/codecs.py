"""Every family's encoder beside its decoder, for tests of both and for the fuzzing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_bridge.protocols import (
    bosch_hub,
    esense,
    espruino,
    infinitime,
    metamotion,
    microbit,
    movella_dot,
    movesense,
    polar_pmd,
    thingy52,
    wear_mocap,
    witmotion,
)
from firmware_bridge.protocols.metamotion import PACKED, PLAIN, Board, Chip, Module
from firmware_bridge.protocols.polar_pmd import Measurement
from firmware_bridge.samples import Decoder, Vectors

G: Final = 9.80665
DOWN: Final = np.array([0.0, 0.0, 8.0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """One kind of packet.

    Attributes:
        encode: returns the notifications of (n, 3) acceleration and angular rate.
        decoder: makes the decoder that reads them.
        n: samples in them.
        accel_step: of the values as sent, 0 where they hold no acceleration.
        gyro_step: the same of the angular rate.
        most_g: full scale.
        most_dps: full scale.
    """

    encode: Callable[[Vectors, Vectors], list[bytes]]
    decoder: Callable[[], Decoder]
    n: int = 1
    accel_step: float = 0.0
    gyro_step: float = 0.0
    most_g: float = 3.9
    most_dps: float = 245.0


def _polar(kind: Measurement, n: int, step: float) -> Codec:
    accel = kind is Measurement.ACC
    return Codec(
        encode=lambda a, w: [polar_pmd.encode_samples(a if accel else w, kind, 5 * 10**17)],
        decoder=lambda: polar_pmd.PolarDecoder(
            rates_hz={kind: 52.0}, factors={kind: 1.0 if accel else 1 / 16.4}
        ),
        n=n,
        **({"accel_step": step} if accel else {"gyro_step": step}),
    )


def _metamotion(module: Module, chip: Chip, register: int, n: int) -> Codec:
    board = Board(accel_chip=chip, gyro_chip=chip, range_g=8, range_dps=1000)
    accel = module is Module.ACCEL
    step = 1.0 / board.counts_per_unit(module)
    return Codec(
        encode=lambda a, w: [metamotion.encode_counts(board, module, register, a if accel else w)],
        decoder=lambda: metamotion.MetaMotionDecoder(board),
        n=n,
        **({"accel_step": step} if accel else {"gyro_step": step}),
    )


def _movesense(name: str, n: int, rate_hz: int) -> Codec:
    resource = movesense.Resource(name=name, rate_hz=rate_hz)
    given = {"a": 0, "g": 1, "m": 0}

    def encode(accel: Vectors, gyro: Vectors) -> list[bytes]:
        blocks = [(accel, gyro)[given[one]] for one in resource.sensors]
        return movesense.encode_packet(resource, 7, 1000, *blocks)

    return Codec(
        encode=encode,
        decoder=lambda: movesense.MovesenseDecoder(resource, 7),
        n=n,
        accel_step=1e-5 * ("a" in resource.sensors),
        gyro_step=1e-5 * ("g" in resource.sensors),
    )


def _lines(form: espruino.LineForm, accel_step: float, gyro_step: float = 0.0) -> Codec:
    def encode(accel: Vectors, gyro: Vectors) -> list[bytes]:
        (a,), (w,) = accel / form.m_s2, np.degrees(gyro) / espruino.PUCK_DPS_PER_COUNT
        values = dict(zip(("x", "y", "z", "gx", "gy", "gz"), (*a, *w), strict=True))
        values |= {"n": 3, "t": 1234}
        line = espruino.encode_line(form, [values[name] for name in form.fields])
        return [b"\x1b[J>" + line[:5], line[5:]]

    return Codec(
        encode=encode,
        decoder=lambda: espruino.EspruinoDecoder(form),
        accel_step=accel_step,
        gyro_step=gyro_step,
    )


CODECS: Final[dict[str, Codec]] = {
    "Polar acceleration": _polar(Measurement.ACC, 58, G / 1000),
    "Polar angular rate": _polar(Measurement.GYRO, 31, float(np.radians(1 / 16.4))),
    "WitMotion": Codec(
        encode=lambda a, w: [
            b"".join(
                witmotion.encode_packet(witmotion.reading_of(*one))
                for one in zip(a, w, strict=True)
            )
        ],
        decoder=witmotion.WitMotionDecoder,
        n=8,
        accel_step=16 * G / 32768,
        gyro_step=float(np.radians(2000 / 32768)),
    ),
    "Nicla acceleration": Codec(
        encode=lambda a, _: [
            b"".join(bosch_hub.encode_nicla(bosch_hub.ACCEL, one, 8) for one in a)
        ],
        decoder=bosch_hub.NiclaDecoder,
        n=20,
        accel_step=G / 4096,
    ),
    "Nicla angular rate": Codec(
        encode=lambda _, w: [bosch_hub.encode_nicla(bosch_hub.GYRO, w[0], 2000)],
        decoder=bosch_hub.NiclaDecoder,
        gyro_step=float(np.radians(1 / 16.4)),
    ),
    "OpenEarable 1": Codec(
        encode=lambda a, w: [bosch_hub.encode_earable(a, w, generation=1, stamp=5)],
        decoder=lambda: bosch_hub.OpenEarableDecoder(1),
        accel_step=1e-5,
        gyro_step=1e-5,
    ),
    "OpenEarable 2": Codec(
        encode=lambda a, w: [
            bosch_hub.encode_earable(a, w, generation=2, stamp=5_000, dt_us=20_000)
        ],
        decoder=lambda: bosch_hub.OpenEarableDecoder(2),
        n=3,
        accel_step=1e-5,
        gyro_step=1e-5,
    ),
    "eSense": Codec(
        encode=lambda a, w: [esense.encode_packet(esense.reading_of(9, a[0], w[0]))],
        decoder=esense.EsenseDecoder,
        accel_step=G / 8192,
        gyro_step=float(np.radians(1 / 65.5)),
    ),
    "DOT": Codec(
        encode=lambda a, w: [movella_dot.encode_rates(17, a[0], w[0])],
        decoder=movella_dot.DotDecoder,
        accel_step=1e-5,
        gyro_step=1e-5,
    ),
    "micro:bit": Codec(
        encode=lambda a, _: [microbit.encode_sample(a[0])],
        decoder=microbit.MicrobitDecoder,
        accel_step=G / 1000,
    ),
    "Thingy:52": Codec(
        encode=lambda a, w: [thingy52.encode_sample(a[0], w[0])],
        decoder=thingy52.ThingyDecoder,
        accel_step=G / 1024,
        gyro_step=float(np.radians(1 / 32)),
    ),
    "InfiniTime": Codec(
        encode=lambda a, _: [infinitime.encode_samples(a)],
        decoder=infinitime.InfiniTimeDecoder,
        n=4,
        accel_step=G / 1024,
    ),
    "WearMoCap": Codec(
        encode=lambda a, w: [wear_mocap.encode_datagram(a[0] - DOWN, DOWN, w[0])],
        decoder=wear_mocap.WearMocapDecoder,
        accel_step=1e-5,
        gyro_step=1e-5,
    ),
    "console": _lines(espruino.PLAIN, 0.01 * G),
    "Bangle": _lines(espruino.BANGLE, G / 8192),
    "Puck": _lines(espruino.PUCK, G / 8192, float(np.radians(0.00875))),
    "Movesense IMU6": _movesense("IMU6", 8, 104),
    "Movesense IMU9": _movesense("IMU9", 4, 52),
    "Movesense Gyro": _movesense("Gyro", 1, 13),
    **{
        f"MetaMotion {module.name} {chip}, {n}": _metamotion(module, chip, register, n)
        for n, registers in ((1, PLAIN), (3, PACKED))
        for (module, chip), register in registers.items()
    },
}


def movement(codec: Codec, rng: np.random.Generator) -> tuple[Vectors, Vectors]:
    """Return (n, 3) acceleration and angular rate within the full scale."""
    accel = rng.uniform(-codec.most_g, codec.most_g, (codec.n, 3)) * G
    gyro = np.radians(rng.uniform(-codec.most_dps, codec.most_dps, (codec.n, 3)))
    return accel, gyro
