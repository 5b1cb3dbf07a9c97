"""What the processes of a session wrote about themselves, read back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.trace.tracer import SUFFIX, Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span of one process.

    Attributes:
        pid: of the process.
        thread: under which it is shown.
        name: what it was.
        begin_ns: on the host clock.
        end_ns: on the host clock.
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
        spans=tuple(_span(int(pid), row) for row in lines["span"]),
        counts=tuple(map(tuple, lines["count"])),
        events=tuple(map(tuple, lines["event"])),
    )


def _span(pid: int, row: list[Any]) -> Span:
    name, begin_ns, end_ns, thread, taken, sent, args = row
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
