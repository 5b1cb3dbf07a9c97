"""`physio video` on a film of the simulated patient, down to the files that it writes."""

import csv
import json
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from edge.commands.video import video
from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.pose.errors import PoseError
from edge.simulation.body import simulate_session
from edge.simulation.body.frames import frames_at
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks
from edge.sources.errors import SourceError
from tests.sources.videos import read, write_pictures

RATE_HZ = 8.0
app = typer.Typer()
app.command("video")(video)


@pytest.fixture(scope="module")
def truth_deg() -> list[float]:
    return []


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, truth_deg: list[float]) -> Path:
    """One bend forward, seen from the side, with the head near the upper edge."""
    path = tmp_path_factory.mktemp("film") / "bend.mp4"
    session = simulate_session(exercise="trunk_flexion", profile="healthy", duration_s=14.0, seed=3)
    first = session.truth[0]
    t_s = np.arange(first.start_s - 0.5, first.end_s + 0.5, 1 / RATE_HZ)
    pictures = list(frames_at(session, draw_looks(3), Camera(azimuth_deg=-95.0), t_s))
    truth_deg.extend(picture.spine_angle_deg for picture in pictures)
    return write_pictures(path, (picture.frame for picture in pictures), rate_hz=RATE_HZ)


@pytest.fixture(scope="module")
def out(film: Path) -> Path:
    folder = film.parent / "out"
    result = run(str(film), "--out", str(folder), "--annotate", "--json", str(folder / "all.json"))
    assert result.exit_code == 0, result.output
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def shown_in(path: Path) -> tuple[Floats, list[float]]:
    """Return the first picture of a film and the times of all."""
    pictures, copy = read(path)
    return pictures[0].astype(float), copy.t_s


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_angles_are_those_of_the_simulated_patient(out: Path, truth_deg: list[float]) -> None:
    rows = table(out / "angles.csv")
    assert len(rows) == len(truth_deg)
    theta = np.array([float(row["spine_angle_deg"]) for row in rows])
    assert np.median(np.abs(theta - truth_deg)) < 3
    assert {row["presence"] for row in rows} == {"followed"}
    assert float(rows[1]["t_s"]) == pytest.approx(1 / RATE_HZ, abs=1e-6)
    # The left arm is hidden behind the body, so it has no angle.
    assert all(row["left_elbow_flexion_deg"] == "" for row in rows)


def test_the_summary_counts_what_was_found(out: Path, truth_deg: list[float]) -> None:
    summary = json.loads((out / "all.json").read_text())
    assert summary == json.loads((out / "summary.json").read_text())
    assert summary["frames"] == summary["followed_frames"] == len(truth_deg)
    assert summary["marked"] == []
    assert summary["view"]["side"] == "right"
    assert summary["features"]["repetitions_s"][0] == pytest.approx(
        [0.5, len(truth_deg) / RATE_HZ - 0.5], abs=0.6
    )
    assert summary["features"] == json.loads((out / "features.json").read_text())
    assert any("1 repetition(s)" in remark for remark in summary["remarks"])


def test_there_is_a_back_mask_for_every_angle(out: Path) -> None:
    rows = table(out / "angles.csv")
    arrays = np.load(out / "masks" / "masks.npz")
    assert arrays["masks"].shape == (len(rows), 224, 224)
    assert arrays["theta_deg"][0] == pytest.approx(float(rows[0]["spine_angle_deg"]), abs=1e-3)
    pictures = sorted((out / "masks").glob("*.png"))
    assert len(pictures) == len(rows)
    first = cv2.imread(str(pictures[0]), cv2.IMREAD_GRAYSCALE)
    assert first is not None
    assert np.array_equal(first, arrays["masks"][0])
    assert all(mask.any() for mask in arrays["masks"])


