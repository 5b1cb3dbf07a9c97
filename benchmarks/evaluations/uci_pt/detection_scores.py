"""Four figures for detected and recognised executions against marked ones.

A detection matches a marked execution when their intersection over union is at least one half,
one to one: as many pairs as possible, among those the ones with the largest overlaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

LEAST_OVERLAP: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """An execution that was found: where, which exercise it is, and in which type it is done."""

    start_s: float
    end_s: float
    exercise: str
    type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An execution that was marked by hand; its session says which exercise it is."""

    start_s: float
    end_s: float
    type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the figures are made of; adds up over sessions."""

    executions: int = 0
    detections: int = 0
    matched: int = 0
    right_exercise: int = 0
    right_exercise_type: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of both together."""
        return Counts(
            executions=self.executions + other.executions,
            detections=self.detections + other.detections,
            matched=self.matched + other.matched,
            right_exercise=self.right_exercise + other.right_exercise,
            right_exercise_type=self.right_exercise_type + other.right_exercise_type,
        )

    def figures(self) -> "DetectionFigures":
        """Return the four figures with the counts."""
        alarms = self.detections - self.matched
        return DetectionFigures(
            exercise_accuracy=_percent(self.right_exercise, self.matched),
            exercise_type_accuracy=_percent(self.right_exercise_type, self.matched),
            missed_rate=_percent(self.executions - self.matched, self.executions),
            false_alarm_rate=_percent(alarms, self.detections),
            false_alarms=alarms,
            executions=self.executions,
            detections=self.detections,
            matched=self.matched,
            right_exercise=self.right_exercise,
            right_exercise_type=self.right_exercise_type,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionFigures:
    """The four figures in percent, None where there is nothing, and what they are made of.

    Attributes:
        exercise_accuracy: share of the matched detections.
        exercise_type_accuracy: share of the matched detections.
        missed_rate: share of the marked executions.
        false_alarm_rate: share of the detections.
        false_alarms: detections without a marked execution.
        executions: that are marked.
        detections: that were made.
        matched: pairs of both.
        right_exercise: pairs of which the exercise is right.
        right_exercise_type: pairs of which exercise and type are right.
    """

    exercise_accuracy: float | None
    exercise_type_accuracy: float | None
    missed_rate: float | None
    false_alarm_rate: float | None
    false_alarms: int
    executions: int
    detections: int
    matched: int
    right_exercise: int
    right_exercise_type: int


def count(exercise: str, found: Sequence[Detection], marked: Sequence[Marked]) -> Counts:
    """Return the counts of one session of that exercise."""
    pairs = match(found, marked)
    right = [(i, j) for i, j in pairs if found[i].exercise == exercise]
    return Counts(
        executions=len(marked),
        detections=len(found),
        matched=len(pairs),
        right_exercise=len(right),
        right_exercise_type=sum(found[i].type == marked[j].type for i, j in right),
    )


def match(found: Sequence[Detection], marked: Sequence[Marked]) -> list[tuple[int, int]]:
    """Return the matching pairs (index into `found`, index into `marked`)."""
    overlaps = np.array([[_overlap(d, m) for m in marked] for d in found]).reshape(
        len(found), len(marked)
    )
    # One more pair is worth more than any gain in overlap.
    worth = np.where(overlaps >= LEAST_OVERLAP, len(marked) + 1 + overlaps, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]


def _overlap(detection: Detection, marked: Marked) -> float:
    """Return intersection over union, 0 where they are apart."""
    common = min(detection.end_s, marked.end_s) - max(detection.start_s, marked.start_s)
    union = max(detection.end_s, marked.end_s) - min(detection.start_s, marked.start_s)
    return max(0.0, common) / union if union > 0 else 0.0


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None
