"""What a process measures about itself and tells the supervisor a few times a second.

Durations go by these names: `wait` from a message's sending by its producer to its taking here,
`held` for how long it was then kept, behind others or for a time at which much is done at once;
`work` what was done about it, until all that follows from it was sent (for a service that makes
messages: from the data's arrival at this machine until they are sent); `end/…` a latency of the
graph's table (`edge.runtime.measures.Latency`); and for each stream that comes at a steady pace
`period/TYPE`, the time between two messages by the sensor's clock, and `jitter/TYPE`, by how much
the time between them here differs from that.
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
from edge.core.messages.status import Heartbeat
from edge.runtime.core import SharedCore
from edge.runtime.measures import NOTHING, At, Latency, Measures
from edge.runtime.spans import Spans

BEAT_S: Final = 1.0
"""Time between two heartbeats of a process that is not busy with a message."""
FIRST_BEATS: Final = 5
FIRST_BEAT_S: Final = 0.1
"""So often and so quickly at first: the very first heartbeat may find nobody to take it yet."""
WARM_UP_NS: Final = 1_000_000_000
"""So long after the first of its work a process is warming up: caches, first allocations."""
_STATM: Final = Path("/proc/self/statm")


class ProcessMetrics:
    """Collects figures between heartbeats, and spans where the session is traced.

    For one thread, or for several that hold a lock.
    """

    def __init__(
        self,
        spans: Spans | None = None,
        drops: Mapping[str, int] = MappingProxyType({}),
        core: SharedCore | None = None,
        measures: Measures = NOTHING,
    ) -> None:
        """Begin.

        Args:
            spans: what happens is noted there too, if the session is traced.
            drops: what the process itself lost so far by cause, beside what its ports did.
            core: where the process runs is reviewed with every heartbeat, if it shares a core.
            measures: what is timed.
        """
        self._streams = {stream.of: stream for stream in measures.streams}
        self._latencies: dict[At, dict[type[Message], list[Latency]]] = {
            "sent": {},
            "taken": {},
            "shown": {},
        }
        for latency in measures.latencies:
            self._latencies[latency.at].setdefault(latency.of, []).append(latency)
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
            self._time("taken", message, delivery.received_ns)
            if self._spans is not None:
                self._note_event(self._spans, message)

    def sent(self, message: Message) -> None:
        """Note that `message`, which was made here, has just been sent."""
        at_ns = now_ns()
        self._count(self._sent, message, at_ns)
        self._time("sent", message, at_ns)
        self.passed_on(message)

    def passed_on(self, message: Message) -> None:
        """Note that `message` has just been sent on as it came."""
        if self._spans is not None:
            self._spans.sent(message)

    def made(self, message: Message) -> None:
        """Note that a service has just sent `message`, and so when the data behind it came."""
        self.sent(message)
        stream = self._streams.get(type(message))
        begin_ns = message.host_ns if stream is None else getattr(message, stream.since)
        self._measured["work"].append(now_ns() - begin_ns)
        if self._spans is not None:
            self._spans.made(message, begin_ns)

    def worked(
        self, deliveries: Sequence[Delivery], begin_ns: int, work_ns: int | None = None
    ) -> None:
        """Note that all that follows from `deliveries` has been sent.

        Args:
            deliveries: one message, or several that were worked on together.
            begin_ns: when that was begun.
            work_ns: how much of the time since then was work; None for all of it.
        """
        end_ns = now_ns()
        work_ns = end_ns - begin_ns if work_ns is None else work_ns
        for delivery in deliveries:
            self._measured["work"].append(work_ns)
            self._measured["held"].append(max(0, end_ns - delivery.received_ns - work_ns))
        if self._spans is not None and deliveries:
            self._spans.worked(deliveries, begin_ns, end_ns)

    def shown(self, deliveries: Sequence[Delivery]) -> None:
        """Note that what follows from `deliveries` has just been handed to a browser."""
        at_ns = now_ns()
        for message in (delivery.message for delivery in deliveries):
            self._time("shown", message, at_ns)

    def due_s(self) -> float:
        """Return the time until the next heartbeat, 0 if it is due."""
        return max(0, self._due_ns - now_ns()) / 1e9

    def heartbeat(self, ports: Ports) -> None:
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

    def heartbeat_if_due(self, ports: Ports) -> None:
        """Send a heartbeat if it is time."""
        if now_ns() >= self._due_ns:
            self.heartbeat(ports)

    def _note_event(self, spans: Spans, message: Message) -> None:
        stream = self._streams.get(type(message))
        event = None if stream is None or stream.event is None else stream.event(message)
        if event is not None:
            spans.event(*event)

    def _time(self, at: At, message: Message, at_ns: int) -> None:
        for latency in self._latencies[at].get(type(message), ()):
            if latency.counts is None or latency.counts(message):
                since_ns = getattr(message, latency.since)
                self._measured[f"end/{latency.name}"].append(at_ns - since_ns)

    def _count(self, counts: Counter[str], message: Message, at_ns: int) -> None:
        name = type(message).__name__
        counts[name] += 1
        stream = self._streams.get(type(message))
        if stream is None:
            return
        if self._first_ns is None:
            self._first_ns = at_ns
        if stream.paced:
            self._pace(name, message.sensor_ns, at_ns)

    def _pace(self, name: str, sensor_ns: int, at_ns: int) -> None:
        last = self._last.get(name)
        self._last[name] = sensor_ns, at_ns
        if last is not None and sensor_ns > last[0]:
            period_ns = sensor_ns - last[0]
            self._measured[f"period/{name}"].append(period_ns)
            self._measured[f"jitter/{name}"].append(abs(at_ns - last[1] - period_ns))


def _resident_bytes() -> int:
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
