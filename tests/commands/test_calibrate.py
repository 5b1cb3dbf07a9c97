"""`physio calibrate`, on simulated watches that play at once and on recordings of them."""

import inspect
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.commands import calibrate, calibrate_input
from edge.commands.calibrate import placement_command
from edge.commands.run import run
from edge.core.exercises import Side
from edge.importers.watch_csv import write_watch_csv
from edge.records.anchor_store import ANCHORS
from edge.records.imu_calibration_store import CALIBRATIONS
from edge.signals.rotations import to_rotation_vector
from edge.simulation.body import simulate_session
from edge.simulation.body.patient import draw_patient
from edge.simulation.body.placing import simulate_placing
from edge.simulation.body.poses import simulate_poses
from edge.simulation.body.simulate import device_of
from edge.simulation.patient import SimulatedPatient
from tests.commands.quick_watch import DRIFT_PPM, SETTLED_S, mute_stream, quick_stream
from tests.conftest import Physio

SEED = 2
WHO = ("--patient", "p001")
ANCHOR = ("--anchor", "abduction")
PATIENT = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="healthy", seconds=20.0, seed=SEED
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibrate_input, "stream", quick_stream)
    monkeypatch.setattr(calibrate, "stream", quick_stream)


@pytest.fixture
def anchored(physio_home: Path) -> Path:
    ANCHORS.save(physio_home, "p001", "abduction", PATIENT.anchor())
    return physio_home


def placement_csv(path: Path, wearing: int) -> Path:
    session = replace(PATIENT, wearing=wearing).session()
    write_watch_csv(path, session.t_s, session.accel_m_s2, session.gyro_rad_s)
    return path


def turned_deg(home: Path, watch: str) -> float:
    wearing = CALIBRATIONS.load(home, "p001", watch).wearing
    return float(np.degrees(np.linalg.norm(to_rotation_vector(wearing))))


def test_six_sides_give_the_errors_of_the_watch(physio: Physio, physio_home: Path) -> None:
    ended = physio("calibrate", "imu", *WHO, "--watch", "virtual", "--seed", SEED, "--json", "-")
    assert ended.code == 0
    assert (ended.json["watch"], ended.json["poses"]) == ("virtual", 6)
    assert "5 of 6 sides done; turn the watch" in ended.err
    kept, true = CALIBRATIONS.load(physio_home, "p001", "virtual"), device_of(SEED)
    np.testing.assert_allclose(kept.accel_bias_m_s2, true.accel_bias_m_s2, atol=0.02)
    np.testing.assert_allclose(kept.gyro_bias_rad_s, true.gyro_bias_rad_s, atol=1e-3)
    assert Path(ended.json["file"]).is_relative_to(physio_home)


def test_fewer_sides_end_sooner(physio: Physio) -> None:
    ended = physio("calibrate", "imu", *WHO, "--watch", "virtual", "--sides", 2, "--json", "-")
    assert ended.json["poses"] == 2
    assert "less well known" not in ended.err


