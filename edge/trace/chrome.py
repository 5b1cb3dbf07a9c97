"""The parts that the processes wrote, put together to a trace that Perfetto opens.

Chrome Trace Event Format (Google, "Trace Event Format", JSON object form): complete events (X) per
thread, counters (C), instants (i), names (M), and flows (s, t, f) that follow one sample from the
radio packet, or the frame, to the page.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from edge.trace.tracer import SUFFIX, Key

Event = dict[str, Any]

FOLLOWED: Final = frozenset({"Progress", "Feedback", "Summary", "Pose", "Repetition"})
"""What is followed back to the sensor from where it arrives."""
LONGEST_PATH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span of one process.

    Attributes:
        pid: of the process.
        thread: under which it is shown.
        name: what it was.
        begin_ns: on the host clock.
        end_ns: likewise.
        taken: the messages it worked on.
        sent: when each message was sent that followed from it.
        args: what else is known.
    """

    pid: int
    thread: str
    name: str
    begin_ns: int
    end_ns: int
    taken: tuple[Key, ...]
    sent: Mapping[Key, int]
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one life of one process wrote."""

    process: str
    pid: int
    spans: tuple[Span, ...]
    counts: tuple[tuple[str, int, Mapping[str, float]], ...]
    events: tuple[tuple[str, int, Mapping[str, Any]], ...]


def read_parts(folder: Path) -> list[Part]:
    """Return the parts in `folder`; the last line of a process that was killed may be missing."""
    return [_part(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]


def _part(path: Path) -> Part:
    process, pid = path.name.removesuffix(SUFFIX).rsplit(".", 1)
    lines: dict[str, list[Any]] = {"span": [], "count": [], "event": []}
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            kind, *rest = json.loads(text)
        except ValueError:
            break
        lines[kind].append(rest)
    return Part(
        process=process,
        pid=int(pid),
        spans=tuple(_span(int(pid), *row) for row in lines["span"]),
        counts=tuple(map(tuple, lines["count"])),
        events=tuple(map(tuple, lines["event"])),
    )


def _span(
    pid: int,
    name: str,
    begin_ns: int,
    end_ns: int,
    thread: str,
    taken: list[list[Any]],
    sent: list[list[Any]],
    args: dict[str, Any],
) -> Span:
    return Span(
        pid=pid,
        thread=thread,
        name=name,
        begin_ns=begin_ns,
        end_ns=max(begin_ns, end_ns),
        taken=tuple((str(cls), seq, host_ns) for cls, seq, host_ns in taken),
        sent={(str(key[0]), key[1], key[2]): at_ns for key, at_ns in sent},
        args=args,
    )


def chrome_trace(
    parts: Sequence[Part],
    order: Sequence[str],
    about: Mapping[str, Any],
    *,
    flow_end: str = "page",
) -> dict[str, Any]:
    """Return the trace as the JSON object of the format; times count from the first event.

    Args:
        parts: of all processes.
        order: names of processes, in the order in which to show them.
        about: what else is known of the session, kept under `otherData`.
        flow_end: the process at which the arrows end.
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
    events += _flows(parts, placed, flow_end, begin_ns)
    events.sort(key=lambda event: event.get("ts", -1.0))
    return {"traceEvents": events, "displayTimeUnit": "ms", "otherData": dict(about)}


def _times(part: Part) -> Iterator[int]:
    yield from (span.begin_ns for span in part.spans)
    yield from (row[1] for row in (*part.counts, *part.events))


def _us(at_ns: int, begin_ns: int) -> float:
    return (at_ns - begin_ns) / 1e3


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
        "ts": _us(span.begin_ns, begin_ns),
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
            "ts": _us(at_ns, begin_ns),
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
            "ts": _us(at_ns, begin_ns),
            "args": dict(args),
        }
        for name, at_ns, args in part.events
    ]


def _flows(
    parts: Sequence[Part], placed: Sequence[tuple[Span, int]], flow_end: str, begin_ns: int
) -> list[Event]:
    """Return the arrows: one flow per message that reached its end, from where it came."""
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
            path = _path(key, placed, origin) if key[0] in FOLLOWED else []
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
            "ts": _us(min(max(at_ns, span.begin_ns), span.end_ns), begin_ns),
            "args": {"host_ns": key[2]},
        }
