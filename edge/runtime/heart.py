"""What a process measures about itself and tells the supervisor a few times a second."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.bus.clock import now_ns
from edge.bus.inbox import Delivery
from edge.bus.ports import Ports
from edge.messages import Feedback, Heartbeat, Message, Pose, Progress, Times

BEAT_S: Final = 0.25
"""Time between two heartbeats of a process that is not busy with a message."""


class Heart:
    """Collects latencies and queue depth between heartbeats; for one thread."""

    def __init__(self) -> None:
        self._seq = 0
        self._due_ns = 0
        self._clear()

    def _clear(self) -> None:
        self._queue = 0
        self._wait_ns: list[int] = []
        self._work_ns: list[int] = []
        self._end_ns: dict[type[Message], list[int]] = {Progress: [], Feedback: [], Pose: []}

    def taken(self, deliveries: Sequence[Delivery]) -> None:
        """Note messages that the process is about to work on."""
        self._queue = max(self._queue, len(deliveries))
        self._wait_ns.extend(d.received_ns - d.stamp.sent_ns for d in deliveries)

    def worked(self, since_ns: int) -> None:
        """Note that all that follows from a message taken at `since_ns` has just been sent."""
        self._work_ns.append(now_ns() - since_ns)

    def sent(self, message: Message) -> None:
        """Note that `message`, which was made here, has just been sent."""
        ends = self._end_ns.get(type(message))
        if ends is None or (isinstance(message, Progress) and message.source == "camera"):
            return  # a live picture from the camera is as old as its pose
        begin_ns = message.sensor_ns if isinstance(message, Pose) else message.host_ns
        ends.append(now_ns() - begin_ns)

    def due_s(self) -> float:
        """Return the time until the next heartbeat, 0 if it is due."""
        return max(0, self._due_ns - now_ns()) / 1e9

    def beat(self, ports: Ports) -> None:
        """Send a heartbeat with all that was noted since the last one."""
        now = now_ns()
        ports.send(
            Heartbeat(
                seq=self._seq,
                sensor_ns=now,
                host_ns=now,
                name=ports.name,
                drops=ports.drops,
                queue=self._queue,
                wait_ns=_times(self._wait_ns),
                work_ns=_times(self._work_ns),
                progress_ns=_times(self._end_ns[Progress]),
                feedback_ns=_times(self._end_ns[Feedback]),
                pose_ns=_times(self._end_ns[Pose]),
            )
        )
        self._seq += 1
        self._due_ns = now + round(BEAT_S * 1e9)
        self._clear()

    def beat_if_due(self, ports: Ports) -> None:
        """Send a heartbeat if it is time."""
        if now_ns() >= self._due_ns:
            self.beat(ports)


def _times(values: list[int]) -> Times:
    return np.array(values, dtype=np.int64)
