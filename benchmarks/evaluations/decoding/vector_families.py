"""Which decoder reads a vector, by the family of its device and the settings it was made with."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np

from benchmarks.errors import EvaluationError
from firmware_bridge.house_control import ACCEL_FULL_SCALE_G, GYRO_FULL_SCALE_DPS, HouseSettings
from firmware_bridge.house_profile import HousePacket, decode_notification
from firmware_bridge.protocols.bosch_hub import NiclaDecoder, OpenEarableDecoder
from firmware_bridge.protocols.esense import EsenseDecoder
from firmware_bridge.protocols.espruino import EspruinoDecoder, LineForm
from firmware_bridge.protocols.infinitime import STEPS_UUID, InfiniTimeDecoder
from firmware_bridge.protocols.metamotion import Board, MetaMotionDecoder
from firmware_bridge.protocols.microbit import PERIOD_UUID, MicrobitDecoder, decode_period
from firmware_bridge.protocols.movella_dot import DotDecoder
from firmware_bridge.protocols.movesense import MovesenseDecoder, Resource
from firmware_bridge.protocols.polar_pmd import Measurement, PolarDecoder
from firmware_bridge.protocols.thingy52 import ThingyDecoder
from firmware_bridge.protocols.wear_mocap import WearMocapDecoder
from firmware_bridge.protocols.witmotion import WitMotionDecoder
from firmware_bridge.samples import Decoder, Samples

Setup = Mapping[str, Any]
_UNITS: Final = {"m/s2": "m/s²", "raw": "counts", "count": "counts"}


class _Settings:
    """Stands for a characteristic that holds settings or counts, and no movement."""

    def __init__(self, read: Callable[[bytes], object]) -> None:
        self._read = read

    def take(self, data: bytes) -> list[Samples]:
        self._read(data)
        return []


class _House:
    def __init__(self, settings: HouseSettings) -> None:
        self._settings = settings

    def take(self, data: bytes) -> list[Samples]:
        packet = decode_notification(data)
        if not isinstance(packet, HousePacket):
            return []
        axes = packet.counts.shape[1]
        settings = self._settings
        counts = packet.counts.astype(np.float64)
        accel = counts[:, :3] * settings.accel_lsb_m_s2
        gyro = counts[:, 3:] * settings.gyro_lsb_rad_s if axes == 6 else None
        steps = range(len(packet.counts))
        times = tuple((packet.t_first_us + i * packet.dt_us) * 1000 for i in steps)
        return [Samples(accel_m_s2=accel, gyro_rad_s=gyro, t_ns=times)]


def decoder_for(family: str, characteristic: str, setup: Setup) -> Decoder:
    """Return the decoder of a family's characteristic with these settings.

    Raises:
        EvaluationError: no decoder of this project reads that family, or with these settings.
    """
    if characteristic == PERIOD_UUID:
        return _Settings(decode_period)
    if characteristic == STEPS_UUID:
        return _Settings(bytes)
    try:
        make = FAMILIES[family]
    except KeyError:
        raise EvaluationError(f"no decoder reads the family {family!r}") from None
    try:
        return make(setup)
    except ValueError as error:
        raise EvaluationError(f"no decoder of {family} has these settings: {error}") from error


def _ranges(setup: Setup, *, g: int, dps: int) -> dict[str, int]:
    return {"range_g": setup.get("range_g", g), "range_dps": setup.get("range_dps", dps)}


def _polar(setup: Setup) -> Decoder:
    named = [kind for kind in Measurement if kind.name == setup.get("type")]
    kinds = named or list(Measurement)
    rate_hz: float | None = setup.get("rate_hz")
    factor: float | None = setup.get("factor")
    return PolarDecoder(
        rates_hz=dict.fromkeys(kinds, rate_hz) if rate_hz else {},
        factors=dict.fromkeys(kinds, factor) if factor is not None else {},
        resolution_bits=setup.get("resolution_bits", 16),
    )


def _metamotion(setup: Setup) -> Decoder:
    chip = setup.get("chip")
    return MetaMotionDecoder(
        Board(accel_chip=chip, gyro_chip=chip, **_ranges(setup, g=8, dps=2000))
    )


def _house(setup: Setup) -> Decoder:
    ranges = _ranges(setup, g=8, dps=2000)
    return _House(
        HouseSettings(
            accel_scale=ACCEL_FULL_SCALE_G.index(ranges["range_g"]),
            gyro_scale=GYRO_FULL_SCALE_DPS.index(ranges["range_dps"]),
        )
    )


def _lines(setup: Setup, *, points_down: bool) -> Decoder:
    tag, *fields = str(setup.get("line", "A,x,y,z")).split(",")
    unit: Any = setup.get("unit", "g")
    names = tuple(name[1:] if name in ("ax", "ay", "az") else name for name in fields)
    return EspruinoDecoder(
        LineForm(tag=tag, fields=names, unit=_UNITS.get(unit, unit), points_down=points_down)
    )


def _earable(setup: Setup) -> Decoder:
    version = setup.get("generation", setup.get("version", 1))
    return OpenEarableDecoder(2 if "2" in str(version) else 1)


FAMILIES: Final[dict[str, Callable[[Setup], Decoder]]] = {
    "house": _house,
    "movesense": lambda setup: MovesenseDecoder(
        Resource.of(setup.get("resource", Resource().path)), setup.get("reference", 99)
    ),
    "polar": _polar,
    "metamotion": _metamotion,
    "witmotion": lambda setup: WitMotionDecoder(**_ranges(setup, g=16, dps=2000)),
    "nicla": lambda setup: NiclaDecoder(**_ranges(setup, g=8, dps=2000)),
    "openearable": _earable,
    "openearable2": lambda _: OpenEarableDecoder(2),
    "esense": lambda setup: EsenseDecoder(**_ranges(setup, g=4, dps=500)),
    "dot": lambda setup: DotDecoder(setup.get("mode", 21), setup.get("rate_hz")),
    "microbit": lambda _: MicrobitDecoder(),
    "thingy52": lambda _: ThingyDecoder(),
    "pinetime": lambda _: InfiniTimeDecoder(),
    "bangle": lambda setup: _lines(setup, points_down=True),
    "puck": lambda setup: _lines(setup, points_down=False),
    "wearmocap": lambda _: WearMocapDecoder(),
}
