"""The `screening` process: its stage, which goes on after a restart with what was recorded."""

from collections.abc import Iterable

from edge.core.messages.base import Message
from edge.core.messages.screening import ScreeningAnswer, ScreeningResumption
from edge.core.stage import Stage
from edge.processes.options import recording_dir
from edge.processes.screening_options import ScreeningOptions, answer_maker
from edge.records.errors import RecordingError
from edge.records.recording import read_recording
from edge.runtime.context import SessionContext
from edge.stages.screening import CONSUMED, BendScreening, followed


class ResumingScreening:
    """A stage that was restarted, and marks so in the stream: a replay restarts there too."""

    def __init__(
        self, stage: BendScreening, known: int, due: ScreeningAnswer | None = None
    ) -> None:
        """Go on.

        Args:
            stage: as it stands after the messages that are known.
            known: how many of the recorded messages those are.
            due: an answer that the stage before this one gave to nobody.
        """
        self._stage = stage
        self._known: int | None = known
        self._due = due

    def process(self, message: Message) -> Iterable[Message]:
        """Yield what the stage yields, the mark first of all."""
        if self._known is not None:
            yield ScreeningResumption(
                seq=0, sensor_ns=message.sensor_ns, host_ns=message.host_ns, known=self._known
            )
            self._known = None
            if self._due is not None:
                yield self._due
        yield from self._stage.process(message)


def make_screening(context: SessionContext) -> Stage:
    """Return the `screening` stage of the session, resumed if it was restarted.

    Raises:
        CatalogError: there is no network, or one cannot be loaded.
    """
    options: ScreeningOptions = context.options
    answer = answer_maker(options.network, options.zoo, options.metadata)
    if not context.restarts:
        return BendScreening(answer)
    recorded = _recorded(context)
    consumed = [message for message in recorded if isinstance(message, CONSUMED)]
    stage, given = followed(lambda: BendScreening(answer), consumed)
    answers = [message for message in given if isinstance(message, ScreeningAnswer)]
    told = sum(isinstance(message, ScreeningAnswer) for message in recorded)
    return ResumingScreening(stage, len(consumed), answers[-1] if len(answers) > told else None)


def _recorded(context: SessionContext) -> tuple[Message, ...]:
    try:
        return read_recording(recording_dir(context)).messages
    except RecordingError:
        return ()  # it fell before anything was recorded, or the disk is full
