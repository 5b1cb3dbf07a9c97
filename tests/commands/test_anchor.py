"""`physio anchor` as a person uses it, on simulated recordings in a folder of its own."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from calibration.anchor_recorder import AnchorRecorder
from edge.bus.stop import Stop
from edge.commands import anchor as command
from edge.commands.anchor import app
from edge.commands.guided import ListenResult, guided
from edge.core.arrays import Floats
from edge.core.errors import PhysioError
from edge.core.messages.imu import LinkStatus
from edge.importers.watch_csv import write_watch_csv
from edge.records.anchor_store import ANCHORS
from edge.records.errors import AnchorError
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.records.patient_store import VARIABLE
from edge.signals.rotations import rotate
from edge.simulation.body import simulate_anchor
from edge.sources.link_report import Emit
from tests.calibration.test_anchor_recorder import chunks
from tests.commands.quick_watch import quick_stream
from tests.commands.recorded import write_messages
from tests.records.test_imu_calibration_store import MADE
from tests.stages.playing import session_plan_of

WHO = ["--patient", "p001", "--exercise", "elbow_flexion", "--side", "left"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    recording = simulate_anchor(exercise="elbow_flexion", side="left", seed=3, rate_hz=100.0)
    path = tmp_path / "watch.csv"
    write_watch_csv(path, recording.t_s, recording.accel_m_s2, recording.gyro_rad_s)
    return path


def link(*, simulated: bool) -> LinkStatus:
    return LinkStatus(
        seq=0,
        sensor_ns=0,
        host_ns=0,
        state="streaming",
        device="a virtual watch",
        simulated=simulated,
        rate_hz=None,
        loss_percent=0.0,
        clock_offset_ms=None,
        clock_drift_ppm=None,
    )


def physio_anchor(*arguments: object) -> Any:
    """Run the command and return what it wrote as JSON."""
    result = CliRunner().invoke(app, [*map(str, arguments), "--json", "-"])
    if result.exception is not None:
        raise result.exception
    return json.loads(result.stdout)


def test_a_recording_is_imported_listed_and_shown(csv: Path, home: Path, tmp_path: Path) -> None:
    kept = physio_anchor("import", csv, *WHO)
    assert Path(kept["file"]) == home / "p001" / "anchors" / "elbow_flexion-left.json"
    assert 90 < kept["rom_deg"] < 150
    assert kept["recorded"] == "imported from watch.csv"
    (listed,) = physio_anchor("list")["anchors"]
    assert (listed["patient"], listed["name"]) == ("p001", "elbow_flexion-left")
    picture = tmp_path / "anchor.png"
    shown = physio_anchor("show", "elbow_flexion-left", "--patient", "p001", "--plot", picture)
    assert shown["rom_deg"] == kept["rom_deg"]
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_part_of_a_recording_is_imported_under_a_name(csv: Path) -> None:
    whole = physio_anchor("import", csv, *WHO)
    part = physio_anchor("import", csv, *WHO, "--name", "early", "--to", 20)
    assert part["name"] == "early"
    assert part["rom_deg"] == pytest.approx(whole["rom_deg"], abs=8)


async def test_a_watch_is_recorded_until_it_has_been_enough() -> None:
    recording = simulate_anchor(exercise="elbow_flexion", seed=6, repetitions=5)
    sent = 0

    async def play(emit: Emit, stop: Stop) -> None:
        nonlocal sent
        emit(link(simulated=True))
        for chunk in chunks(recording):
            if stop.is_set():
                return
            emit(chunk)
            sent += len(chunk.t_ns)

    recorder = AnchorRecorder(3)
    assert await guided(play, recorder) == ListenResult(
        device="a virtual watch", simulated=True, done=True
    )
    assert recorder.guidance.step == "done"
    assert sent / 50 < recording.truth[3].end_s


def axis_of(home: Path, name: str) -> Floats:
    return ANCHORS.load(home, "p001", name).axis


def test_a_calibrated_watch_is_corrected_as_in_a_session(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "stream", quick_stream)
    virtual = ["record", *WHO, "--watch", "virtual", "--seed", 3]
    raw = physio_anchor(*virtual, "--name", "raw")
    CALIBRATIONS.save(home, "p001", "virtual", MADE)
    corrected = physio_anchor(*virtual, "--name", "corrected")
    # Worn a third of a turn off: the axis of the movement turns with it, its range does not.
    turned = rotate(MADE.wearing, axis_of(home, "raw"))
    np.testing.assert_allclose(axis_of(home, "corrected"), turned, atol=0.02)
    assert corrected["rom_deg"] == pytest.approx(raw["rom_deg"], abs=2)


def test_an_imported_recording_is_corrected_by_the_watch_that_is_named(
    csv: Path, home: Path
) -> None:
    CALIBRATIONS.save(home, "p001", "Watch-2", MADE)
    physio_anchor("import", csv, *WHO, "--name", "raw")
    physio_anchor("import", csv, *WHO, "--name", "corrected", "--watch", "ble:Watch 2")
    physio_anchor("import", csv, *WHO, "--name", "unknown", "--watch", "ble:Watch 3")
    turned = rotate(MADE.wearing, axis_of(home, "raw"))
    np.testing.assert_allclose(axis_of(home, "corrected"), turned, atol=0.02)
    np.testing.assert_array_equal(axis_of(home, "unknown"), axis_of(home, "raw"))


def test_a_session_is_corrected_as_it_was_when_it_was_recorded(home: Path, tmp_path: Path) -> None:
    moved = list(chunks(simulate_anchor(exercise="elbow_flexion", side="left", seed=3)))
    for name, calibration in (("raw", None), ("corrected", MADE)):
        prescribed = replace(session_plan_of(), calibration=calibration)
        write_messages(tmp_path / name, prescribed, moved, [])
        physio_anchor("import", tmp_path / name, *WHO, "--name", name)
    turned = rotate(MADE.wearing, axis_of(home, "raw"))
    np.testing.assert_allclose(axis_of(home, "corrected"), turned, atol=0.02)


def test_a_damaged_reference_hides_no_other(csv: Path, home: Path) -> None:
    physio_anchor("import", csv, *WHO)
    kept = Path(physio_anchor("import", csv, *WHO, "--name", "second")["file"])
    kept.write_text(kept.read_text(encoding="utf-8").replace('"tempo_s": ', '"tempo_s": 9999'))
    (listed,) = physio_anchor("list")["anchors"]
    assert listed["name"] == "elbow_flexion-left"


def test_what_was_mended_in_a_recording_stands_with_the_reference(csv: Path) -> None:
    head, *rows = csv.read_text(encoding="utf-8").splitlines()
    in_ms = (f"{float(row.split(',', 1)[0]) * 1e3:.6f},{row.split(',', 1)[1]}" for row in rows)
    plain = physio_anchor("import", csv, *WHO)
    csv.write_text("\n".join([head, *in_ms, "1,2"]), encoding="utf-8")
    mended = physio_anchor("import", csv.rename(csv.with_suffix(".txt")), *WHO)
    assert [remark["kind"] for remark in mended["remarks"]] == ["last_row_cut", "time_unit"]
    assert mended["rom_deg"] == pytest.approx(plain["rom_deg"], abs=0.1)
    assert plain["remarks"] == []


def test_nothing_stored_is_an_empty_list() -> None:
    assert physio_anchor("list") == {"anchors": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "x", "--patient", "p001"], "p001 has no reference 'x'"),
        (["import", "{csv}", *WHO, "--side", "both"], "side is 'both'; it must be left or right"),
        (["import", "{csv}", *WHO, "--from", "900"], "has nothing between 900 s and"),
        (["import", "{csv}", *WHO, "--from", "2"], "not still for 3 s"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(csv: Path, arguments: list[str], message: str) -> None:
    with pytest.raises(PhysioError, match=message):
        physio_anchor(*[word.format(csv=csv) for word in arguments])


def test_a_format_that_cannot_be_drawn_is_named(csv: Path, tmp_path: Path) -> None:
    physio_anchor("import", csv, *WHO)
    with pytest.raises(AnchorError, match="cannot be drawn"):
        physio_anchor(
            "show", "elbow_flexion-left", "--patient", "p001", "--plot", tmp_path / "a.xyz"
        )
