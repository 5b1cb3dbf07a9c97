"""The days of a patient as a calendar (ECharts) and as a table; pure functions."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from edge.core.palette import CARD, INK, LINE, OWN, QUIET
from edge.hub.course.days import CalendarWeek, DayState
from edge.hub.course.titles import NONE, Table, Titles
from edge.web.chart_base import Options, base_options


def calendar_options(weeks: Sequence[CalendarWeek], titles: Titles) -> Options:
    """Return the days: outlined where one was planned, filled where there was a session.

    The outline of a day that is not over is dashed. A session on a day that was not planned by
    name is a ring.
    """
    last = weeks[-1].monday + timedelta(days=6)
    by_state = {
        state: [day.isoformat() for week in weeks for day, is_ in week.days.items() if is_ == state]
        for state in get_args(DayState)
    }
    planned = [*by_state["done"], *by_state["missed"]]
    done = [*by_state["done"], *by_state["free"]]
    outline = {"color": "transparent", "borderColor": INK, "borderWidth": 1.5}
    return base_options() | {
        "tooltip": {"show": False},
        "calendar": {
            "range": [weeks[0].monday.isoformat(), last.isoformat()],
            "cellSize": ["auto", 20],
            "left": 38,
            "right": 8,
            "top": 26,
            "bottom": 6,
            "splitLine": {"lineStyle": {"color": QUIET, "width": 1}},
            "itemStyle": {"color": CARD, "borderColor": LINE},
            "yearLabel": {"show": False},
            "dayLabel": {"firstDay": 1, "color": QUIET},
            "monthLabel": {"color": QUIET},
        },
        "series": [
            _days(titles.say("hub.course.day_planned"), planned, "rect", 14)
            | {"itemStyle": outline},
            _days(titles.say("hub.course.day_due"), by_state["due"], "rect", 14)
            | {"itemStyle": outline | {"borderType": "dashed"}},
            _days(titles.say("hub.course.day_done"), done, "rect", 9)
            | {"itemStyle": {"color": OWN}},
            _days(titles.say("hub.course.day_extra"), by_state["extra"], "circle", 10)
            | {"itemStyle": {"color": CARD, "borderColor": OWN, "borderWidth": 3}},
        ],
    }


def calendar_table(weeks: Sequence[CalendarWeek], titles: Titles) -> Table:
    """Return what `calendar_options` shows by week, the present one first."""
    names = ("week", "wanted", "done", "days_done", "days_missed")
    return Table(
        caption=titles.say("hub.course.calendar_caption"),
        columns=tuple(titles.say(f"hub.course.{name}") for name in names),
        rows=tuple(
            (
                week.monday.isoformat(),
                NONE if week.wanted is None else str(week.wanted),
                str(len(week.done)),
                _listed(week.done, titles),
                _listed(week.missed, titles),
            )
            for week in reversed(weeks)
        ),
    )


def _listed(days: Sequence[date], titles: Titles) -> str:
    return ", ".join(map(titles.day, days)) or NONE


def _days(name: str, days: Sequence[str], symbol: str, size_px: int) -> Options:
    return {
        "name": name,
        "type": "scatter",
        "coordinateSystem": "calendar",
        "symbol": symbol,
        "symbolSize": size_px,
        "silent": True,
        "data": [[day, 1] for day in days],
    }
