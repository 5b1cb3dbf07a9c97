"""The `motion` process: its stage, which goes on after a restart where it was."""

from collections.abc import Iterable
from itertools import count

from edge.core.messages.base import Message
from edge.core.messages.restart import RestartMark, Resumption
from edge.core.stage import Stage
from edge.processes.options import SessionOptions
from edge.runtime.checkpoint import Checkpoint
from edge.runtime.context import SessionContext
from edge.stages.motion import Motion
from edge.stages.warmup import warm_up


class ResumingMotion:
    """`Motion` that leaves for the process that takes its place where to go on.

    That is saved before the repetition is sent, so a crash in between cannot count twice.
    """

    def __init__(
        self, motion: Motion, checkpoint: Checkpoint[Resumption], *, restarted: bool
    ) -> None:
        self._motion = motion
        self._checkpoint = checkpoint
        self._saved = motion.resumption
        self._restarted = restarted
        self._seq = count()

    def process(self, message: Message) -> Iterable[Message]:
        """Return what `Motion` returns, after a restart the mark of it first."""
        if self._restarted:
            self._restarted = False
            yield from self._motion.process(self._mark(message))
        for outcome in self._motion.process(message):
            self._save_if_changed()
            yield outcome
        self._save_if_changed()

    def _mark(self, message: Message) -> RestartMark:
        saved = self._checkpoint.load() or Resumption()
        return RestartMark(
            seq=next(self._seq),
            sensor_ns=message.sensor_ns,
            host_ns=message.host_ns,
            resumption=saved,
        )

    def _save_if_changed(self) -> None:
        if self._motion.resumption != self._saved:
            self._saved = self._motion.resumption
            self._checkpoint.save(self._saved)


def make_motion(context: SessionContext) -> Stage:
    """Return the `motion` stage of the session, resumed if it was restarted."""
    options: SessionOptions = context.options
    session_plan = options.session_plan
    warm_up(session_plan)
    motion = Motion.of(session_plan)
    return ResumingMotion(motion, context.checkpoint(Resumption), restarted=context.restarts > 0)
