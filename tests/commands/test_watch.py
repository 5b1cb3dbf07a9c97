import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.evaluations.decoding.decoder_vectors import DecoderVectors
from benchmarks.question import ignored
from edge.commands import watch as command
from edge.commands.watch import app
from edge.importers.registry import read_watch_recording
from edge.sources.hid_devices import Pad
from firmware_bridge.discovery import Found
from firmware_bridge.errors import LinkError

RUNNER = CliRunner()


def run(*arguments: str) -> Any:
    result = RUNNER.invoke(app, [*arguments, "--virtual", "--json", "-"], catch_exceptions=False)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_scan_finds_the_virtual_watch_and_calls_it_simulated() -> None:
    [device] = run("scan", "--seconds", "0.3")["devices"]
    assert device["kind"] == "house profile"
    assert device["simulated"] is True


def test_scan_lists_game_controllers_also_where_there_is_no_bluetooth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_radio(*_: object) -> list[Found]:
        raise LinkError("no_adapter", "this machine has no Bluetooth")

    pad = Pad(path=Path("/dev/input/event7"), name="Joy-Con IMU", address="", vendor=0x057E)
    monkeypatch.setattr(command, "scan", no_radio)
    monkeypatch.setattr(command, "pads_there", lambda: [pad])
    result = RUNNER.invoke(app, ["scan", "--seconds", "0.3", "--json", "-"])
    [row] = json.loads(result.stdout)["devices"]
    assert (row["name"], row["address"], row["rssi_dbm"]) == (
        "Joy-Con IMU",
        "/dev/input/event7",
        None,
    )
    assert "no Bluetooth" in result.stderr
    monkeypatch.setattr(command, "pads_there", list)
    with pytest.raises(LinkError):
        RUNNER.invoke(app, ["scan", "--seconds", "0.3"], catch_exceptions=False)


def test_info_tells_settings_and_round_trip() -> None:
    details = run("info")
    assert details["settings"] == "50 Hz, ±8 g, ±2000 deg/s"
    assert 0 < details["ping_p50_ms"] <= details["ping_max_ms"]


def test_stream_counts_and_writes_what_it_received(tmp_path: Path) -> None:
    path = tmp_path / "watch.csv"
    summary = run("stream", "--seconds", "1", "--csv", str(path))
    assert summary["simulated"] is True
    assert summary["lost"] == 0
    assert summary["samples"] >= 50
    recording = read_watch_recording(path)
    assert len(recording.t_s) == summary["samples"]


def test_a_source_that_is_none_is_an_error_of_the_house() -> None:
    with pytest.raises(ValueError, match="names no watch"):
        RUNNER.invoke(app, ["stream", "tv:"], catch_exceptions=False)


def test_captured_packets_are_read_by_the_decoder_of_their_family(tmp_path: Path) -> None:
    path = tmp_path / "packets.json"
    arguments = ["capture", "virtual:nicla", "--seconds", "0.4", "--out", str(path)]
    result = RUNNER.invoke(app, [*arguments, "--json", "-"], catch_exceptions=False)
    assert json.loads(result.stdout)["family"] == "nicla"
    [vector] = DecoderVectors(data=path).run(ignored).vectors
    assert 2 * vector.got["samples"] >= json.loads(result.stdout)["packets"] - 1 > 20
    assert vector.got["first"]["gyro_rad_s"] is not None
