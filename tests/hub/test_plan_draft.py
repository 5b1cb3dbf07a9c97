"""A plan while it is written at the hub: the same bounds and errors as on the patient's machine."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from edge.hub.planning.difference import differences
from edge.hub.planning.draft import Draft, by_field, form_fields
from edge.records.errors import PlanError
from edge.records.plan import TABLES, Plan
from edge.records.planned_exercise import PlannedExercise
from edge.records.schedule import Schedule

ARM = PlannedExercise(name="shoulder_abduction", side="right", target_rom_deg=90.0)
PLAN = Plan(
    patient="p001",
    plan_id="shoulder",
    version=3,
    exercises=(ARM, replace(ARM, side="left", sets=2)),
    schedule=Schedule(weekdays=("mon", "fri"), from_="2026-12-01"),
)


def paths(draft: Draft) -> set[str]:
    found = {each.path for each in form_fields(Plan)}
    for name, kind in TABLES.items():
        found |= {each.path for each in form_fields(kind, f"{name}.")}
    for index in range(len(draft.exercises)):
        found |= {each.path for each in form_fields(PlannedExercise, f"exercises[{index}].")}
    return found


def wrong(change: Callable[[Draft], None]) -> tuple[dict[str, str], list[str]]:
    """Return the errors of a draft of the plan in which something was changed."""
    draft = Draft.of(PLAN)
    change(draft)
    with pytest.raises(PlanError) as caught:
        draft.read("p001", "shoulder", 4)
    return by_field(caught.value, dict.fromkeys(paths(draft)))


def test_a_draft_of_a_plan_is_that_plan() -> None:
    assert Draft.of(PLAN).read("p001", "shoulder", 3) == PLAN


def test_the_form_has_every_field_but_those_that_the_hub_gives() -> None:
    hub_gives = {"patient", "schema", "plan_id", "version"}
    assert {each.path for each in form_fields(Plan)} == {"language"}
    assert hub_gives.isdisjoint(Draft.of(PLAN).values)
    assert {"schedule.weekdays", "exercises[1].max_rom_deg", "hub.send"} <= paths(Draft.of(PLAN))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("target_rom_deg", 400.0, "between 5 and 180"),
        ("name", "standing_on_one_leg", "one of "),
        ("sets", "many", "a whole number"),
        ("sets", 2.5, "a whole number"),
        ("target_rom_deg", float("nan"), "between 5 and 180"),
        ("max_rom_deg", 20.0, "at least target_rom_deg"),
        ("anchor", 'a"\nside = "left', "not valid TOML"),
        ("anchor", 'a" b', "matches"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(name: str, value: Any, words: str) -> None:
    at, elsewhere = wrong(lambda draft: draft.exercises[1].update({name: value}))
    told = at.get(f"exercises[1].{name}", "".join(elsewhere))
    assert words in told
    assert len(at) + len(elsewhere) == 1


def test_a_schedule_that_contradicts_itself_and_an_empty_plan_are_named() -> None:
    at, elsewhere = wrong(lambda draft: draft.tables["schedule"].update(until="2026-11-01"))
    assert "must not lie before" in at["schedule.until"]
    at, elsewhere = wrong(lambda draft: draft.exercises.clear())
    assert (at, len(elsewhere)) == ({}, 1)
    at, _ = wrong(lambda draft: draft.exercises[0].pop("target_rom_deg"))
    assert "is missing" in at["exercises[0].target_rom_deg"]


def test_a_new_draft_names_all_that_is_still_to_be_given() -> None:
    draft = Draft.new()
    with pytest.raises(PlanError) as caught:
        draft.read("p001", "shoulder", 1)
    at, elsewhere = by_field(caught.value, dict.fromkeys(paths(draft)))
    assert set(at) == {f"exercises[0].{name}" for name in ("name", "side", "target_rom_deg")}
    assert elsewhere == []
    assert draft.tables["hub"]["send"] is True


def test_differences_name_each_field_that_changed_and_exercises_that_came_and_went() -> None:
    new = replace(
        PLAN,
        version=4,
        language="de",
        schedule=Schedule(sessions_per_week=3),
        exercises=(replace(ARM, sets=3), replace(ARM, name="elbow_flexion")),
    )
    found = [(each.kind, each.place, each.title) for each in differences(PLAN, new)]
    assert found == [
        ("field", (), "Language"),
        ("field", ("schedule",), "Sessions per week"),
        ("field", ("schedule",), "Weekdays"),
        ("field", ("schedule",), "First day"),
        ("field", ("shoulder_abduction", "right", "0"), "Sets"),
        ("exercise", ("elbow_flexion", "right", "0"), ""),
        ("exercise", ("shoulder_abduction", "left", "0"), ""),
    ]
    assert differences(PLAN, replace(PLAN, version=9, plan_id="other")) == ()
    assert [each.kind for each in differences(None, PLAN)] == ["exercise", "exercise"]
    turned = replace(PLAN, exercises=PLAN.exercises[::-1])
    assert [each.kind for each in differences(PLAN, turned)] == ["order"]


def test_a_pasted_text_is_read_into_the_form_with_whatever_is_wrong_in_it() -> None:
    assert Draft.of_text(PLAN.to_toml()).read("p001", "shoulder", 3) == PLAN
    text = 'patient = "x"\n[[exercises]]\nname = "standing"\nside = "left"\ntarget_rom_deg = 50\n'
    draft = Draft.of_text(text)
    assert draft.tables["hub"]["send"] is True
    with pytest.raises(PlanError) as caught:
        draft.read("p001", "shoulder", 4)
    at, elsewhere = by_field(caught.value, dict.fromkeys(paths(draft)))
    assert (set(at), elsewhere) == ({"exercises[0].name"}, [])
    for wrong_text in ("not toml [", "exercises = 3", 'hub = "x"', "exercises = [1]"):
        with pytest.raises(PlanError):
            Draft.of_text(wrong_text)
