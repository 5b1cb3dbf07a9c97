"""Options for the charts (ECharts): pure functions from figures to what the chart shows."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from edge.core.arrays import AXES, Floats
from edge.core.messages.exercise import ExplainedScore, Judgement
from edge.core.palette import CARD, CRITICAL, INK, OWN, QUIET, REFERENCE
from edge.page.exercise.views import Review
from edge.page.words import SAME_DEG
from edge.records.session_history import HistoryEntry
from edge.web.chart_base import Options, base_options, title_options, value_axis
from edge.wording.language import Language

_MOST_LABELLED: Final = 12
"""Of more bars none has room for its figure."""


def axis_name(axis: int, language: Language) -> str:
    """Return an axis of `edge.core.arrays.AXES`, by its place there, in words."""
    kind = "turning" if AXES[axis].startswith("g") else "acceleration"
    return language.say(f"axis.{kind}", axis="xyz"[axis % 3])


_UNITS: Final = ("m/s²",) * 3 + ("°/s",) * 3


def signal_options(
    judgement: Judgement,
    score: ExplainedScore,
    anchor_signal: Floats,
    axis: int,
    language: Language,
) -> Options:
    """Return one axis of repetition and anchor over the anchor's course, in per cent.

    Critical micro-segments are shaded, the darker the more of what lowers the score falls into
    this axis there.

    Args:
        judgement: of the repetition, with (m, 6) aligned samples.
        score: the one that is looked at.
        anchor_signal: (m, 6).
        axis: index into `AXES`.
        language: of the names.
    """
    name = axis_name(axis, language)
    factor = 180.0 / np.pi if AXES[axis].startswith("g") else 1.0
    percent = np.linspace(0.0, 100.0, len(anchor_signal))
    return base_options() | {
        "title": title_options(
            language.say("chart.axis", axis=name[:1].upper() + name[1:], unit=_UNITS[axis])
        ),
        "grid": {"left": 44, "right": 12, "top": 32, "bottom": 24},
        "xAxis": value_axis(min=0, max=100, axisLabel={"formatter": "{value} %", "color": QUIET}),
        "yAxis": value_axis(scale=True, splitNumber=3),
        "series": [
            {
                "name": language.say("figures.reference"),
                "type": "line",
                "showSymbol": False,
                "lineStyle": {"color": REFERENCE, "width": 2, "type": "dashed"},
                "itemStyle": {"color": REFERENCE},
                "data": _points(percent, factor * anchor_signal[:, axis]),
                "markArea": {"silent": True, "data": _areas(judgement, score, axis)},
            },
            {
                "name": language.say("figures.you"),
                "type": "line",
                "showSymbol": False,
                "lineStyle": {"color": OWN, "width": 2.5},
                "itemStyle": {"color": OWN},
                "data": _points(percent, factor * judgement.aligned[:, axis]),
            },
        ],
    }


def shade(score: ExplainedScore, index: int, axis: int) -> float:
    """Return how dark a critical micro-segment is on an axis, 0–0.5.

    It is the weight of segment and axis over the largest of all critical segments: what matters
    most is the darkest.
    """
    most = float(score.weights[list(score.critical)].max(initial=0.0))
    return 0.0 if most <= 0 else 0.5 * float(score.weights[index, axis]) / most


def review_options(review: Review, language: Language) -> Options:
    """Return the range of motion of each repetition as bars, with target and reference."""
    marks = [(language.say("chart.target"), review.target_deg, "solid", INK)]
    if abs(review.reference_deg - review.target_deg) > SAME_DEG:
        marks.append((language.say("chart.reference"), review.reference_deg, "dashed", REFERENCE))
    return base_options() | {
        "grid": {"left": 44, "right": 84, "top": 16, "bottom": 40},
        "xAxis": {
            "type": "category",
            "data": [str(bar.number) for bar in review.bars],
            "name": language.say("chart.repetition"),
            "nameLocation": "middle",
            "nameGap": 26,
            "nameTextStyle": {"color": QUIET, "fontSize": 13},
            "axisLabel": {"color": INK, "fontSize": 14},
            "axisTick": {"show": False},
        },
        "yAxis": value_axis(min=0, axisLabel={"formatter": "{value}°", "color": QUIET}),
        "series": [
            {
                "name": language.say("chart.range"),
                "type": "bar",
                "barMaxWidth": 46,
                # At its foot, where no line of target or reference goes through it.
                "label": {
                    "show": len(review.bars) <= _MOST_LABELLED,
                    "position": "insideBottom",
                    "formatter": "{c}°",
                    "fontSize": 15,
                    "fontWeight": 600,
                },
                "data": [_bar(bar.rom_deg, good=bar.good) for bar in review.bars],
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "data": [
                        {
                            "yAxis": value,
                            "name": name,
                            "lineStyle": {"color": colour, "type": dash, "width": 2},
                            "label": {"formatter": name, "color": colour, "fontSize": 13},
                        }
                        for name, value, dash, colour in marks
                    ],
                },
            }
        ],
    }


def history_options(entries: Sequence[HistoryEntry], language: Language) -> Options:
    """Return range of motion and similarity of earlier sessions, one point each."""
    return base_options() | {
        "legend": {
            "data": [language.say("chart.range"), language.say("chart.similarity")],
            "bottom": 0,
            "itemWidth": 34,
        },
        "grid": {"left": 48, "right": 52, "top": 16, "bottom": 58},
        "xAxis": {
            "type": "category",
            "data": [entry.date for entry in entries],
            "axisLabel": {"color": INK},
        },
        "yAxis": [
            value_axis(min=0, axisLabel={"formatter": "{value}°", "color": OWN}),
            value_axis(
                min=0,
                max=100,
                axisLabel={"formatter": "{value} %", "color": REFERENCE},
                splitLine={"show": False},
            ),
        ],
        "series": [
            _trend(language.say("chart.range"), [entry.rom_deg for entry in entries], 0),
            _trend(
                language.say("chart.similarity"),
                [_percent(entry.similarity) for entry in entries],
                1,
            ),
        ],
    }


def _areas(judgement: Judgement, score: ExplainedScore, axis: int) -> list[list[dict[str, Any]]]:
    return [
        [
            {
                "xAxis": round(100.0 * judgement.segments[index].start, 1),
                "itemStyle": {"color": CRITICAL, "opacity": round(shade(score, index, axis), 3)},
            },
            {"xAxis": round(100.0 * judgement.segments[index].end, 1)},
        ]
        for index in score.critical
    ]


def _bar(rom_deg: float | None, *, good: bool) -> dict[str, Any]:
    plain = {"color": OWN} if good else {"color": CARD, "borderColor": OWN, "borderWidth": 2}
    return {
        "value": None if rom_deg is None else round(rom_deg),
        "itemStyle": plain,
        "label": {"color": CARD if good else INK},
    }


def _trend(name: str, values: list[float | None], axis: int) -> dict[str, Any]:
    colour = (OWN, REFERENCE)[axis]
    return {
        "name": name,
        "type": "line",
        "yAxisIndex": axis,
        "symbol": ("circle", "diamond")[axis],
        "symbolSize": 11,
        "lineStyle": {"color": colour, "width": 2.5, "type": ("solid", "dashed")[axis]},
        "itemStyle": {"color": colour},
        "data": [None if value is None else round(value, 1) for value in values],
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _points(x: Floats, y: Floats) -> list[list[float]]:
    points: list[list[float]] = np.column_stack([x.round(1), y.round(3)]).tolist()
    return points
