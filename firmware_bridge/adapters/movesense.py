"""Movesense sensors with the GATT SensorData Protocol (default firmware from 2.3 on).

Not tried on a real sensor.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np

from firmware_bridge.adapter import Gatt, Packet
from firmware_bridge.protocols.movesense import (
    COMMAND_UUID,
    DATA_UUID,
    SERVICE_UUID,
    SUBSCRIBE,
    UNSUBSCRIBE,
    MovesenseDecoder,
    Resource,
)
from firmware_bridge.samples import Samples
from firmware_bridge.unwrap import unwrap

REFERENCE: Final = 99
LEARN_US: Final = 5_000_000
"""So long a stretch tells the true sample period better than its nominal value does."""


class MovesenseAdapter:
    """An `Adapter` for Movesense sensors; the packets carry no counter, only their time."""

    title: ClassVar[str] = "Movesense"
    silent_when_still: ClassVar[bool] = False

    def __init__(self, rate_hz: int = 52) -> None:
        """Prepare for a sensor that will be asked for `rate_hz`: 13, 26, 52, 104 or 208."""
        self._resource = Resource(name="IMU6", rate_hz=rate_hz)
        self._decoder = MovesenseDecoder(self._resource, REFERENCE)
        self._ms: int | None = None
        self._arrival_ns = 0
        self._first_us = 0
        self._last_us = 0
        self._packets: int | None = None
        self._learnt_us = 1e6 / rate_hz

    @property
    def description(self) -> str:
        """Return the rate; the ranges stay as they are set in the sensor."""
        return f"{self._resource.rate_hz} Hz"

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell from the name, which every firmware advertises, or the service."""
        return name.startswith("Movesense") or SERVICE_UUID in service_uuids

    async def start(self, gatt: Gatt) -> None:
        """Subscribe to acceleration and angular rate."""
        self._decoder.reset()
        await gatt.subscribe(DATA_UUID)
        path = self._resource.path.encode()
        await gatt.write(COMMAND_UUID, bytes([SUBSCRIBE, REFERENCE]) + path)

    async def stop(self, gatt: Gatt) -> None:
        """Unsubscribe."""
        await gatt.write(COMMAND_UUID, bytes([UNSUBSCRIBE, REFERENCE]))

    async def ping(self, gatt: Gatt) -> None:
        """Return nothing: the protocol has no ping."""
        del gatt

    def decode(self, data: bytes, arrival_ns: int) -> list[Packet]:
        """Return the packet that this notification completes, if it does."""
        return [self._packet(found, arrival_ns) for found in self._decoder.take(data)]

    def _packet(self, found: Samples, arrival_ns: int) -> Packet:
        assert found.accel_m_s2 is not None  # IMU6 holds both
        assert found.gyro_rad_s is not None
        assert found.t_ns is not None
        first_us = self._endless_us(found.t_ns[0] // 1_000_000, arrival_ns)
        period_us = self._period_us(first_us)
        return Packet(
            seq=None,
            t_us=first_us + np.rint(np.arange(len(found)) * period_us).astype(np.int64),
            period_us=period_us,
            accel_m_s2=found.accel_m_s2,
            gyro_rad_s=found.gyro_rad_s,
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
        passed = round((first_us - self._last_us) / (self._resource.samples * self._learnt_us))
        self._last_us = first_us
        if self._packets is None or passed <= 0:
            self._first_us, self._packets = first_us, 0
            return self._learnt_us
        self._packets += passed
        elapsed_us = first_us - self._first_us
        if elapsed_us > LEARN_US:
            self._learnt_us = elapsed_us / (self._packets * self._resource.samples)
        return self._learnt_us
