"""Polar's Verity Sense, OH1, H10 and 360 by their measurement data (PMD).

They send only when a notification is full, at 52 Hz after one to two seconds: good for counting and
for summaries, too late to correct a movement while it goes on. An H10 has no gyroscope. Not tried
on a real sensor.
"""

from dataclasses import replace
from typing import ClassVar, Final

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.errors import LinkError, PacketError
from firmware_bridge.pairs import TimedPairs
from firmware_bridge.protocols.polar_commands import (
    ALREADY,
    ANSWER,
    SETTINGS,
    START,
    STOP,
    Answer,
    Setting,
    command,
    decode_answer,
    measurements,
    nearest,
)
from firmware_bridge.protocols.polar_pmd import (
    CONTROL_UUID,
    DATA_UUID,
    SERVICE_UUID,
    Measurement,
    PolarDecoder,
)
from firmware_bridge.sample_adapter import SampleAdapter

RATE_HZ: Final = 52
RANGE: Final = {Measurement.ACC: 8, Measurement.GYRO: 2000}
"""In g and deg/s."""


class PolarAdapter(SampleAdapter):
    """An `Adapter` for Polar's sensors; acceleration and angular rate where there is one."""

    title: ClassVar[str] = "Polar"
    names: ClassVar[tuple[str, ...]] = ("Polar",)
    service_uuid: ClassVar[str] = SERVICE_UUID

    def __init__(self) -> None:
        """Prepare for a sensor."""
        self._frames = PolarDecoder(rates_hz=dict.fromkeys(Measurement, RATE_HZ))
        super().__init__(self._frames, RATE_HZ)
        self._joined = TimedPairs()
        self._kinds: tuple[Measurement, ...] = (Measurement.ACC,)

    @property
    def description(self) -> str:
        """Return the rate, and whether there is a gyroscope."""
        gyro = "" if Measurement.GYRO in self._kinds else ", no gyroscope"
        return f"{self.rate_hz:g} Hz{gyro}; sends after one to two seconds"

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, ask what the sensor offers, choose, and start each stream."""
        self._joined.reset()
        await gatt.subscribe(CONTROL_UUID)
        await gatt.subscribe(DATA_UUID)
        try:
            self._kinds = measurements(await gatt.read(CONTROL_UUID))
        except PacketError:
            self._kinds = (Measurement.ACC,)  # what all of them have
        if Measurement.ACC not in self._kinds:
            raise LinkError("wrong_device", "this sensor measures no acceleration")
        for kind in self._kinds:
            await self._start(gatt, kind)

    async def _start(self, gatt: Gatt, kind: Measurement) -> None:
        offered = (await _asked(gatt, command(SETTINGS, kind))).settings
        wanted = {
            Setting.RATE: RATE_HZ,
            Setting.RESOLUTION: 16,
            Setting.RANGE: RANGE[kind],
            Setting.CHANNELS: 3,
        }
        asked = {key: want for key, want in wanted.items() if key in offered}
        chosen = {key: nearest(offered[key], want) for key, want in asked.items()}
        answer = await _asked(gatt, command(START, kind, chosen))
        rate_hz = float(chosen.get(Setting.RATE, RATE_HZ))
        self._frames.starts(kind, rate_hz=rate_hz, factor=answer.factor)
        if kind is Measurement.ACC:
            self.begins(rate_hz)

    async def stop(self, gatt: Gatt) -> None:
        """Stop the streams."""
        for kind in self._kinds:
            await gatt.write(CONTROL_UUID, command(STOP, kind))

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return what a frame completes: samples of six axes where there is a gyroscope."""
        packets = []
        for found in self._frames.take(data):
            assert found.t_ns is not None  # the rates are known
            joined = self._joined.join(found) if len(self._kinds) > 1 else found
            if joined is not None and joined.accel_m_s2 is not None:
                packet = self._times.packet(joined, arrival_ns)
                packets.append(replace(packet, newest_us=found.t_ns[-1] // 1000))
        return packets


async def _asked(gatt: Gatt, question: bytes) -> Answer:
    """Return the answer to a command.

    Raises:
        LinkError: the sensor refuses.
    """
    head = bytes([ANSWER, *question[:2]])
    answer = decode_answer(await gatt.ask(CONTROL_UUID, question, lambda data: data[:3] == head))
    if answer.status not in (0, ALREADY):
        raise LinkError(
            "wrong_device",
            f"the Polar sensor refuses to send: {answer.reason}",
            remedy="take it out of its charger, and end what other apps do with it",
        )
    return answer
