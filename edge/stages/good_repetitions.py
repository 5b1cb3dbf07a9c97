"""A patient's good repetitions, found in a watch's stream and assessed as a session does."""

from typing import Final

from edge.assessment.reference import Reference
from edge.assessment.score import Assessment, assess, is_comparable
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Repetition
from edge.core.messages.imu import Imu
from edge.signals.errors import SignalError
from edge.signals.imu_calibration import ImuCalibration
from edge.stages.motion import Motion

_START: Final = Command(seq=0, sensor_ns=0, host_ns=0, action="start", exercise=0)


class GoodRepetitions:
    """Takes in the stream of one session and keeps what its repetitions are worth.

    Args:
        anchor: the reference that they are assessed against.
        calibration: the watch's own, if known; applied as a session does.
    """

    def __init__(
        self,
        anchor: Anchor,
        calibration: ImuCalibration | None = None,
        *,
        wanted: int | None = None,
    ) -> None:
        shows_lean = exercise_named(anchor.exercise).watch_shows_lean
        self._reference = Reference.of(anchor, watch_shows_lean=shows_lean)
        self._motion = Motion((anchor,), calibration)
        self._found: list[Assessment] = []
        self._not_compared = 0
        list(self._motion.process(_START))

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The repetitions so far that could be compared with the reference."""
        return tuple(self._found)

    @property
    def not_compared(self) -> int:
        """How many could not: samples are missing, or they turn about no axis."""
        return self._not_compared

    def take(self, chunk: Imu) -> None:
        """Take in a chunk of the stream."""
        for message in self._motion.process(chunk):
            self.see(message)

    def see(self, message: Message) -> None:
        """Take in a repetition that was found elsewhere; nothing else counts."""
        if not isinstance(message, Repetition):
            return
        if not is_comparable(message):
            self._not_compared += 1
            return
        try:
            self._found.append(assess(message, self._reference))
        except SignalError:
            self._not_compared += 1
