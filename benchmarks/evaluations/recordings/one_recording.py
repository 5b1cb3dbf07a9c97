"""One recording as one task: replayed, and told in figures. Errors are results."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.core.errors import PhysioError
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback
from edge.records.recording import parts_of, read_recording
from edge.records.screening_metadata import is_screening
from edge.records.session_metadata import SessionMetadata
from edge.session.replay import Likeness, likeness, outputs, replay, without_seq
from edge.terminal.output import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A recording to be replayed.

    Attributes:
        folder: of all recordings, as who works on it sees it, too.
        name: of the recording within it.
    """

    folder: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one exercise of a recording.

    Attributes:
        exercise: its name.
        side: that moved.
        repetitions: found by the replay.
        compared: of them.
        correct: of those.
        rom_sum_deg: sum of the ranges of motion of those compared.
    """

    exercise: str
    side: str
    repetitions: int
    compared: int
    correct: int
    rom_sum_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What became of a recording.

    Attributes:
        name: of the recording.
        error: why it cannot be replayed, in a sentence; None where it was.
        poison: it ended the process that worked on it, more than once and alone.
        simulated: it is of no person; None where that is not known.
        likeness: how the replay is like what was said live; None where it was not replayed.
        exercises: of the recording.
        sha256: of all feedback and summaries, which are the same wherever it is replayed.
        cpu_s: processor time of the replay.
    """

    name: str
    error: str | None = None
    poison: bool = False
    simulated: bool | None = None
    likeness: Likeness | None = None
    exercises: tuple[Told, ...] = ()
    sha256: str = ""
    cpu_s: float = 0.0


def tasks_in(folder: Path) -> list[Task]:
    """Return a task for each recording within a folder, however deep, in the order of the names.

    A folder with the parts of a session is one recording; another .mcap file is one by itself.
    """
    found: set[Path] = set()
    for path in folder.rglob("*.mcap"):
        found.add(path.parent if path in parts_of(path.parent) else path)
    return [Task(folder=folder, name=str(path.relative_to(folder))) for path in sorted(found)]


def replayed(task: Task) -> Replayed:
    """Return what became of a recording; whatever is wrong with it is a result."""
    begin_s = time.process_time()
    try:
        return _replayed(task, begin_s)
    except (PhysioError, OSError, ArithmeticError, ValueError, TypeError, LookupError) as error:
        return Replayed(
            name=task.name,
            error=f"{type(error).__name__}: {error}",
            cpu_s=time.process_time() - begin_s,
        )


def _replayed(task: Task, begin_s: float) -> Replayed:
    recording = read_recording(task.folder / task.name)
    if is_screening(recording.metadata):
        return Replayed(name=task.name, error="it is a screening, of which there is one answer")
    metadata = SessionMetadata.read(recording.metadata)
    given = outputs(replay(recording))
    text = json.dumps(plain(without_seq(given)), sort_keys=True)
    return Replayed(
        name=task.name,
        simulated=metadata.simulated,
        likeness=likeness(given, recording),
        exercises=tuple(_told(given, metadata)),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        cpu_s=time.process_time() - begin_s,
    )


def _told(given: Iterable[Message], metadata: SessionMetadata) -> Iterator[Told]:
    by_exercise: dict[int, list[Feedback]] = {}
    for message in given:
        if isinstance(message, Feedback):
            by_exercise.setdefault(message.exercise, []).append(message)
    planned = metadata.required_plan().plan.exercises
    for index, feedbacks in sorted(by_exercise.items()):
        judged = [each.judgement for each in feedbacks if each.judgement is not None]
        yield Told(
            exercise=planned[index].name,
            side=planned[index].side,
            repetitions=len(feedbacks),
            compared=len(judged),
            correct=sum(each.cue_kind == "praise" for each in feedbacks),
            rom_sum_deg=sum(each.rom_deg for each in judged),
        )


def died(task: Task) -> Replayed:
    """Return what is told of a recording that ends whatever works on it."""
    return Replayed(
        name=task.name, error="it ended the process that worked on it, more than once", poison=True
    )
