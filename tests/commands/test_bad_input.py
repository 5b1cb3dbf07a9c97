"""What people really have on their disks, one by one: repaired and said, or refused and said."""

import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.importers.watch_csv import HEADER, write_watch_csv
from edge.records.anchor_store import ANCHORS
from edge.simulation.body import simulate_anchor
from tests.conftest import Ended, Physio
from tests.stages.playing import session_plan_of

ANCHOR = simulate_anchor(exercise="elbow_flexion", seed=3)
GOOD = np.column_stack([ANCHOR.t_s, ANCHOR.accel_m_s2, ANCHOR.gyro_rad_s])
TEXT = ",".join(HEADER) + "\n"


def sampled(rate_hz: float) -> Floats:
    it = simulate_anchor(exercise="elbow_flexion", seed=3, rate_hz=rate_hz)
    return np.column_stack([it.t_s, it.accel_m_s2, it.gyro_rad_s])


def changed(
    columns: slice, change: Callable[[Floats], Floats], rows: slice = slice(None)
) -> Floats:
    table = GOOD.copy()
    table[rows, columns] = change(table[rows, columns])
    return table


def imported(physio: Physio, path: Path) -> Ended:
    return physio(
        *("anchor", "import", path, "--patient", "p", "--exercise", "elbow_flexion", "--json", "-")
    )


REPAIRED = {
    "some NaNs": (
        changed(slice(2, 3), lambda x: x * np.nan, slice(50, 60)),
        "10 of 965 rows hold missing or infinite values and were left out",
    ),
    "g": (changed(slice(1, 4), lambda x: x / 9.80665), "the acceleration is in g"),
    "deg/s": (changed(slice(4, 7), np.degrees), "the angular rate is in deg/s"),
    "10 Hz": (sampled(10.0), "sampled at 10 Hz: quick movements fall between the samples"),
    "1 kHz": (sampled(1000.0), "sampled at 1000 Hz: more than needed, it is reduced"),
    "a clock that jumps back": (
        changed(slice(0, 1), lambda t: t - 3, slice(100, 105)),
        "5 rows are out of time",
    ),
}

REFUSED: dict[str, tuple[Floats | str, str]] = {
    "empty": ("", "is empty; a watch CSV begins with the line"),
    "header only": (TEXT, "holds 0 usable sample(s)"),
    "wrong header": ("time,x,y,z\n0,1,2,3\n", "has no column t_s, ax_m_s2"),
    "words": (TEXT + "hello\n", "line 2: 'hello' is not a row of 7 numbers"),
    "one sample": (GOOD[:1], "holds 1 usable sample(s)"),
    "NaNs alone": (changed(slice(1, 7), lambda x: x * np.nan), "no row has all seven numbers"),
    "a clock that runs backwards": (changed(slice(0, 1), lambda t: t[::-1]), "runs backwards"),
    "constant": (changed(slice(1, 7), lambda x: 0 * x + [0, 0, 9.81, 0, 0, 0]), "never changes"),
}


@pytest.mark.parametrize("case", REPAIRED)
def test_what_can_be_repaired_is_used_and_said(physio: Physio, tmp_path: Path, case: str) -> None:
    table, sentence = REPAIRED[case]
    path = tmp_path / "watch.csv"
    write_watch_csv(path, table[:, 0], table[:, 1:4], table[:, 4:7])
    ended = imported(physio, path)
    assert ended.code == 0
    assert sentence in ended.err
    assert ended.json["rom_deg"] == pytest.approx(ANCHOR.patient.rom_deg, abs=5)


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_with_a_reason(
    physio: Physio, physio_home: Path, tmp_path: Path, case: str
) -> None:
    content, sentence = REFUSED[case]
    path = tmp_path / "watch.csv"
    if isinstance(content, str):
        path.write_text(content)
    else:
        write_watch_csv(path, content[:, 0], content[:, 1:4], content[:, 4:7])
    ended = imported(physio, path)
    assert ended.code == 2
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    assert not list(physio_home.rglob("*.json"))


PLAN = """
patient = "p"
[[exercises]]
name = "shoulder_abduction"
side = "right"
target_rom_deg = 90
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (None, "plan.toml cannot be read"),
        ("patient = ", "is not valid TOML"),
        ('patient = "p"', "exercises is missing"),
        (PLAN.replace("90", "900"), "exercises[0].target_rom_deg is 900; it must be between 5"),
        (
            PLAN.replace("90", '"wide"'),
            "exercises[0].target_rom_deg is 'wide'; it must be a number",
        ),
        (PLAN + "repetition = 3", "exercises[0].repetition is not a known field; did you mean"),
        (PLAN.replace('"right"', '"both"'), "exercises[0].side is 'both'; it must be one of left"),
        (PLAN.replace('"p"', '"p q"'), "patient is 'p q'"),
        (PLAN + 'anchor = "mine"', "p has no reference 'mine'"),
    ],
)
def test_a_wrong_plan_is_named_with_its_field(
    physio: Physio, tmp_path: Path, physio_home: Path, text: str | None, sentence: str
) -> None:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    if text is not None:
        path.write_text(text)
    ended = physio("run", "--plan", path, "--watch", "virtual", "--no-browser")
    assert ended.code == 2
    (line,) = ended.err.splitlines()
    assert sentence in line
    assert not (physio_home / "p" / "sessions").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--watch", "tv:"), "'tv:' names no watch"),
        (("--watch", "file:none.csv"), "there is no file none.csv"),
        (("--watch", "virtual", "--port", "{taken}"), "choose another with --port"),
        (("--watch", "virtual", "--certificate", "c.pem"), "both a certificate and its key"),
        (
            ("--watch", "virtual", "--certificate", "c.pem", "--key", "k.pem"),
            "are no certificate with its key",
        ),
    ],
)
def test_a_session_that_cannot_be_held_leaves_nothing(
    physio: Physio, tmp_path: Path, physio_home: Path, words: tuple[str, ...], sentence: str
) -> None:
    ANCHORS.save(physio_home, "p", "shoulder_abduction-right", session_plan_of().anchors[0])
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        ended = physio("run", "--plan", path, *(word.format(taken=taken) for word in words))
    assert ended.code == 2
    assert sentence in ended.err
    assert "Traceback" not in ended.err
    assert not (physio_home / "p" / "sessions").exists()
