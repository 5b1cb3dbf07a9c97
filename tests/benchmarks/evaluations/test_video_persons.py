from pathlib import Path

import cv2

from benchmarks.evaluations.video_persons import VideoPersons
from benchmarks.question import ignored
from tests.pose.rendered import bend


def test_a_video_is_counted_frame_by_frame(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (640, 480))
    for picture in bend():
        writer.write(picture.frame)
    writer.release()
    figures = VideoPersons(data=(path,)).run(ignored).files["film.mp4"]
    assert figures.frames == figures.person_frames == len(figures.hip_px) == len(bend())
    assert figures.marked == ()
    assert figures.pose_ms.p50 <= figures.pose_ms.p95
    hip_px = figures.hip_px[0]
    assert hip_px is not None
    x, y = hip_px
    true = 0.5 * (bend()[0].joints_px["left_hip"] + bend()[0].joints_px["right_hip"])
    assert abs(x - true[0]) < 20
    assert abs(y - true[1]) < 20
