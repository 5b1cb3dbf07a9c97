"""Movesense sensors with the GATT SensorData Protocol (default firmware from 2.3 on).

Written from the published protocol; not tried on a real sensor.

A notification is `u8 code | u8 reference | payload`. Code 1 answers a command (u16 status, 200 is
well), 2 is data, 3 the rest of data that did not fit into one notification. The data of
/Meas/IMU6/{rate} are `u32 ms since boot`, then n accelerations (x y z, m/s²), then n angular rates
(x y z, deg/s), all float32, with n = rate / 13. The time is that of the first sample.
"""

import struct
from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.errors import PacketError
from firmware_bridge.unwrap import unwrap

SERVICE_UUID: Final = "34802252-7185-4d5d-b431-630e7050e8f0"
COMMAND_UUID: Final = "34800001-7185-4d5d-b431-630e7050e8f0"
DATA_UUID: Final = "34800002-7185-4d5d-b431-630e7050e8f0"

SUBSCRIBE: Final = 1
UNSUBSCRIBE: Final = 2
REFERENCE: Final = 99
ANSWER: Final = 1
DATA: Final = 2
REST: Final = 3
STATUS_OK: Final = 200
PACKETS_PER_S: Final = 13
LEARN_US: Final = 5_000_000
"""So long a stretch tells the true sample period better than its nominal value does."""


class MovesenseAdapter:
    """An `Adapter` for Movesense sensors; the packets carry no counter, only their time."""

    title: ClassVar[str] = "Movesense"

    def __init__(self, rate_hz: int = 52) -> None:
        """Prepare for a sensor that will be asked for `rate_hz`: 13, 26, 52, 104 or 208."""
        self._rate_hz = rate_hz
        self._samples = rate_hz // PACKETS_PER_S
        self._payload_size = 4 + 24 * self._samples
        self._partial = b""
        self._ms: int | None = None
        self._arrival_ns = 0
        self._first_us = 0
        self._last_us = 0
        self._packets: int | None = None
        self._learnt_us = 1e6 / rate_hz

    @property
    def description(self) -> str:
        """Return the rate; the ranges stay as they are set in the sensor."""
        return f"{self._rate_hz} Hz"

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell from the name, which every firmware advertises, or the service."""
        return name.startswith("Movesense") or SERVICE_UUID in service_uuids

    async def start(self, gatt: Gatt) -> None:
        """Subscribe to acceleration and angular rate."""
        self._partial = b""
        await gatt.subscribe(DATA_UUID)
        path = f"/Meas/IMU6/{self._rate_hz}".encode()
        await gatt.write(COMMAND_UUID, bytes([SUBSCRIBE, REFERENCE]) + path)

    async def stop(self, gatt: Gatt) -> None:
        """Unsubscribe."""
        await gatt.write(COMMAND_UUID, bytes([UNSUBSCRIBE, REFERENCE]))

    async def ping(self, gatt: Gatt) -> None:
        """Return nothing: the protocol has no ping."""
        del gatt

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packet that this notification completes, if it does."""
        if len(data) < 2 or data[1] != REFERENCE:
            raise PacketError("it answers no request of ours", data)
        code, payload = data[0], data[2:]
        if code == ANSWER:
            self._check_answer(data)
            return []
        if code not in (DATA, REST) or (code == REST and not self._partial):
            raise PacketError(f"its code {code} does not belong here", data)
        self._partial = payload if code == DATA else self._partial + payload
        if len(self._partial) < self._payload_size:
            return []
        whole, self._partial = self._partial, b""
        if len(whole) != self._payload_size:
            raise PacketError(f"{self._samples} samples make {self._payload_size} bytes", data)
        return [self._packet(whole, arrival_ns)]

    def _check_answer(self, data: bytes) -> None:
        if len(data) >= 4:
            (status,) = struct.unpack_from("<H", data, 2)
            if status != STATUS_OK:
                raise PacketError(f"the sensor refuses to send (status {status})", data)

    def _packet(self, payload: bytes, arrival_ns: int) -> Packet:
        n = self._samples
        sent = np.frombuffer(payload, "<f4", offset=4)
        if not np.isfinite(sent).all():
            raise PacketError("a value is not finite", payload)
        values = sent.astype(np.float64).reshape(2, n, 3)
        (raw_ms,) = struct.unpack_from("<I", payload)
        first_us = self._endless_us(raw_ms, arrival_ns)
        period_us = self._period_us(first_us)
        return Packet(
            seq=None,
            t_us=first_us + np.rint(np.arange(n) * period_us).astype(np.int64),
            period_us=period_us,
            accel_m_s2=values[0],
            gyro_rad_s=np.radians(values[1]),
        )

    def _endless_us(self, raw_ms: int, arrival_ns: int) -> int:
        if self._ms is None:
            self._ms, self._arrival_ns = raw_ms, arrival_ns
        expected = self._ms + (arrival_ns - self._arrival_ns) // 1_000_000
        self._ms = unwrap(raw_ms, bits=32, expected=expected)
        self._arrival_ns = arrival_ns
        return self._ms * 1000

    def _period_us(self, first_us: int) -> float:
        """Return the sample period, learnt from the packets' times since the first one."""
        passed = round((first_us - self._last_us) / (self._samples * self._learnt_us))
        self._last_us = first_us
        if self._packets is None or passed <= 0:
            self._first_us, self._packets = first_us, 0
            return self._learnt_us
        self._packets += passed
        elapsed_us = first_us - self._first_us
        if elapsed_us > LEARN_US:
            self._learnt_us = elapsed_us / (self._packets * self._samples)
        return self._learnt_us