def test_the_landmarks_are_there_in_both_formats(out: Path) -> None:
    rows = table(out / "landmarks.csv")
    lines = (out / "landmarks.trc").read_text().split("\n")
    assert lines[1].split("\t")[4] == "Units"
    assert lines[2].split("\t")[2:5] == [str(len(rows)), "33", "mm"]
    names = [cell for cell in lines[3].split("\t")[2:] if cell]
    assert tuple(names) == LANDMARKS
    first = lines[6].split("\t")
    assert first[0] == "1"
    column = 2 + 3 * LANDMARKS.index("right_ankle")
    x_mm, y_mm, z_mm = (float(cell) for cell in first[column : column + 3])
    assert x_mm == pytest.approx(1000 * float(rows[0]["right_ankle_x_m"]), abs=0.1)
    assert y_mm == pytest.approx(-1000 * float(rows[0]["right_ankle_y_m"]), abs=0.1)
    assert z_mm == pytest.approx(-1000 * float(rows[0]["right_ankle_z_m"]), abs=0.1)
    assert y_mm < -500


def test_the_annotated_copy_shows_the_skeleton_and_no_face(out: Path, film: Path) -> None:
    (before, t_s), (after, copied_s) = (shown_in(path) for path in (film, out / "annotated.webm"))
    assert copied_s == pytest.approx(t_s, abs=1e-3)
    row = table(out / "landmarks.csv")[0]
    x, y = (round(float(row[f"nose_{axis}_px"])) for axis in "xy")
    face = np.s_[y - 6 : y + 6, x - 6 : x + 6]
    assert (
        np.abs(np.diff(after[face], axis=1)).mean()
        < 0.6 * np.abs(np.diff(before[face], axis=1)).mean()
    )
    x, y = (round(float(row[f"right_hip_{axis}_px"])) for axis in "xy")
    assert (after[y - 4 : y + 4, x - 4 : x + 4, 1] > 150).any()


def test_a_film_of_nobody_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "empty.mp4"
    write_pictures(path, [np.full((240, 320, 3), 180, np.uint8)] * 5)
    result = run(str(path), "--out", str(tmp_path / "out"))
    assert isinstance(result.exception, PoseError)
    assert "nobody is found" in str(result.exception)


def test_a_cropped_person_is_asked_to_step_back(film: Path, tmp_path: Path) -> None:
    path = tmp_path / "cropped.mp4"
    write_pictures(path, (whole[:320] for whole in read(film)[0][:12]), rate_hz=RATE_HZ)
    result = run(str(path), "--out", str(tmp_path / "out"), "--json", "-")
    assert result.exit_code == 0, result.output
    remarks = json.loads((tmp_path / "out" / "summary.json").read_text())["remarks"]
    assert any("feet cannot be seen" in remark and "step back" in remark for remark in remarks)
    assert any("No motion features" in remark for remark in remarks)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"nothing")
    result = run(str(path), "--out", str(tmp_path / "out"))
    assert isinstance(result.exception, SourceError)


def test_a_film_on_its_side_with_a_pause_is_measured_as_if_it_were_upright(
    film: Path, truth_deg: list[float], tmp_path: Path
) -> None:
    path = tmp_path / os.fsdecode(b"12:30 \xff.mkv")
    chosen = list(range(0, len(truth_deg), 4))
    upright, _ = read(film)
    t_ms = [500 * n + (3000 if n > 3 else 0) for n in range(len(chosen))]
    write_pictures(path, (np.rot90(upright[n]) for n in chosen), t_ms=t_ms)
    result = run(str(path), "--out", str(tmp_path / "out"), "--annotate")
    assert result.exit_code == 0, result.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["turned_deg"] == 270
    assert summary["rate_hz"] == pytest.approx(2.0)
    assert any("lies on its side" in remark for remark in summary["remarks"])
    theta_deg = [float(row["spine_angle_deg"]) for row in table(tmp_path / "out" / "angles.csv")]
    assert np.median(np.abs(np.array(theta_deg) - np.array(truth_deg)[chosen])) < 5
    picture, t_s = shown_in(tmp_path / "out" / "annotated.webm")
    assert picture.shape == upright[0].shape
    assert t_s == pytest.approx(np.array(t_ms) / 1000, abs=1e-3)
