"""What a process measures about itself and tells the supervisor a few times a second.

Durations go by these names: `wait` from a message's sending by its producer to its taking here,
`work` from a message's taking until all that follows from it is sent (for a service that makes
messages: from the data's arrival at this machine until they are sent); `end/…` from the arrival of
the radio packet, or the grab of the frame, to what the name says (`edge.runtime.latency.ENDS`);
and for each stream that comes at a steady pace `period/TYPE`, the time between two messages by the
sensor's clock, and `jitter/TYPE`, by how much the time between them here differs from that.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.core.messages.base import Message
from edge.core.messages.camera import FrameRef, Pose
from edge.core.messages.exercise import Feedback, Progress, Repetition
from edge.core.messages.imu import Imu
from edge.core.messages.status import Heartbeat
from edge.runtime.core import SharedCore
from edge.runtime.spans import Spans

BEAT_S: Final = 1.0
"""Time between two heartbeats of a process that is not busy with a message."""
FIRST_BEATS: Final = 5
FIRST_BEAT_S: Final = 0.1
"""So often and so quickly at first: the very first heartbeat may find nobody to take it yet."""
WARM_UP_NS: Final = 1_000_000_000
"""So long after the first of its work a process is warming up: caches, first allocations."""
PACED: Final = (Imu, FrameRef, Pose, Progress)
"""Streams that come at the pace of a sensor."""
WORK: Final = (*PACED, Repetition)
"""What a process is there for, beside the state of links and processes."""

_STATM: Final = Path("/proc/self/statm")


class Heart:
    """Collects figures between heartbeats, and spans where the session is traced.

    For one thread, or for several that hold a lock.
    """

    def __init__(
        self,
        spans: Spans | None = None,
        drops: Mapping[str, int] = MappingProxyType({}),
        core: SharedCore | None = None,
    ) -> None:
        """Begin.

        Args:
            spans: what happens is noted there too, if the session is traced.
            drops: what the process itself lost so far by cause, beside what its ports did.
            core: where the process runs is reviewed with every heartbeat, if it shares a core.
        """
        self._core = core
        self._drops = drops
        self._spans = spans
        self._seq = 0
        self._beat_ns = now_ns()
        self._due_ns = 0
        self._first_ns: int | None = None
        self._last: dict[str, tuple[int, int]] = {}
        self._clear()

    def _clear(self) -> None:
        self._queue = 0
        self._measured: defaultdict[str, list[int]] = defaultdict(list)
        self._taken: Counter[str] = Counter()
        self._sent: Counter[str] = Counter()

    def taken(self, deliveries: Sequence[Delivery]) -> None:
        """Note messages that the process is about to work on."""
        self._queue = max(self._queue, len(deliveries))
        for delivery in deliveries:
            message = delivery.message
            self._count(self._taken, message, delivery.received_ns)
            self._measured["wait"].append(delivery.received_ns - delivery.stamp.sent_ns)
            if _carries_the_watch(message):
                self._measured["end/page"].append(delivery.received_ns - message.host_ns)
            if self._spans is not None:
                self._spans.took(message)

    def sent(self, message: Message) -> None:
        """Note that `message`, which was made here, has just been sent."""
        at_ns = now_ns()
        self._count(self._sent, message, at_ns)
        if _carries_the_watch(message):
            self._measured["end/progress"].append(at_ns - message.host_ns)
        elif isinstance(message, Feedback):
            self._measured["end/feedback"].append(at_ns - message.host_ns)
        elif isinstance(message, Pose):
            self._measured["end/pose"].append(at_ns - message.sensor_ns)
        self.passed_on(message)

    def passed_on(self, message: Message) -> None:
        """Note that `message` has just been sent on as it came."""
        if self._spans is not None:
            self._spans.sent(message)

    def made(self, message: Message) -> None:
        """Note that a service has just sent `message`, and so when the data behind it came."""
        self.sent(message)
        begin_ns = message.sensor_ns if isinstance(message, FrameRef) else message.host_ns
        self._measured["work"].append(now_ns() - begin_ns)
        if self._spans is not None:
            self._spans.made(message, begin_ns)

    def worked(self, deliveries: Sequence[Delivery], begin_ns: int) -> None:
        """Note that all that follows from `deliveries`, begun at `begin_ns`, has been sent."""
        end_ns = now_ns()
        self._measured["work"].extend(end_ns - delivery.received_ns for delivery in deliveries)
        if self._spans is not None and deliveries:
            self._spans.worked(deliveries, begin_ns, end_ns)

    def shown(self, deliveries: Sequence[Delivery]) -> None:
        """Note that what follows from `deliveries` has just been handed to a browser."""
        at_ns = now_ns()
        for message in (delivery.message for delivery in deliveries):
            if _carries_the_watch(message):
                self._measured["end/browser"].append(at_ns - message.host_ns)

    def due_s(self) -> float:
        """Return the time until the next heartbeat, 0 if it is due."""
        return max(0, self._due_ns - now_ns()) / 1e9

    def beat(self, ports: Ports) -> None:
        """Send a heartbeat with all that was noted since the last one."""
        now = now_ns()
        # All of it must be from after the warm-up, so the beat before decides.
        warm = self._first_ns is not None and self._beat_ns - self._first_ns > WARM_UP_NS
        beat = Heartbeat(
            seq=self._seq,
            sensor_ns=now,
            host_ns=now,
            name=ports.name,
            drops=ports.drops | dict(self._drops),
            queue=self._queue,
            warm=warm,
            measured_ns={name: tuple(values) for name, values in self._measured.items()},
            taken=dict(self._taken),
            sent=dict(self._sent),
            cpu_ns=time.process_time_ns(),
            memory_bytes=_resident_bytes(),
        )
        ports.send(beat)
        if self._spans is not None:
            self._spans.beat(beat)
        if self._core is not None:
            self._core.review()
        self._seq += 1
        self._beat_ns = now
        wait_s = BEAT_S if self._seq > FIRST_BEATS else FIRST_BEAT_S
        self._due_ns = now + round(wait_s * 1e9)
        self._clear()

    def beat_if_due(self, ports: Ports) -> None:
        """Send a heartbeat if it is time."""
        if now_ns() >= self._due_ns:
            self.beat(ports)

    def _count(self, counts: Counter[str], message: Message, at_ns: int) -> None:
        name = type(message).__name__
        counts[name] += 1
        if self._first_ns is None and isinstance(message, WORK):
            self._first_ns = at_ns
        if type(message) in PACED:
            self._pace(name, message.sensor_ns, at_ns)

    def _pace(self, name: str, sensor_ns: int, at_ns: int) -> None:
        last = self._last.get(name)
        self._last[name] = sensor_ns, at_ns
        if last is not None and sensor_ns > last[0]:
            period_ns = sensor_ns - last[0]
            self._measured[f"period/{name}"].append(period_ns)
            self._measured[f"jitter/{name}"].append(abs(at_ns - last[1] - period_ns))


def _carries_the_watch(message: Message) -> bool:
    # A live picture from the camera is as old as its pose, and not as a packet.
    return isinstance(message, Progress) and message.source != "camera"


def _resident_bytes() -> int:
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
