"""Stages that run with no process around them, traced all the same."""

import json
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from edge.bus.clock import now_ns
from edge.core.messages.base import Message
from edge.core.stage import Stage
from edge.trace.chrome import chrome_trace
from edge.trace.parts import read_parts
from edge.trace.tracer import Tracer, key_of


class TracedStage:
    """A stage that notes how long it works on each message; it returns what the stage returns."""

    def __init__(self, stage: Stage, tracer: Tracer) -> None:
        self._stage = stage
        self._tracer = tracer

    def process(self, message: Message) -> Iterable[Message]:
        """Return what the stage returns, all of it at once."""
        begin_ns = now_ns()
        outcomes = list(self._stage.process(message))
        end_ns = now_ns()
        self._tracer.span(
            type(message).__name__,
            begin_ns,
            end_ns,
            taken=[key_of(message)],
            sent=[(key_of(outcome), end_ns) for outcome in outcomes if outcome is not message],
            args={"seq": message.seq, "host_ns": message.host_ns},
        )
        return outcomes


class StageTrace:
    """Puts a tracer around each of some stages; the last of them is where samples arrive."""

    def __init__(self, folder: Path, followed: Collection[str]) -> None:
        self._folder = folder
        self._followed = followed
        self._names: list[str] = []
        self._tracers = ExitStack()

    def wrap(self, name: str, stage: Stage) -> Stage:
        """Return the stage, traced under `name`."""
        self._names.append(name)
        tracer = Tracer(self._folder, name, len(self._names))
        return TracedStage(stage, self._tracers.enter_context(tracer))

    def write(self, target: Path) -> None:
        """Write the trace."""
        self._tracers.close()
        parts = read_parts(self._folder)
        trace = chrome_trace(
            parts,
            self._names,
            {"replay": True},
            flow_end=self._names[-1],
            followed=self._followed,
        )
        target.write_text(json.dumps(trace, separators=(",", ":")), encoding="utf-8")


@contextmanager
def stage_trace(target: Path, followed: Collection[str]) -> Iterator[StageTrace]:
    """Yield what traces stages; the trace is in `target` at the end.

    Args:
        target: file of the trace.
        followed: types of messages that arrows lead back to where they came from.
    """
    with tempfile.TemporaryDirectory(prefix="physio-trace-") as folder:
        trace = StageTrace(Path(folder), followed)
        yield trace
        trace.write(target)
