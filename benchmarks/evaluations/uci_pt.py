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
types come, is not used. The settings are the same for everybody.
"""

import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.evaluations.detection_scores import Counts, Detection, Marked, count
from edge.align.spotting import (
    Motion,
    Template,
    most_moving,
    motion_of,
    recognise,
    reference_of,
    styles_of,
)
from edge.messages import Floats

RATE_HZ: Final = 25.0
CORRECT, LOW_AMPLITUDE = 1, 3
PUBLISHED: Final = {
    "exercise_accuracy": 93.46,
    "exercise_type_accuracy": 88.65,
    "missed_rate": 8.58,
    "false_alarm_rate": 4.91,
}
EXERCISE_KEY: Final = re.compile(r"e\d+(_|$)")
PARTS: Final = ("template_session", "template_times", "test")
UNITS: Final = ("all", "best", "1", "2", "3", "4", "5")

Found = dict[str, dict[str, list[Detection]]]
Truth = dict[str, dict[str, list[Marked]]]


def run(
    data: Sequence[Path],
    truth: Path | None = None,
    units: str = "all",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return what is found in every test recording and, with `truth`, the four figures.

    Args:
        data: one .npz per person, with e1_template_session, e1_template_times and e1_test, …
        truth: JSON of {person: {"e1": [[start, end, type], …], …}} in samples, or of one person's
            part of it. Persons in it that are not in `data` are left out.
        units: all five together, the one that moves most in the recording, or one by number.
        progress: called with the recordings done and those there are.

    Returns:
        {"units", "subjects": {file stem: {"e1": [{"start_s", "end_s", "exercise", "type"}, …]}}},
        and with truth "figures": {"all" and each person: …} and "published".

    Raises:
        ValueError: a file is not of that form, or `units` is none of the above.
    """
    if units not in UNITS:
        raise ValueError(f"units is {units!r}; choose one of {', '.join(UNITS)}")
    people = [Person.load(path) for path in data]
    marked = None if truth is None else load_truth(truth, [person.name for person in people])
    total = sum(len(person.exercises) for person in people)
    found: Found = {person.name: {} for person in people}
    for person in people:
        for exercise in person.exercises:
            found[person.name][exercise] = person.examine(exercise, units)
            progress(sum(map(len, found.values())), total)
    result: dict[str, Any] = {
        "units": units,
        "subjects": {
            name: {exercise: [asdict(d) for d in rows] for exercise, rows in sessions.items()}
            for name, sessions in found.items()
        },
    }
    if marked is not None:
        result |= {"figures": figures(found, marked), "published": PUBLISHED}
    return result


def figures(found: Found, truth: Truth) -> dict[str, Any]:
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
        ValueError: the file is not of the form that `run` describes, or marks none of them.
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
        raise ValueError(f"{path} does not hold marked executions: {error}") from error
    if not truth:
        raise ValueError(f"{path} marks none of {', '.join(names)}")
    return truth


class Person:
    """One person's recordings: a template session and a test recording per exercise."""

    def __init__(self, name: str, arrays: Mapping[str, Floats]) -> None:
        """Take the arrays of one person's file.

        Raises:
            ValueError: a template session, its times or a test recording is missing.
        """
        self.name = name
        self._arrays = arrays
        numbers = sorted({int(key[1:].split("_")[0]) for key in arrays if key.endswith("_test")})
        self.exercises = [f"e{number}" for number in numbers]
        needed = [f"{e}_{part}" for e in self.exercises for part in PARTS]
        missing = [key for key in needed if key not in arrays]
        if missing or not needed:
            raise ValueError(f"{name} lacks {', '.join(missing) or 'any test recording'}")
        self._sessions: dict[tuple[str, tuple[int, ...]], Motion] = {}

    @classmethod
    def load(cls, path: Path) -> "Person":
        """Return the person of that file.

        Raises:
            ValueError: it is no .npz file, or something is missing in it.
        """
        try:
            with np.load(path) as file:
                keys = [key for key in file.files if EXERCISE_KEY.match(key)]
                arrays = {key: file[key].astype(np.float64) for key in keys}
        except (OSError, EOFError, ValueError, AttributeError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path} cannot be read as an .npz file of arrays") from error
        return cls(path.stem, arrays)

    def examine(self, exercise: str, units: str) -> list[Detection]:
        """Return what is found in the test recording of `exercise`, which nothing else is told."""
        signals = self._arrays[f"{exercise}_test"]
        chosen = _chosen(signals, units)
        recording = motion_of(signals[list(chosen)], RATE_HZ)
        references = {
            name: reference_of(self._session(name, chosen), self._templates(name), recording)
            for name in self.exercises
        }
        recognised = recognise(recording, references)
        templates = references[recognised.exercise].styles
        styles = styles_of(recognised.executions, templates, (LOW_AMPLITUDE, CORRECT))
        return [
            Detection(
                start_s=execution.start / RATE_HZ,
                end_s=execution.stop / RATE_HZ,
                exercise=recognised.exercise,
                type=style,
            )
            for execution, style in zip(recognised.executions, styles, strict=True)
        ]

    def _session(self, exercise: str, units: tuple[int, ...]) -> Motion:
        if (exercise, units) not in self._sessions:
            signals = self._arrays[f"{exercise}_template_session"][list(units)]
            self._sessions[exercise, units] = motion_of(signals, RATE_HZ)
        return self._sessions[exercise, units]

    def _templates(self, exercise: str) -> list[Template]:
        last = self._arrays[f"{exercise}_template_session"].shape[1] - 1
        return [
            Template(style=int(kind), start=round(start), stop=min(round(end), last))
            for kind, start, end in self._arrays[f"{exercise}_template_times"].tolist()
        ]


def _chosen(signals: Floats, units: str) -> tuple[int, ...]:
    """Return the indices of the units to use; numbers count from 1."""
    if units == "all":
        return tuple(range(len(signals)))
    if units == "best":
        return (most_moving(signals, RATE_HZ),)
    if int(units) > len(signals):
        raise ValueError(f"there are {len(signals)} units; number {units} is none of them")
    return (int(units) - 1,)
