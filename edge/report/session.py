"""A session as one self-contained HTML page that a patient can hand to a therapist."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final

from calibration.gyro_drift import SessionDrift
from edge.core.anchor import Anchor
from edge.core.exercises import exercise_named
from edge.core.messages.exercise import CueKind, Feedback, Summary
from edge.core.palette import css_variables
from edge.core.tolerances import LearntTolerances
from edge.records.plan import Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.session_history import HistoryEntry
from edge.repetitions.hold import is_held
from edge.report.exercise_done import ExerciseDone
from edge.report.exercise_plots import departure_strip, exercise_plots
from edge.report.page_frame import framed
from edge.report.repetition_table import repetition_table
from edge.wording.drift import bias_words, heading_words
from edge.wording.language import Language
from edge.wording.languages import language_named
from edge.wording.tolerances import tolerance_words

CONTENT: Final = Path(__file__).with_name("session.html")

MOST_SESSIONS: Final = 12
"""How many of the latest sessions are shown."""

COLUMNS: Final = (
    "exercise",
    "side",
    "prescribed",
    "done",
    "good",
    "range",
    "reference",
    "target",
    "limit",
    "pain",
    "effort",
)
"""What the table tells of each exercise, from left to right."""

CUE_KINDS: Final[tuple[CueKind, ...]] = (
    "praise",
    "low_range",
    "over_range",
    "bent_elbow",
    "shrug",
    "short_hold",
    "too_fast",
    "too_slow",
    "shaky",
    "leaning",
    "turned",
)
"""The order in which the kinds of repetitions are listed."""

NOT_COMPARED: Final[CueKind] = "not_compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a report is about.

    Attributes:
        plan: what was prescribed.
        anchors: by plan index; an exercise without one has no lines to compare with.
        learnt: by plan index, the tolerances that were learnt of the patient and used.
        feedbacks: of all exercises, in the order in which they were given.
        summaries: of all exercises, in that order; the last one of an exercise counts.
        began_at: when the session began, in the time zone of this machine; None if unknown.
        watch: how it was named.
        simulated: the session was not of a person.
        warnings: what the recording lacks, one sentence each.
        history: the patient's sessions up to this one, oldest first.
        drift: of the watch's gyroscope; None where that is not known.
    """

    plan: Plan
    anchors: dict[int, Anchor]
    feedbacks: Sequence[Feedback]
    summaries: Sequence[Summary]
    began_at: datetime | None
    watch: str
    simulated: bool
    warnings: Sequence[str] = ()
    history: Sequence[HistoryEntry] = ()
    drift: SessionDrift | None = None
    learnt: Mapping[int, LearntTolerances] = field(default_factory=dict)


def report_html(session: Session) -> str:
    """Return the page in the plan's language, for a screen or one or two printed sheets.

    It needs nothing from the outside.
    """
    language = language_named(session.plan.language)
    done = [_done(session, index, language) for index in range(len(session.plan.exercises))]
    notes = [language.say("report.simulated")] * session.simulated
    notes += session.warnings
    patient = session.plan.patient
    date = _date(session.began_at, language)
    watch = language.say("report.watch", name=session.watch)
    return framed(
        CONTENT,
        language=language.code,
        colours=css_variables(),
        title=language.say("report.title", patient=patient, date=date),
        heading=escape(language.say("report.heading", patient=patient)),
        facts=escape(f"{date} · {watch}"),
        notes="\n".join(f'<p class="note">{escape(note)}</p>' for note in notes),
        columns="".join(f"<th>{escape(language.say(f'report.{key}'))}</th>" for key in COLUMNS),
        rows="\n".join(_row(item) for item in done),
        sections="\n".join(_section(item) for item in done if item.feedbacks),
        footer=escape(language.say("report.footer"), quote=False),
        drift=escape(_drift(session.drift, language)),
        aid=escape(language.say("report.aid")),
    )


def _drift(drift: SessionDrift | None, language: Language) -> str:
    """Return how the gyroscope drifted, for an engineer; empty where that is not known."""
    if drift is None:
        return ""
    return language.say(
        "report.drift",
        start=bias_words(drift.start, language),
        end=bias_words(drift.end, language),
        heading=heading_words(drift.end, language),
    )


def _done(session: Session, index: int, language: Language) -> ExerciseDone:
    planned = session.plan.exercises[index]
    return ExerciseDone(
        language=language,
        planned=planned,
        exercise=exercise_named(planned.name),
        anchor=session.anchors.get(index),
        learnt=session.learnt.get(index),
        feedbacks=tuple(item for item in session.feedbacks if item.exercise == index),
        summary=next((s for s in reversed(session.summaries) if s.exercise == index), None),
        history=tuple(
            entry
            for entry in session.history
            if (entry.exercise, entry.side) == (planned.name, planned.side)
        )[-MOST_SESSIONS:],
    )


