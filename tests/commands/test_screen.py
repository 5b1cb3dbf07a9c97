"""`physio screen low-back VIDEO`: from a film to a page, and one sentence for what is wrong."""

import json
from pathlib import Path

import numpy as np
import pytest

from edge.commands import screen
from edge.simulation.body import simulate_session
from edge.simulation.body.frames import frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks
from tests.conftest import Physio
from tests.screening.filmed import write_zoo
from tests.sources.videos import shade, write_pictures


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one small network."""
    folder = tmp_path / "zoo"
    write_zoo(folder)
    monkeypatch.setattr(screen, "ZOO", folder)
    return folder


@pytest.fixture
def dark(tmp_path: Path) -> Path:
    """A film of nobody."""
    return write_pictures(tmp_path / "dark.mp4", (shade(n) for n in range(12)), rate_hz=10)


def test_a_film_of_one_short_bend_gets_a_page_that_says_why_there_is_no_answer(
    physio: Physio, zoo: Path, tmp_path: Path
) -> None:
    session = simulate_session(exercise="trunk_flexion", profile="healthy", duration_s=14.0, seed=3)
    t_s = session.truth[0].start_s + np.arange(14) / 10.0
    camera = Camera(azimuth_deg=-95.0, width_px=320, height_px=240)
    pictures = (one.frame for one in frames_at(session, draw_looks(3), camera, t_s))
    film = write_pictures(tmp_path / "mueller.mp4", pictures, rate_hz=10)
    out = tmp_path / "out"
    ended = physio(
        "screen", "low-back", film, "--out", out, "--code", "P-1", "--keep", "--json", "-"
    )
    assert ended.code == 0, ended.err
    assert ended.json == json.loads((out / "screening.json").read_text())
    assert ended.json["answered"] is False
    assert ended.json["code"] == "P-1"
    (question,) = ended.json["questions"]
    assert any("whole bends backward" in reason for reason in question["reasons"])
    assert "NO ANSWER" in ended.err
    page = (out / "screening.html").read_text()
    assert question["reasons"][0] in page
    # A film's name may be a person's; and without an answer there is no picture that mattered.
    assert "mueller" not in page + ended.out
    assert {path.name for path in out.iterdir()} == {"screening.html", "screening.json"}


def test_a_film_of_nobody_is_no_error(
    physio: Physio, zoo: Path, dark: Path, tmp_path: Path
) -> None:
    ended = physio("screen", "low-back", dark, "--out", tmp_path / "out")
    assert ended.code == 0
    assert "Nobody is found in the film" in ended.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--proms", "{tmp}/none.json"), "No such file"),
        (("--proms", "{tmp}/proms.json"), "its scores go from 17 to 68"),
        (("--proms", "{tmp}/zoo/backtracker-ep-fp.onnx"), "is no text"),
        (("--code", "Anna"), "no name"),
        (("--network", "movexor"), "no movexor network in the catalogue"),
    ],
)
def test_bad_input_gets_one_sentence(
    physio: Physio,
    zoo: Path,
    dark: Path,
    tmp_path: Path,
    options: tuple[str, str],
    said: str,
) -> None:
    (tmp_path / "proms.json").write_text('{"TSK": 5}')
    given = [option.format(tmp=tmp_path) for option in options]
    ended = physio("screen", "low-back", dark, "--out", tmp_path / "out", *given)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_film_or_a_network_that_cannot_be_read_gets_one_sentence(
    physio: Physio, zoo: Path, dark: Path, tmp_path: Path
) -> None:
    words = tmp_path / "words.mp4"
    words.write_text("no film")
    out = tmp_path / "out"
    for film in (words, tmp_path / "none.mp4"):
        ended = physio("screen", "low-back", film, "--out", out)
        assert (ended.code, len(ended.err.strip().splitlines())) == (2, 1)
    (zoo / "backtracker-ep-fp.onnx").write_bytes(b"")
    ended = physio("screen", "low-back", dark, "--out", out)
    assert (ended.code, len(ended.err.strip().splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "give VIDEO, or --camera webcam:0"),
        (("film.mp4", "--camera", "webcam:0"), "give VIDEO, or --camera webcam:0"),
        (("--camera", "webcam:97"), "there is no webcam 97, or another program uses it"),
        (("--camera", "video:{tmp}/none.mp4"), "there is no video"),
        (("--camera", "telescope"), "'telescope' is no camera"),
        (("--camera", "body", "--keep"), "pictures can be kept of a film only"),
        (("--camera", "body", "--code", "Anna"), "no name"),
        (("--camera", "body", "--network", "movexor"), "no movexor network in the catalogue"),
    ],
)
def test_a_camera_that_cannot_be_used_gets_one_sentence(
    physio: Physio, zoo: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    given = [option.format(tmp=tmp_path) for option in options]
    ended = physio("screen", "low-back", *given, "--out", tmp_path / "out")
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_group_lists_the_film_beside_the_cohort(physio: Physio) -> None:
    shown = physio("screen", "low-back", "--help").out
    assert "VIDEO" in shown
    assert "cohort" in shown
    assert "--proms" in physio("screen", "low-back", "film.mp4", "--help").out
