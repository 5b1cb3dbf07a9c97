"""`physio doctor` tells what is there and what to do, and fails only where nothing would work."""

import os
import socket
from pathlib import Path

import pytest
from numba.core import caching

from edge.commands.doctor import CHECKS
from edge.compiled.cache import NowhereLocator
from edge.doctor import devices, radio, software, storage
from edge.records.patient_store import VARIABLE
from edge.sources.phone import place
from firmware_bridge.errors import LinkError
from tests.conftest import Physio


def test_this_machine_is_examined(physio: Physio) -> None:
    ended = physio("doctor", "--json", "-")
    findings = {row["subject"]: row for row in ended.json["findings"]}
    assert len(findings) == len(CHECKS)
    assert {row["verdict"] for row in findings.values()} <= {"ok", "limited", "missing"}
    for subject in ("Python", "Packages", "Own packages", "CURVE", "Local page", "Recordings"):
        assert findings[subject]["verdict"] == "ok"
        assert subject in ended.err
    assert ended.code == 0


def test_a_missing_package_is_named_and_fails(
    physio: Physio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(software.NEEDED_MODULES, "no_such_module", "no-such-package")
    ended = physio("doctor", "--json", "-")
    assert ended.code == 1
    (finding,) = [row for row in ended.json["findings"] if row["verdict"] == "missing"]
    assert finding["detail"] == "no-such-package; run make setup"


def test_a_package_of_somebody_else_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(software, "OWN", ("edge", "numpy"))
    finding = software.own_packages()
    assert finding.verdict == "missing"
    assert finding.detail.startswith("numpy of another project")


def test_code_that_can_be_kept_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert software.compiled_code().verdict == "ok"
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [NowhereLocator])
    assert software.compiled_code().verdict == "limited"
    assert "NUMBA_CACHE_DIR" in software.compiled_code().detail


def test_whether_a_phone_can_become_the_watch_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "network_address", lambda: "127.0.0.1")
    assert "join the Wi-Fi" in devices.phone().detail
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        here = place.Place(host="127.0.0.1", port=port, secret="")
        monkeypatch.setattr(place.Place, "of", classmethod(lambda cls, text: here))
        assert devices.phone().verdict == "limited"
        assert "name another, as phone:ADDRESS:PORT" in devices.phone().detail
    assert devices.phone().detail == f"https://127.0.0.1:{port}/ can be served"


@pytest.mark.parametrize(
    ("kind", "soft", "hard", "advice"),
    [
        ("bluetooth", "0", "0", ""),
        ("wlan", "1", "1", ""),
        ("bluetooth", "1", "0", "rfkill unblock bluetooth"),
        ("bluetooth", "0", "1", "a switch of the case"),
    ],
)
def test_a_radio_that_is_switched_off_is_told(
    tmp_path: Path, kind: str, soft: str, hard: str, advice: str
) -> None:
    (tmp_path / "rfkill0").mkdir()
    for name, text in (("type", kind), ("soft", soft), ("hard", hard)):
        (tmp_path / "rfkill0" / name).write_text(text + "\n")
    finding = radio.radio_switch(tmp_path)
    assert finding.verdict == ("limited" if advice else "ok")
    assert advice in finding.detail


def test_what_bluetooth_says_is_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def fails() -> None:
        raise LinkError("no_answer", "it hangs", remedy="restart it")

    assert "plug in a Bluetooth dongle" in radio.bluetooth(tmp_path).detail
    (tmp_path / "hci0").mkdir()
    monkeypatch.setattr(radio, "check_radio", fails)
    assert radio.bluetooth(tmp_path).detail.startswith("hci0: it hangs; restart it; until then")


def test_no_browser_and_no_voice_are_limits_with_a_way_around(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert devices.browser().verdict == devices.voices().verdict == "limited"
    assert "--lan" in devices.browser().detail
    assert "install speech-dispatcher" in devices.voices().detail
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("chromium", "spd-say"):
        (tmp_path / name).touch(mode=0o755)
    assert (devices.browser().detail, devices.voices().detail) == ("chromium", "spd-say")


def test_a_webcam_that_may_not_be_used_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert devices.webcams(tmp_path).verdict == "limited"
    (tmp_path / "video0").touch()
    assert devices.webcams(tmp_path).detail == "video0"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "group 'video'" in devices.webcams(tmp_path).detail


def test_a_home_without_room_or_that_cannot_be_written_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "new" / "home"))
    assert storage.home().verdict == "ok"
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(storage, "SESSION_MB", 10**9)
    assert "make room" in storage.home().detail
    monkeypatch.setenv(VARIABLE, "/proc/home")
    assert storage.home().verdict == "missing"
    assert "set PHYSIO_HOME" in storage.home().detail


def test_little_memory_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert storage.shared_memory(tmp_path / "none").verdict == "limited"
    monkeypatch.setattr(storage, "FRAMES_MB", 10**9)
    monkeypatch.setattr(storage, "MEMORY_MB", 10**9)
    assert storage.shared_memory(tmp_path).verdict == storage.memory().verdict == "limited"


def test_a_clock_from_before_this_program_is_told() -> None:
    assert storage.clock().verdict == "ok"
    assert "set the clock" in storage.clock(86_400.0).detail
