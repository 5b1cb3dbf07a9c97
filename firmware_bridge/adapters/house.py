"""Watches that speak the house profile: our sketch on a board, our apps, the virtual watch."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from firmware_bridge.adapter import Gatt, Packet, Ping
from firmware_bridge.errors import LinkError, PacketError
from firmware_bridge.house_control import (
    ACCEL_FULL_SCALE_G,
    GYRO_FULL_SCALE_DPS,
    Control,
    HouseSettings,
    Operation,
    decode_settings,
    encode_control,
)
from firmware_bridge.house_profile import (
    CONTROL_UUID,
    DATA_UUID,
    SERVICE_UUID,
    SETTINGS_UUID,
    Flag,
    HousePacket,
    Pong,
    decode_notification,
)
from firmware_bridge.unwrap import unwrap

PING_TIMEOUT_S = 2.0


class HouseAdapter:
    """An `Adapter` for the house profile; `wanted` is asked for, what the device says is used."""

    title: ClassVar[str] = "house profile"
    silent_when_still: ClassVar[bool] = False

    def __init__(self, wanted: HouseSettings | None = None) -> None:
        self.wanted = wanted or HouseSettings()
        self.settings = self.wanted
        self._seq: int | None = None
        self._t_us = 0
        self._arrival_ns = 0
        self._pongs: dict[int, asyncio.Future[tuple[int, int]]] = {}
        self._pings = 0

    @property
    def description(self) -> str:
        """Return rate and ranges in force."""
        accel_g = ACCEL_FULL_SCALE_G[self.settings.accel_scale]
        gyro_dps = GYRO_FULL_SCALE_DPS[self.settings.gyro_scale]
        return f"{self.settings.rate_hz} Hz, ±{accel_g} g, ±{gyro_dps} deg/s"

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell whether the house service is advertised."""
        del name
        return SERVICE_UUID in service_uuids

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, ask for the wanted settings, read those in force, start."""
        await gatt.subscribe(DATA_UUID)
        configure = Control(operation=Operation.CONFIGURE, settings=self.wanted)
        await gatt.write(CONTROL_UUID, encode_control(configure))
        self.settings = decode_settings(await gatt.read(SETTINGS_UUID))
        await gatt.write(CONTROL_UUID, encode_control(Control(operation=Operation.START)))

    async def stop(self, gatt: Gatt) -> None:
        """Stop the packets."""
        await gatt.write(CONTROL_UUID, encode_control(Control(operation=Operation.STOP)))

    async def ping(self, gatt: Gatt) -> Ping | None:
        """Return the round trip of one ping.

        Raises:
            LinkError: no answer within two seconds (`timeout`).
        """
        self._pings += 1
        nonce = self._pings
        self._pongs[nonce] = asyncio.get_running_loop().create_future()
        asked_ns = gatt.now_ns()
        try:
            ping = Control(operation=Operation.PING, nonce=nonce)
            await gatt.write(CONTROL_UUID, encode_control(ping))
            answer = await asyncio.wait_for(self._pongs[nonce], PING_TIMEOUT_S)
        except TimeoutError:
            raise LinkError(
                "timeout", "the watch does not answer a ping", remedy="move closer"
            ) from None
        finally:
            del self._pongs[nonce]
        device_us, arrival_ns = answer
        return Ping(round_trip_ms=(arrival_ns - asked_ns) * 1e-6, device_us=device_us)

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the one packet of this notification, none for a pong."""
        match decode_notification(data):
            case Pong() as pong:
                waiting = self._pongs.get(pong.nonce)
                if waiting is not None and not waiting.done():
                    waiting.set_result((pong.device_us, arrival_ns))
                return []
            case HousePacket(counts=counts) if counts.shape[1] != self.settings.layout.axes:
                raise PacketError("it holds other sensors than its settings say", data)
            case HousePacket() as packet:
                return [self._endless(packet, arrival_ns)]

    def _endless(self, packet: HousePacket, arrival_ns: int) -> Packet:
        if self._seq is None:
            self._seq, self._t_us, self._arrival_ns = packet.seq, packet.t_first_us, arrival_ns
        expected_us = self._t_us + (arrival_ns - self._arrival_ns) // 1000
        self._seq = unwrap(packet.seq, bits=16, expected=self._seq + 1)
        self._t_us = unwrap(packet.t_first_us, bits=32, expected=expected_us)
        self._arrival_ns = arrival_ns
        n = len(packet.counts)
        values = packet.counts * self.settings.counts_to_si
        return Packet(
            seq=self._seq,
            t_us=self._t_us + packet.dt_us * np.arange(n, dtype=np.int64),
            period_us=float(packet.dt_us or 1e6 / self.settings.rate_hz),
            accel_m_s2=np.ascontiguousarray(values[:, :3]),
            gyro_rad_s=np.ascontiguousarray(values[:, 3:]) if values.shape[1] == 6 else None,
            overrun=bool(packet.flags & Flag.OVERRUN),
        )
