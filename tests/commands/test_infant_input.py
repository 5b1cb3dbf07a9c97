"""What an infant's keypoints may be instead: one clear sentence each, by the command, no page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, LEGS, PELVIS, SWAPS
from edge.importers.skeletons.table import write_table
from edge.simulation.infant.infants import simulated_infant
from tests.conftest import Physio

PICTURE = np.array([640.0, 480.0])
SEEN = simulated_infant(910, "normal", 8.0, rate_hz=30.0).tracked.positions_px
FILM = np.where(np.isfinite(SEEN), SEEN, np.nanmedian(SEEN, axis=0))


def changed(where: Any, change: Callable[[Floats], Floats]) -> Floats:
    table = FILM.copy()
    table[where] = change(table[where])
    return table


def swapped() -> Floats:
    table = FILM.copy()
    for pair in SWAPS:
        table[:, pair] = FILM[:, pair[::-1]]
    return table


def grown_up(legs: Floats) -> Floats:
    hips = FILM[:, [PELVIS]]
    return hips + 2.0 * (legs - hips)


REFUSED: dict[str, tuple[Floats, tuple[object, ...], str]] = {
    "3 s": (FILM[:90], (), "3.0 s are too short: a window is 5 s"),
    "15 Hz": (FILM, ("--fps", 15), "15 frames a second cannot be used"),
    "120 Hz": (FILM, ("--fps", 120), "120 frames a second cannot be used"),
    "a name": (FILM, ("--code", "Anna"), "'Anna' is no code"),
    "options for nothing": (FILM, ("--no-carry",), "give --perturb too"),
    "never a wrist": (changed(np.s_[:, 7], lambda x: x * np.nan), (), "right wrist was never"),
    "holes alone": (FILM * np.nan, (), "no joint was found in any frame"),
    "swapped sides": (swapped(), (), "right and left are reversed throughout"),
    "upside down": (changed(np.s_[..., 1], lambda y: 480.0 - y), (), "or y points upwards"),
    "an adult": (changed(np.s_[:, LEGS], grown_up), (), "an adult's or a child's"),
    "shares": (FILM / PICTURE, (), "give --picture WIDTHxHEIGHT"),
    "shares of some joints": (changed(np.s_[:, 6:9], lambda x: x / PICTURE), (), "mixes pixels"),
    "shares in some frames": (changed(np.s_[9:12], lambda x: x / PICTURE), (), "mixes pixels"),
    "shares of one axis": (changed(np.s_[..., 1], lambda y: y / 480.0), (), "mixes pixels"),
    "pixels with --picture": (FILM, ("--picture", "640x480"), "leave out --picture"),
    "--picture of nothing": (FILM, ("--picture", "big"), "big is no size of a picture"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_judged_is_one_clear_sentence(
    kind: str, physio: Physio, tmp_path: Path
) -> None:
    keypoints, options, message = REFUSED[kind]
    write_table(tmp_path / "film.csv", keypoints)
    rate = () if "--fps" in options else ("--fps", 30)
    refused(physio, tmp_path, message, *rate, *options)


def test_a_film_without_a_rate_and_one_with_other_joints_are_one_sentence(
    physio: Physio, tmp_path: Path
) -> None:
    write_table(tmp_path / "film.csv", FILM)
    refused(physio, tmp_path, "give --fps")
    joints = [name for name in JOINTS if name not in ("nose", "left_ankle")]
    columns = [f"{name}_{axis}" for name in joints for axis in "xy"]
    row = ",".join(["100"] * len(columns))
    (tmp_path / "film.csv").write_text("\n".join([",".join(columns), row, row]), encoding="utf-8")
    refused(physio, tmp_path, "has 17 joints, not nose, left_ankle", "--fps", 30)


def refused(physio: Physio, folder: Path, message: str, *options: object) -> None:
    ended = physio("infant", folder / "film.csv", *options, "--out", folder / "out")
    assert ended.code == 2
    assert message in ended.err
    assert ended.err.count("\n") == 1
    assert not (folder / "out").exists()
