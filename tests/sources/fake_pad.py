"""A game controller that exists only in a test: its events come through a pipe."""

import asyncio
import errno
import os
from pathlib import Path

from edge.bus.clock import now_ns
from edge.sources.hid_devices import Pad
from firmware_bridge.playback import Motion
from firmware_bridge.protocols.hid_motion import (
    EV_SYN,
    NINTENDO,
    SONY,
    SYN_DROPPED,
    Event,
    PadEvent,
    PadScales,
    encode_sample,
    scales_of,
)

REPORT = {NINTENDO: 3, SONY: 1}
"""Samples in a report."""
NAMES = {
    NINTENDO: "Nintendo Switch Right Joy-Con IMU",
    SONY: "DualSense Wireless Controller Motion Sensors",
}
UNTOLD = (0,) * 6


class FakePad:
    """A `PadDevice` that plays a movement in real time once it is opened.

    Attributes:
        pad: what the kernel tells of it.
        there: it is plugged in.
        closed: how often it was closed.
    """

    def __init__(self, vendor: int, motion: Motion) -> None:
        """Prepare one that is plugged in."""
        self.pad = Pad(
            path=Path("/dev/input/event7"), name=NAMES[vendor], address="", vendor=vendor
        )
        self.there = True
        self.closed = 0
        self._vendor = vendor
        self._motion = motion
        self._scales: PadScales = scales_of(vendor, UNTOLD)
        self._queue: list[Event] = []
        self._values: list[int] = [0] * 6
        self._sent = 0
        self._began_ns: int | None = None
        self._ends: tuple[int, int] | None = None

    def pads_there(self) -> list[Pad]:
        """Return what the kernel knows."""
        return [self.pad] if self.there else []

    def opened(self, pad: Pad) -> "FakePad":
        """Open it; it goes on where it is by now."""
        assert pad == self.pad
        self._ends = os.pipe()
        self._queue.clear()
        return self

    def fileno(self) -> int:
        assert self._ends is not None
        return self._ends[0]

    def axis(self, axis: int) -> tuple[int, int]:
        return self._values[axis], 0

    def close(self) -> None:
        self.closed += 1
        if self._ends is not None:
            for end in self._ends:
                os.close(end)
        self._ends = None

    def read(self) -> list[Event]:
        if not self.there:
            raise OSError(errno.ENODEV, "No such device")
        if not self._queue:
            raise BlockingIOError
        os.read(self.fileno(), 1 << 16)
        events, self._queue = self._queue, []
        return events

    def unplug(self) -> None:
        """Take it away: whoever waits for it is woken."""
        self.there = False
        self._wake()

    def drop(self) -> None:
        """Lose what is queued, as the kernel does where nobody fetches it in time."""
        self._queue = [PadEvent(0, 0, EV_SYN, SYN_DROPPED, 0)]
        self._wake()

    async def play(self, until_s: float) -> None:
        """Measure, and send what was measured to whoever has opened it."""
        step = REPORT[self._vendor]
        t_s = self._motion.t_s - self._motion.t_s[0]
        if self._began_ns is None:
            self._began_ns = now_ns()
        while self._sent + step <= len(t_s) and t_s[self._sent + step - 1] < until_s:
            last = self._sent + step - 1
            due_ns = self._began_ns + round(t_s[last] * 1e9)
            await asyncio.sleep(max(0.0, (due_ns - now_ns()) * 1e-9))
            for i in range(self._sent, last + 1):
                self._measure(i)
            self._sent += step
            if self._ends is not None and self.there:
                self._wake()

    def _measure(self, i: int) -> None:
        events, self._values = encode_sample(
            self._scales,
            self._values,
            self._motion.accel_m_s2[i],
            self._motion.gyro_rad_s[i],
            arrival_ns=now_ns(),
            stamp_us=2**32 - 300_000 + round(float(self._motion.t_s[i]) * 1e6),
        )
        if self._ends is not None and self.there:
            self._queue += events

    def _wake(self) -> None:
        assert self._ends is not None
        os.write(self._ends[1], b"x")


def told_by_kernel(
    folder: Path, number: int, name: str, *, vendor: int, axes: str, properties: str
) -> None:
    """Write what the kernel tells of an input device into a folder of a test."""
    device = folder / f"event{number}" / "device"
    (device / "id").mkdir(parents=True)
    (device / "capabilities").mkdir()
    for file, text in {
        "name": name,
        "uniq": "aa:bb:cc:00:11:22",
        "properties": properties,
        "capabilities/abs": axes,
        "id/vendor": f"{vendor:04x}",
    }.items():
        (device / file).write_text(f"{text}\n", encoding="utf-8")
