"""`physio hub …` as somebody at the clinic's machine meets it."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge.hub.place import Place
from edge.hub.store import migrating
from tests.conftest import Physio
from tests.hub.people import send_one


def test_a_patient_comes_is_exported_erased_and_not_brought_back(
    hub: Path, physio: Physio, tmp_path: Path
) -> None:
    assert physio("hub", "patient", "add", "p001", "--name", "Vreni Muster").code == 0
    send_one(hub, "p001")
    out = tmp_path / "p001.zip"
    exported = physio("hub", "patient", "export", "p001", "--out", out, "--json", "-")
    assert exported.json["rows"]["session"] == 1
    assert "already" in physio("hub", "patient", "export", "p001", "--out", out).err
    backed_up = physio("hub", "backup", "--json", "-")
    assert backed_up.json["rows"]["patient"] == 1
    erased = physio("hub", "patient", "erase", "p001", "--yes", "--json", "-")
    assert erased.json["rows"]["session"] == 1
    assert "stays there" in erased.err
    for path in hub.glob("hub.db*"):
        path.rename(tmp_path / path.name)
    restored = physio("hub", "restore", backed_up.json["path"], "--json", "-")
    assert restored.json["erased"] == 1
    assert physio("hub", "patient", "list", "--json", "-").json == []
    checked = physio("hub", "audit", "--check", "--json", "-").json
    assert checked["first_break"] is None
    actions = [row["action"] for row in physio("hub", "audit", "--json", "-").json["newest"]]
    assert actions == ["restore", "erase", "backup", "export", "init"]


def test_the_nightly_run_makes_a_checked_backup(hub: Path, physio: Physio) -> None:
    done = physio("hub", "maintain", "--json", "-")
    assert done.code == 0, done.err
    assert done.json["maintained"]["erased"] == 0
    assert Path(done.json["backup"]["path"]).parent == hub / "backups"
    assert physio("hub", "upgrade", "--json", "-").json["revision"] == migrating.head()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("init", "--clinic", "Another"), "already"),
        (("patient", "export", "nobody"), "there is no patient nobody"),
        (("patient", "erase", "nobody", "--yes"), "there is no patient nobody"),
        (("patient", "add", "Vreni Muster"), "cannot be a patient's code"),
        (("patient", "add", "p1", "--zone", "Moon"), "no time zone"),
        (("restore", "nowhere.backup"), "there is no backup"),
        (("backup", "--hub", "/nowhere"), "there is no secret"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(
    hub: Path, physio: Physio, words: tuple[str, ...], said: str
) -> None:
    before = (hub / "secret").read_text()
    ended = physio("hub", *words)
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") == 1
    assert (hub / "secret").read_text() == before
    assert physio("hub", "patient", "list", "--json", "-").json == []


def test_a_wrong_or_open_secret_is_told(hub: Path, physio: Physio, tmp_path: Path) -> None:
    secret = hub / "secret"
    other = tmp_path / "other"
    other.write_text("00" * 32)
    other.chmod(0o600)
    assert "with this key" in physio("hub", "backup", "--secret", other).err
    other.write_text("00")
    assert "holds no secret" in physio("hub", "backup", "--secret", other).err
    secret.chmod(0o644)
    assert "others may read" in physio("hub", "backup").err


def test_settings_that_are_wrong_are_named(hub: Path, physio: Physio) -> None:
    (hub / "hub.toml").write_text("listens = 'tcp://*:1'\n")
    assert "listens" in physio("hub", "backup").err


def test_without_the_hubs_packages_one_sentence_says_how_to_get_them(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("edge.commands.hub")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "edge.hub.store.engines", None)
    ended = physio("hub", "backup")
    assert ended.code == 1
    assert "make hub" in ended.err


def test_the_settings_come_back_as_they_were_written(hub: Path) -> None:
    assert Place.of(hub).settings == type(Place.of(hub).settings)()
    assert (hub / "secret").stat().st_mode & 0o777 == 0o600
    assert (hub / "curve.key").stat().st_mode & 0o777 == 0o600


def test_without_duckdb_one_sentence_says_how_to_get_it(
    hub: Path, physio: Physio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    ended = physio("hub", "cohort", "--out", tmp_path / "cohort")
    assert ended.code == 2
    assert "physio-edge[cohort]" in ended.err
    assert not (tmp_path / "cohort").exists()


def test_an_agreement_has_a_day_and_can_be_withdrawn(
    hub: Path, physio: Physio, tmp_path: Path
) -> None:
    physio("hub", "patient", "add", "p001")
    text = tmp_path / "agreement.txt"
    text.write_text("I agree.")
    noted = physio("hub", "patient", "consent", "p001", "--text", text, "--json", "-")
    at = datetime.fromisoformat(noted.json["consent_at"])
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=5)
    withdrawn = physio("hub", "patient", "consent", "p001", "--withdraw", "--json", "-")
    assert withdrawn.json["consent_at"] is None
    assert "cannot be read" in physio("hub", "patient", "consent", "p001", "--text", hub).err
