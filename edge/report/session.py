"""A session as one self-contained HTML page that a patient can hand to a therapist."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Final

import numpy as np

from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.exercises import Exercise, exercise_named
from edge.core.messages.exercise import CueKind, Feedback, Judgement, Summary
from edge.core.palette import css_variables
from edge.records.plan import Plan, PlannedExercise
from edge.records.session_history import HistoryEntry
from edge.repetitions.hold import is_held
from edge.report.plots import Line, dot_plot, strip
from edge.wording.language import Language
from edge.wording.languages import language_named

TEMPLATE: Final = Path(__file__).with_name("session.html")

NEAR_LIMIT: Final = 0.85
"""The limit is drawn once a repetition comes so near to it; otherwise it would squeeze the plot."""

LEAST_ROM_SPAN_DEG: Final = 30.0
"""Vertical range of a plot of angles, at the least."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a report is about.

    Attributes:
        plan: what was prescribed.
        anchors: by plan index; an exercise without one has no lines to compare with.
        feedbacks: of all exercises, in the order in which they were given.
        summaries: of all exercises, in that order; the last one of an exercise counts.
        date: day and time of the session, in words.
        device: the watch.
        simulated: the session was not of a person.
        warnings: what the recording lacks, one sentence each.
        history: the patient's sessions up to this one, oldest first.
    """

    plan: Plan
    anchors: dict[int, Anchor]
    feedbacks: Sequence[Feedback]
    summaries: Sequence[Summary]
    date: str
    device: str
    simulated: bool
    warnings: Sequence[str] = ()
    history: Sequence[HistoryEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """One exercise of the session, everything about it together."""

    language: Language
    planned: PlannedExercise
    exercise: Exercise
    anchor: Anchor | None
    feedbacks: tuple[Feedback, ...]
    summary: Summary | None
    history: tuple[HistoryEntry, ...]


def report_html(session: Session) -> str:
    """Return the page in the plan's language, for a screen or one or two printed sheets.

    It needs nothing from the outside.
    """
    language = language_named(session.plan.language)
    done = [_done(session, index, language) for index in range(len(session.plan.exercises))]
    notes = [language.say("report.simulated")] * session.simulated
    notes += session.warnings
    patient = session.plan.patient
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        language=language.code,
        colours=css_variables(),
        title=escape(language.say("report.title", patient=patient, date=session.date)),
        heading=escape(language.say("report.heading", patient=patient)),
        facts=escape(f"{session.date} · {session.device}"),
        notes="\n".join(f'<p class="note">{escape(note)}</p>' for note in notes),
        columns="".join(f"<th>{escape(language.say(f'report.{key}'))}</th>" for key in COLUMNS),
        rows="\n".join(_row(item) for item in done),
        sections="\n".join(_section(item) for item in done if item.feedbacks),
        footer=escape(language.say("report.footer"), quote=False),
        aid=escape(language.say("report.aid")),
    )


def _done(session: Session, index: int, language: Language) -> _Done:
    planned = session.plan.exercises[index]
    return _Done(
        language=language,
        planned=planned,
        exercise=exercise_named(planned.name),
        anchor=session.anchors.get(index),
        feedbacks=tuple(item for item in session.feedbacks if item.exercise == index),
        summary=next((s for s in reversed(session.summaries) if s.exercise == index), None),
        history=tuple(
            entry
            for entry in session.history
            if (entry.exercise, entry.side) == (planned.name, planned.side)
        )[-MOST_SESSIONS:],
    )


def _row(done: _Done) -> str:
    planned, summary, anchor = done.planned, done.summary, done.anchor
    judged = _judged(done.feedbacks)
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
        _degrees(planned.max_rom_deg),
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


def _count(done: _Done) -> str:
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


def _section(done: _Done) -> str:
    language = done.language
    words = done.summary.words if done.summary else language.say("report.not_finished")
    title = language.words_of(done.exercise).title
    parts = [
        f"<section><h2>{escape(title)}, {language.say(f'report.{done.planned.side}')}</h2>",
        f"<p>{escape(words)}</p>",
        f"<p>{escape(_said(done.feedbacks, language))}</p>",
        f'<div class="plots">{"".join(_plots(done))}</div>',
    ]
    if done.anchor is not None:
        parts.append(_where(done, done.anchor))
        recorded = language.say("report.recorded", when=done.anchor.recorded)
        parts.append(f'<p class="facts">{escape(recorded)}</p>')
    return "".join([*parts, "</section>"])


def _said(feedbacks: Sequence[Feedback], language: Language) -> str:
    """Return what each repetition was found to be, as counts."""
    counts = Counter(item.cue_kind for item in feedbacks)
    said = [language.say(f"kind.{kind}", n=counts[kind]) for kind in CUE_KINDS if counts[kind]]
    if counts["not_compared"]:
        said.append(language.say("report.interrupted", n=counts["not_compared"]))
    return language.say("report.said", counts=", ".join(said))


def _plots(done: _Done) -> list[str]:
    """Return the plots of range, steadiness and tempo per repetition against the anchor."""
    planned, anchor, language = done.planned, done.anchor, done.language
    filled = [item.cue_kind == "praise" for item in done.feedbacks]
    judgements = [item.judgement for item in done.feedbacks]
    rom_deg = np.array([np.nan if one is None else one.rom_deg for one in judgements])
    stability = np.array([np.nan if one is None else one.stability for one in judgements])
    tempo_s = np.array(
        [np.nan if item.judgement is None else item.tempo_s for item in done.feedbacks]
    )
    target = language.say("chart.target")
    limits = [Line(value=planned.target_rom_deg, label=target, dashed=True)]
    if (rom_deg > NEAR_LIMIT * planned.max_rom_deg).any():
        limit = language.say("report.limit_line")
        limits.append(Line(value=planned.max_rom_deg, label=limit, dashed=True))

    def plot(
        key: str, values: Floats, usual: float | None, span: float, more: Sequence[Line] = ()
    ) -> str:
        label = language.say("chart.reference")
        own = [] if usual is None else [Line(value=usual, label=label)]
        return dot_plot(language.say(key), values, filled, [*own, *more], span)

    plots = [
        plot(
            "report.range_plot",
            rom_deg,
            anchor.rom_deg if anchor else None,
            LEAST_ROM_SPAN_DEG,
            limits,
        ),
        plot("report.stability_plot", stability, anchor.stability if anchor else None, 4.0),
        plot("report.tempo_plot", tempo_s, anchor.tempo_s if anchor else None, 2.0),
    ]
    if len(done.history) > 1:
        plots.append(_progress(done))
    return plots


def _progress(done: _Done) -> str:
    """Return the plot of the mean range over the latest sessions, this one last."""
    means_deg = [np.nan if e.rom_deg is None else e.rom_deg for e in done.history]
    label = done.language.say("chart.target")
    target = Line(value=done.planned.target_rom_deg, label=label, dashed=True)
    title = done.language.say("report.progress_plot")
    return dot_plot(
        title, np.array(means_deg), [True] * len(means_deg), [target], LEAST_ROM_SPAN_DEG
    )


def _where(done: _Done, anchor: Anchor) -> str:
    """Return the strip that shows in which parts of the movement it departs, and how often."""
    judged = _judged(done.feedbacks)
    if not judged:
        return ""
    cells = 1 + max(segment.index for item in judged for segment in item.segments)
    counts = Counter(item.segments[i].index for item in judged for i in item.critical)
    turning = int(anchor.angle_deg.argmax()) / len(anchor.angle_deg)
    own = done.language.words_of(done.exercise)
    return strip(
        done.language.say("report.where"),
        [counts[i] / len(judged) for i in range(cells)],
        [
            (turning / 2, own.outward),
            ((1 + turning) / 2, own.returning),
        ],
    )


def _judged(feedbacks: Sequence[Feedback]) -> list[Judgement]:
    return [item.judgement for item in feedbacks if item.judgement is not None]


def _degrees(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}°"


def _rating(value: int | None, language: Language) -> str:
    return "–" if value is None else language.say("report.rating", value=value)
