"""What a report knows of one exercise of a session."""

from dataclasses import dataclass

from edge.core.anchor import Anchor
from edge.core.exercises import Exercise
from edge.core.messages.exercise import Feedback, Judgement, Summary
from edge.core.tolerances import LearntTolerances
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_history import HistoryEntry
from edge.wording.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseDone:
    """One exercise of a session.

    Attributes:
        language: of the report.
        planned: what was prescribed.
        exercise: that was done.
        anchor: its reference; None where there is none.
        feedbacks: on its repetitions, in their order.
        summary: its last one, None where the exercise was not finished.
        history: of the latest sessions, this one last.
        learnt: the tolerances that were learnt of the patient and used; None where none were.
    """

    language: Language
    planned: PlannedExercise
    exercise: Exercise
    anchor: Anchor | None
    feedbacks: tuple[Feedback, ...]
    summary: Summary | None
    history: tuple[HistoryEntry, ...]
    learnt: LearntTolerances | None = None

    @property
    def judged(self) -> list[Judgement]:
        """What became of the repetitions that could be compared."""
        return [item.judgement for item in self.feedbacks if item.judgement is not None]
