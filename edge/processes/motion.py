"""The `motion` process: its stage, which goes on after a restart where it was."""

from collections.abc import Iterable
from itertools import count

from edge.core.messages.base import Message
from edge.core.messages.exercise import Mark
from edge.core.stage import Stage
from edge.records.session_plan import SessionPlan
from edge.runtime.context import SessionContext, StateFile
from edge.stages.motion import Motion
from edge.stages.warmup import rehearse


class ResumingMotion:
    """`Motion` that keeps, outside its process, what a restart must know.

    The state is saved before the repetition is sent, so a crash in between cannot count twice.
    """

    def __init__(self, motion: Motion, state: StateFile, *, restarted: bool) -> None:
        self._motion = motion
        self._state = state
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

    def _mark(self, message: Message) -> Mark:
        saved = self._state.load()
        exercise = saved.get("exercise")
        return Mark(
            seq=next(self._seq),
            sensor_ns=message.sensor_ns,
            host_ns=message.host_ns,
            kind="restart",
            exercise=None if exercise is None else int(exercise),
            completed=int(saved.get("completed") or 0),
        )

    def _save_if_changed(self) -> None:
        if self._motion.resumption != self._saved:
            self._saved = self._motion.resumption
            exercise, completed = self._saved
            self._state.save(exercise=exercise, completed=completed)


def make_motion(context: SessionContext) -> Stage:
    """Return the `motion` stage of the session, resumed if it was restarted."""
    session_plan = SessionPlan.from_metadata(context.metadata)
    rehearse(session_plan)
    motion = Motion(session_plan.anchors, session_plan.calibration, session_plan.holds_s)
    return ResumingMotion(motion, context.state_file(), restarted=context.restarts > 0)
