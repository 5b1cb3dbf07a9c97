"""Virtual devices that send each sample as it is measured, once somebody has asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from firmware_bridge.adapters.movesense import REFERENCE
from firmware_bridge.playback import Faults, Motion, Schedule, faulty
from firmware_bridge.protocols import (
    bosch_hub,
    esense,
    infinitime,
    microbit,
    movella_dot,
    movesense,
    thingy52,
)
from firmware_bridge.virtual.model import Reaction, Spec, at_rate, one_by_one

Encode = Callable[[Motion, int], Sequence[bytes]]
"""Returns the notifications of a sample by its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainModel:
    """A `Model` of a device without much of a memory.

    Attributes:
        name: as advertised.
        service: holds the characteristics.
        data: the characteristic that notifies.
        encode: writes samples.
        rate_hz: of the samples.
        step: samples in one packet.
        advertised: services that are advertised.
        commands: characteristics that take something.
        values: characteristics that tell something, with their values.
        starts: whether what was written to a characteristic starts it, stops it, or neither.
        subscribed: it sends from the subscription on, without a command.
        repeats: it sends a sample also where it is the same as the one before.
    """

    name: str
    service: str
    data: str
    encode: Encode
    rate_hz: float
    step: int = 1
    advertised: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    values: dict[str, bytes] = field(default_factory=dict)
    starts: Callable[[str, bytes], bool | None] = lambda _uuid, _data: True
    subscribed: bool = False
    repeats: bool = True

    @property
    def specs(self) -> tuple[Spec, ...]:
        """Its characteristics."""
        written = dict.fromkeys((*self.commands, *self.values))
        return (
            Spec(uuid=self.data, notifies=True, starts=self.subscribed),
            *(
                Spec(uuid=uuid, takes=uuid in self.commands, tells=uuid in self.values)
                for uuid in written
            ),
        )

    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic that tells one."""
        return self.values.get(uuid, b"")

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return whether that starts or stops it."""
        return Reaction(sends=self.starts(uuid, data))

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return the packets, each sent when its last sample is measured."""
        measured = at_rate(motion, self.rate_hz)
        sent = one_by_one(measured, self.data, lambda i: self._packet(measured, i))
        if not self.repeats:
            sent = [one for i, one in enumerate(sent) if i == 0 or one.data != sent[i - 1].data]
        return faulty(sent, faults)

    def _packet(self, measured: Motion, i: int) -> Sequence[bytes]:
        last = i % self.step == self.step - 1
        return self.encode(measured, i - self.step + 1) if last else ()


def _stamp_us(motion: Motion, i: int) -> int:
    return 77_000_000 + round(float(motion.t_s[i] - motion.t_s[0]) * 1e6)


def nicla() -> PlainModel:
    """Return a Nicla Sense ME, which sends its sensors one after the other."""
    return PlainModel(
        name="NICLA virtual",
        service=bosch_hub.SERVICE_UUID,
        data=bosch_hub.DATA_UUID,
        encode=lambda motion, i: [
            bosch_hub.encode_nicla(bosch_hub.ACCEL, motion.accel_m_s2[i], 8),
            bosch_hub.encode_nicla(bosch_hub.GYRO, motion.gyro_rad_s[i], 2000),
        ],
        rate_hz=50.0,
        commands=(bosch_hub.CONFIG_UUID,),
        starts=lambda _uuid, data: data[1:5] != bytes(4),
    )


def _earable(generation: int, name: str) -> PlainModel:
    unit_us = {1: 1000, 2: 1}[generation]
    return PlainModel(
        name=name,
        service=bosch_hub.SERVICE_UUID,
        data=bosch_hub.DATA_UUID,
        encode=lambda motion, i: [
            bosch_hub.encode_earable(
                motion.accel_m_s2[i : i + 1],
                motion.gyro_rad_s[i : i + 1],
                generation=generation,
                stamp=_stamp_us(motion, i) // unit_us,
            )
        ],
        rate_hz=50.0,
        commands=(bosch_hub.CONFIG_UUID,),
        starts=lambda _uuid, data: data[1:5] != bytes(4),
    )


def openearable() -> PlainModel:
    """Return an OpenEarable of the first generation."""
    return _earable(1, "OpenEarable-virtual")


def openearable2() -> PlainModel:
    """Return one of the second generation."""
    return _earable(2, "OpenEarable-2-virtual")


def earbud() -> PlainModel:
    """Return an eSense."""
    return PlainModel(
        name="eSense-0000",
        service=esense.SERVICE_UUID,
        data=esense.DATA_UUID,
        encode=lambda motion, i: [
            esense.encode_packet(esense.reading_of(i, motion.accel_m_s2[i], motion.gyro_rad_s[i]))
        ],
        rate_hz=50.0,
        commands=(esense.COMMAND_UUID,),
        starts=lambda _uuid, data: data[3] == 1,
    )


def dot() -> PlainModel:
    """Return a Movella DOT whose clock wraps around after half a second."""
    return PlainModel(
        name="Movella DOT",
        service=movella_dot.SERVICE_UUID,
        data=movella_dot.MEDIUM_UUID,
        encode=lambda motion, i: [
            movella_dot.encode_rates(
                2**32 - 77_500_000 + _stamp_us(motion, i),
                motion.accel_m_s2[i],
                motion.gyro_rad_s[i],
            )
        ],
        rate_hz=60.0,
        commands=(movella_dot.CONTROL_UUID, movella_dot.DEVICE_CONTROL_UUID),
        starts=lambda uuid, data: data[1] == 1 if uuid == movella_dot.CONTROL_UUID else None,
    )


def thingy() -> PlainModel:
    """Return a Thingy:52."""
    return PlainModel(
        name="Thingy virtual",
        service=thingy52.SERVICE_UUID,
        data=thingy52.RAW_UUID,
        encode=lambda motion, i: [
            thingy52.encode_sample(motion.accel_m_s2[i], motion.gyro_rad_s[i])
        ],
        rate_hz=50.0,
        commands=(thingy52.CONFIG_UUID,),
    )


def micro_bit() -> PlainModel:
    """Return a micro:bit that grants 20 ms, and says so in one byte as old ones do."""
    return PlainModel(
        name="BBC micro:bit [virtual]",
        service=microbit.SERVICE_UUID,
        data=microbit.DATA_UUID,
        encode=lambda motion, i: [microbit.encode_sample(motion.accel_m_s2[i])],
        rate_hz=50.0,
        commands=(microbit.PERIOD_UUID,),
        values={microbit.PERIOD_UUID: b"\x14"},
    )


def pinetime() -> PlainModel:
    """Return a PineTime, which says nothing where nothing has changed."""
    return PlainModel(
        name="InfiniTime",
        service=infinitime.SERVICE_UUID,
        data=infinitime.MOTION_UUID,
        encode=lambda motion, i: [infinitime.encode_samples(motion.accel_m_s2[i : i + 1])],
        rate_hz=10.0,
        subscribed=True,
        repeats=False,
    )


def movesense_sensor() -> PlainModel:
    """Return a Movesense, four samples a packet."""
    resource = movesense.Resource()

    def encode(motion: Motion, i: int) -> list[bytes]:
        part = slice(i, i + resource.samples)
        stamp_ms = _stamp_us(motion, i) // 1000
        blocks = motion.accel_m_s2[part], motion.gyro_rad_s[part]
        return movesense.encode_packet(resource, REFERENCE, stamp_ms, *blocks)

    return PlainModel(
        name="Movesense virtual",
        service=movesense.SERVICE_UUID,
        data=movesense.DATA_UUID,
        encode=encode,
        rate_hz=float(resource.rate_hz),
        step=resource.samples,
        commands=(movesense.COMMAND_UUID,),
        starts=lambda _uuid, data: data[0] == movesense.SUBSCRIBE,
    )
