"""What to do now, in a few words and one sentence."""

from dataclasses import dataclass
from typing import Final

from edge.core.exercises import Exercise
from edge.core.messages.exercise import Progress
from edge.core.messages.imu import Link
from edge.page.views import Phase
from edge.page.words import hold_words, link_help, link_words

_BETWEEN: Final[dict[Phase, tuple[str, str]]] = {
    "paused": ("Paused", "Nothing is counted until you resume."),
    "ending": ("Finished", "Your summary is being prepared."),
    "review": ("How was it?", "Your answers become part of your report."),
    "done": ("Session finished", "You can close this page."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides what to do now.

    Attributes:
        phase: where the session stands.
        link: the connection to the watch, None before it is known.
        progress: the newest live picture, None before there is one.
        rest_s: seconds of rest that are left, 0 when none.
        outward: the reference moves outward at this phase; None at rest.
        hold_left_s: whole seconds for which the end is still to be held, 0 when that is done; None
            where nothing is to be held now.
    """

    phase: Phase
    link: Link | None
    progress: Progress | None
    rest_s: int
    outward: bool | None
    hold_left_s: int | None = None


def headline(moment: Moment, exercise: Exercise) -> tuple[str, str]:
    """Return what to do now and the sentence that explains it."""
    words = exercise.words["en"]
    if moment.phase == "ready":
        return (
            "Ready?",
            f"Press Start and let your {words.part} rest until you read “Go”.",
        )
    if moment.phase in _BETWEEN:
        return _BETWEEN[moment.phase]
    if not _is_measured(moment):
        return link_words(moment.link), link_help(moment.link)
    if moment.rest_s:
        return f"Rest for {moment.rest_s} s", "Go on earlier if you feel ready."
    return _activity(moment, exercise)


def _is_measured(moment: Moment) -> bool:
    """Return whether the watch sends, or the camera stands in for it."""
    if moment.link is not None and moment.link.state == "streaming":
        return True
    return moment.progress is not None and moment.progress.source == "camera"


def _activity(moment: Moment, exercise: Exercise) -> tuple[str, str]:
    words = exercise.words["en"]
    activity = "waiting" if moment.progress is None else moment.progress.activity
    if activity == "waiting":
        return "Get ready", "Waiting for the first signals of the watch."
    if activity == "calibrating":
        return "Hold still", f"Let your {words.part} rest for about three seconds."
    if activity == "moving" and moment.hold_left_s is not None:
        return hold_words(moment.hold_left_s), "Stay where you are until the count is over."
    if activity == "moving":
        way = {
            True: words.outward,
            False: words.returning,
            None: "keep going",
        }
        return way[moment.outward].capitalize(), "Follow the marker of your reference."
    if activity in ("paused", "finished"):
        return _BETWEEN["paused" if activity == "paused" else "ending"]
    return "Go", f"{words.title}, at your own pace."
