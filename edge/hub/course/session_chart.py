"""One session's repetitions as a chart (ECharts) and as a table; pure functions."""

from collections.abc import Sequence
from typing import Any

from edge.core.palette import CARD, FAR, INK, OWN, QUIET
from edge.hub.course.titles import NONE, Table, Titles, plain
from edge.hub.course.told import ExerciseTold
from edge.web.chart_base import Options, base_options, value_axis

_MOST_LABELLED = 12
"""Of more bars none has room for its figure."""


def repetition_options(one: ExerciseTold, titles: Titles) -> Options:
    """Return the range of motion of each repetition as bars, with target and limit.

    A bar of a repetition beyond the limit has an outline and no filling; one that could not be
    compared is missing.
    """
    ranges = _column(one, "rom_deg")
    return base_options() | {
        "grid": {"left": 44, "right": 62, "top": 16, "bottom": 40},
        "xAxis": {
            "type": "category",
            "data": [str(number + 1) for number in range(len(ranges))],
            "name": titles.say("hub.course.repetition"),
            "nameLocation": "middle",
            "nameGap": 26,
            "axisLabel": {"color": INK},
            "axisTick": {"show": False},
        },
        "yAxis": value_axis(
            min=0,
            max=_top_deg(one),
            interval=30,
            axisLabel={"formatter": "{value}°", "color": QUIET},
        ),
        "series": [
            {
                "name": titles.say("hub.course.range"),
                "type": "bar",
                "barMaxWidth": 40,
                "label": {
                    "show": len(ranges) <= _MOST_LABELLED,
                    "position": "insideBottom",
                    "formatter": "{c}°",
                },
                "data": [_bar(value, one.limit_rom_deg) for value in ranges],
                "markLine": {
                    "symbol": "none",
                    "silent": True,
                    "data": [
                        _mark(titles.say("hub.course.target"), one.target_rom_deg, INK, "dashed"),
                        *(
                            ()
                            if one.limit_rom_deg is None
                            else (
                                _mark(
                                    titles.say("hub.course.limit"), one.limit_rom_deg, FAR, "solid"
                                ),
                            )
                        ),
                    ],
                },
            }
        ],
    }


def repetition_table(one: ExerciseTold, titles: Titles) -> Table:
    """Return each repetition's figures; no rows where the record left them out."""
    names = ("repetition", "range", "stability", "tempo", "similarity", "cue")
    columns = (
        [titles.degrees(value) for value in _column(one, "rom_deg")],
        [NONE if value is None else f"{value:.1f}" for value in _column(one, "stability")],
        [NONE if value is None else f"{value:.1f} s" for value in _column(one, "tempo_s")],
        [titles.percent(value) for value in _column(one, "similarity")],
        [plain(str(value)) for value in _column(one, "cue_kind")],
    )
    return Table(
        caption=titles.say("hub.course.repetitions_caption", exercise=titles.exercise(one.name)),
        columns=tuple(titles.say(f"hub.course.{name}") for name in names),
        rows=tuple(
            (str(number), *cells) for number, cells in enumerate(zip(*columns, strict=True), 1)
        ),
    )


def _column(one: ExerciseTold, name: str) -> Sequence[Any]:
    return () if one.repetitions is None else one.repetitions[name]


def _top_deg(one: ExerciseTold) -> int:
    """Return where the axis ends: beyond all that is drawn, lines too, of which charts know not."""
    drawn = [one.target_rom_deg, one.limit_rom_deg, *_column(one, "rom_deg")]
    return 30 * (1 + int(max(value for value in drawn if value is not None) // 30))


def _bar(value: float | None, limit_deg: float | None) -> dict[str, Any]:
    is_beyond = value is not None and limit_deg is not None and value > limit_deg
    outlined = {"color": CARD, "borderColor": FAR, "borderWidth": 2}
    return {
        "value": None if value is None else round(value),
        "itemStyle": outlined if is_beyond else {"color": OWN},
        "label": {"color": INK if is_beyond else CARD},
    }


def _mark(name: str, value: float, colour: str, dash: str) -> dict[str, Any]:
    return {
        "yAxis": value,
        "name": name,
        "lineStyle": {"color": colour, "type": dash, "width": 2},
        "label": {"formatter": name, "color": colour},
    }
