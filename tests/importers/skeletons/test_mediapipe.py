"""Landmarks of a film become keypoints that the program reads, hidden ones marked."""

from pathlib import Path

import numpy as np

from edge.core.infant import JOINTS
from edge.core.messages.camera import LANDMARKS
from edge.importers.skeletons.even_times import at_even_times
from edge.importers.skeletons.mediapipe import LAYOUT, coco_of
from edge.importers.skeletons.recording import read_skeleton
from edge.importers.skeletons.table import write_table


def test_a_tracked_film_is_read_with_its_rate_holes_and_what_was_never_observed(
    tmp_path: Path,
) -> None:
    landmarks = 200.0 + np.arange(33 * 2.0).reshape(33, 2) + np.arange(40.0)[:, None, None]
    visibility = np.full((40, 33), 0.9)
    visibility[7, LANDMARKS.index("left_wrist")] = 0.2
    visibility[:, LANDMARKS.index("right_ear")] = 0.1
    t_s = np.delete(np.arange(41) / 25.0, 20)  # a picture that the camera left out
    even_s, keypoints = at_even_times(t_s, coco_of(landmarks, visibility))
    write_table(tmp_path / "a.csv", keypoints, LAYOUT, even_s)
    found = read_skeleton(tmp_path / "a.csv")
    assert found.rate_hz is not None
    assert abs(found.rate_hz - 25.0) < 0.01
    assert found.positions_px.shape == (41, 19, 2)
    wrist = found.positions_px[:, JOINTS.index("left_wrist")]
    assert np.isnan(wrist[[7, 20]]).all()
    np.testing.assert_allclose(wrist[5], landmarks[5, LANDMARKS.index("left_wrist")])
    np.testing.assert_allclose(wrist[21], landmarks[20, LANDMARKS.index("left_wrist")])
    unseen = {name for name, seen in zip(JOINTS, found.observed, strict=True) if not seen}
    assert unseen == {"head_top", "upper_neck", "right_ear"}
