import json
from pathlib import Path

import numpy as np
import pytest

from edge.records.errors import ImuCalibrationError
from edge.records.imu_calibration_store import CALIBRATION_CODEC, CALIBRATIONS, calibration_if_known
from edge.signals.imu_calibration import ImuCalibration

MADE = ImuCalibration(
    accel_bias_m_s2=np.array([0.1, -1 / 3, 2e-17]),
    accel_scale=np.array([1.001, 0.999, 1.0]),
    gyro_bias_rad_s=np.array([0.01, 0.02, -0.03]),
    wearing=np.array([0.5, 0.5, -0.5, 0.5]),
    poses=6,
    residual_m_s2=0.0123,
    accel_bias_sd_m_s2=np.array([0.01, 0.02, 0.2]),
    gyro_spread_rad_s=1e-4,
)


def test_what_is_saved_is_loaded_to_the_last_digit(tmp_path: Path) -> None:
    path = CALIBRATIONS.save(tmp_path, "p-01", "watch_A", MADE)
    assert path == tmp_path / "p-01" / "watches" / "watch_A.json"
    loaded = CALIBRATIONS.load(tmp_path, "p-01", "watch_A")
    for name in ImuCalibration.__slots__:
        np.testing.assert_array_equal(getattr(loaded, name), getattr(MADE, name))
    assert [file.name for file in path.parent.iterdir()] == ["watch_A.json"]


def test_what_is_not_known_is_none(tmp_path: Path) -> None:
    assert calibration_if_known(tmp_path, "p", "w") is None
    assert calibration_if_known(tmp_path, "p", "") is None
    CALIBRATIONS.save(tmp_path, "p", "w", MADE)
    assert calibration_if_known(tmp_path, "p", "w") is not None


def test_saving_again_replaces(tmp_path: Path) -> None:
    CALIBRATIONS.save(tmp_path, "p", "w", MADE)
    path = CALIBRATIONS.save(tmp_path, "p", "w", MADE)
    assert json.loads(path.read_text())["schema"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "schema"),
        ({"wearing": [1, 0, 0]}, "wearing"),
        ({"accel_scale": [1, None, 1]}, "accel_scale"),
        ({"accel_scale": "one"}, "damaged"),
        ({"colour": "red"}, "colour is no field of it"),
    ],
)
def test_a_damaged_calibration_is_named(change: dict[str, object], words: str) -> None:
    row = json.loads(CALIBRATION_CODEC.text(MADE)) | change
    with pytest.raises(ImuCalibrationError, match=words):
        CALIBRATION_CODEC.value(json.dumps(row))


def test_a_missing_field_or_broken_text_is_said(tmp_path: Path) -> None:
    row = json.loads(CALIBRATION_CODEC.text(MADE))
    del row["poses"]
    with pytest.raises(ImuCalibrationError, match="poses"):
        CALIBRATION_CODEC.value(json.dumps(row))
    path = CALIBRATIONS.save(tmp_path, "p", "w", MADE)
    path.write_text(path.read_text()[:50])
    with pytest.raises(ImuCalibrationError, match=r"w\.json.*not valid JSON"):
        CALIBRATIONS.load(tmp_path, "p", "w")


def test_an_unknown_watch_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ImuCalibrationError, match="physio calibrate imu"):
        CALIBRATIONS.load(tmp_path, "p", "w")


@pytest.mark.parametrize(("patient", "name"), [("../x", "w"), ("p", "a/b"), ("", "w")])
def test_names_cannot_leave_the_folder(tmp_path: Path, patient: str, name: str) -> None:
    with pytest.raises(ImuCalibrationError, match="file's name"):
        CALIBRATIONS.save(tmp_path, patient, name, MADE)
