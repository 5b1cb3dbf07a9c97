"""Are the executions of real people found, and told apart? Yurtman & Barshan's protocol.

Data: "Physical Therapy Exercises" of the UCI repository (CC BY 4.0): eight exercises, five
body-worn units at 25 Hz. Protocol (Comput Methods Programs Biomed 117(2), 2014): per person, one
template of each of three execution types (1 correct, 2 too fast, 3 low amplitude) of each of the
eight exercises; in every test recording, with idle time in between, each execution is to be found
and assigned to one of the 24 templates. Published there, all five units: exercise 93.46 %,
exercise and type 88.65 %, missed 8.58 %, false alarms 4.91 %.

What the method uses: the person's template sessions (the template cuts, and the further executions
in the sessions, unlabelled), and each test recording as a whole. All executions of a recording
decide together which exercise it is, and the three types adapt to how long and how far the
executions of the recording go. Which exercise a recording holds, and in which order or number the
types come, is not used. The settings are the same for everybody; they were chosen with three of
the five persons at hand (s1, s2, s4).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import RenderableType

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.uci_pt.detection_scores import (
    Counts,
    Detection,
    DetectionFigures,
    Marked,
    count,
)
from benchmarks.evaluations.uci_pt.people import EXERCISE_KEY, RATE_HZ, Person
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of

PUBLISHED: Final = {
    "exercise_accuracy": 93.46,
    "exercise_type_accuracy": 88.65,
    "missed_rate": 8.58,
    "false_alarm_rate": 4.91,
}
UNITS: Final = ("all", "best", "1", "2", "3", "4", "5")

Found = dict[str, dict[str, list[Detection]]]
Truth = dict[str, dict[str, list[Marked]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundExecutions:
    """What was found, where nothing is known of the truth.

    Attributes:
        units: that were used.
        subjects: the detections by file stem and exercise.
    """

    units: str
    subjects: Found

    def table(self) -> RenderableType:
        """Return how many executions were found in each recording."""
        rows = {
            name: {exercise: len(rows) for exercise, rows in sessions.items()}
            for name, sessions in self.subjects.items()
        }
        return table_of(rows, title="Executions found", name="person")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredExecutions(FoundExecutions):
    """The same with the four figures of all persons together ("all") and of each."""

    figures: dict[str, DetectionFigures]
    published: dict[str, float]

    def table(self) -> RenderableType:
        """Return the figures of all and of each person beside the published ones."""
        rows = {**self.figures, "published": self.published}
        return table_of(rows, title=f"Units: {self.units}", name="person")


@dataclass(frozen=True, slots=True, kw_only=True)
class UciProtocol:
    """Whether executions of real people are found and told apart; its settings.

    Attributes:
        data: one .npz per person, with e1_template_session, e1_template_times and e1_test, …
        truth: JSON of {person: {"e1": [[start, end, type], …], …}} in samples, or of one person's
            part of it. Persons in it that are not in `data` are left out.
        units: all five together, the one that moves most in the recording, or one by number.
    """

    data: Annotated[tuple[Path, ...], typer.Option(help="A subject's .npz, once or more.")]
    truth: Annotated[Path | None, typer.Option(help="True executions, to score against.")] = None
    units: Annotated[str, typer.Option(help="all, best, or a unit's number from 1.")] = "all"

    def run(self, progress: Progress) -> FoundExecutions | ScoredExecutions:
        """Return what is found in every test recording and, with `truth`, the four figures.

        Raises:
            EvaluationError: a file is not of that form, or `units` is none of the above.
        """
        if self.units not in UNITS:
            raise EvaluationError(
                f"units is {self.units!r}", remedy=f"choose one of {', '.join(UNITS)}"
            )
        people = [Person.load(path) for path in self.data]
        names = [person.name for person in people]
        marked = None if self.truth is None else load_truth(self.truth, names)
        found: Found = {name: {} for name in names}
        recordings = [(person, exercise) for person in people for exercise in person.exercises]
        for person, exercise in stepped(recordings, progress):
            found[person.name][exercise] = person.examine(exercise, self.units)
        if marked is None:
            return FoundExecutions(units=self.units, subjects=found)
        return ScoredExecutions(
            units=self.units,
            subjects=found,
            figures=figures(found, marked),
            published=dict(PUBLISHED),
        )


def figures(found: Found, truth: Truth) -> dict[str, DetectionFigures]:
    """Return the figures of all marked persons together ("all") and of each."""
    counts = {
        name: sum(
            (count(e, found.get(name, {}).get(e, []), marked) for e, marked in sessions.items()),
            Counts(),
        )
        for name, sessions in truth.items()
    }
    everybody = {"all": sum(counts.values(), Counts())}
    return {name: c.figures() for name, c in (everybody | counts).items()}


def load_truth(path: Path, names: Sequence[str]) -> Truth:
    """Return the marked executions of the persons named, in seconds.

    Raises:
        EvaluationError: the file is not of the form that `UciProtocol` describes, or marks none of
            them.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        content = {key: part for key, part in content.items() if not key.startswith("_")}
        if any(EXERCISE_KEY.fullmatch(key) for key in content) and len(names) == 1:
            content = {names[0]: content}
        truth = {
            name: {
                exercise: [
                    Marked(start_s=start / RATE_HZ, end_s=end / RATE_HZ, type=int(kind))
                    for start, end, kind in rows
                ]
                for exercise, rows in content[name].items()
            }
            for name in names
            if name in content
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise EvaluationError(f"{path} does not hold marked executions: {error}") from error
    if not truth:
        raise EvaluationError(f"{path} marks none of {', '.join(names)}")
    return truth
