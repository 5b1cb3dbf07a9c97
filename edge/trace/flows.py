"""Arrows that follow one sample from the radio packet, or the frame, to the page.

Flow events (s, t, f) of the Chrome Trace Event Format, each within the span that it belongs to.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from edge.trace.parts import Part, Span
from edge.trace.tracer import Key

Event = dict[str, Any]

LONGEST_PATH: Final = 8


def microseconds(at_ns: int, begin_ns: int) -> float:
    """Return a time as the format wants it, counted from `begin_ns`."""
    return (at_ns - begin_ns) / 1e3


def flows(
    parts: Sequence[Part],
    placed: Sequence[tuple[Span, int]],
    begin_ns: int,
    *,
    flow_end: str,
    followed: Collection[str],
) -> list[Event]:
    """Return the arrows: one flow per message that reached its end, from where it came.

    Args:
        parts: of all processes.
        placed: every span with the number of its thread.
        begin_ns: from when times count.
        flow_end: the process at which the arrows end.
        followed: types of messages that are followed back to the sensor from there.
    """
    ends = {part.pid for part in parts if part.process == flow_end}
    origin = {
        key: (index, at_ns)
        for index, (span, _) in enumerate(placed)
        for key, at_ns in span.sent.items()
        # A stage that passes a message on is not where it came from.
        if key not in span.taken
    }
    events: list[Event] = []
    number = 0
    for index, (span, _) in enumerate(placed):
        if span.pid not in ends:
            continue
        for key in span.taken:
            path = _path(key, placed, origin) if key[0] in followed else []
            arrows = list(_arrows([*path, (index, span.begin_ns)], placed, key, begin_ns))
            # Numbers that began anew with a process may meet old ones: no such arrow is true.
            if path and arrows == sorted(arrows, key=lambda arrow: arrow["ts"]):
                number += 1
                events += [{**arrow, "id": number} for arrow in arrows]
    return events


def _path(
    key: Key, placed: Sequence[tuple[Span, int]], origin: Mapping[Key, tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the spans through which the data of message `key` went, and when they left each."""
    path: list[tuple[int, int]] = []
    while key in origin:
        index, at_ns = origin[key]
        path.insert(0, (index, at_ns))
        taken = placed[index][0].taken
        if not taken or len(path) == LONGEST_PATH:
            break
        key = taken[0]
    return path


def _arrows(
    path: Sequence[tuple[int, int]],
    placed: Sequence[tuple[Span, int]],
    key: Key,
    begin_ns: int,
) -> Iterator[Event]:
    for step, (index, at_ns) in enumerate(path):
        span, tid = placed[index]
        first, last = step == 0, step == len(path) - 1
        yield {
            "ph": "s" if first else "f" if last else "t",
            **({"bp": "e"} if last else {}),
            "name": f"sample to {key[0]}",
            "cat": "flow",
            "pid": span.pid,
            "tid": tid,
            # Within the span, or the arrow would hang in the air.
            "ts": microseconds(min(max(at_ns, span.begin_ns), span.end_ns), begin_ns),
            "args": {"host_ns": key[2]},
        }
