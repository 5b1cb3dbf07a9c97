"""A patient's course: figures from session to session, as charts and as tables."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from edge.hub.course.calendar_chart import calendar_options, calendar_table
from edge.hub.course.charts import (
    range_options,
    range_table,
    rating_options,
    rating_table,
    span_of,
)
from edge.hub.course.days import Prescription, calendar, kept_share
from edge.hub.course.ranges import plan_changes, range_course, ratings
from edge.hub.course.recurring import recurring
from edge.hub.course.session_chart import repetition_options, repetition_table
from edge.hub.course.strip import course_text, strip_svg, strip_text
from edge.hub.course.titles import Titles
from edge.hub.course.told import ExerciseTold, FindingTold, SessionTold, parts_of
from edge.hub.worklist.rhythm import Rhythm
from edge.records.schedule import Schedule
from edge.wording.languages import language_named

MONDAY = date(2026, 11, 2)
TITLES = Titles(language_named("en"))
PART = ("shoulder_abduction", "right")


def an_exercise(**changed: Any) -> ExerciseTold:
    usual = ExerciseTold(
        position=0,
        name=PART[0],
        side=PART[1],
        prescribed=3,
        done=3,
        compared=2,
        correct=1,
        held=None,
        over_limit=0,
        most_over_limit_deg=0.0,
        mean_rom_deg=84.0,
        max_rom_deg=88.0,
        target_rom_deg=90.0,
        limit_rom_deg=None,
        duration_s=30.0,
        pain=2,
        effort=4,
        ended_because="done",
        scored_by="network",
        cue_counts={"praise": 2, "low_range": 1},
        words="Good.",
        repetitions={
            "rom_deg": [None, 80.0, 88.0],
            "stability": [None, -7.5, -8.0],
            "tempo_s": [2.0, 2.0, 2.5],
            "similarity": [None, 0.8, 0.9],
            "cue_kind": ["not_compared", "low_range", "praise"],
        },
    )
    return replace(usual, **changed)


def a_session(day: int, *exercises: ExerciseTold, **changed: Any) -> SessionTold:
    began = datetime(2026, 11, 2, 22, 30, tzinfo=UTC) + timedelta(days=day)
    usual = SessionTold(
        session_id=uuid.UUID(int=day),
        revision=1,
        received_at=began + timedelta(hours=1),
        began_at=began,
        ended_at=began + timedelta(minutes=20),
        utc_offset_min=60,
        local_day=MONDAY + timedelta(days=day),
        plan_id="shoulder",
        plan_version=1,
        simulated=False,
        clock_state="good",
        clock_offset_s=0.1,
        software="0.2.0",
        watch="ble:Watch",
        exercises=exercises or (an_exercise(),),
    )
    return replace(usual, **changed)


def a_finding(share: float, **changed: Any) -> FindingTold:
    usual = FindingTold(
        segment=3, start_share=0.3, end_share=0.4, way="outward", share=share, words=f"{share}"
    )
    return replace(usual, **changed)


def test_a_session_is_shown_by_the_patients_clock_and_its_range_from_least_to_most() -> None:
    sessions = (a_session(0), a_session(1, an_exercise(repetitions=None, mean_rom_deg=None)))
    points = range_course(sessions, PART)
    assert points[0].at.isoformat() == "2026-11-02T23:30:00+00:00"
    assert (points[0].least_deg, points[0].mean_deg, points[0].most_deg) == (80.0, 84.0, 88.0)
    assert (points[1].least_deg, points[1].mean_deg, points[1].most_deg) == (None, None, 88.0)
    table = range_table(points, "Arm", TITLES)
    assert table.rows[1] == ("2026-11-02 23:30", "84°", "80° to 88°", "90°", "–", "0")
    options = range_options(points, (), span_of([point.at for point in points]), TITLES)
    bars, mean, target, limit = options["series"]
    assert [value for _, value in mean["data"]] == [84.0, None]
    assert [value for _, value in bars["data"]] == [80.0, 88.0, None]
    assert [value for _, value in target["data"]] == [90.0, 90.0]
    assert [value for _, value in limit["data"]] == [None, None]
    assert len({each["lineStyle"]["type"] for each in (target, limit)}) == 2


def test_a_session_beyond_the_limit_has_another_shape_not_only_another_colour() -> None:
    beyond = an_exercise(over_limit=1, limit_rom_deg=85.0)
    points = range_course([a_session(0), a_session(1, beyond)], PART)
    first, second = range_options(points, (), span_of([points[0].at]), TITLES)["series"][1]["data"]
    assert (first[1], second["symbol"]) == (84.0, "triangle")
    assert range_table(points, "Arm", TITLES).rows[0][-2:] == ("85°", "1")


def test_where_sessions_go_by_another_plan_there_is_a_line() -> None:
    sessions = [a_session(0), a_session(1), a_session(2, plan_version=2), a_session(3, plan_id="")]
    changes = plan_changes(sessions)
    assert [(change.at.day, change.plan_id, change.version) for change in changes] == [
        (4, "shoulder", 2),
        (5, "", 1),
    ]
    points = range_course(sessions, PART)
    options = range_options(points, changes, span_of([point.at for point in points]), TITLES)
    names = [line["name"] for line in options["series"][1]["markLine"]["data"]]
    assert names == ["Version 2", "Version 1"]


def test_a_wrong_clock_shows_the_session_when_it_arrived() -> None:
    (point,) = range_course([a_session(0, clock_state="suspect")], PART)
    assert point.at == datetime(2026, 11, 3, 0, 30, tzinfo=UTC)


def test_parts_are_those_of_the_newest_session_first() -> None:
    other = an_exercise(name="elbow_flexion", side="left")
    assert parts_of([a_session(0, other), a_session(1)]) == (PART, ("elbow_flexion", "left"))


def test_pain_is_the_worst_of_a_session_and_stopping_for_it_shows() -> None:
    stopped = an_exercise(pain=7, effort=None, ended_because="pain")
    points = ratings([a_session(0), a_session(1, an_exercise(pain=3), stopped)])
    assert [(point.pain, point.effort, point.stopped_for_pain) for point in points] == [
        (2, 4, False),
        (7, 4, True),
    ]
    assert rating_table(points, TITLES).rows[0][1:] == ("7", "4", "yes")
    pain, effort = rating_options(points, (), span_of([points[0].at]), TITLES)["series"]
    assert [isinstance(each, dict) and each["symbol"] for each in pain["data"]] == [
        False,
        "triangle",
    ]
    assert pain["symbol"] != effort["symbol"]
    assert pain["lineStyle"]["type"] != effort["lineStyle"]["type"]


def weekly(**schedule: Any) -> Rhythm:
    return Rhythm.of(Schedule(**schedule))


def test_days_are_judged_by_the_plan_that_was_in_force_on_them() -> None:
    plans = (
        Prescription(since=MONDAY + timedelta(days=2), rhythm=weekly(weekdays=("mon", "fri"))),
        Prescription(since=MONDAY + timedelta(days=8), rhythm=weekly(sessions_per_week=3)),
    )
    done = {MONDAY + timedelta(days=number) for number in (3, 7, 9)}
    first, second = calendar(plans, done, MONDAY, MONDAY + timedelta(days=10))
    assert first.days == {
        MONDAY + timedelta(days=3): "extra",
        MONDAY + timedelta(days=4): "missed",
    }
    assert second.days == {
        MONDAY + timedelta(days=7): "done",
        MONDAY + timedelta(days=9): "free",
    }
    assert (first.wanted, first.kept, second.wanted, second.kept) == (2, 0, 3, None)
    assert kept_share((first, second)) == 0.0
    table = calendar_table((first, second), TITLES)
    assert table.rows[1] == ("2026-11-02", "2", "1", "Thu 2026-11-05", "Fri 2026-11-06")


def test_a_day_that_is_not_over_is_not_missed() -> None:
    plans = (Prescription(since=MONDAY, rhythm=weekly(weekdays=("mon", "wed"))),)
    (week,) = calendar(plans, (), MONDAY, MONDAY + timedelta(days=2))
    assert list(week.days.values()) == ["missed", "due"]
    planned, due, done, extra = calendar_options((week,), TITLES)["series"]
    assert (planned["data"], due["data"]) == ([["2026-11-02", 1]], [["2026-11-04", 1]])
    assert (done["data"], extra["data"]) == ([], [])
    assert (
        len({(each["symbol"], str(each["itemStyle"])) for each in (planned, due, done, extra)}) == 4
    )


def test_what_recurs_is_counted_over_sessions_with_where_it_goes() -> None:
    shares = (0.9, 0.8, 0.9, None, 0.5)
    sessions = [
        a_session(day, an_exercise(findings=() if share is None else (a_finding(share),)))
        for day, share in enumerate(shares)
    ]
    (found,) = recurring(sessions)
    assert (found.found_in, found.of, found.share, found.words) == (4, 5, 0.5, "0.5")
    assert found.course == "rarer"
    assert "4 of 5 sessions" in course_text(found, TITLES)
    assert found.newest_day == MONDAY + timedelta(days=4)


def test_the_same_segment_on_the_way_back_is_another_finding() -> None:
    both = (a_finding(0.5), a_finding(0.75, way="returning"))
    found = recurring([a_session(0, an_exercise(findings=both))])
    assert [(each.way, each.course) for each in found] == [("outward", None), ("returning", None)]
    assert strip_svg(found[0]) != strip_svg(found[1])


def test_no_words_of_a_record_stand_in_a_drawing() -> None:
    words = "<script>alert(1)</script>"
    told = an_exercise(name=words, findings=(a_finding(0.5, words=words),))
    (found,) = recurring([a_session(0, told)])
    drawn = ElementTree.fromstring(strip_svg(found))
    assert "".join(drawn.itertext()) == ""
    assert words in strip_text(found, TITLES)
    assert words not in strip_svg(found)


def test_a_sessions_repetitions_are_bars_and_rows() -> None:
    one = an_exercise(limit_rom_deg=85.0)
    data = repetition_options(one, TITLES)["series"][0]["data"]
    assert [bar["value"] for bar in data] == [None, 80, 88]
    assert data[1]["itemStyle"].keys() != data[2]["itemStyle"].keys()
    rows = repetition_table(one, TITLES).rows
    assert rows[0] == ("1", "–", "–", "2.0 s", "–", "not compared")
    assert rows[2] == ("3", "88°", "-8.0", "2.5 s", "90%", "praise")
    assert repetition_table(an_exercise(repetitions=None), TITLES).rows == ()
