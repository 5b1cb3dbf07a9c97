"""The contract between a kind of watch and the rest: one adapter file per kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packet:
    """The samples of one packet in SI units, on the device's own clock.

    Attributes:
        seq: endless packet counter, None when the device does not count.
        t_us: (n,) int64 device times, endless, strictly increasing.
        period_us: time between samples.
        accel_m_s2: (n, 3) specific force.
        gyro_rad_s: (n, 3) angular rate, None of a device without a gyroscope.
        overrun: the device itself lost samples right before this packet.
        newest_us: device time of what arrived last, where that is not the last of these samples.
    """

    seq: int | None
    t_us: NDArray[np.int64]
    period_us: float
    accel_m_s2: NDArray[np.float64]
    gyro_rad_s: NDArray[np.float64] | None
    overrun: bool = False
    newest_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """One question and answer over the radio.

    Attributes:
        round_trip_ms: from the write to the arrival of the answer.
        device_us: the device's clock, modulo its own width, when it answered.
    """

    round_trip_ms: float
    device_us: int


class Gatt(Protocol):
    """What an adapter may ask of a connection; errors are `LinkError`."""

    async def read(self, characteristic: str) -> bytes:
        """Return the characteristic's value."""
        ...

    async def write(self, characteristic: str, data: bytes) -> None:
        """Write the value and wait for the device's response."""
        ...

    async def subscribe(self, characteristic: str) -> None:
        """Have its notifications delivered to the adapter's `decode`."""
        ...

    async def ask(
        self, characteristic: str, data: bytes, is_answer: Callable[[bytes], bool]
    ) -> bytes:
        """Write the value, and return the first notification that answers it.

        Other notifications wait for `decode`; only before the adapter has started.
        """
        ...

    def now_ns(self) -> int:
        """Return the host clock that stamps arrivals."""
        ...


class Adapter(Protocol):
    """One watch of one kind. It lives as long as the watch is in use, over all its connections."""

    title: ClassVar[str]
    """The kind of watch, for people."""
    silent_when_still: ClassVar[bool]
    """Whether it says nothing while nothing moves; then its silence is no loss."""

    @property
    def description(self) -> str:
        """Return rate and ranges in force, for people."""
        ...

    @classmethod
    def recognises(cls, name: str, service_uuids: Sequence[str]) -> bool:
        """Tell from its advertisement whether a device is of this kind."""
        ...

    async def start(self, gatt: Gatt) -> None:
        """Subscribe, configure and start; given again after every reconnection.

        Raises:
            LinkError: the device refuses, or cannot do what is needed (`wrong_device`).
        """
        ...

    async def stop(self, gatt: Gatt) -> None:
        """Stop the packets."""
        ...

    async def ping(self, gatt: Gatt) -> Ping | None:
        """Return how long a question and its answer take, None when the device knows no ping."""
        ...

    def decode(self, data: bytes, arrival_ns: int) -> Sequence[Packet]:
        """Return the packets that this notification completes (often one, sometimes none).

        It depends only on what was given before; arrivals tell how often a counter wrapped.

        Raises:
            PacketError: the notification is malformed; the adapter stays usable.
        """
        ...
