"""What is measured of a graph: rows beside its processes and edges, so that the engine knows none.

The engine times whatever messages it is told of here; which messages there are is the graph's own
business.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from edge.core.messages.base import Message

Since = Literal["sensor_ns", "host_ns"]
"""The field of a message that says when what is timed began."""
At = Literal["sent", "taken", "shown"]
"""When it ends: the message is sent by who makes it, taken by a process, or handed to a browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """A latency from end to end.

    Attributes:
        name: its name in the figures.
        of: the messages that are timed.
        at: when the time ends.
        since: where it begins.
        counts: whether a message is timed; None where all of them are.
    """

    name: str
    of: type[Message]
    at: At = "sent"
    since: Since = "host_ns"
    counts: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Messages that are a process's work, rather than the state of links and processes.

    Attributes:
        of: the messages.
        paced: they come at the pace of a sensor, so that their period and jitter mean something.
        since: when the data behind one reached the process that makes it.
        event: what a trace notes when such a message is taken, as a name and figures; None of a
            message that is nothing special.
    """

    of: type[Message]
    paced: bool = True
    since: Since = "host_ns"
    event: Callable[[Any], tuple[str, Mapping[str, object]] | None] | None = None


def no_delays(stages: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return no delay by design."""
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """All that is measured of a graph.

    Attributes:
        streams: whose work is counted.
        latencies: from end to end, in the order of the figures.
        followed: messages that arrows of a trace lead back to the sensor.
        flow_end: the process at which those arrows end.
        delays: from the figures of the stages to the delays by design, which no faster computer
            takes away: `{"name", "ms", "about"}` each.
    """

    streams: tuple[Stream, ...] = ()
    latencies: tuple[Latency, ...] = ()
    followed: tuple[type[Message], ...] = ()
    flow_end: str = ""
    delays: Callable[[Mapping[str, Any]], list[dict[str, Any]]] = no_delays


NOTHING: Final = Measures()
"""Of a graph of which nothing is timed but the work of its processes."""
