"""Turns messages into the values that the page shows; every function depends on its input alone."""

import math
from collections.abc import Sequence
from typing import Final

from edge.core.anchor import Anchor
from edge.core.drift import SensorDrift
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import Direction, Feedback, Progress, Summary
from edge.core.messages.imu import LinkStatus
from edge.page.exercise.views import (
    Bar,
    Connection,
    Count,
    Cue,
    Live,
    Phone,
    Quaternion,
    RepetitionMark,
    Review,
    Task,
    Verdict,
)
from edge.page.words import (
    NEAR_DEG,
    SAME_DEG,
    difference_words,
    drift_facts,
    figure_words,
    hold_words,
    link_words,
)
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.wording.language import Language

SCALE_STEP_DEG: Final = 30


def task(plan: Plan, index: int, anchor: Anchor, language: Language) -> Task:
    """Return the exercise at hand; the scale ends at least 15° beyond reference and target."""
    planned = plan.exercises[index]
    kind = "task.sets" if planned.sets > 1 else "task.one_set"
    dose = language.say(
        kind, sets=planned.sets, n=planned.repetitions, degrees=planned.target_rom_deg
    )
    if planned.hold_s:
        dose = language.say("task.hold", dose=dose, seconds=planned.hold_s)
    most = max(anchor.rom_deg, planned.target_rom_deg) + 15.0
    return Task(
        index=index,
        exercise=exercise_named(planned.name),
        side=planned.side,
        position=language.say("task.position", number=index + 1, count=len(plan.exercises)),
        prescription=dose,
        target_deg=planned.target_rom_deg,
        limit_deg=planned.max_rom_deg,
        reference_deg=anchor.rom_deg,
        scale_deg=float(SCALE_STEP_DEG * math.ceil(most / SCALE_STEP_DEG)),
    )


def live(progress: Progress | None, rest: Progress | None, about: Task, language: Language) -> Live:
    """Return the moving picture; all unknown when there is no progress."""
    angle = None if progress is None else _half(progress.angle_deg)
    reference = None if progress is None else _half(progress.reference_deg)
    difference = None if progress is None else progress.difference_deg
    verdict = verdict_of(angle, difference, about.limit_deg)
    phase = None if progress is None or progress.phase is None else round(progress.phase, 2)
    return Live(
        angle_deg=angle,
        reference_deg=reference,
        phase=phase,
        verdict=verdict,
        words=_verdict_words(
            (verdict, difference), about.limit_deg, hold_left(progress, about), language
        ),
        orientation=_quaternion(progress),
        rest_orientation=_quaternion(rest),
        source=None if progress is None else progress.source,
    )


def hold_left(progress: Progress | None, about: Task) -> int | None:
    """Return the whole seconds for which the end is still to be held, 0 when that is done.

    None where nothing is to be held now, as beyond the limit, where one must come back at once.
    """
    if progress is None or progress.hold_left_s is None:
        return None
    angle_deg = progress.angle_deg
    beyond = angle_deg is not None and angle_deg > about.limit_deg
    return None if beyond else math.ceil(progress.hold_left_s)


def verdict_of(angle_deg: float | None, difference_deg: float | None, limit_deg: float) -> Verdict:
    """Return how a movement stands to the reference's; beyond the limit comes before all else."""
    if angle_deg is not None and angle_deg > limit_deg:
        return "over"
    if angle_deg is None or difference_deg is None:
        return "rest"
    if abs(difference_deg) < SAME_DEG:
        return "same"
    return "near" if abs(difference_deg) < NEAR_DEG else "far"


def direction_of(progress: Progress | None) -> Direction | None:
    """Return which way the limb goes; None at rest."""
    return None if progress is None or progress.phase is None else progress.direction


