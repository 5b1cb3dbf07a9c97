"""What a virtual watch will send, and when: a recording cut into house packets, with faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from firmware_bridge.errors import PlaybackError
from firmware_bridge.house_control import HouseSettings
from firmware_bridge.house_profile import (
    DATA_UUID,
    Flag,
    HousePacket,
    encode_packet,
    samples_per_packet,
)

LARGEST_MTU: Final = 247
REST_S: Final = 0.5
_INT16: Final = np.iinfo(np.int16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """The watch is out of reach for a while.

    Attributes:
        at_s: when the connection breaks, in recording time.
        for_s: how long the watch stays silent; it keeps measuring.
        restarts: the watch restarts meanwhile: its clock and counter begin at 0 again.
    """

    at_s: float
    for_s: float
    restarts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong on the way, drawn from `seed`.

    Attributes:
        seed: of all random choices.
        loss: share of packets that never arrive.
        duplicate: share that arrives twice.
        reorder: share that arrives right after its successor.
        interval_s: the radio delivers only so often, all that waits in one burst; 0 is at once.
        dropouts: interruptions, in order of time and apart from each other.
    """

    seed: int = 0
    loss: float = 0.0
    duplicate: float = 0.0
    reorder: float = 0.0
    interval_s: float = 0.0
    dropouts: tuple[Dropout, ...] = ()

    def later(self, by_s: float) -> "Faults":
        """Return the same for a recording that begins so much earlier."""
        return replace(
            self, dropouts=tuple(replace(one, at_s=one.at_s + by_s) for one in self.dropouts)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """How the virtual watch is made.

    Attributes:
        name: advertised name.
        samples_per_packet: samples gathered before they are sent.
        clock_us: what the device's clock says at the recording's start.
        drift_ppm: how much faster than the true time its clock runs.
        seq: number of its first packet.
    """

    name: str = "Physio virtual"
    samples_per_packet: int = 1
    clock_us: int = 77_000_000
    drift_ppm: float = 0.0
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Motion:
    """What the watch measures: (n,) strictly increasing seconds, (n, 3) m/s², (n, 3) rad/s."""

    t_s: NDArray[np.float64]
    accel_m_s2: NDArray[np.float64]
    gyro_rad_s: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit together."""
        n = len(self.t_s)
        if n < 2 or self.accel_m_s2.shape != (n, 3) or self.gyro_rad_s.shape != (n, 3):
            raise PlaybackError("a watch plays at least two samples of 3 + 3 axes with their times")
        if not np.all(np.diff(self.t_s) > 0):
            raise PlaybackError(
                "the times to play do not increase", remedy="sort the recording first"
            )

    @property
    def period_s(self) -> float:
        """Return the usual time between samples."""
        return float(np.median(np.diff(self.t_s)))

    def after_rest(self, rest_s: float) -> "Motion":
        """Return the same after that much rest: its first half second to and fro."""
        n = round(rest_s / self.period_s)
        some = min(round(REST_S / self.period_s), len(self.t_s) - 1) + 1

        def rested(values: NDArray[np.float64]) -> NDArray[np.float64]:
            rest = np.pad(values[:some], ((n, 0), (0, 0)), mode="reflect")[:n]
            return np.vstack([rest, values])

        return Motion(
            t_s=np.concatenate([self.t_s[0] - rest_s + self.period_s * np.arange(n), self.t_s]),
            accel_m_s2=rested(self.accel_m_s2),
            gyro_rad_s=rested(self.gyro_rad_s),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One notification: when in recording time, its bytes, which samples it carries, and where."""

    at_s: float
    data: bytes
    samples: range
    characteristic: str = DATA_UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All notifications in order of time.

    Attributes:
        deliveries: what is sent, duplicates included.
        lost: the samples of the packets that are not.
    """

    deliveries: tuple[Delivery, ...]
    lost: tuple[range, ...] = field(default=())


def schedule(
    motion: Motion, house: HouseSettings, watch: WatchSettings, faults: Faults
) -> Schedule:
    """Return when the watch sends what; the same arguments give the same schedule.

    Raises:
        PlaybackError: the packets would not fit into a notification or their header.
    """
    return faulty(_packets(motion, house, watch, faults), faults)


def faulty(packets: Sequence[Delivery], faults: Faults) -> Schedule:
    """Return what becomes of packets on a radio with these faults."""
    rng = np.random.default_rng(faults.seed)
    lose, twice, late = rng.random((3, len(packets)))
    sent: list[tuple[float, Delivery]] = []
    lost: list[range] = []
    for i, packet in enumerate(packets):
        if lose[i] < faults.loss:
            lost.append(packet.samples)
            continue
        order = i + 1.5 if late[i] < faults.reorder else float(i)
        sent.append((order, packet))
        if twice[i] < faults.duplicate:
            sent.append((order + 0.25, packet))
    sent.sort(key=lambda item: item[0])
    return Schedule(deliveries=_in_time([packet for _, packet in sent], faults), lost=tuple(lost))


def _in_time(packets: list[Delivery], faults: Faults) -> tuple[Delivery, ...]:
    deliveries: list[Delivery] = []
    now_s = 0.0
    for packet in packets:
        now_s = max(now_s, packet.at_s)
        at_s = now_s
        if faults.interval_s > 0:
            at_s = float(np.ceil(now_s / faults.interval_s) * faults.interval_s)
        deliveries.append(replace(packet, at_s=at_s))
    return tuple(deliveries)


def _packets(
    motion: Motion, house: HouseSettings, watch: WatchSettings, faults: Faults
) -> list[Delivery]:
    size = watch.samples_per_packet
    if not 1 <= size <= samples_per_packet(LARGEST_MTU, house.layout):
        raise PlaybackError(f"{size} samples do not fit into one notification", remedy="use 1–19")
    dt_us = round(motion.period_s * 1e6)
    if dt_us > 0xFFFF:
        if size > 1:
            raise PlaybackError(
                "below 16 Hz a packet holds one sample", remedy="set samples_per_packet to 1"
            )
        dt_us = 0
    values = np.hstack([motion.accel_m_s2, motion.gyro_rad_s]) / house.counts_to_si
    counts = np.clip(np.rint(values), _INT16.min, _INT16.max).astype(np.int16)
    is_clipped: list[bool] = np.any(np.abs(values) > _INT16.max, axis=1).tolist()
    elapsed_s = motion.t_s - motion.t_s[0]
    clock_us = device_clock_us(elapsed_s, watch, faults)
    booted_s = _booted_s(elapsed_s, faults)
    seq, no_flag = watch.seq, Flag(0)
    packets: list[Delivery] = []
    for start in range(0, len(counts), size):
        if start and booted_s[start] != booted_s[start - size]:
            seq = 0
        samples = range(start, min(start + size, len(counts)))
        part = slice(samples.start, samples.stop)
        packet = HousePacket(
            seq=seq,
            t_first_us=int(clock_us[start]),
            dt_us=dt_us,
            flags=Flag.RANGE if any(is_clipped[part]) else no_flag,
            counts=counts[part],
        )
        seq += 1
        ready_s = float(elapsed_s[samples.stop - 1])
        packets.append(Delivery(at_s=ready_s, data=encode_packet(packet), samples=samples))
    return packets


def device_clock_us(
    elapsed_s: NDArray[np.float64], watch: WatchSettings, faults: Faults
) -> NDArray[np.int64]:
    """Return what the device's clock says at these recording times, restarts included."""
    booted_s = _booted_s(elapsed_s, faults)
    rate = 1e6 + watch.drift_ppm
    since_boot = (elapsed_s - booted_s) * rate
    return np.rint(np.where(booted_s < 0, watch.clock_us + elapsed_s * rate, since_boot)).astype(
        np.int64
    )


def _booted_s(elapsed_s: NDArray[np.float64], faults: Faults) -> NDArray[np.float64]:
    """Return when the device was last restarted, −1 where it has not been yet."""
    booted_s = np.full(len(elapsed_s), -1.0)
    for dropout in faults.dropouts:
        if dropout.restarts:
            booted_s[elapsed_s >= dropout.at_s] = dropout.at_s
    return booted_s
