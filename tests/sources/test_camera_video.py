"""Video files: their pictures, their times, and what is said of bad ones."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from edge.sources.camera_video import VideoFile
from edge.sources.errors import SourceError
from tests.sources.videos import (
    quarters,
    read,
    shade,
    tag_rotation,
    trim,
    write_pictures,
    write_video,
)


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
    video.claimed_hz = [50.0]
    list(video.frames())
    (remark,) = video.remarks()
    assert "claims 50 pictures a second" in remark
    assert "say 25.0" in remark
    assert video.rate_hz == pytest.approx(25.0)
    video.close()


@pytest.mark.parametrize("rate_hz", [30.0, 30000 / 1001, 24.0, 60.0])
def test_a_rate_is_right_though_the_file_rounds_its_times(tmp_path: Path, rate_hz: float) -> None:
    _, video = read(write_video(tmp_path / "film.mkv", frames=40, rate_hz=rate_hz))
    assert video.rate_hz == pytest.approx(rate_hz, abs=1e-6)


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_a_pause_is_kept_and_damages_nothing(tmp_path: Path, ending: str) -> None:
    t_ms = [40 * n + (4000 if n >= 10 else 0) for n in range(30)]
    path = tmp_path / f"film.{ending}"
    _, video = read(write_pictures(path, map(shade, range(30)), t_ms=t_ms))
    assert video.t_s == pytest.approx(np.array(t_ms) / 1000)
    assert video.rate_hz == pytest.approx(25.0)
    assert video.remarks() == ()


def test_an_edit_list_leaves_pictures_out_and_damages_nothing(tmp_path: Path) -> None:
    path = write_pictures(
        tmp_path / "film.mp4", map(shade, range(20)), codec="libx264", options={"bf": "0", "g": "5"}
    )
    pictures, video = read(trim(path, 10 * 512))
    assert len(pictures) == 10
    assert pictures[0].mean() == pytest.approx(shade(10).mean(), abs=4)
    assert video.t_s[0] == pytest.approx(0.0)
    assert video.remarks() == ()


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_film_is_shown_upright(tmp_path: Path, degrees: int) -> None:
    kept = np.rot90(quarters(), degrees // 90)
    path = write_pictures(tmp_path / "film.mp4", [kept] * 2)
    pictures, _ = read(tag_rotation(path, degrees))
    assert pictures[0].shape == quarters().shape
    assert np.abs(pictures[0].astype(int) - quarters()).mean() < 12


@pytest.mark.parametrize(("aspect", "size"), [("2/1", (32, 48)), ("1/2", (64, 24))])
def test_pixels_that_are_not_square_are_made_so(
    tmp_path: Path, aspect: str, size: tuple[int, int]
) -> None:
    path = write_pictures(
        tmp_path / "film.mp4", [quarters(size)] * 2, codec="libx264", aspect=Fraction(aspect)
    )
    pictures, _ = read(path)
    assert pictures[0].shape == (48, 64, 3)
    assert np.abs(pictures[0].astype(int) - quarters()).mean() < 25


def test_interlaced_pictures_are_made_whole_and_said_to_be_so(tmp_path: Path) -> None:
    combed = shade(0)
    combed[1::2] = 200
    path = write_pictures(
        tmp_path / "film.ts",
        [combed] * 6,
        codec="mpeg2video",
        options={"flags": "+ilme+ildct"},
    )
    pictures, video = read(path)
    assert len(pictures) == 6
    assert any("interlaced" in remark for remark in video.remarks())
    assert np.abs(np.diff(pictures[2][8:40].astype(int), axis=0)).mean() < 60


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("film.avi", "mjpeg", "yuvj420p"),
        ("film.gif", "gif", "rgb8"),
        ("film.webm", "libvpx-vp9", "yuv420p"),
        ("film.mkv", "ffv1", "yuv420p10le"),
    ],
)
def test_films_of_every_kind_are_read(tmp_path: Path, name: str, codec: str, pixels: str) -> None:
    path = write_pictures(
        tmp_path / name,
        (shade(n, (63, 47)) for n in range(6)),
        codec=codec,
        pixels=pixels,
        options={"cpu-used": "8", "deadline": "realtime"} if "vp" in codec else None,
    )
    pictures, _ = read(path)
    assert [picture.shape for picture in pictures] == [(47, 63, 3)] * 6
    assert pictures[3].mean() == pytest.approx(shade(3).mean(), abs=12)


@pytest.mark.parametrize(
    "name", [b"12:30.mp4", b"-x.mp4", b"%03d.png", b"[a].mp4", b"na\xefve\xff.mp4", b"pipe:0"]
)
def test_a_name_means_nothing_but_the_file(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    write_video(tmp_path / "film.mp4", frames=3).rename(path)
    pictures, _ = read(path)
    assert len(pictures) == 3


def sound_with(path: Path, *, picture: bool, film: bool) -> Path:
    """Write a second of silence, with a cover picture or a short film."""
    with av.open(str(path), "w") as file:
        sound = file.add_stream("aac", rate=48000, layout="mono")
        shown = (
            file.add_stream("mjpeg" if picture else "mpeg4", rate=25) if picture or film else None
        )
        if shown is not None:
            shown.width, shown.height = 64, 48
            shown.pix_fmt = "yuvj420p" if picture else "yuv420p"
        for block in range(48):
            heard = av.AudioFrame.from_ndarray(
                np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
            )
            heard.sample_rate, heard.pts = 48000, 1024 * block
            file.mux(sound.encode(heard))
        file.mux(sound.encode(None))
        if shown is not None:
            for number in range(1 if picture else 5):
                frame = av.VideoFrame.from_ndarray(shade(number), format="bgr24")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                file.mux(shown.encode(frame))
            file.mux(shown.encode(None))
    return path


def test_a_cover_picture_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="all it holds is sound and a cover picture"):
        VideoFile(sound_with(tmp_path / "song.mp4", picture=True, film=False))
    with pytest.raises(SourceError, match="all it holds is sound; name a film"):
        VideoFile(sound_with(tmp_path / "song.mp4", picture=False, film=False))


def test_a_longer_sound_does_not_damage_the_film(tmp_path: Path) -> None:
    pictures, video = read(sound_with(tmp_path / "film.mkv", picture=False, film=True))
    assert len(pictures) == 5
    assert video.remarks() == ()


def test_a_video_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    for name in ("film.avi", "film.mkv"):
        path = write_video(tmp_path / name, frames=60)
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        pictures, video = read(path)
        assert 0 < len(pictures) < 60
        assert any("The file breaks off" in remark for remark in video.remarks())


def test_a_film_without_its_end_is_said_to_break_off(tmp_path: Path) -> None:
    path = write_video(tmp_path / "film.mp4", frames=20)
    path.write_bytes(path.read_bytes()[:-700])
    with pytest.raises(SourceError, match="breaks off or is damaged; copy it again"):
        VideoFile(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"no video at all" * 100, "what it holds is no film"),
        (b"#EXTM3U\n#EXTINF:5,\nfile:film.avi\n#EXT-X-ENDLIST\n", "what it holds is no film"),
        (b"ffconcat version 1.0\nfile film.avi\n", "what it holds is no film"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    write_video(tmp_path / "film.avi", frames=3)
    path = tmp_path / "film.mp4"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said):
        VideoFile(path)


def test_a_video_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no video"):
        VideoFile(tmp_path / "film.mp4")
