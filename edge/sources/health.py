"""How well the watch is heard: rate and loss over the last seconds."""

from collections import deque

from edge.core.messages.imu import Imu

WINDOW_NS = 10_000_000_000


class StreamHealth:
    """Measures the sample rate and the loss of the last ten seconds of a stream."""

    def __init__(self) -> None:
        self._chunks: deque[tuple[int, int, int]] = deque()
        self._gathered_ns: deque[tuple[int, int]] = deque()

    def add(self, chunk: Imu) -> None:
        """Take in a chunk; one after a gap starts the rate anew."""
        self._chunks.append((chunk.sensor_ns, len(chunk.t_ns), chunk.lost))
        while chunk.sensor_ns - self._chunks[0][0] > WINDOW_NS:
            self._chunks.popleft()
        span_ns = int(chunk.t_ns[-1] - chunk.t_ns[0])
        self._gathered_ns.append((chunk.sensor_ns, span_ns))
        while chunk.sensor_ns - self._gathered_ns[0][0] > WINDOW_NS:
            self._gathered_ns.popleft()

    @property
    def rate_hz(self) -> float | None:
        """Return the samples per second that the watch takes, None before there are two chunks."""
        if len(self._chunks) < 2:
            return None
        span_ns = self._chunks[-1][0] - self._chunks[0][0]
        samples = sum(n + lost for _, n, lost in self._chunks) - sum(self._chunks[0][1:])
        return samples * 1e9 / span_ns if span_ns > 0 else None

    @property
    def gathers_ms(self) -> float:
        """Return the longest time over which samples were gathered before they were sent."""
        return max((span_ns for _, span_ns in self._gathered_ns), default=0) * 1e-6

    @property
    def loss_percent(self) -> float:
        """Return the share of samples that is missing."""
        lost = sum(lost for *_, lost in self._chunks)
        samples = sum(n for _, n, _ in self._chunks)
        return 100.0 * lost / (lost + samples) if samples else 0.0
