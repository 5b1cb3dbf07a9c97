"""What a virtual watch must know of its family: services, what it answers, what it sends when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from firmware_bridge.playback import Delivery, Faults, Motion, Schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A characteristic, and what can be done with it.

    Attributes:
        uuid: its own.
        notifies: it can be subscribed to.
        takes: it can be written.
        tells: it can be read.
        starts: whoever subscribes to it is sent the movement.
    """

    uuid: str
    notifies: bool = False
    takes: bool = False
    tells: bool = False
    starts: bool = False


def _nothing(_elapsed_s: float) -> Sequence[tuple[str, bytes]]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What follows when something was written.

    Attributes:
        answers: returns, for a time of the recording, notifications with their characteristics.
        sends: whether its movement is sent from now on; None leaves that as it is.
    """

    answers: Callable[[float], Sequence[tuple[str, bytes]]] = _nothing
    sends: bool | None = None


NOTHING = Reaction()


class Model(Protocol):
    """One device of one family."""

    @property
    def name(self) -> str:
        """As advertised; "" is the virtual watch's own."""
        ...

    @property
    def advertised(self) -> tuple[str, ...]:
        """UUIDs of the services that it advertises."""
        ...

    @property
    def service(self) -> str:
        """UUID of the service that holds its characteristics."""
        ...

    @property
    def specs(self) -> tuple[Spec, ...]:
        """Its characteristics."""
        ...

    def read(self, uuid: str) -> bytes:
        """Return the value of a characteristic that tells one."""
        ...

    def written(self, uuid: str, data: bytes) -> Reaction:
        """Return what follows from a write."""
        ...

    def schedule(self, motion: Motion, faults: Faults) -> Schedule:
        """Return what is sent when, on a radio with these faults."""
        ...


def at_rate(motion: Motion, rate_hz: float) -> Motion:
    """Return the movement as a device with that rate measures it."""
    t_s = np.arange(motion.t_s[0], motion.t_s[-1], 1.0 / rate_hz)
    columns = np.hstack([motion.accel_m_s2, motion.gyro_rad_s]).T
    axes = np.column_stack([np.interp(t_s, motion.t_s, column) for column in columns])
    return Motion(t_s=t_s, accel_m_s2=axes[:, :3], gyro_rad_s=axes[:, 3:])


def one_by_one(
    motion: Motion, characteristic: str, encode: Callable[[int], Sequence[bytes]]
) -> list[Delivery]:
    """Return the notifications of each sample, sent when it is measured."""
    elapsed_s = (motion.t_s - motion.t_s[0]).tolist()
    return [
        Delivery(at_s=at_s, data=data, samples=range(i, i + 1), characteristic=characteristic)
        for i, at_s in enumerate(elapsed_s)
        for data in encode(i)
    ]
