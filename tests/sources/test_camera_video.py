"""Video files: their pictures, their times, and what is said of bad ones."""

from pathlib import Path

import numpy as np
import pytest

from edge.sources.camera_video import VideoFile
from edge.sources.errors import SourceError
from tests.sources.videos import shade, write_video


def test_all_pictures_come_in_order_with_their_times(tmp_path: Path) -> None:
    video = VideoFile(write_video(tmp_path / "film.mp4", frames=20, rate_hz=25.0))
    pictures = list(video.frames())
    video.close()
    assert len(pictures) == video.promised == 20
    assert [picture.t_s for picture in pictures] == pytest.approx(np.arange(20) / 25)
    for number, picture in enumerate(pictures):
        assert picture.frame.mean() == pytest.approx(shade(number).mean(), abs=4)
    assert video.rate_hz == pytest.approx(25.0)
    assert video.remarks() == ()


def test_a_slow_video_is_said_to_be_slow(tmp_path: Path) -> None:
    video = VideoFile(write_video(tmp_path / "film.mp4", frames=8, rate_hz=5.0))
    list(video.frames())
    (remark,) = video.remarks()
    assert "only 5.0 pictures a second" in remark
    video.close()


def test_a_rate_tag_that_lies_is_recognised_by_the_time_stamps(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", frames=20, rate_hz=25.0)
    video = VideoFile(path)
    video.tag_hz = 50.0
    list(video.frames())
    (remark,) = video.remarks()
    assert "claims 50 pictures a second" in remark
    assert "say 25.0" in remark
    assert video.rate_hz == pytest.approx(25.0)
    video.close()


def test_a_video_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.avi", frames=60)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    video = VideoFile(path)
    pictures = list(video.frames())
    video.close()
    assert 0 < len(pictures) < 60
    assert any("the rest of the file is damaged" in remark for remark in video.remarks())


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="cannot be read as a video"):
        VideoFile(path)


def test_a_video_without_a_picture_is_refused(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", frames=0)
    with pytest.raises(SourceError, match=r"cannot be read as a video|holds no picture"):
        list(VideoFile(path).frames())


def test_a_video_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no video"):
        VideoFile(tmp_path / "film.mp4")
