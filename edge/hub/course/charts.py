"""A patient's course as charts (ECharts), each of which is a table too; pure functions."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from edge.core.palette import FAR, INK, OWN, QUIET, REFERENCE
from edge.hub.course.ranges import PlanChange, RangePoint, RatingPoint
from edge.hub.course.titles import Table, Titles, moment_text, of_ten
from edge.web.chart_base import Options, base_options, value_axis

Span = tuple[datetime, datetime]
"""First and last moment of a time axis that several charts share."""
Point = list[float | None]
"""Milliseconds since 1970, and a value."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_MARGIN: Final = timedelta(days=1)
_RIGHT_PX: Final = 58
_LEFT_PX: Final = 44


def span_of(moments: Sequence[datetime]) -> Span:
    """Return the time axis that shows all moments, with a day before and after them."""
    return min(moments) - _MARGIN, max(moments) + _MARGIN


def range_options(
    points: Sequence[RangePoint], changes: Sequence[PlanChange], span: Span, titles: Titles
) -> Options:
    """Return the range of motion by session against target and limit.

    A point is the mean, the bar behind it the range within the session, from the repetition that
    went least far to the one that went farthest. A triangle is a session with a repetition beyond
    the limit. Upright lines are sessions that went by another plan than those before.
    """
    return _over_time(span) | {
        "yAxis": value_axis(min=0, axisLabel={"formatter": "{value}°", "color": QUIET}),
        "series": [
            {
                "name": titles.say("hub.course.within"),
                "type": "line",
                "showSymbol": False,
                "silent": True,
                "data": _bars(points),
                "lineStyle": {"color": OWN, "width": 5, "opacity": 0.3},
                "itemStyle": {"color": OWN},
            },
            {
                "name": titles.say("hub.course.mean"),
                "type": "line",
                "data": [_mean(point) for point in points],
                "lineStyle": {"color": OWN, "width": 1},
                "itemStyle": {"color": OWN},
                "symbolSize": 9,
                "markLine": _changes(changes, titles),
            },
            _level(
                titles.say("hub.course.target"),
                [(point.at, point.target_deg) for point in points],
                colour=INK,
                dash="dashed",
            ),
            _level(
                titles.say("hub.course.limit"),
                [(point.at, point.limit_deg) for point in points],
                colour=FAR,
                dash="solid",
            ),
        ],
    }


def range_table(points: Sequence[RangePoint], title: str, titles: Titles) -> Table:
    """Return what `range_options` shows, the newest session first."""
    names = ("when", "mean", "within", "target", "limit", "beyond")
    return Table(
        caption=titles.say("hub.course.range_caption", exercise=title),
        columns=tuple(titles.say(f"hub.course.{name}") for name in names),
        rows=tuple(
            (
                moment_text(point.at),
                titles.degrees(point.mean_deg),
                titles.say(
                    "hub.course.from_to",
                    least=titles.degrees(point.least_deg),
                    most=titles.degrees(point.most_deg),
                ),
                titles.degrees(point.target_deg),
                titles.degrees(point.limit_deg),
                str(point.over_limit),
            )
            for point in reversed(points)
        ),
    )


def rating_options(
    points: Sequence[RatingPoint], changes: Sequence[PlanChange], span: Span, titles: Titles
) -> Options:
    """Return pain and effort by session; a triangle where the patient stopped for pain."""
    pain = [
        {"value": _point(point.at, point.pain), "symbol": "triangle", "symbolSize": 14}
        if point.stopped_for_pain
        else _point(point.at, point.pain)
        for point in points
        if point.pain is not None
    ]
    effort = [_point(point.at, point.effort) for point in points if point.effort is not None]
    lines = (
        (titles.say("hub.course.pain"), pain, REFERENCE, "circle", "solid"),
        (titles.say("hub.course.effort"), effort, OWN, "diamond", "dashed"),
    )
    series = [
        {
            "name": name,
            "type": "line",
            "data": data,
            "symbol": symbol,
            "symbolSize": 10,
            "lineStyle": {"color": colour, "width": 2, "type": dash},
            "itemStyle": {"color": colour},
        }
        for name, data, colour, symbol, dash in lines
    ]
    series[0]["markLine"] = _changes(changes, titles)
    return _over_time(span) | {
        "legend": {"bottom": 0, "itemWidth": 34, "data": [name for name, *_ in lines]},
        "grid": {"left": _LEFT_PX, "right": _RIGHT_PX, "top": 26, "bottom": 56},
        "yAxis": value_axis(min=0, max=10, interval=2),
        "series": series,
    }


def rating_table(points: Sequence[RatingPoint], titles: Titles) -> Table:
    """Return what `rating_options` shows, the newest session first."""
    return Table(
        caption=titles.say("hub.course.rating_caption"),
        columns=tuple(
            titles.say(f"hub.course.{name}") for name in ("when", "pain", "effort", "stopped")
        ),
        rows=tuple(
            (
                moment_text(point.at),
                of_ten(point.pain),
                of_ten(point.effort),
                titles.yes(point.stopped_for_pain),
            )
            for point in reversed(points)
        ),
    )


def _over_time(span: Span) -> Options:
    first, last = (_ms(moment) for moment in span)
    return base_options() | {
        "useUTC": True,
        "grid": {"left": _LEFT_PX, "right": _RIGHT_PX, "top": 26, "bottom": 30},
        "xAxis": {
            "type": "time",
            "min": first,
            "max": last,
            "axisLabel": {"color": QUIET, "hideOverlap": True},
            "splitNumber": 4,
        },
    }


def _mean(point: RangePoint) -> Point | dict[str, Any]:
    told = _point(point.at, point.mean_deg)
    if not point.over_limit:
        return told
    return {
        "value": told,
        "symbol": "triangle",
        "symbolSize": 13,
        "itemStyle": {"color": FAR},
    }


def _bars(points: Sequence[RangePoint]) -> list[Point]:
    """Return a line that is interrupted: upwards from each session's smallest range to its largest.

    One line of many parts is drawn, and sent, far sooner than many lines.
    """
    bars = []
    for point in points:
        if point.least_deg is not None and point.most_deg is not None:
            bars += [_point(point.at, value) for value in (point.least_deg, point.most_deg, None)]
    return bars


def _changes(changes: Sequence[PlanChange], titles: Titles) -> Options:
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": QUIET, "type": "dotted", "width": 1.5},
        "label": {"color": QUIET, "formatter": "{b}", "fontSize": 12},
        "data": [
            {"xAxis": _ms(change.at), "name": titles.say("hub.course.version", n=change.version)}
            for change in changes
        ],
    }


def _level(
    name: str, values: Sequence[tuple[datetime, float | None]], *, colour: str, dash: str
) -> Options:
    """Return a line of steps that carries its name at its end."""
    return {
        "name": name,
        "type": "line",
        "step": "end",
        "showSymbol": False,
        "data": [_point(at, value) for at, value in _steps(values)],
        "lineStyle": {"color": colour, "width": 2, "type": dash},
        "itemStyle": {"color": colour},
        "endLabel": {"show": True, "formatter": "{a}", "color": colour},
    }


def _steps(values: Sequence[tuple[datetime, float | None]]) -> list[tuple[datetime, float | None]]:
    """Return the first value, each that differs from the one before it, and the last."""
    last = len(values) - 1
    return [
        each
        for index, each in enumerate(values)
        if index in (0, last) or each[1] != values[index - 1][1]
    ]


def _point(at: datetime, value: float | None) -> Point:
    return [_ms(at), None if value is None else round(value, 1)]


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND
