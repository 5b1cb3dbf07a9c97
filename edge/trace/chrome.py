"""The parts that the processes wrote, put together to a trace that Perfetto opens.

Chrome Trace Event Format (Google, "Trace Event Format", JSON object form): complete events (X) per
thread, counters (C), instants (i), names (M), and flows (s, t, f).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from edge.trace.flows import Event, flows, microseconds
from edge.trace.parts import Part, Span


def chrome_trace(
    parts: Sequence[Part],
    order: Sequence[str],
    about: Mapping[str, Any],
    *,
    flow_end: str,
    followed: Collection[str],
) -> dict[str, Any]:
    """Return the trace as the JSON object of the format; times count from the first event.

    Args:
        parts: of all processes.
        order: names of processes, in the order in which to show them.
        about: what else is known of the session, kept under `otherData`.
        flow_end: the process at which the arrows end.
        followed: types of messages that are followed back to the sensor from there.
    """
    begin_ns = min((at_ns for part in parts for at_ns in _times(part)), default=0)
    events: list[Event] = []
    placed: list[tuple[Span, int]] = []
    for part in parts:
        rank = order.index(part.process) if part.process in order else len(order)
        events += _names(part, rank)
        lanes = list(_lanes(part.spans))
        placed += lanes
        events += _thread_names(part.pid, lanes)
        events += _counters(part, begin_ns)
        events += _instants(part, begin_ns)
    events += [_complete(span, tid, begin_ns) for span, tid in placed]
    events += flows(parts, placed, begin_ns, flow_end=flow_end, followed=followed)
    events.sort(key=lambda event: event.get("ts", -1.0))
    return {"traceEvents": events, "displayTimeUnit": "ms", "otherData": dict(about)}


def _times(part: Part) -> Iterator[int]:
    yield from (span.begin_ns for span in part.spans)
    yield from (row[1] for row in (*part.counts, *part.events))


def _names(part: Part, rank: int) -> list[Event]:
    return [
        _meta(part.pid, "process_name", name=part.process),
        _meta(part.pid, "process_sort_index", sort_index=rank),
    ]


def _meta(pid: int, what: str, tid: int = 0, **args: object) -> Event:
    return {"ph": "M", "name": what, "pid": pid, "tid": tid, "args": args}


def _thread_names(pid: int, lanes: Iterable[tuple[Span, int]]) -> list[Event]:
    names = {tid: span.thread for span, tid in lanes}
    return [_meta(pid, "thread_name", tid, name=name) for tid, name in sorted(names.items())]


def _lanes(spans: Sequence[Span]) -> Iterator[tuple[Span, int]]:
    """Yield each span with a thread number under which no two spans overlap."""
    free_ns: dict[str, list[int]] = defaultdict(list)
    numbers: dict[tuple[str, int], int] = {}
    for span in sorted(spans, key=lambda span: (span.begin_ns, -span.end_ns)):
        ends = free_ns[span.thread]
        lane = next((i for i, end_ns in enumerate(ends) if end_ns <= span.begin_ns), len(ends))
        ends[lane:] = [span.end_ns, *ends[lane + 1 :]]
        yield span, numbers.setdefault((span.thread, lane), len(numbers) + 1)


def _complete(span: Span, tid: int, begin_ns: int) -> Event:
    return {
        "ph": "X",
        "name": span.name,
        "cat": span.thread,
        "pid": span.pid,
        "tid": tid,
        "ts": microseconds(span.begin_ns, begin_ns),
        "dur": (span.end_ns - span.begin_ns) / 1e3,
        "args": dict(span.args),
    }


def _counters(part: Part, begin_ns: int) -> list[Event]:
    return [
        {
            "ph": "C",
            "name": name,
            "pid": part.pid,
            "tid": 0,
            "ts": microseconds(at_ns, begin_ns),
            "args": dict(values),
        }
        for name, at_ns, values in part.counts
    ]


def _instants(part: Part, begin_ns: int) -> list[Event]:
    return [
        {
            "ph": "i",
            "s": "p",
            "name": name,
            "pid": part.pid,
            "tid": 0,
            "ts": microseconds(at_ns, begin_ns),
            "args": dict(args),
        }
        for name, at_ns, args in part.events
    ]
