"""Where a session stands, as its messages and the presses on the page say."""

import math
from collections.abc import Sequence
from typing import Final

from edge.core.exercises import Side, Worn, exercise_named
from edge.core.messages.base import Message
from edge.core.messages.exercise import Command, Feedback, Progress, Summary
from edge.page.errors import PageError
from edge.page.exercise.views import Phase
from edge.records.planned_exercise import PlannedExercise

STILL_DEG: Final = 0.5
"""A still limb within this of its rest angle shows how the watch sits at rest."""

_NS_PER_S: Final = 1_000_000_000


class Standing:
    """Follows the exercises of a session, whoever drives it.

    Args:
        exercises: what the plan prescribes, in its order.

    Attributes:
        index: of the exercise at hand in the plan.
        phase: where the session stands.
        progress: the newest live picture, None before there is one.
        rest: the newest one with the limb at rest, None before there is one.
        summaries: of the exercises that were finished, by their index.
    """

    def __init__(self, exercises: Sequence[PlannedExercise]) -> None:
        self._exercises = tuple(exercises)
        self.index = 0
        self.phase: Phase = "ready"
        self.progress: Progress | None = None
        self.rest: Progress | None = None
        self.summaries: dict[int, Summary] = {}
        self._closed: set[int] = set()
        self._set_end_ns: int | None = None
        self._told: dict[int, dict[int, Feedback]] = {}

    @property
    def planned(self) -> PlannedExercise:
        """The exercise at hand as prescribed."""
        return self._exercises[self.index]

    @property
    def is_last(self) -> bool:
        """Whether no exercise follows."""
        return self.index + 1 == len(self._exercises)

    @property
    def is_at_beginning(self) -> bool:
        """Whether no exercise was begun yet."""
        return self.phase == "ready" and not self._closed and not self._told

    @property
    def undone(self) -> int:
        """How many exercises were not finished."""
        return len(self._exercises) - len(self.summaries)

    @property
    def told(self) -> list[Feedback]:
        """What was said of the repetitions of the exercise at hand, in their order."""
        told = self._told.get(self.index, {})
        return [told[number] for number in sorted(told)]

    @property
    def completed(self) -> int:
        """How many repetitions of the exercise at hand are done."""
        told = max(self._told.get(self.index, {}), default=0)
        if self.progress is None or self.progress.exercise != self.index:
            return told
        return max(told, self.progress.completed)

    @property
    def rest_s(self) -> int:
        """The whole seconds of rest that are left before the next set, 0 when none."""
        if self._set_end_ns is None or self.progress is None or self.progress.activity == "moving":
            return 0
        rested_s = (self.progress.sensor_ns - self._set_end_ns) / _NS_PER_S
        return max(0, math.ceil(self.planned.rest_s - rested_s))

    def feed(self, message: Message) -> None:
        """Take note of a message; other kinds than those of an exercise are ignored.

        Raises:
            PageError: it speaks of an exercise that the plan does not have.
        """
        match message:
            case Progress() | Feedback() | Summary() | Command():
                self._check(message.exercise)
        match message:
            case Progress():
                self._feed_progress(message)
            case Feedback():
                self._feed_feedback(message)
            case Summary():
                self._feed_summary(message)
            case Command():
                self._feed_command(message)

    def wear(self) -> None:
        """Take note that the watch is where the exercise at hand is measured."""
        self.phase = "ready"

    def stop(self) -> None:
        """Take note that the program ends; a patient who had finished before has finished."""
        if self.phase != "done":
            self.phase = "stopped"

    def _check(self, index: int | None) -> None:
        if index is not None and not 0 <= index < len(self._exercises):
            raise PageError(
                f"a message speaks of exercise {index}; the plan has {len(self._exercises)}, "
                "counted from 0"
            )

    def _feed_progress(self, progress: Progress) -> None:
        if progress.exercise in self._closed or self.phase == "stopped":
            return
        self._follow(progress.exercise)
        was_paused = self.progress is not None and self.progress.activity == "paused"
        if self.phase == "running" and progress.activity == "paused":
            self.phase = "paused"
        elif self.phase == "paused" and was_paused and progress.activity != "paused":
            self.phase = "running"
        self.progress = progress
        angle_deg = progress.angle_deg
        if progress.activity == "still" and angle_deg is not None and abs(angle_deg) < STILL_DEG:
            self.rest = progress
        if not self._between_sets():
            self._set_end_ns = None
        elif self._set_end_ns is None:
            self._set_end_ns = progress.sensor_ns

    def _feed_feedback(self, feedback: Feedback) -> None:
        if feedback.exercise not in self._closed:
            self._follow(feedback.exercise)
        told = self._told.setdefault(feedback.exercise, {})
        told[feedback.number] = feedback  # a restarted port may bring one again

    def _feed_summary(self, summary: Summary) -> None:
        self.summaries[summary.exercise] = summary
        self._closed.add(summary.exercise)
        if summary.exercise == self.index and self.phase not in ("done", "stopped"):
            self.phase = "review"
            self.progress = None

    def _feed_command(self, command: Command) -> None:
        if command.action == "start":
            index = self.index if command.exercise is None else command.exercise
            self._closed.discard(index)
            self._told.pop(index, None)
            self.summaries.pop(index, None)
            self._begin(index)
        elif command.action == "next" and self.phase in ("running", "paused"):
            self.phase = "ending"
        elif command.action == "next" and self.phase in ("ending", "review"):
            self._leave()
        elif command.action == "pause" and self.phase == "running":
            self.phase = "paused"
        elif command.action == "resume" and self.phase == "paused":
            self.phase = "running"
        elif command.action == "finish":
            self.phase = "done"
            self.progress = None

    def _follow(self, index: int | None) -> None:
        """Go to the exercise that the messages speak of, whoever started it."""
        if index is not None and (index != self.index or self.phase in ("swap", "ready", "review")):
            self._begin(index)

    def _begin(self, index: int) -> None:
        self.index = index
        self.phase = "running"
        self.progress = self.rest = self._set_end_ns = None

    def _leave(self) -> None:
        self._closed.add(self.index)
        self.progress = None
        if self.is_last:
            self.phase = "done"
            return
        before = self.planned
        self.index += 1
        self.phase = "ready" if worn_at(self.planned) == worn_at(before) else "swap"

    def _between_sets(self) -> bool:
        completed, planned = self.completed, self.planned
        return 0 < completed < planned.prescribed and completed % planned.repetitions == 0


def worn_at(planned: PlannedExercise) -> tuple[Worn, Side]:
    """Return where on the body the watch is worn for an exercise."""
    return exercise_named(planned.name).worn, planned.side
