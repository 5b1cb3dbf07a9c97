"""Skeletons of every tracker become the 19 keypoints; what cannot is said in one sentence."""

import json
from pathlib import Path

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.infant import JOINTS
from edge.importers.errors import ImporterError
from edge.importers.skeletons.layouts import LAYOUTS, layout_of_count
from edge.importers.skeletons.recording import read_skeleton, recording_of
from edge.importers.skeletons.table import write_table
from edge.posture.infant.errors import InfantError
from edge.posture.infant.quality import quality_of
from edge.simulation.infant.infants import simulated_infant

FRAMES = 90


def nineteen(seed: int = 1) -> Floats:
    seen = simulated_infant(seed, "normal", 3.4, rate_hz=30.0).tracked.positions_px[:FRAMES]
    return np.where(np.isfinite(seen), seen, np.nanmedian(seen, axis=0))


def as_layout(name: str) -> Floats:
    """Return (T, J, 2) of an infant as that tracker would give it."""
    own = dict(zip(JOINTS, nineteen().transpose(1, 0, 2), strict=True))
    own["neck"] = own["upper_neck"]
    own["mid_shoulders"] = 0.5 * (own["right_shoulder"] + own["left_shoulder"])
    own["mid_hips"] = 0.5 * (own["right_hip"] + own["left_hip"])
    return np.stack([own.get(joint, own["nose"]) for joint in LAYOUTS[name].joints], axis=1)


def openpose(
    folder: Path, tracked: Floats, *, strangers: bool = False, name: str = "film_{:012}_keypoints"
) -> Path:
    folder.mkdir()
    for number, frame in enumerate(tracked):
        seen = np.isfinite(frame).all(axis=1)
        rows = np.column_stack([np.nan_to_num(frame), 0.9 * seen])
        people = [{"pose_keypoints_2d": rows.ravel().tolist()}]
        if strangers:
            people.insert(0, {"pose_keypoints_2d": (0.1 * rows).ravel().tolist()})
        (folder / f"{name.format(number)}.json").write_text(json.dumps({"people": people}))
    return folder


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_joints_that_it_knows_and_marks_the_others(
    name: str, tmp_path: Path
) -> None:
    write_table(tmp_path / "a.csv", as_layout(name), name)
    found = read_skeleton(tmp_path / "a.csv")
    assert found.layout == name
    assert found.rate_hz is None
    truth = nineteen()
    for joint in range(19):
        if JOINTS[joint] in LAYOUTS[name].joints:
            np.testing.assert_allclose(found.positions_px[:, joint], truth[:, joint], atol=1e-3)
    seen = dict(zip(JOINTS, found.observed, strict=True))
    assert seen["nose"]
    assert seen["left_ankle"]
    assert seen["head_top"] == (name == "infant-19")
    assert seen["right_ear"] == ("right_ear" in LAYOUTS[name].joints)


@pytest.mark.parametrize("count", [18, 25])
def test_a_folder_of_openposes_is_read_and_the_best_person_taken(
    count: int, tmp_path: Path
) -> None:
    name = layout_of_count(count)
    assert name is not None
    tracked = as_layout(name)
    tracked[5, 3] = np.nan
    found = read_skeleton(openpose(tmp_path / "json", tracked, strangers=True))
    assert found.layout == name
    assert np.isnan(found.positions_px[5, 6]).all()
    np.testing.assert_allclose(found.positions_px[10, 6], tracked[10, 3])
    assert 0.0 < found.missing < 0.01


def test_frames_follow_their_numbers_and_a_missing_file_is_a_hole(tmp_path: Path) -> None:
    tracked = as_layout("openpose-18")
    folder = openpose(tmp_path / "json", tracked, name="infant2_{}_keypoints")
    (folder / "infant2_40_keypoints.json").unlink()
    found = read_skeleton(folder).positions_px[:, 7]
    assert len(found) == FRAMES
    assert np.isnan(found[40]).all()
    np.testing.assert_allclose(np.delete(found, 40, 0), np.delete(tracked[:, 4], 40, 0))
    for number in range(5, 80):
        (folder / f"infant2_{number}_keypoints.json").unlink(missing_ok=True)
    with pytest.raises(ImporterError, match="holds 15 of 90 frames"):
        read_skeleton(folder)


