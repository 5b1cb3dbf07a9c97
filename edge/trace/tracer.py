"""What one process writes about itself while it is traced: spans, counters and instants."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from edge.bus.clock import now_ns
from edge.core.messages.base import Message

Key = tuple[str, int, int]
"""What tells a message from all others on its way: type, number, and arrival of its data."""

SUFFIX: Final = ".jsonl"


def key_of(message: Message) -> Key:
    """Return what `message` is recognised by in whichever process it turns up."""
    return type(message).__name__, message.seq, message.host_ns


class Tracer:
    """Notes what happens in one process; a line of JSON each, kept in memory until `flush`.

    Lines are lists: `["span", name, begin_ns, end_ns, thread, taken keys, [key and time of each
    message sent], args]`, `["count", name, at_ns, values]` and `["event", name, at_ns, args]`.
    """

    def __init__(self, folder: Path, process: str, pid: int) -> None:
        """Write to a new file in `folder`, for life `pid` of `process`."""
        folder.mkdir(exist_ok=True)
        self._file = (folder / f"{process}.{pid}{SUFFIX}").open("x", encoding="utf-8")
        self._lines: list[tuple[Any, ...]] = []

    def span(
        self,
        name: str,
        begin_ns: int,
        end_ns: int,
        *,
        thread: str = "work",
        taken: Iterable[Key] = (),
        sent: Iterable[tuple[Key, int]] = (),
        args: Mapping[str, object] | None = None,
    ) -> None:
        """Note that something took from `begin_ns` to `end_ns`.

        Args:
            name: what it was.
            begin_ns: on the host clock.
            end_ns: on the host clock.
            thread: under which it is shown.
            taken: the messages that it worked on.
            sent: the messages that followed from it, each with when it was sent.
            args: what else is worth knowing.
        """
        span = ("span", name, begin_ns, end_ns, thread, tuple(taken), tuple(sent), args or {})
        self._lines.append(span)

    def count(self, name: str, values: Mapping[str, float]) -> None:
        """Note the present values of a counter, by the name of each series."""
        self._lines.append(("count", name, now_ns(), dict(values)))

    def event(self, name: str, args: Mapping[str, object] | None = None) -> None:
        """Note that something happened just now."""
        self._lines.append(("event", name, now_ns(), args or {}))

    def flush(self) -> None:
        """Write what was noted, so that it outlives the process."""
        lines, self._lines = self._lines, []
        self._file.write("".join(json.dumps(line) + "\n" for line in lines))
        self._file.flush()

    def close(self) -> None:
        """Write the rest."""
        self.flush()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
