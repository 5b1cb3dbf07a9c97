import json
from pathlib import Path

import numpy as np
import pytest

from edge.records.camera_place_store import (
    CAMERA_PLACE_CODEC,
    CAMERA_PLACES,
    camera_key,
    camera_place_if_known,
)
from edge.records.errors import CameraPlaceError
from tests.signals.test_camera_place import place_with

GOLDEN = Path(__file__).parents[1] / "data" / "camera_place_1.json"
MADE = place_with(3.0, -1.0)


def test_what_is_saved_is_loaded_to_the_last_digit(tmp_path: Path) -> None:
    path = CAMERA_PLACES.save(tmp_path, "p-01", "webcam-0", MADE)
    assert path == tmp_path / "p-01" / "cameras" / "webcam-0.json"
    loaded = CAMERA_PLACES.load(tmp_path, "p-01", "webcam-0")
    for name in type(MADE).__slots__:
        np.testing.assert_array_equal(getattr(loaded, name), getattr(MADE, name))
    assert camera_place_if_known(tmp_path, "p-01", "webcam-1") is None
    assert camera_place_if_known(tmp_path, "p-01", "") is None


def test_the_first_version_stays_readable() -> None:
    place = CAMERA_PLACE_CODEC.value(GOLDEN.read_text())
    assert place.height_m.value == pytest.approx(1.0)
    assert place.tilt_deg.value == pytest.approx(3.0)
    assert json.loads(GOLDEN.read_text())["schema"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "schema"),
        ({"state": [1.0]}, "state"),
        ({"aspect": 0.0}, "aspect"),
        ({"state": [0.2, 3.0, *MADE.state[2:].tolist()]}, "state is beyond"),
        ({"covariance": (-np.eye(10)).tolist()}, "symmetric and positive"),
        ({"log_distance_sd": [0.1]}, "each distance"),
        ({"log_distance": [None, 1.0]}, "log_distance"),
    ],
)
def test_a_damaged_calibration_is_named(change: dict[str, object], words: str) -> None:
    row = json.loads(CAMERA_PLACE_CODEC.text(MADE)) | change
    with pytest.raises(CameraPlaceError, match=words):
        CAMERA_PLACE_CODEC.value(json.dumps(row))


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("webcam:0", "webcam-0"),
        ("rtsp://user:secret@10.0.0.7:554/live", "rtsp-10-0-0-7-554-live"),
        ("body", "body"),
        ("video:film.mp4", ""),
        ("", ""),
    ],
)
def test_a_camera_is_kept_by_its_name_without_a_password(source: str, key: str) -> None:
    assert camera_key(source) == key
