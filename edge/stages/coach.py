"""The `coach` stage: judges finished repetitions, gives the one cue, sums up exercises."""

from collections.abc import Iterable, Iterator
from itertools import count

from edge.assessment.explanation import Compare
from edge.assessment.feedback import feedback_on
from edge.assessment.reference import Reference
from edge.assessment.summary import summarise
from edge.assessment.tolerance import tolerances_of
from edge.core.exercises import exercise_named
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Feedback, Repetition, Summary
from edge.records.session_plan import SessionPlan
from edge.wording.languages import language_named


class Coach:
    """Turns repetitions into feedback, and into a summary when the prescribed number is done.

    Args:
        session_plan: what is prescribed, with the anchors and what was learnt against them.
        compare: the scores of the comparing network, if there is one.
    """

    def __init__(self, session_plan: SessionPlan, compare: Compare | None = None) -> None:
        self._plan = session_plan.plan
        self._language = language_named(self._plan.language)
        self._exercises = [exercise_named(planned.name) for planned in self._plan.exercises]
        self._references = [
            Reference.of(anchor, watch_shows_lean=exercise.watch_shows_lean, tolerance=tolerance)
            for anchor, exercise, tolerance in zip(
                session_plan.anchors, self._exercises, tolerances_of(session_plan), strict=True
            )
        ]
        self._compare = compare
        self._given: dict[int, dict[int, Feedback]] = {}
        self._running: int | None = None
        self._feedback_seq, self._summary_seq = count(), count()

    def remember(self, feedbacks: Iterable[Feedback]) -> None:
        """Take up what was given before a restart, oldest first."""
        for feedback in feedbacks:
            self._keep(feedback)

    def process(self, message: Message) -> Iterable[Message]:
        """Return the feedback on a repetition, and a summary where an exercise ends."""
        if isinstance(message, Repetition):
            yield from self._judge(message)
        elif isinstance(message, Command):
            yield from self._obey(message)

    def _judge(self, repetition: Repetition) -> Iterator[Message]:
        index = repetition.exercise
        if repetition.number in self._given.get(index, {}):
            return  # sent once more because the coach was restarted; the feedback is out already
        feedback = feedback_on(
            repetition,
            self._references[index],
            exercise=self._exercises[index],
            language=self._language,
            max_rom_deg=self._plan.exercises[index].max_rom_deg,
            hold_s=self._plan.exercises[index].hold_s,
            seq=next(self._feedback_seq),
            compare=self._compare,
        )
        self._keep(feedback)
        yield feedback
        if feedback.number == self._plan.exercises[index].prescribed:
            yield self._summary(index, feedback)

    def _keep(self, feedback: Feedback) -> None:
        self._running = feedback.exercise
        self._given.setdefault(feedback.exercise, {})[feedback.number] = feedback

    def _obey(self, command: Command) -> Iterator[Summary]:
        match command.action:
            case "start" if command.exercise is not None:
                self._running = command.exercise
                self._given[command.exercise] = {}
            case "rate" if command.exercise is not None:
                yield self._summary(command.exercise, command)
            case "next" | "finish":
                if self._running is not None and not self._is_done(self._running):
                    yield self._summary(self._running, command)
                self._running = None

    def _is_done(self, index: int) -> bool:
        return len(self._given.get(index, {})) >= self._plan.exercises[index].prescribed

    def _summary(self, index: int, cause: Message) -> Summary:
        rating = cause if isinstance(cause, Command) else None
        return summarise(
            list(self._given.get(index, {}).values()),
            exercise_index=index,
            planned=self._plan.exercises[index],
            language=self._language,
            seq=next(self._summary_seq),
            sensor_ns=cause.sensor_ns,
            host_ns=cause.host_ns,
            pain=None if rating is None else rating.pain,
            effort=None if rating is None else rating.effort,
            ended_because=None if rating is None else rating.ended_because,
        )
