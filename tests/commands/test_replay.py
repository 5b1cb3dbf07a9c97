"""`physio replay` on whole, cut and foreign recordings."""

import json
from pathlib import Path

import numpy as np
import pytest
from mcap.writer import Writer

from edge.bus.wire import Stamp
from edge.records.recording_writer import RecordingWriter
from tests.bus.examples import imu
from tests.commands.recorded import write_session
from tests.conftest import Physio
from tests.stages.playing import PATIENT, session_of
from tests.trace.chrome_rules import faults

RELEASED = Path(__file__).parents[1] / "data/released_0_1"
DONE = len(session_of(PATIENT).truth)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write_session(tmp_path / "session")


def test_a_session_replays_to_what_it_said(physio: Physio, recording: Path) -> None:
    for what in (recording, recording.parent):
        ended = physio("replay", what, "--json", "-")
        assert ended.code == 0
        assert (ended.json["same_as_live"], ended.json["worded_otherwise"]) == (True, False)
        assert [row["number"] for row in ended.json["repetitions"]] == list(range(1, DONE + 1))
        assert ended.json["repetitions"] == ended.json["live"][:DONE]
        assert [row["done"] for row in ended.json["summaries"]] == [DONE]
        assert "The same as live." in ended.err


def test_a_session_of_version_0_1_is_told_apart_by_its_words_alone(physio: Physio) -> None:
    ended = physio("replay", next(RELEASED.rglob("session-000.mcap")), "--json", "-")
    assert ended.code == 0
    assert (ended.json["same_as_live"], ended.json["worded_otherwise"]) == (True, True)
    assert "The same as live: all that was measured" in ended.err
    assert "recorded by version 0.1.0" in ended.err.replace("\n", " ")


def test_a_session_without_a_network_is_replayed_without(physio: Physio, tmp_path: Path) -> None:
    ended = physio("replay", write_session(tmp_path / "alone", network=False), "--json", "-")
    assert ended.json["same_as_live"] is True
    assert {row["scored_by"] for row in ended.json["repetitions"]} == {"alignment"}


def test_a_replay_is_traced(physio: Physio, recording: Path, tmp_path: Path) -> None:
    ended = physio("replay", recording, "--trace", tmp_path / "trace.json")
    assert ended.code == 0
    assert faults(tmp_path / "trace.json") == []
    events = json.loads((tmp_path / "trace.json").read_text())["traceEvents"]
    names = [e["args"]["name"] for e in events if e["name"] == "process_name"]
    assert names == ["coach", "motion"]
    assert len([e for e in events if e["ph"] == "f"]) == DONE
    ended = physio("replay", recording, "--trace", tmp_path / "nowhere" / "trace.json")
    assert ended.code == 2
    assert "the trace cannot be written to" in ended.err


def test_a_session_becomes_a_report(physio: Physio, recording: Path, tmp_path: Path) -> None:
    ended = physio("report", recording.parent, "--out", tmp_path / "page.html", "--json", "-")
    assert ended.code == 0
    assert ended.json["repetitions"] == DONE
    assert ended.json["simulated"] is True
    html = Path(ended.json["file"]).read_text(encoding="utf-8")
    assert "Simulated patient" in html
    assert "http" not in html.replace("http://www.w3.org/", "")


def test_a_recording_that_breaks_off_gives_what_stands_before(
    physio: Physio, recording: Path
) -> None:
    whole = recording.read_bytes()
    recording.write_bytes(whole[: len(whole) * 7 // 10])
    ended = physio("replay", recording, "--json", "-")
    assert ended.code == 0
    assert "session-000.mcap breaks off" in ended.err
    assert 0 < len(ended.json["repetitions"]) < DONE
    assert ended.json["warnings"]


def test_a_truncated_beginning_is_refused(physio: Physio, recording: Path) -> None:
    recording.write_bytes(recording.read_bytes()[:200])
    ended = physio("replay", recording)
    assert ended.code == 2
    assert "nothing in" in ended.err


def test_a_recording_without_a_plan_is_refused(physio: Physio, tmp_path: Path) -> None:
    path = tmp_path / "session-000.mcap"
    with RecordingWriter(path, {}) as writer:
        writer.write(imu(0), Stamp("motion", 1, 0, 0, 0))
    ended = physio("replay", path)
    assert ended.code == 2
    assert "there is no plan in it" in ended.err


def foreign(path: Path) -> None:
    with path.open("wb") as stream:
        writer = Writer(stream)
        writer.start(profile="ros2")
        writer.finish()


@pytest.mark.parametrize("command", ["replay", "report"])
def test_what_is_no_recording_is_named(physio: Physio, tmp_path: Path, command: str) -> None:
    (tmp_path / "noise.mcap").write_bytes(np.random.default_rng(1).bytes(500))
    (tmp_path / "empty.mcap").touch()
    foreign(tmp_path / "robot.mcap")
    for name, sentence in (
        ("nowhere", "cannot be opened: No such file or directory"),
        (".", "holds no recording"),
        ("noise.mcap", "is not an MCAP file"),
        ("empty.mcap", "nothing in"),
        ("robot.mcap", "is an MCAP file, but not a recorded session"),
    ):
        ended = physio(command, tmp_path / name)
        assert ended.code == 2
        assert sentence in ended.err
        assert "Traceback" not in ended.err
