"""From what the stages made of a recording to a film of its repetitions."""

from collections.abc import Callable, Sequence
from pathlib import Path

from edge.avatar.figures import Figures
from edge.core.messages.base import Message
from edge.core.messages.exercise import Feedback, Progress, Repetition
from edge.film.errors import FilmError
from edge.film.frame import SIZE_PX, Frame
from edge.film.scene import Take, moments
from edge.film.writer import FilmWriter
from edge.records.session_plan import SessionPlan
from edge.wording.languages import language_named


def takes_of(messages: Sequence[Message], number: int | None = None) -> list[Take]:
    """Return the repetitions among what the stages made, each with its feedback, in order.

    Args:
        messages: of `edge.stages.offline.run_stages`.
        number: of the only repetition wanted; in each exercise that has it.

    Raises:
        FilmError: there is none.
    """
    progress = [message for message in messages if isinstance(message, Progress)]
    told = {(m.exercise, m.number): m for m in messages if isinstance(m, Feedback)}
    takes = [
        Take.of(message, told[message.exercise, message.number], progress)
        for message in messages
        if isinstance(message, Repetition)
        and (message.exercise, message.number) in told
        and number in (None, message.number)
    ]
    if not takes:
        most = max((feedback.number for feedback in told.values()), default=0)
        raise FilmError(
            f"there is no repetition {number}; the recording has 1 to {most}"
            if most
            else "there is no repetition in the recording, so there is no film to make"
        )
    return takes


def write_film(
    path: Path,
    takes: Sequence[Take],
    session_plan: SessionPlan,
    *,
    simulated: bool,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write a film of these repetitions and return the number of its pictures.

    Args:
        path: of the film, ending in .webm or .mp4.
        takes: the repetitions, in order.
        session_plan: with their anchors.
        simulated: they are not of a person; every picture says so.
        progress: called with the repetitions done and all of them.

    Raises:
        FilmError: it cannot be written there.
    """
    language = language_named(session_plan.plan.language)
    figures: dict[int, Figures] = {}
    count = 0
    with FilmWriter(path, SIZE_PX) as writer:
        for done, take in enumerate(takes):
            progress(done, len(takes))
            index = take.repetition.exercise
            if index not in figures:
                figures[index] = Figures(session_plan.anchors[index])
            frame = Frame(take, figures[index], simulated=simulated, language=language)
            for moment in moments(take, figures[index]):
                writer.write(frame.picture(moment))
                count += 1
        progress(len(takes), len(takes))
    return count
