from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.exercises import EXERCISES
from edge.records.config_fields import fields_of
from edge.records.errors import PlanError
from edge.records.plan import (
    TABLES,
    CameraUse,
    HubUse,
    Plan,
    Speech,
    Storage,
    documentation,
    load_plan,
)
from edge.records.planned_exercise import PlannedExercise
from edge.records.schedule import WEEKDAYS, Schedule

MINIMAL = """
patient = "p001"

[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""

exercises = st.builds(
    PlannedExercise,
    name=st.sampled_from(list(EXERCISES)),
    side=st.sampled_from(["left", "right"]),
    sets=st.integers(1, 10),
    repetitions=st.integers(1, 100),
    target_rom_deg=st.floats(5, 90),
    max_rom_deg=st.floats(90, 180),
    anchor=st.from_regex(r"[A-Za-z0-9_-]{0,20}", fullmatch=True).filter(lambda s: s[:1].isalnum()),
    cues=st.booleans(),
    hold_s=st.floats(0, 60),
    rest_s=st.floats(0, 900),
)
days = st.just("") | st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)
schedules = st.builds(
    Schedule,
    weekdays=st.lists(st.sampled_from(WEEKDAYS), unique=True).map(tuple),
    from_=days,
    until=st.just("") | st.dates(date(2027, 1, 1)).map(str),
) | st.builds(Schedule, sessions_per_week=st.integers(0, 7))
plans = st.builds(
    Plan,
    plan_id=st.just("") | st.uuids().map(str),
    version=st.integers(0, 99_999),
    schedule=schedules,
    hub=st.builds(HubUse, send=st.booleans()),
    patient=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,20}", fullmatch=True),
    exercises=st.lists(exercises, min_size=1, max_size=4).map(tuple),
    speech=st.builds(Speech, cues=st.booleans()),
    camera=st.builds(CameraUse, picture=st.booleans(), mirrored=st.booleans()),
    store=st.builds(Storage, recording=st.booleans(), history=st.booleans()),
)


@given(plans)
def test_a_plan_survives_toml_exactly(plan: Plan) -> None:
    assert Plan.from_toml(plan.to_toml()) == plan


def test_a_plan_of_an_earlier_format_is_one_of_the_present_format_without_a_schedule() -> None:
    plan = Plan.from_toml("schema = 1\n" + MINIMAL)
    assert plan == Plan.from_toml(MINIMAL) == Plan.from_toml("schema = 2\n" + MINIMAL)
    assert plan.schedule.planned_a_week == 0
    assert not plan.hub.send


def test_a_day_may_stand_without_quotes_as_toml_knows_it() -> None:
    plan = Plan.from_toml(MINIMAL + "[schedule]\nfrom = 2026-12-01")
    assert plan.schedule.first_day == date(2026, 12, 1)


def test_no_picture_is_shown_unless_the_plan_says_so() -> None:
    plan = Plan.from_toml(MINIMAL)
    assert not plan.camera.picture
    assert Plan.from_toml(MINIMAL + "[camera]\npicture = true").camera.picture


def test_what_is_left_out_takes_the_documented_default() -> None:
    exercise = Plan.from_toml(MINIMAL).exercises[0]
    assert exercise.target_rom_deg == 90.0
    assert isinstance(exercise.target_rom_deg, float)
    assert exercise.max_rom_deg == 180.0
    assert exercise.cues
    assert exercise.anchor_name == "shoulder_abduction-right"
    assert exercise.prescribed == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            MINIMAL + MINIMAL.split("\n\n")[1].replace("90", "400"),
            "exercises[1].target_rom_deg is 400; it must be between 5 and 180",
        ),
        (MINIMAL + "max_rom_deg = 80", "exercises[0].max_rom_deg is 80; it must be at least"),
        (MINIMAL + "repititions = 3", "exercises[0].repititions is not a known field; did you mea"),
        (MINIMAL + "repetitions = 2.5", "exercises[0].repetitions is 2.5; it must be a whole num"),
        (MINIMAL + "repetitions = true", "exercises[0].repetitions is True; it must be a whole"),
        (MINIMAL + "hold_s = nan", "exercises[0].hold_s is nan; it must be between 0 and 60"),
        (MINIMAL + "cues = 'yes'", "exercises[0].cues is 'yes'; it must be true or false"),
        (MINIMAL.replace("right", "both"), "exercises[0].side is 'both'; it must be one of left"),
        (MINIMAL.replace("p001", "../p"), "patient is '../p'; it must be a text that matches"),
        (MINIMAL.replace('patient = "p001"', ""), "patient is missing (Patient); give a text"),
        ('patient = "p001"', "exercises is missing"),
        ('patient = "p001"\nexercises = [3]', "exercises is missing"),
        ("speech = 3\n" + MINIMAL, "speech is 3; it must be a table that begins with [speech]"),
        ("schema = 9\n" + MINIMAL, "schema is 9; it must be between 1 and 2"),
        ("schema = 1\nversion = 2\n" + MINIMAL, "version is of format 2, and the plan says schema"),
        (MINIMAL + "[schedule]\nfrom = 2026-02-30", "the plan is not valid TOML"),
        (MINIMAL + "[schedule]\nfrom = '2026-02-30'", "schedule.from is '2026-02-30'; there is no"),
        (
            MINIMAL + "[schedule]\nuntil = 'May'",
            "schedule.until is 'May'; it must be a day such as",
        ),
        (
            MINIMAL + "[schedule]\nweekdays = ['Monday']",
            "schedule.weekdays is ('Monday',); it must be any of mon, tue, wed",
        ),
        (MINIMAL + "[schedule]\nweekdays = ['mon', 'mon']", "schedule.weekdays is ('mon', 'mon')"),
        (MINIMAL + "[schedule]\nweekdays = 'mon'", "schedule.weekdays is 'mon'; it must be a list"),
        (
            MINIMAL + "[schedule]\nweekdays = ['mon']\nsessions_per_week = 2",
            "schedule has weekdays and sessions_per_week; give one of the two",
        ),
        (
            MINIMAL + "[schedule]\nfrom = 2026-12-01\nuntil = 2026-11-30",
            "schedule.until is 2026-11-30; it must not lie before 2026-12-01",
        ),
        ("colour = 9\n" + MINIMAL, "colour is not a known field; known are patient"),
        ("patient =", "the plan is not valid TOML"),
    ],
)
def test_a_wrong_field_is_named_with_what_would_be_right(text: str, message: str) -> None:
    with pytest.raises(PlanError) as caught:
        Plan.from_toml(text)
    assert str(caught.value).startswith(message)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(tmp_path / "none.toml")
    (tmp_path / "plan.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlanError, match="cannot be read"):
        load_plan(tmp_path / "plan.toml")


def test_a_file_is_loaded_and_its_errors_name_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(MINIMAL)
    assert load_plan(path).patient == "p001"
    path.write_text(MINIMAL + "cues = 1")
    with pytest.raises(PlanError, match=r"plan\.toml: exercises\[0\]\.cues"):
        load_plan(path)


def test_the_documentation_names_every_field() -> None:
    text = documentation()
    for settings in (Plan, PlannedExercise, *TABLES.values()):
        for name, _, description, _ in fields_of(settings):
            assert f"| `{name}` | {description.title}. {description.description}" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a" + ".a" * 30_000 + " = 1", "too deep"),
        ("[" + "'a' . " * 9_000 + "a]", "too deep"),
        ("a = " + "[" * 30_000, "not valid TOML"),
        ("#" * 70_000, "65536 are allowed"),
    ],
)
def test_a_text_that_would_keep_the_reader_busy_is_refused_at_once(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said):
        Plan.from_toml(text)
