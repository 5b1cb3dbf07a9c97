"""The job that every transport does: source → filter → align → sink, a process each.

A source sends packets of six-axis samples at a steady pace, a stage filters them, a stage aligns
them with a reference, and a sink notes when the outcome arrives. The work is the live pipeline's
own, and the same for all, so what differs is the transport.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from edge.align.streaming import StreamingDTW
from edge.bus.clock import now_ns
from edge.core.arrays import Floats
from edge.signals.filters import LowPass

ANCHOR_SAMPLES: Final = 150
RATE_HZ: Final = 50.0
AXES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One run.

    Attributes:
        packets: how many are sent.
        packet_hz: how many a second.
        samples: in each.
        begin_ns: when the first is sent, on the host clock.
        result: file for the sink's delays in nanoseconds, as JSON.
    """

    packets: int
    packet_hz: float
    samples: int
    begin_ns: int
    result: str

    @classmethod
    def from_arguments(cls) -> Self:
        """Return the job that the command line holds as JSON."""
        return cls(**json.loads(sys.argv[1]))

    def argument(self) -> str:
        """Return the job for a command line."""
        return json.dumps(asdict(self))

    def due_ns(self, number: int) -> int:
        """Return when packet `number` is to be sent."""
        return self.begin_ns + round(number * 1e9 / self.packet_hz)

    def wait_for(self, number: int) -> None:
        """Return when packet `number` is due."""
        time.sleep(max(0, self.due_ns(number) - now_ns()) / 1e9)

    def packet(self, number: int) -> Floats:
        """Return the (samples, 6) values of packet `number`."""
        t = np.arange(number * self.samples, (number + 1) * self.samples) / RATE_HZ
        return np.sin(2 * np.pi * 0.3 * t[:, None] + np.arange(AXES))


def filtering() -> Callable[[Floats], Floats]:
    """Return what the second stage does to a packet, compiled and warm."""
    LowPass(RATE_HZ).process(np.zeros((1, AXES)))
    return LowPass(RATE_HZ).process


def aligning() -> Callable[[Floats], int]:
    """Return what the third stage does to a packet: the position in the reference."""
    t = np.arange(ANCHOR_SAMPLES) / RATE_HZ
    alignment = StreamingDTW(np.sin(2 * np.pi * 0.3 * t[:, None] + np.arange(AXES)))
    alignment.update(np.zeros((1, AXES)))
    alignment.reset()
    return lambda packet: int(alignment.update(packet).position)


class Sink:
    """Notes how old each packet is on arrival; writes all delays when the last one came."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._delays_ns: list[int] = []

    def take(self, sent_ns: int) -> bool:
        """Note the arrival of a packet sent at `sent_ns`; return whether it was the last one."""
        self._delays_ns.append(now_ns() - sent_ns)
        if len(self._delays_ns) < self._job.packets:
            return False
        path = Path(self._job.result)
        path.with_suffix(".new").write_text(json.dumps(self._delays_ns))
        path.with_suffix(".new").rename(path)
        return True
