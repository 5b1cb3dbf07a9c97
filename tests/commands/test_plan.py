"""`physio plan check` names all that is wrong before anybody exercises."""

from pathlib import Path

import pytest

from edge.records.anchor_store import ANCHORS
from tests.conftest import Physio
from tests.stages.playing import session_plan_of

PLAN = """
patient = "p"

[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""


@pytest.fixture
def plan(physio_home: Path, tmp_path: Path) -> Path:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


def test_a_good_plan_has_no_problems(physio: Physio, plan: Path) -> None:
    ended = physio("plan", "check", plan, "--json", "-")
    assert ended.code == 0
    assert ended.json == {"file": str(plan), "patient": "p", "problems": []}
    assert "nothing is wrong" in ended.err


def test_everything_that_is_wrong_is_named_at_once(physio: Physio, plan: Path) -> None:
    more = PLAN.split("\n\n")[1].replace("90", "400") + "repititions = 3\n"
    plan.write_text("colour = 1\n" + PLAN.replace("right", "both") + more + "[speech]\ncues = 1\n")
    ended = physio("plan", "check", plan, "--json", "-")
    assert ended.code == 2
    named = ("[0].side", "[1].repititions", "[1].target_rom_deg", "speech.cues", "colour")
    assert len(ended.json["problems"]) == len(named)
    for name, problem in zip(named, ended.json["problems"], strict=True):
        assert name in problem
        assert f"{plan}: {problem}" in ended.err


def test_every_reference_that_does_not_fit_is_named(physio: Physio, plan: Path) -> None:
    other = PLAN.split("\n\n")[1].replace("right", "left")
    wrong = other + 'anchor = "shoulder_abduction-right"\n'
    narrow = PLAN.split("\n\n")[1] + "max_rom_deg = 91\n"
    plan.write_text(PLAN + other + wrong + narrow)
    ended = physio("plan", "check", plan, "--json", "-")
    assert ended.code == 2
    missing, misfit, beyond = ended.json["problems"]
    assert "exercises[3].max_rom_deg is 91°, and its reference shoulder_abduction-right" in beyond
    assert "no reference" in missing or "shoulder_abduction-left" in missing
    assert misfit.startswith("exercises[2].anchor")
