"""What a session has come to, as it was said while it ran, whatever became of the disk."""

from datetime import datetime
from typing import Final

from edge.assessment.summary import summarise
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Summary
from edge.core.messages.status import RecordingStatus
from edge.records.plan import Plan
from edge.runtime.absence import Absence
from edge.runtime.supervisor import Supervisor
from edge.session.errors import SessionError
from edge.wording.languages import language_named

_DISK: Final = {
    "full": "the disk is full",
    "read_only": "the disk may not be written to",
    "failed": "the disk does not take the recording",
}


class SessionOutcome:
    """What went wrong with a session, whatever it was about.

    Attributes:
        problems: a sentence for each thing that a person must know, besides the results.
        absences: the processes that were away which a session cannot do without.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.absences: tuple[Absence, ...] = ()

    def note_end(self, supervisor: Supervisor) -> None:
        """Take note of what is missing of the session, and of who was away; its processes ended."""
        status = supervisor.newest(RecordingStatus)
        if status is not None and status.problem in _DISK:
            until = datetime.fromtimestamp(status.kept_until_s)
            self.problems.append(
                f"{_DISK[status.problem]}: in {status.folder} the session is recorded up to "
                f"{until:%H:%M:%S}, {status.waiting} messages after that are lost"
            )
        self.absences = tuple(supervisor.absences)
        if self.absences:
            who = ", ".join(map(str, self.absences))
            self.problems.append(
                f"what was done while a process was away may be missing: away was {who}"
            )

    def check(self) -> None:
        """Return if all went well; called when all results were said and written.

        Raises:
            SessionError: something did not.
        """
        if self.problems:
            raise SessionError("; ".join(self.problems))


class Outcome(SessionOutcome):
    """The judged repetitions and the summaries of one session, and what went wrong with it.

    Attributes:
        ending: why it ended by itself, in a sentence; empty where somebody ended it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ending = ""
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

    @property
    def feedbacks(self) -> tuple[Feedback, ...]:
        """The judged repetitions in the order in which they were done."""
        return tuple(self._feedbacks.values())

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """The newest summary of each exercise that has one."""
        return tuple(self._summaries.values())