def test_a_recording_of_the_poses_serves_as_well(
    physio: Physio, physio_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "poses.csv"
    write_watch_csv(path, *simulate_poses(seed=SEED, rate_hz=100.0))
    ended = physio("calibrate", "imu", path, *WHO, "--watch", "ble:Watch 2", "--json", "-")
    assert (ended.json["watch"], ended.json["poses"]) == ("Watch-2", 6)
    kept = CALIBRATIONS.load(physio_home, "p001", "Watch-2")
    np.testing.assert_allclose(kept.accel_bias_m_s2, device_of(SEED).accel_bias_m_s2, atol=0.02)


def test_a_turned_watch_is_found_and_the_sensor_is_kept(physio: Physio, anchored: Path) -> None:
    virtual = (*WHO, "--watch", "virtual", "--seed", SEED)
    physio("calibrate", "imu", *virtual)
    before = CALIBRATIONS.load(anchored, "p001", "virtual")
    ended = physio("calibrate", "placement", *virtual, *ANCHOR, "--wearing", "1", "--json", "-")
    assert ended.code == 0
    assert "Repetition 1 of 1" in ended.err
    assert ended.json["turned_deg"] == pytest.approx(21.3, abs=2.5)
    after = CALIBRATIONS.load(anchored, "p001", "virtual")
    assert turned_deg(anchored, "virtual") == pytest.approx(ended.json["turned_deg"])
    np.testing.assert_array_equal(after.accel_bias_m_s2, before.accel_bias_m_s2)
    # Once more from the same: what was found before does not add up.
    again = physio("calibrate", "placement", *virtual, *ANCHOR, "--wearing", "1", "--json", "-")
    assert again.json["turned_deg"] == pytest.approx(ended.json["turned_deg"])


def test_placement_alone_leaves_the_sensor_as_it_is(
    physio: Physio, anchored: Path, tmp_path: Path
) -> None:
    for wearing, low_deg, high_deg in ((0, 0.0, 2.0), (1, 18.0, 24.0)):
        path = placement_csv(tmp_path / f"{wearing}.csv", wearing)
        ended = physio(
            "calibrate", "placement", path, *WHO, *ANCHOR, "--watch", "ble:B", "--json", "-"
        )
        assert low_deg <= ended.json["turned_deg"] <= high_deg
        assert not CALIBRATIONS.load(anchored, "p001", "B").accel_bias_m_s2.any()


@pytest.mark.parametrize("side", ["left", "right"])
def test_three_poses_tell_wrist_and_way_round_without_a_reference(
    physio: Physio, tmp_path: Path, side: Side
) -> None:
    asked = ("calibrate", "placement", *WHO, "--side", side)
    live = physio(*asked, "--watch", "virtual", "--seed", SEED, "--json", "-")
    assert live.code == 0
    assert (live.json["wrist"], live.json["way_round"]) == (side, "x_to_hand")
    assert "forearm forward, thumb up" in live.err
    assert f"the {side} wrist (99" in live.err
    patient = replace(
        draw_patient(exercise="elbow_flexion", side=side, seed=SEED), watch_yaw_deg=180.0
    )
    shown = simulate_placing(patient, seed=SEED)
    write_watch_csv(tmp_path / "shown.csv", shown.t_s, shown.accel_m_s2, shown.gyro_rad_s)
    other = "left" if side == "right" else "right"
    read = physio(
        *("calibrate", "placement", tmp_path / "shown.csv", *WHO, "--side", other),
        *("--watch", "ble:W", "--json", "-"),
    )
    assert (read.json["wrist"], read.json["way_round"]) == (side, "x_to_elbow")
    assert f"meant to be on the {other} wrist" in read.err


def test_the_other_wrist_than_that_of_the_reference_is_refused(
    physio: Physio, physio_home: Path, tmp_path: Path
) -> None:
    outward = replace(PATIENT, exercise="external_rotation")
    ANCHORS.save(physio_home, "p001", "abduction", outward.anchor())
    session = replace(outward, side="left").session()
    path = tmp_path / "left.csv"
    write_watch_csv(path, session.t_s, session.accel_m_s2, session.gyro_rad_s)
    ended = physio("calibrate", "placement", path, *WHO, *ANCHOR, "--watch", "ble:W")
    assert ended.code == 2
    assert "moves as on the other wrist: the reference is of the right one" in ended.err


def test_a_turn_that_cannot_be_told_is_said(physio: Physio, physio_home: Path) -> None:
    outward = replace(PATIENT, exercise="external_rotation")
    ANCHORS.save(physio_home, "p001", "abduction", outward.anchor())
    ended = physio(
        *("calibrate", "placement", *WHO, *ANCHOR, "--watch", "virtual"),
        *("--seed", SEED, "--json", "-"),
    )
    assert ended.json["uncertainty_deg"] > 10
    assert "cannot be told" in ended.err


def test_the_clock_is_told_with_the_time_it_took(physio: Physio) -> None:
    ended = physio("calibrate", "clock", "--watch", "virtual", "--seconds", 40, "--json", "-")
    assert ended.json["drift_ppm"] == DRIFT_PPM
    assert ended.json["offset_ms"] == -7.0
    assert ended.json["settled_after_s"] == pytest.approx(SETTLED_S, abs=1.2)
    assert ended.json["listened_s"] == pytest.approx(40, abs=0.2)
    assert ended.json["simulated"] is True


def test_a_clock_that_is_not_known_yet_is_said(physio: Physio) -> None:
    ended = physio("calibrate", "clock", "--watch", "virtual", "--seconds", 10, "--json", "-")
    assert ended.code == 0
    assert ended.json["drift_ppm"] is ended.json["settled_after_s"] is None
    assert "listen for a minute" in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("imu", "--watch", "virtual", "--patient", "Mr X"), "patient 'Mr X' cannot be used"),
        (("imu", "{csv}", *WHO), "Say so with --watch ble:NAME"),
        (("imu", "none.csv", *WHO, "--watch", "ble:W"), "there is no file none.csv"),
        (("imu", *WHO, "--watch", "tv:"), "names no watch"),
        (("imu", *WHO, "--watch", "file:{csv}"), "is a recording; give the file by itself"),
        (("placement", *WHO, *ANCHOR, "--watch", "virtual"), "has no reference 'abduction'"),
        (("clock", "--watch", "file:{csv}"), "is a recording"),
        (("placement", *WHO, "--side", "up", "--watch", "virtual"), "must be left or right"),
        (("placement", "{csv}", *WHO, "--watch", "ble:W"), "of 3 poses were seen"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    physio: Physio, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    csv = placement_csv(tmp_path / "watch.csv", 0)
    ended = physio("calibrate", *(word.format(csv=csv) for word in words))
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert line.startswith("physio: ")
    assert sentence in line


def test_a_recording_in_which_nothing_stands_still_is_refused(
    physio: Physio, tmp_path: Path
) -> None:
    session = simulate_session(exercise="elbow_flexion", duration_s=20.0, seed=1)
    moving = slice(200, 330)
    path = tmp_path / "moving.csv"
    shaken = session.gyro_rad_s[moving] + np.sin(np.arange(130))[:, None]
    write_watch_csv(path, session.t_s[moving], session.accel_m_s2[moving], shaken)
    ended = physio("calibrate", "imu", path, *WHO, "--watch", "ble:W")
    assert ended.code == 2
    assert "never still for a second" in ended.err


def test_another_movement_than_the_reference_is_doubted_or_refused(
    physio: Physio, anchored: Path, tmp_path: Path
) -> None:
    ended = {}
    for exercise in ("external_rotation", "elbow_flexion"):
        other = replace(PATIENT, exercise=exercise).session()
        path = tmp_path / f"{exercise}.csv"
        write_watch_csv(path, other.t_s, other.accel_m_s2, other.gyro_rad_s)
        ended[exercise] = physio(
            "calibrate", "placement", path, *WHO, *ANCHOR, "--watch", f"ble:{exercise}"
        )
    assert ended["external_rotation"].code == 2
    assert "differ by" in ended["external_rotation"].err
    assert not (anchored / "p001" / "watches" / "external_rotation.json").exists()
    assert "the movement was not that of the reference" in ended["elbow_flexion"].err


def test_a_watch_that_sends_nothing_is_said(
    physio: Physio, anchored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calibrate_input, "stream", mute_stream)
    monkeypatch.setattr(calibrate, "stream", mute_stream)
    for words in (("imu", *WHO), ("placement", *WHO, *ANCHOR), ("clock",)):
        ended = physio("calibrate", *words, "--watch", "virtual")
        assert ended.code == 2
        assert "the watch has sent nothing" in ended.err
    assert anchored.exists()


def test_placement_and_session_are_of_the_same_wearing_unless_told_otherwise() -> None:
    defaults = [
        inspect.signature(command).parameters["wearing"].default
        for command in (placement_command, run)
    ]
    assert defaults == [0, 0]