def _row(done: ExerciseDone) -> str:
    planned, summary, anchor = done.planned, done.summary, done.anchor
    judged = done.judged
    correct = sum(item.cue_kind == "praise" for item in done.feedbacks)
    mean_deg = sum(one.rom_deg for one in judged) / len(judged) if judged else None
    language = done.language
    cells = (
        language.words_of(done.exercise).title,
        language.say(f"report.{planned.side}"),
        _dose(planned, language),
        _count(done),
        f"{correct}" if judged else "–",
        _degrees(mean_deg),
        _degrees(anchor.rom_deg if anchor else None),
        _degrees(planned.target_rom_deg),
        _degrees(planned.max_rom_deg if planned.has_limit else None),
        _rating(summary.pain if summary else None, language),
        _rating(summary.effort if summary else None, language),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _dose(planned: PlannedExercise, language: Language) -> str:
    """Return how often it was to be done, and how long the end was to be held."""
    dose = f"{planned.sets} × {planned.repetitions}"
    if not planned.hold_s:
        return dose
    return language.say("report.hold", dose=dose, seconds=planned.hold_s)


def _count(done: ExerciseDone) -> str:
    """Return how often it was done, and in how many of these the end was held as long as asked."""
    hold_s = done.planned.hold_s
    count = len(done.feedbacks)
    judged = [item for item in done.feedbacks if item.judgement is not None]
    if not count:
        return done.language.say("report.not_done")
    if not hold_s or not judged:
        return str(count)
    held = sum(item.held_s is not None and is_held(item.held_s, hold_s) for item in judged)
    return done.language.say("report.held", done=count, held=held)


def _section(done: ExerciseDone) -> str:
    language = done.language
    title = language.words_of(done.exercise).title
    parts = [
        f"<section><h2>{escape(title)}, {language.say(f'report.{done.planned.side}')}</h2>",
        f"<p>{escape(_summary(done))}</p>",
        f"<p>{escape(_said(done.feedbacks, language))}</p>",
        f'<div class="plots">{"".join(exercise_plots(done))}</div>',
    ]
    if done.anchor is not None:
        parts.append(departure_strip(done, done.anchor))
    parts.append(repetition_table(done.feedbacks, language))
    if done.anchor is not None:
        recorded = language.say("report.recorded", when=done.anchor.recorded)
        words = language.say("report.tolerances", words=_tolerances(done))
        parts.append(f'<p class="facts">{escape(recorded)} {escape(words)}</p>')
    return "".join([*parts, "</section>"])


def _tolerances(done: ExerciseDone) -> str:
    return tolerance_words(done.learnt, done.language, planned_deg=done.planned.tolerance_deg)


def _summary(done: ExerciseDone) -> str:
    """Return what was done and how far, for who prescribed it."""
    language, planned, judged = done.language, done.planned, done.judged
    good = sum(item.cue_kind == "praise" for item in done.feedbacks)
    count = len(done.feedbacks)
    parts = [language.say("report.summary", n=planned.prescribed, done=count, good=good)]
    if judged and done.anchor is not None:
        rom_deg = [one.rom_deg for one in judged]
        parts.append(
            language.say(
                "report.spread",
                mean=sum(rom_deg) / len(rom_deg),
                low=min(rom_deg),
                high=max(rom_deg),
                reference=done.anchor.rom_deg,
                target=planned.target_rom_deg,
            )
        )
    if done.summary is None:
        parts.append(language.say("report.not_finished"))
    return " ".join(parts)


def _said(feedbacks: Sequence[Feedback], language: Language) -> str:
    """Return what each repetition was found to be, as counts."""
    counts = Counter(item.cue_kind for item in feedbacks)
    said = (
        language.say("report.counted", n=counts[kind], kind=language.say(f"kind.{kind}"))
        for kind in (*CUE_KINDS, NOT_COMPARED)
        if counts[kind]
    )
    return language.say("report.said", counts=", ".join(said))


def _date(began_at: datetime | None, language: Language) -> str:
    if began_at is None:
        return language.say("report.undated")
    return language.say(
        "report.date",
        day=str(began_at.day),
        month=language.say(f"month.{began_at.month}"),
        year=str(began_at.year),
        time=f"{began_at:%H:%M}",
    )


def _degrees(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}°"


def _rating(value: int | None, language: Language) -> str:
    return "–" if value is None else language.say("report.rating", value=value)
