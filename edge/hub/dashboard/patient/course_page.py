"""A patient's course: ranges, days, what recurs, pain and effort, and the sessions."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from nicegui import ui

from edge.hub.course.calendar_chart import calendar_options, calendar_table
from edge.hub.course.charts import (
    Span,
    range_options,
    range_table,
    rating_options,
    rating_table,
    span_of,
)
from edge.hub.course.days import calendar, kept_share
from edge.hub.course.ranges import plan_changes, range_course, ratings
from edge.hub.course.recurring import recurring
from edge.hub.course.strip import course_text, place_text, strip_svg, strip_text
from edge.hub.course.titles import NONE, Table, Titles, moment_text, of_ten
from edge.hub.course.told import SessionTold, parts_of
from edge.hub.dashboard.patient.building import button, card, chart, tabs
from edge.hub.dashboard.patient.header import header
from edge.hub.dashboard.text_table import Link, TextTable
from edge.hub.dashboard.visit import Visit
from edge.hub.store.course import MOST_SESSIONS
from edge.hub.store.patient_view import PatientView, view_of
from edge.hub.store.standings import catch_up
from edge.web.pictures import picture
from edge.web.tables import heading

SHOWN_DAYS: Final = 26 * 7
"""Of the calendar."""
AT_FIRST: Final = 10
"""Sessions that are listed before all of them are asked for."""
_COLUMNS: Final = (
    *("when", "plan", "minutes", "exercises", "repetitions", "correct"),
    *("pain", "effort", "ended", "clock"),
)


async def build(visit: Visit) -> None:
    """Build the page of the patient whose code stands in the address.

    Raises:
        DeniedError: there is no such patient among those that the account reaches.
    """
    view = await visit.ask(opened, visit)
    titles = Titles(visit.language)
    tabs(visit, "patient", simulated=view.header.simulated)
    header(visit, view)
    with ui.element("div").classes("columns"):
        if view.sessions:
            span = span_of([each.local_at for each in view.sessions])
            _ranges(visit, view, titles, span)
        else:
            ui.label(visit.say("hub.course.no_sessions")).classes("note").mark("no-sessions")
        with ui.element("div"):
            if view.sessions:
                _ratings(visit, view, titles, span)
            _days(visit, view, titles)
            if view.sessions:
                _recurring(visit, view, titles)
    if view.sessions:
        _sessions(visit, view, titles)


def opened(visit: Visit) -> PatientView:
    """Return the patient of the address, now that the audit knows that somebody looks."""
    found = visit.view.patient("patient", visit.parameters["code"])
    with visit.view.writing("patient", found.patient_id) as granted:
        catch_up(granted.connection, found.patient_id, granted.now)
    with visit.view.viewing("patient", "patient", found.patient_id) as granted:
        return view_of(granted.connection, found.patient_id, granted.now)


def _ranges(visit: Visit, view: PatientView, titles: Titles, span: Span) -> None:
    changes = plan_changes(view.sessions)
    with card(visit.say("hub.course.title_range"), "range"):
        for part in parts_of(view.sessions):
            if points := range_course(view.sessions, part):
                title = titles.part(part)
                heading(3, title)
                chart(
                    visit,
                    range_options(points, changes, span, titles),
                    caption=visit.say("hub.course.range_caption", exercise=title),
                    explained=visit.say("hub.course.explain_range"),
                    told=partial(range_table, points, title, titles),
                )


def _ratings(visit: Visit, view: PatientView, titles: Titles, span: Span) -> None:
    points = ratings(view.sessions)
    with card(visit.say("hub.course.title_rating"), "rating"):
        chart(
            visit,
            rating_options(points, plan_changes(view.sessions), span, titles),
            caption=visit.say("hub.course.rating_caption"),
            explained=visit.say("hub.course.explain_rating"),
            told=partial(rating_table, points, titles),
        )


def _days(visit: Visit, view: PatientView, titles: Titles) -> None:
    today = view.header.today
    weeks = calendar(view.prescriptions, view.done_days, _first_day(view, today), today)
    kept = kept_share(weeks)
    with card(visit.say("hub.course.title_calendar"), "calendar"):
        if kept is not None:
            ui.label(visit.say("hub.course.kept", share=titles.percent(kept)))
        chart(
            visit,
            calendar_options(weeks, titles),
            caption=visit.say("hub.course.calendar_caption"),
            explained=visit.say("hub.course.explain_calendar"),
            told=partial(calendar_table, weeks, titles),
            kind="calendar",
        )


def _first_day(view: PatientView, today: date) -> date:
    days = [*view.done_days, *(each.since for each in view.prescriptions)]
    earliest = today - timedelta(days=SHOWN_DAYS)
    # A wrong clock may have sessions on days that are still to come.
    return min(max(min(days, default=today), earliest), today)


def _recurring(visit: Visit, view: PatientView, titles: Titles) -> None:
    found = recurring(view.sessions)
    with card(visit.say("hub.course.title_recurring"), "recurring"):
        if not found:
            ui.label(visit.say("hub.course.nothing_recurs"))
        with ui.element("ul").classes("recurring"):
            for each in found:
                with ui.element("li"):
                    ui.label(titles.part(each.part)).classes("note")
                    ui.label(each.words).classes("said")
                    picture("svg+xml", strip_svg(each).encode(), strip_text(each, titles))
                    ui.label(place_text(each, titles)).classes("note")
                    ui.label(course_text(each, titles))


def _sessions(visit: Visit, view: PatientView, titles: Titles) -> None:
    newest_first = view.sessions[::-1]
    with card(visit.say("hub.course.title_sessions"), "sessions"):
        if len(newest_first) == MOST_SESSIONS:
            ui.label(visit.say("hub.course.only_newest", n=MOST_SESSIONS)).classes("note")
        place = ui.element("div")
        with place:
            _session_table(visit, newest_first[:AT_FIRST], titles)
        if len(newest_first) > AT_FIRST:

            def show_all(_: Any) -> None:
                place.clear()
                with place:
                    _session_table(visit, newest_first, titles)
                pressed.delete()

            pressed = button(visit.say("hub.course.all", n=len(newest_first)), "all-sessions")
            pressed.on("click", show_all)


def _session_table(visit: Visit, sessions: Sequence[SessionTold], titles: Titles) -> None:
    told = Table(
        caption=visit.say("hub.course.sessions_caption"),
        columns=(*(visit.say(f"hub.course.{name}") for name in _COLUMNS), ""),
        rows=tuple(session_row(each, titles) for each in sessions),
    )

    def link(number: int) -> Link:
        each = sessions[number]
        target = f"/patient/{visit.parameters['code']}/session/{each.session_id}"
        said = visit.say("hub.course.open_of", when=moment_text(each.local_at))
        return visit.say("hub.course.open"), target, said

    TextTable(told, link)


def session_row(each: SessionTold, titles: Titles) -> tuple[str, ...]:
    """Return what the table of sessions tells of one."""
    done = sum(one.done for one in each.exercises)
    prescribed = sum(one.prescribed for one in each.exercises)
    correct = sum(one.correct for one in each.exercises)
    endings = dict.fromkeys(one.ended_because for one in each.exercises)
    return (
        moment_text(each.local_at),
        titles.say("hub.course.version", n=each.plan_version) if each.plan_version else NONE,
        f"{each.minutes:.0f}",
        "; ".join(dict.fromkeys(titles.part(one.part) for one in each.exercises)),
        titles.say("hub.course.done_of", done=done, prescribed=prescribed),
        str(correct),
        of_ten(each.pain),
        of_ten(each.effort),
        ", ".join(titles.say(f"hub.ended.{ending}") for ending in endings),
        titles.say(f"hub.clock.{each.clock_state}"),
    )
