from pathlib import Path

from benchmarks.evaluations.video_persons import VideoPersons
from benchmarks.question import ignored
from tests.pose.rendered import bend
from tests.sources.videos import write_pictures


def test_a_video_is_counted_frame_by_frame(tmp_path: Path) -> None:
    frames = (picture.frame for picture in bend())
    path = write_pictures(tmp_path / "film.mp4", frames, rate_hz=10.0)
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
