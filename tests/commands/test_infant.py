"""`physio infant`: one page for a clinician from keypoints, or why there is no answer."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.infant import JOINTS
from edge.core.palette import JOINT_GROUPS
from edge.importers.skeletons.table import write_table
from edge.simulation.infant.infants import simulated_infant


def physio(*arguments: object) -> subprocess.CompletedProcess[str]:
    code = "from edge.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "infant", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


def film(seconds: float = 40.0, seed: int = 910) -> Floats:
    return simulated_infant(seed, "normal", seconds, rate_hz=30.0).tracked.positions_px


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    folder = tmp_path_factory.mktemp("infant")
    write_table(folder / "film.csv", film())
    run = physio(folder / "film.csv", "--fps", 30, "--out", folder, "--code", "A-7", "--json", "-")
    assert run.returncode == 0, run.stderr
    return folder, json.loads(run.stdout)


def test_a_film_gives_risk_joints_and_what_if(answered: tuple[Path, dict[str, object]]) -> None:
    _, found = answered
    assert found["demonstration"]
    assert found["networks"] >= 1  # type: ignore[operator]
    windows = found["windows"]
    assert len(windows) == 15  # type: ignore[arg-type]
    risk = found["risk"]
    assert 0.0 <= risk["low"] <= risk["median"] <= risk["high"] <= 1.0  # type: ignore[index]
    medians = [w["risk"]["median"] for w in windows if w["usable"]]  # type: ignore[attr-defined]
    assert risk["median"] == pytest.approx(np.median(medians))  # type: ignore[index]
    assert [one["name"] for one in found["joints"]] == list(JOINTS)  # type: ignore[attr-defined]
    assert {one["limbs"] for one in found["what_if"]} == {"arms", "legs", "all"}  # type: ignore[attr-defined]


def test_movement_stands_beside_what_is_usual_and_what_lies_outside_is_marked(
    answered: tuple[Path, dict[str, object]],
) -> None:
    folder, found = answered
    usual = {(one["limb"], one["figure"]): one for one in found["usual_movement"]}  # type: ignore[attr-defined]
    moved = found["movement"]
    assert len(moved) == len(usual) == 14  # type: ignore[arg-type]
    for one in moved:  # type: ignore[attr-defined]
        own = usual[one["limb"], one["figure"]]
        assert one["outside_usual"] == (not own["low"] <= one["value"] <= own["high"])
    page = (folder / "infant.html").read_text(encoding="utf-8")
    body = page[page.index("How the infant moved") : page.index("lies outside")]
    assert body.count(" to ") >= 14
    marked = sum(one["outside_usual"] for one in moved)  # type: ignore[attr-defined]
    assert body.count(") *") == marked


def test_the_page_is_whole_needs_nothing_from_outside_and_names_the_code(
    answered: tuple[Path, dict[str, object]],
) -> None:
    folder, found = answered
    page = (folder / "infant.html").read_text(encoding="utf-8")
    assert "A-7" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "Not a diagnosis" in page
    assert "Demonstration weights" in page
    if found["answered"]:
        assert page.count("<svg") >= 3
        assert any(colour in page for colour in JOINT_GROUPS.values())
    else:
        assert "No answer" in page


def test_a_short_or_badly_tracked_film_has_no_answer_and_says_why(tmp_path: Path) -> None:
    holed = film(20.0)
    holed[::3, :15] = np.nan
    write_table(tmp_path / "film.csv", holed)
    run = physio(tmp_path / "film.csv", "--fps", 30, "--out", tmp_path, "--json", "-")
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert not found["answered"]
    assert any("of the keypoints were not found" in reason for reason in found["no_answer"])
    assert any("usable windows" in reason for reason in found["no_answer"])
    page = (tmp_path / "infant.html").read_text(encoding="utf-8")
    assert "No answer" in page
    assert "Very" not in page
