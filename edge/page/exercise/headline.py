"""What to do now, in a few words and one sentence."""

from dataclasses import dataclass

from edge.core.exercises import Exercise, ExerciseWords, Side
from edge.core.messages.exercise import Direction, Progress
from edge.core.messages.imu import LinkStatus
from edge.page.exercise.view_watch import Misplaced
from edge.page.exercise.views import Occasion, Phase
from edge.page.words import hold_words, link_help, link_words
from edge.wording.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What decides what to do now.

    Attributes:
        phase: where the session stands.
        link: the connection to the watch, None before it is known.
        progress: the newest live picture, None before there is one.
        rest_s: seconds of rest that are left, 0 when none.
        direction: which way the limb goes; None at rest.
        side: the side that moves.
        undone: exercises of the session that were not finished.
        leaving: the page asks whether to end the session.
        hold_left_s: whole seconds for which the end is still to be held, 0 when that is done; None
            where nothing is to be held now.
        filmed: there is a camera.
        misplaced: what is wrong with how the camera sees the patient who stands before it.
        whole_m: from which to which distance it sees the patient whole, None if not known.
    """

    phase: Phase
    link: LinkStatus | None
    progress: Progress | None
    rest_s: int
    direction: Direction | None
    side: Side
    undone: int
    leaving: bool
    hold_left_s: int | None = None
    filmed: bool = False
    misplaced: Misplaced | None = None
    whole_m: tuple[float, float] | None = None


def headline(moment: Moment, exercise: Exercise, language: Language) -> tuple[str, str]:
    """Return what to do now and the sentence that explains it."""
    words = language.words_of(exercise)
    if moment.leaving:
        return language.say("now.leaving"), language.say("explained.leaving", n=moment.undone)
    awaits_phone = moment.phase == "ready" and _is_phone_coming(moment.link)
    if awaits_phone or (moment.phase == "running" and not is_measured(moment)):
        return link_words(moment.link, language), link_help(moment.link, language)
    if moment.phase != "running":
        early = moment.phase == "done" and moment.undone
        explained = language.say(
            "explained.done_early" if early else f"explained.{moment.phase}",
            part=words.part,
            n=moment.undone,
        )
        if moment.phase == "ready" and moment.filmed and exercise.camera.in_part:
            explained += f" {language.say('camera_in_part')}"
        if moment.phase == "ready" and moment.misplaced is not None:
            explained += f" {_misplaced_words(moment.misplaced, moment.whole_m, language)}"
        place = language.say(f"place.{moment.side}_{exercise.worn}")
        return language.say(f"now.{moment.phase}", place=place), explained
    if moment.rest_s:
        return language.say("now.rest", seconds=moment.rest_s), language.say("explained.rest")
    return _activity(moment, words, language)


def _is_phone_coming(link: LinkStatus | None) -> bool:
    """Tell whether a phone is the watch, and does not send yet."""
    return link is not None and link.trouble.startswith("phone_")


def is_measured(moment: Moment) -> bool:
    """Return whether the watch sends, or the camera stands in for it."""
    if moment.link is not None and moment.link.state == "streaming":
        return True
    return moment.progress is not None and moment.progress.source == "camera"


def occasion_of(moment: Moment) -> Occasion:
    """Return what the patient is in the middle of."""
    if moment.leaving:
        return "leaving"
    if moment.phase != "running":
        return moment.phase
    if not is_measured(moment):
        return "unmeasured"
    if moment.rest_s:
        return "rest"
    activity = "waiting" if moment.progress is None else moment.progress.activity
    if activity == "moving" and moment.hold_left_s is not None:
        return "hold" if moment.hold_left_s else "held"
    return "ending" if activity == "finished" else activity


def _misplaced_words(
    misplaced: Misplaced, whole_m: tuple[float, float] | None, language: Language
) -> str:
    words = language.say(f"view_help.{misplaced}")
    if whole_m is None or misplaced not in ("head", "feet", "far"):
        return words
    near_m, far_m = whole_m
    return f"{words} {language.say('view_distance', near=near_m, far=far_m)}"


def _activity(moment: Moment, words: ExerciseWords, language: Language) -> tuple[str, str]:
    activity = "waiting" if moment.progress is None else moment.progress.activity
    if activity == "moving" and moment.hold_left_s is not None:
        return hold_words(moment.hold_left_s, language), language.say("explained.hold")
    if activity == "moving":
        ways = {"outward": words.outward, "returning": words.returning}
        way = language.say("now.keep_going") if moment.direction is None else ways[moment.direction]
        return way[:1].upper() + way[1:], language.say("explained.moving")
    said = "ending" if activity == "finished" else activity
    explained = language.say(f"explained.{said}", part=words.part, title=words.title)
    return language.say(f"now.{said}"), explained
