"""`physio uplink`: the patient is asked, what waits is said and sent, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.records.outbox import Outbox
from edge.records.uplink_state import FORGOTTEN
from tests.conftest import Physio
from tests.uplink.exchanges import fill
from tests.uplink.fake_hub import FakeHub, fake_hub
from tests.uplink.noted import note


@pytest.fixture
def folder(physio_home: Path) -> Path:
    folder = physio_home / "p001"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def hub(folder: Path) -> Iterator[FakeHub]:
    with fake_hub() as hub:
        hub.pair(folder)
        yield hub


def test_nothing_is_sent_before_the_patient_was_asked(
    physio: Physio, folder: Path, hub: FakeHub
) -> None:
    (folder / "consent.json").unlink()
    fill(folder, 1)
    ended = physio("uplink", "--once", "--json", "-")
    assert ended.code == 0
    assert ended.json["patients"][0]["cause"] == "no_consent"
    assert "physio uplink consent" in ended.err
    assert hub.heard == []
    asked = physio("uplink", "consent", "p001", "--language", "de", "--yes", "--json", "-")
    assert "Kein Bild und kein Signal" in asked.err
    assert asked.json["consent"]["text"] in asked.err
    sent = physio("uplink", "--once", "--json", "-")
    assert (sent.code, sent.json["patients"][0]["sent"]) == (0, 1)
    assert len(hub.kept) == 1


def test_an_agreement_can_be_taken_back(physio: Physio, folder: Path, hub: FakeHub) -> None:
    fill(folder, 1)
    assert physio("uplink", "consent", "p001", "--withdraw").code == 0
    status = physio("uplink", "status", "--json", "-")
    assert status.json["patients"][0]["sending"] == "withdrawn"
    assert physio("uplink", "--once").code == 0
    assert hub.heard == []
    again = physio("uplink", "consent", "p001", "--withdraw")
    assert (again.code, "has not agreed" in again.err) == (2, True)


def test_the_status_says_how_many_wait_since_when_and_what_was_refused(
    physio: Physio, folder: Path, hub: FakeHub
) -> None:
    fill(folder, 1, 2)
    with Outbox.of(folder) as outbox:
        outbox.answered(outbox.records("waiting")[0], "refused", "conflict")
    ended = physio("uplink", "status", "--patient", "p001", "--json", "-")
    (row,) = ended.json["patients"]
    assert (row["sending"], row["waiting"]) == ("on", 1)
    assert row["since"].startswith("2025-11-29T")
    assert [one["reason"] for one in row["refused"]] == ["conflict"]
    assert "1 waiting since 2025-11-29T" in ended.err
    assert "refused by the hub for good (conflict)" in ended.err


def test_a_session_that_was_killed_is_settled_and_sent(
    physio: Physio, folder: Path, hub: FakeHub
) -> None:
    with Outbox.of(folder) as outbox:
        note(outbox, 1)
    assert physio("uplink", "--once").code == 0
    assert len(hub.kept) == 1


def test_a_hub_that_is_away_ends_one_try_with_a_code_and_loses_nothing(
    physio: Physio, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_hub() as hub:
        hub.pair(folder)
        hub.allowed.clear()
        fill(folder, 1)
        ended = physio("uplink", "--once", "--json", "-")
    assert ended.code == 1
    (result,) = ended.json["patients"]
    assert (result["cause"], result["waiting"]) == ("key_refused", 1)
    assert "1 waiting since" in ended.err


def test_who_was_erased_at_the_hub_keeps_what_is_here_and_both_are_told_apart(
    physio: Physio, folder: Path, hub: FakeHub, tmp_path: Path
) -> None:
    fill(folder, 1)
    assert physio("uplink", "--once").code == 0
    with Outbox.of(folder) as outbox:
        outbox.remember(FORGOTTEN, "1")
    status = physio("uplink", "status")
    assert "erased at the hub; what is kept here is the patient's" in status.err
    exported = physio("export", "p001", "--out", tmp_path / "p001.zip")
    assert "key to the therapist's hub is left out" in exported.err
    assert b"hub_link.json" not in (tmp_path / "p001.zip").read_bytes()
    fill(folder, 2)
    forgotten = physio("forget", "p001", "--yes")
    assert "never would be: 1 sessions" in forgotten.err
    assert "ask the practice to erase it too" in forgotten.err