def with_second(folder: Path, other: Floats, frames: range) -> None:
    """Put a second person, as sure, before the first one in some frames."""
    for number in frames:
        file = folder / f"film_{number:012}_keypoints.json"
        people = json.loads(file.read_text())["people"]
        rows = np.column_stack([other[number], np.full(len(other[number]), 0.95)])
        people.insert(0, {"pose_keypoints_2d": rows.ravel().tolist()})
        file.write_text(json.dumps({"people": people}))


def test_one_infant_is_kept_to_and_two_throughout_are_refused(tmp_path: Path) -> None:
    tracked = as_layout("openpose-18")
    folder = openpose(tmp_path / "json", tracked)
    with_second(folder, tracked + 300.0, range(20, 30))
    found = read_skeleton(folder)
    np.testing.assert_allclose(found.positions_px[:, 7], tracked[:, 4])
    with_second(folder, tracked + 300.0, range(30, 60))
    with pytest.raises(ImporterError, match="a second person is seen in 40 of 90 frames"):
        read_skeleton(folder)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_read_as_well(separator: str, tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", nineteen())
    text = (tmp_path / "a.csv").read_text().replace(",", separator)
    (tmp_path / "b.csv").write_text(text)
    np.testing.assert_allclose(
        read_skeleton(tmp_path / "b.csv").positions_px, nineteen(), atol=1e-3
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [("a.mp4", "'physio infant track a.mp4'"), ("a.json", "give the folder"), ("a.csv", "no file")],
)
def test_what_is_no_table_says_what_to_do(name: str, message: str) -> None:
    with pytest.raises(ImporterError, match=message):
        read_skeleton(Path(name))


def test_a_table_of_one_frame_is_said(tmp_path: Path) -> None:
    header = ",".join(["t_s", *(f"{j}_{a}" for j in JOINTS for a in "xy")])
    (tmp_path / "a.csv").write_text(header + "\n" + ",".join(["0.0"] + ["200"] * 38) + "\n")
    with pytest.raises(ImporterError, match="holds one frame"):
        read_skeleton(tmp_path / "a.csv")


def test_points_at_zero_were_not_found_and_an_ear_on_the_mat_is_not_observed(
    tmp_path: Path,
) -> None:
    tracked = as_layout("coco-17")
    tracked[:, 3] = 0.0
    tracked[7, 9] = 0.0
    write_table(tmp_path / "a.csv", tracked, "coco-17")
    found = read_skeleton(tmp_path / "a.csv")
    assert not found.observed[JOINTS.index("left_ear")]
    assert np.isnan(found.positions_px[7, JOINTS.index("left_wrist")]).all()


def test_times_give_the_rate(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", nineteen())
    lines = (tmp_path / "a.csv").read_text().splitlines()
    lines = ["t_s," + lines[0], *(f"{k / 25:.4f},{line}" for k, line in enumerate(lines[1:]))]
    (tmp_path / "b.csv").write_text("\n".join(lines))
    assert read_skeleton(tmp_path / "b.csv").rate_hz == pytest.approx(25.0)


@pytest.mark.parametrize("column", ["t_s", "frame"])
def test_frames_that_are_missing_are_holes(column: str, tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", nineteen(), t_s=np.arange(FRAMES) / 30.0)
    head, *rows = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    numbered = [
        f"{k},{row.split(',', 1)[1]}" if column == "frame" else row for k, row in enumerate(rows)
    ]
    lines = [head.replace("t_s", column, 1), *numbered[:20], *numbered[50:]]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read_skeleton(tmp_path / "a.csv").positions_px
    assert len(found) == FRAMES
    assert np.isnan(found[20:50]).all()
    np.testing.assert_allclose(found[50:], nineteen()[50:], atol=2e-3)


def test_times_that_tremble_are_brought_to_even_ones(tmp_path: Path) -> None:
    t_s = np.arange(FRAMES) / 30.0 + np.random.default_rng(0).uniform(0.0, 0.012, FRAMES)
    way = np.repeat(100.0 + 50.0 * t_s[:, None], 19, axis=1)[..., None] + np.zeros(2)
    write_table(tmp_path / "a.csv", way, t_s=t_s)
    found = read_skeleton(tmp_path / "a.csv")
    assert found.rate_hz == pytest.approx(30.0, rel=0.01)
    steps = np.diff(found.positions_px[:, 0, 0])
    assert np.isfinite(steps).all()
    assert np.abs(steps - 50.0 / 30.0).max() < 0.2


def test_shares_of_the_picture_are_refused_until_its_size_is_given(tmp_path: Path) -> None:
    pixels = nineteen()
    write_table(tmp_path / "a.csv", pixels / (640.0, 480.0))
    with pytest.raises(ImporterError, match="give --picture WIDTHxHEIGHT"):
        read_skeleton(tmp_path / "a.csv")
    found = read_skeleton(tmp_path / "a.csv", (640, 480))
    np.testing.assert_allclose(found.positions_px, pixels, atol=0.5)
    write_table(tmp_path / "b.csv", pixels)
    with pytest.raises(ImporterError, match="it is in pixels already"):
        read_skeleton(tmp_path / "b.csv", (640, 480))


def test_pixels_mixed_with_shares_are_said() -> None:
    mixed = nineteen()
    mixed[:, 7] /= 640.0
    with pytest.raises(ImporterError, match="mixes pixels"):
        recording_of(mixed, "infant-19", 30.0, Path("a.csv"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("frame,x,y\n0,1,2\n", "no columns NAME_x and NAME_y"),
        ("nose_x,nose_y,left_ear_x,left_ear_y\n1,2,3,4\n", "has 2 joints"),
        (",".join(f"{j}_{a}" for j in JOINTS for a in "xy") + "\n1,2,3\n", "3 cells where"),
        (",".join(f"{j}_{a}" for j in JOINTS for a in "xy") + "\n", "a header and no frame"),
    ],
)
def test_a_table_that_is_none_is_said(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(ImporterError, match=message):
        read_skeleton(tmp_path / "a.csv")


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(ImporterError, match="holds no JSON file"):
        read_skeleton(tmp_path)
    (tmp_path / "a.json").write_text('{"people": [')
    with pytest.raises(ImporterError, match="was it cut off"):
        read_skeleton(tmp_path)
    wrong = openpose(tmp_path / "wrong", np.ones((3, 21, 2)))
    with pytest.raises(ImporterError, match="21 joints a frame"):
        read_skeleton(wrong)


def test_a_joint_that_was_never_found_is_named() -> None:
    lost = nineteen()
    lost[:, 18] = np.nan
    with pytest.raises(ImporterError, match="left ankle was never found"):
        recording_of(lost, "infant-19", 30.0, Path("a.csv"))


def test_sides_that_are_swapped_for_a_while_are_counted_and_throughout_refused() -> None:
    own = nineteen()
    pairs = ((5, 9), (6, 10), (7, 11), (13, 16), (14, 17), (15, 18))
    order = np.arange(19)
    for right, left in pairs:
        order[[right, left]] = left, right
    swapped = own.copy()
    swapped[30:48] = own[30:48][:, order]
    assert quality_of(own, 30.0, 0.0).swaps == 0.0
    assert quality_of(swapped, 30.0, 0.0).swaps == pytest.approx(0.2)
    with pytest.raises(InfantError, match="reversed throughout"):
        quality_of(own[:, order], 30.0, 0.0)


def test_wrists_alone_that_change_places_are_counted() -> None:
    swapped = nineteen()
    swapped[40:58, [7, 11]] = swapped[40:58, [11, 7]]
    assert quality_of(swapped, 30.0, 0.0).swaps == pytest.approx(0.2)


def test_an_adult_is_no_infant() -> None:
    adult = nineteen()
    for hip, knee, ankle in ((13, 14, 15), (16, 17, 18)):
        down = (
            np.array([0.0, 1.0]) * 0.9 * np.linalg.norm(adult[:, 8] - adult[:, 12], axis=1)[:, None]
        )
        adult[:, knee] = adult[:, hip] + down
        adult[:, ankle] = adult[:, knee] + down
    with pytest.raises(InfantError, match="an adult's or a child's"):
        quality_of(adult, 30.0, 0.0)
