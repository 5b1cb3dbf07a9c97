"""What the watch process sends: samples, and the state of its link."""

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from edge.core.arrays import XYZ, Floats, Shape, Times
from edge.core.errors import NoGyroscopeError
from edge.core.messages.base import Message

LinkState = Literal["scanning", "connecting", "streaming", "lost", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imu(Message):
    """One radio packet of the watch, in SI units on the reconstructed sensor clock.

    `sensor_ns` equals the last of `t_ns`; `host_ns` is the packet's arrival.

    Attributes:
        t_ns: (n,) sample times, strictly increasing within and across chunks.
        accel_m_s2: (n, 3) specific force in the sensor's frame, gravity included.
        gyro_rad_s: (n, 3) angular rate in the sensor's frame, None of a watch without a gyroscope.
        lost: samples known to be missing right before this chunk.
        gap: the stream was interrupted before this chunk (disconnect, or more lost than the
            filters may bridge): state that spans it must not be spliced.
    """

    t_ns: Annotated[Times, Shape(("n",))]
    accel_m_s2: Annotated[Floats, Shape(("n", XYZ))]
    gyro_rad_s: Annotated[Floats, Shape(("n", XYZ))] | None
    lost: int
    gap: bool

    @property
    def six_axes(self) -> Floats:
        """Return (n, 6) the axes of `edge.core.arrays.AXES`.

        Raises:
            NoGyroscopeError: the watch has no gyroscope.
        """
        if self.gyro_rad_s is None:
            raise NoGyroscopeError(
                "this watch has no gyroscope: repetitions can be counted, angles cannot be told",
                remedy="use one with a gyroscope",
            )
        return np.hstack([self.accel_m_s2, self.gyro_rad_s])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinkStatus(Message):
    """State of the radio link as the watch process sees it.

    Attributes:
        state: where the link stands.
        device: the device's advertised name, or the source's description.
        simulated: the data are not from a person.
        rate_hz: measured sample rate, None before it is known.
        loss_percent: samples lost over the last ten seconds.
        clock_offset_ms: device clock minus host clock, None before the fit has settled.
        clock_drift_ppm: rate of the device clock relative to the host's, None before the fit has
            settled.
        malformed: notifications that could not be read, since the process started.
        duplicates: packets that came again.
        late: packets that came after they had been given up.
        clock_restarts: times the device's clock was found to have started anew.
        gathers_ms: for how long the device gathers samples before it sends them, the longest of
            the last ten seconds.
        trouble: why nothing can come until somebody does something, as the keys `trouble.…` of the
            catalogue tell it: for a radio by the cause of `firmware_bridge.errors.FATAL_CAUSES`,
            for a phone by the step at which it is; empty while all is well.
        delay_ms: from the measurement to its arrival here, where the device's clock can be asked
            for: the median of the last ten seconds. None where it cannot.
        opens: address that a phone's browser is to open to become the watch; empty while one is
            connected, and for all other devices.
    """

    state: LinkState
    device: str
    simulated: bool
    rate_hz: float | None
    loss_percent: float
    clock_offset_ms: float | None
    clock_drift_ppm: float | None
    malformed: int = 0
    duplicates: int = 0
    late: int = 0
    clock_restarts: int = 0
    gathers_ms: float = 0.0
    trouble: str = ""
    delay_ms: float | None = None
    opens: str = ""
