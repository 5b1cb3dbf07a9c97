"""What processes say about themselves."""

from dataclasses import dataclass
from typing import Literal

from edge.core.messages.base import Message

StageState = Literal["starting", "running", "silent", "restarting", "held_off", "stopped", "failed"]
"""`silent`: it runs and does not answer; `held_off`: it keeps dying, and is started again after a
longer delay; `failed`: given up."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StageStatus:
    """One process as the supervisor sees it.

    Attributes:
        name: the stage.
        state: whether it runs.
        restarts: times it was started again.
        drops: messages dropped, by cause (queue, malformed, oversized, gap, torn: a frame that
            was overwritten, absent: nobody there to take it; of the watch what its link counts).
        queue: deepest input queue since the last status.
        latency_ms: p50, p95, p99 of receive-to-send inside the stage; None before there are any.
        last_words: why it ended the last time; empty before that.
    """

    name: str
    state: StageState
    restarts: int
    drops: dict[str, int]
    queue: int
    latency_ms: tuple[float, float, float] | None
    last_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Status(Message):
    """All processes, as sent by the supervisor a few times a second.

    Attributes:
        stages: the processes.
        ending: the session ends now, as somebody wanted; all of them are being stopped.
    """

    stages: tuple[StageStatus, ...]
    ending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heartbeat(Message):
    """A process tells the supervisor that it runs, and what it has measured since the last time.

    Attributes:
        name: the process.
        drops: messages dropped since the process started, by cause; see `StageStatus`.
        queue: most messages that were waiting to be processed.
        warm: the process has been at work for long enough that its figures are those of normal
            work.
        measured_ns: durations by what was measured, see `edge.runtime.process_metrics`.
        taken: messages taken since the last heartbeat, by type.
        sent: messages sent since the last heartbeat that were made here, by type.
        cpu_ns: processor time since the process started.
        memory_bytes: resident now.
    """

    name: str
    drops: dict[str, int]
    queue: int
    warm: bool
    measured_ns: dict[str, tuple[int, ...]]
    taken: dict[str, int]
    sent: dict[str, int]
    cpu_ns: int
    memory_bytes: int


RecordingProblem = Literal["none", "full", "read_only", "failed", "removed"]
"""Why the recording cannot be written: the disk is full, may not be written to, or fails.

`removed`: it was gone from the disk, and has just been put back.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RecordingStatus(Message):
    """How well the session is kept; sent when that changes, and again while it is not well.

    Attributes:
        problem: why it cannot be written.
        folder: where it is written to.
        kept_until_s: up to when it is on the disk, in seconds of the wall clock (Unix time).
        waiting: messages that are not on the disk.
    """

    problem: RecordingProblem
    folder: str
    kept_until_s: float
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageDone(Message):
    """The page has told the patient that the session is finished: nothing follows any more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PageAddress(Message):
    """The page can be opened from now on.

    Attributes:
        url: where.
    """

    url: str
