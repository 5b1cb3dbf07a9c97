"""The evaluations of the camera run, on a small scale, and their figures have the promised form."""

from pathlib import Path

import cv2

from benchmarks.evaluations.rendered.spine_errors import overlap, run
from benchmarks.evaluations.video_persons import run as run_video
from tests.pose.rendered import bend


def test_rendered_people_are_measured_within_the_goal() -> None:
    told: list[str] = []
    result = run(bodies=1, views=1, rate_hz=4.0, done=lambda scene: told.append(scene.direction))
    assert told == ["forward", "backward"]
    assert result["simulated"]
    assert set(result["theta_abs_error_deg"]) == {"median", "p95"}
    # Four frames a second are few for the engine: the goal itself is asked at thirty.
    assert result["theta_abs_error_deg"]["median"] < 4.0
    assert result["silhouette_iou_median"] > 0.9
    assert result["sign_right_fraction"] == 1.0
    assert len(result["scenes"]) == 2


def test_the_overlap_of_a_silhouette_with_itself_is_whole() -> None:
    mask = bend()[0].mask
    assert overlap(mask, mask) == 1.0
    assert overlap(mask, ~mask) == 0.0


def test_a_video_is_counted_frame_by_frame(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (640, 480))
    for picture in bend():
        writer.write(picture.frame)
    writer.release()
    figures = run_video([path])["files"]["film.mp4"]
    assert figures["frames"] == figures["person_frames"] == len(figures["hip_px"]) == len(bend())
    assert figures["marked"] == []
    assert figures["pose_ms"]["p50"] <= figures["pose_ms"]["p95"]
    x, y = figures["hip_px"][0]
    true = 0.5 * (bend()[0].joints_px["left_hip"] + bend()[0].joints_px["right_hip"])
    assert abs(x - true[0]) < 20
    assert abs(y - true[1]) < 20
