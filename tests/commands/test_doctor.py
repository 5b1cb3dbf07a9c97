"""`physio doctor` tells what is there and what to do, and fails only where nothing would work."""

from pathlib import Path

import pytest

from edge.commands import doctor
from tests.conftest import Physio


def test_this_machine_is_examined(physio: Physio) -> None:
    ended = physio("doctor", "--json", "-")
    findings = {row["subject"]: row for row in ended.json["findings"]}
    assert {row["verdict"] for row in findings.values()} <= {"ok", "limited", "missing"}
    for subject in ("Python", "Packages", "CURVE", "Local page"):
        assert findings[subject]["verdict"] == "ok"
        assert subject in ended.err
    assert ended.code == 0


def test_a_missing_package_is_named_and_fails(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(doctor.NEEDED_MODULES, "no_such_module", "no-such-package")
    ended = physio("doctor", "--json", "-")
    assert ended.code == 1
    (finding,) = [row for row in ended.json["findings"] if row["verdict"] == "missing"]
    assert finding["detail"] == "no-such-package; run make setup"


def test_no_browser_is_a_limit_with_a_way_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert doctor.browser().verdict == "limited"
    assert "--lan" in doctor.browser().detail


def test_a_browser_that_is_there_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.browser().detail == "chromium"
