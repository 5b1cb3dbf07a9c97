"""What a session has come to, as it was said while it ran, whatever became of the disk."""

from collections.abc import Sequence

from edge.assessment.summary import summarise
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.records.plan import Plan
from edge.runtime.absence import Absence
from edge.session.errors import SessionError
from edge.wording.languages import language_named


class Outcome:
    """The judged repetitions and the summaries of one session, and what went wrong with it.

    Attributes:
        ending: why it ended by itself, in a sentence; empty where somebody ended it.
        problems: a sentence for each thing that a person must know, besides the results.
        absences: the processes that were away which a session cannot do without.
    """

    def __init__(self) -> None:
        self.ending = ""
        self.problems: list[str] = []
        self.absences: tuple[Absence, ...] = ()
        self._feedbacks: dict[tuple[int, int], Feedback] = {}
        self._summaries: dict[int, Summary] = {}

    def hear(self, message: Message) -> None:
        """Take note of what the coach says; what it says again replaces what it had said."""
        match message:
            case Feedback():
                if message.number == 1:  # the exercise was begun anew
                    for key in [key for key in self._feedbacks if key[0] == message.exercise]:
                        del self._feedbacks[key]
                self._feedbacks[message.exercise, message.number] = message
            case Summary():
                self._summaries[message.exercise] = message

    def sum_up(self, plan: Plan) -> None:
        """Sum up the exercises whose repetitions the coach has not summed up, as it was away."""
        for index in {exercise for exercise, _ in self._feedbacks}:
            feedbacks = [one for one in self._feedbacks.values() if one.exercise == index]
            said = self._summaries.get(index)
            if said is None or said.done < len(feedbacks):
                self._summaries[index] = summarise(
                    feedbacks,
                    exercise_index=index,
                    planned=plan.exercises[index],
                    language=language_named(plan.language),
                    seq=0,
                    sensor_ns=feedbacks[-1].sensor_ns,
                    host_ns=feedbacks[-1].host_ns,
                    pain=None if said is None else said.pain,
                    effort=None if said is None else said.effort,
                    ended_because="cut" if said is None else said.ended_because,
                )

    def note_absences(self, absences: Sequence[Absence]) -> None:
        """Take note of who was away."""
        self.absences = tuple(absences)
        if absences:
            who = ", ".join(map(str, absences))
            self.problems.append(
                f"what was done while a process was away may be missing: away was {who}"
            )

    @property
    def feedbacks(self) -> tuple[Feedback, ...]:
        """The judged repetitions in the order in which they were done."""
        return tuple(self._feedbacks.values())

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """The newest summary of each exercise that has one."""
        return tuple(self._summaries.values())

    def check(self) -> None:
        """Return if all went well; called when all results were said and written.

        Raises:
            SessionError: something did not.
        """
        if self.problems:
            raise SessionError("; ".join(self.problems))