def count(planned: PlannedExercise, completed: int, told: Sequence[Feedback], rest_s: int) -> Count:
    """Return the running set; repetitions beyond the last set stay in it.

    A finished set stays in view until the next one has its first repetition.
    """
    number = min(max(completed - 1, 0) // planned.repetitions, planned.sets - 1)
    first = number * planned.repetitions
    marks = {feedback.number: _mark(feedback) for feedback in told}
    shown = max(planned.repetitions, completed - first)
    # The count comes before the coach's word: such a repetition is done and not yet judged.
    unknown: dict[int, RepetitionMark] = dict.fromkeys(range(1, completed + 1), "unjudged")
    return Count(
        done=completed - first,
        of=planned.repetitions,
        number=number + 1,
        sets=planned.sets,
        marks=tuple((unknown | marks).get(first + i + 1, "open") for i in range(shown)),
        rest_s=rest_s,
    )


def cue(told: Sequence[Feedback]) -> Cue | None:
    """Return the cue of the last repetition."""
    if not told:
        return None
    last = told[-1]
    return Cue(
        key=(last.exercise, last.number),
        kind=last.cue_kind,
        text=last.cue,
    )


def connection(
    link: LinkStatus | None, drift: SensorDrift | None, tolerances: str, language: Language
) -> Connection:
    """Return the radio link in words and figures, and what the exercise at hand is judged by."""
    facts: tuple[tuple[str, str], ...] = ()
    if link is not None:
        facts = (
            (language.say("fact.device"), _source(link.device, link.simulated, language)),
            (language.say("fact.rate"), figure_words(link.rate_hz, "hertz", language)),
            (language.say("fact.lost"), language.say("value.loss", value=link.loss_percent)),
            (
                language.say("fact.packets"),
                f"{link.malformed}, {link.duplicates}, {link.late}",
            ),
            (language.say("fact.clock_restarts"), str(link.clock_restarts)),
            (language.say("fact.gathers"), figure_words(link.gathers_ms, "ms", language)),
            (language.say("fact.delay"), figure_words(link.delay_ms, "fine_ms", language)),
            (language.say("fact.offset"), figure_words(link.clock_offset_ms, "fine_ms", language)),
            (language.say("fact.drift"), figure_words(link.clock_drift_ppm, "ppm", language)),
            *drift_facts(drift, language),
            (language.say("fact.tolerances"), tolerances),
        )
    return Connection(
        ok=link is not None and link.state == "streaming",
        words=link_words(link, language),
        facts=facts,
    )


def phone(link: LinkStatus | None) -> Phone | None:
    """Return how a phone becomes the watch, None where none is waited for."""
    if link is None or not link.opens:
        return None
    return Phone(url=link.opens, place=link.opens.partition("#")[0])


def review(summary: Summary, told: Sequence[Feedback], about: Task, language: Language) -> Review:
    """Return the end of an exercise; a repetition counts as good when its cue was praise."""
    good = {feedback.number for feedback in told if _mark(feedback) == "good"}
    return Review(
        title=language.words_of(about.exercise).title,
        words=summary.words,
        done=summary.done,
        prescribed=summary.prescribed,
        correct=summary.correct,
        held=summary.held,
        duration=_duration(summary.duration_s, language),
        bars=tuple(
            Bar(number=i, rom_deg=None if math.isnan(rom) else float(rom), good=i in good)
            for i, rom in enumerate(summary.rom_deg, start=1)
        ),
        target_deg=about.target_deg,
        reference_deg=about.reference_deg,
    )


def _verdict_words(
    shown: tuple[Verdict, float | None],
    limit_deg: float,
    hold_left_s: int | None,
    language: Language,
) -> str:
    verdict, difference_deg = shown
    if verdict == "over":
        return language.say("angle.over", limit=limit_deg)
    if hold_left_s is not None:
        return hold_words(hold_left_s, language)
    return "" if difference_deg is None else difference_words(difference_deg, language)


def _mark(feedback: Feedback) -> RepetitionMark:
    if feedback.judgement is None:
        return "unjudged"
    return "good" if feedback.cue_kind == "praise" else "cue"


def _source(name: str, simulated: bool, language: Language) -> str:
    return language.say("value.simulated", name=name) if simulated else name


def _half(angle_deg: float | None) -> float | None:
    return None if angle_deg is None or math.isnan(angle_deg) else round(2.0 * angle_deg) / 2.0


def _quaternion(progress: Progress | None) -> Quaternion | None:
    if progress is None:
        return None
    w, x, y, z = (round(float(part), 3) for part in progress.orientation)
    return (w, x, y, z)


def _duration(seconds: float, language: Language) -> str:
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return language.say("value.minutes", minutes=minutes, seconds=rest)
    return language.say("value.seconds", seconds=rest)
