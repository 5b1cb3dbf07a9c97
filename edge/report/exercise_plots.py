"""The plots of one exercise in a report."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.report.exercise_done import ExerciseDone
from edge.report.plots import Line, dot_plot, strip

NEAR_LIMIT: Final = 0.85
"""The limit is drawn once a repetition comes so near to it; otherwise it would squeeze the plot."""

LEAST_ROM_SPAN_DEG: Final = 30.0
"""Vertical range of a plot of angles, at the least."""


def exercise_plots(done: ExerciseDone) -> list[str]:
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
        return dot_plot(
            language.say(key),
            values,
            filled,
            [*own, *more],
            least_span=span,
            number=language.number,
        )

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


def _progress(done: ExerciseDone) -> str:
    """Return the plot of the mean range over the latest sessions, this one last."""
    means_deg = [np.nan if e.rom_deg is None else e.rom_deg for e in done.history]
    label = done.language.say("chart.target")
    target = Line(value=done.planned.target_rom_deg, label=label, dashed=True)
    title = done.language.say("report.progress_plot")
    return dot_plot(
        title,
        np.array(means_deg),
        [True] * len(means_deg),
        [target],
        least_span=LEAST_ROM_SPAN_DEG,
        number=done.language.number,
    )


def departure_strip(done: ExerciseDone, anchor: Anchor) -> str:
    """Return the strip that shows in which parts of the movement it departs, and how often."""
    judged = done.judged
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
        done.language.number,
    )
