"""Movesense's GATT SensorData Protocol: `u8 code | u8 reference | payload`, little-endian.

Code 1 answers a command (u16 status, 200 is well), 2 is data, 3 the rest of data that did not fit
into one notification. Data are `u32 ms since boot`, then a block of n vectors (x y z, float32) for
each sensor of the resource: accelerations in m/s², angular rates in deg/s, magnetic fields in µT,
with n = rate / 13. The time is that of the first sample.

Source: the published protocol; a captured packet of IMU6 beside the sensor's own log shows that the
blocks follow each other.
"""

import re
import struct
from dataclasses import dataclass
from typing import Final

import numpy as np

from firmware_bridge.errors import PacketError
from firmware_bridge.samples import Samples, Vectors, finite

SERVICE_UUID: Final = "34802252-7185-4d5d-b431-630e7050e8f0"
COMMAND_UUID: Final = "34800001-7185-4d5d-b431-630e7050e8f0"
DATA_UUID: Final = "34800002-7185-4d5d-b431-630e7050e8f0"

SUBSCRIBE: Final = 1
UNSUBSCRIBE: Final = 2
ANSWER: Final = 1
DATA: Final = 2
REST: Final = 3
REFUSALS: Final = range(300, 600)
"""Of the statuses, which are those of HTTP. The answer to a greeting has none, but a text."""
PACKETS_PER_S: Final = 13
LARGEST_PAYLOAD: Final = 150
"""What is longer is cut there."""
_SENSORS: Final = {"Acc": "a", "Gyro": "g", "Magn": "m", "IMU6": "ag", "IMU6m": "am", "IMU9": "agm"}
_RESOURCE: Final = re.compile(r"/Meas/(\w+)/(\d{1,4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What a sensor is asked to send.

    Attributes:
        name: "Acc", "Gyro", "Magn", "IMU6" or "IMU9".
        rate_hz: samples per second.
    """

    name: str = "IMU6"
    rate_hz: int = 52

    def __post_init__(self) -> None:
        """Refuse a resource that is none of motion."""
        if self.name not in _SENSORS or not 13 <= self.rate_hz <= 1666:
            raise ValueError(f"{self.path} is no resource of motion")

    @classmethod
    def of(cls, path: str) -> "Resource":
        """Return the resource of a path such as /Meas/IMU6/52.

        Raises:
            ValueError: it is no path of motion.
        """
        found = _RESOURCE.fullmatch(path)
        if found is None:
            raise ValueError(f"{path!r} is no path of motion")
        return cls(name=found[1], rate_hz=int(found[2]))

    @property
    def path(self) -> str:
        """Return the path by which it is asked for."""
        return f"/Meas/{self.name}/{self.rate_hz}"

    @property
    def sensors(self) -> str:
        """Return a letter for each block: "a", "g" and "m"."""
        return _SENSORS[self.name]

    @property
    def samples(self) -> int:
        """Return the samples in one packet."""
        return max(1, self.rate_hz // PACKETS_PER_S)

    @property
    def payload_bytes(self) -> int:
        """Return the length of a packet's payload."""
        return 4 + 12 * len(self.sensors) * self.samples


def encode_packet(
    resource: Resource, reference: int, stamp_ms: int, *blocks: Vectors
) -> list[bytes]:
    """Return the one or more notifications of a packet.

    Args:
        resource: what it is of.
        reference: the asker's own number.
        stamp_ms: time of the first sample.
        blocks: (n, 3) m/s², rad/s or µT, in the order of the resource's sensors.
    """
    sent = [
        np.degrees(block) if sensor == "g" else block
        for sensor, block in zip(resource.sensors, blocks, strict=True)
    ]
    payload = struct.pack("<I", stamp_ms & 0xFFFFFFFF) + np.vstack(sent).astype("<f4").tobytes()
    parts = [payload[i : i + LARGEST_PAYLOAD] for i in range(0, len(payload), LARGEST_PAYLOAD)]
    return [bytes([DATA if i == 0 else REST, reference]) + part for i, part in enumerate(parts)]


class MovesenseDecoder:
    """A `Decoder` of one resource."""

    def __init__(self, resource: Resource, reference: int) -> None:
        """Prepare for a resource that was asked for with a reference."""
        self._resource = resource
        self._reference = reference
        self._partial = b""

    def reset(self) -> None:
        """Forget what was begun, as after a disconnection."""
        self._partial = b""

    def take(self, data: bytes) -> list[Samples]:
        """Return the samples of the packet that this notification completes, if it does."""
        if len(data) < 2 or data[1] != self._reference:
            raise PacketError("it answers no request of ours", data)
        code, payload = data[0], data[2:]
        if code == ANSWER:
            _check_answer(data)
            return []
        if code not in (DATA, REST) or (code == REST and not self._partial):
            raise PacketError(f"its code {code} does not belong here", data)
        self._partial = payload if code == DATA else self._partial + payload
        expected = self._resource.payload_bytes
        # A sensor cuts at 150 bytes, so a shorter piece is the end of what it sent.
        if len(self._partial) < expected and len(payload) >= LARGEST_PAYLOAD:
            return []
        whole, self._partial = self._partial, b""
        if len(whole) != expected:
            raise PacketError(f"{self._resource.samples} samples make {expected} bytes", data)
        return [self._samples(whole)]

    def _samples(self, payload: bytes) -> Samples:
        resource = self._resource
        n = resource.samples
        values = finite(np.frombuffer(payload, "<f4", offset=4), payload)
        blocks = dict(zip(resource.sensors, values.reshape(-1, n, 3), strict=True))
        (ms,) = struct.unpack_from("<I", payload)
        times = tuple(ms * 1_000_000 + round(i * 1e9 / resource.rate_hz) for i in range(n))
        gyro = blocks.get("g")
        return Samples(
            accel_m_s2=blocks.get("a"),
            gyro_rad_s=None if gyro is None else np.radians(gyro),
            t_ns=times,
        )


def _check_answer(data: bytes) -> None:
    if len(data) >= 4:
        (status,) = struct.unpack_from("<H", data, 2)
        if status in REFUSALS:
            raise PacketError(f"the sensor refuses to send (status {status})", data)
