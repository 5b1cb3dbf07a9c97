import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.core.anchor import Anchor
from edge.records.anchor_store import ANCHOR_CODEC, ANCHORS, patients
from edge.records.errors import AnchorError


def anchor(value: float = 0.1, length: int = 5, arm_length_m: float | None = None) -> Anchor:
    return Anchor(
        exercise="elbow_flexion",
        side="left",
        signal=np.full((length, 6), value),
        orientation=np.full((length, 4), 0.5),
        angle_deg=np.full(length, value),
        axis=np.array([0.0, 1.0, 0.0]),
        rom_deg=1.0 + abs(value),
        stability=-value,
        tempo_s=2.0,
        spread=0.2,
        rom_spread_deg=1.5,
        arm_length_m=arm_length_m,
        recorded="PineTime, °ω",
        simulated=False,
        others=(np.full((length + 1, 6), value), np.full((5, 6), -value)),
    )


def same(a: Anchor, b: Anchor) -> bool:
    others = len(a.others) == len(b.others) and all(map(np.array_equal, a.others, b.others))
    return others and all(
        np.array_equal(getattr(a, field.name), getattr(b, field.name))
        for field in dataclasses.fields(Anchor)
        if field.name != "others"
    )


@given(st.floats(-99.0, 99.0), st.integers(5, 9), st.none() | st.floats(0.0, 2.0))
def test_every_number_comes_back_exactly(
    value: float, length: int, arm_length_m: float | None
) -> None:
    stored = anchor(value, length, arm_length_m)
    assert same(ANCHOR_CODEC.value(ANCHOR_CODEC.text(stored)), stored)


WILD = {
    "tempo_s": 0,
    "rom_deg": None,
    "spread": 1e300,
    "rom_spread_deg": -1,
    "exercise": "flying",
    "axis": [0.0, 2.0, 0.0],
    "orientation": [[0.0] * 4] * 5,
    "signal": [[1e9] * 6] * 5,
    "arm_length_m": 70,
    "stability": 10**400,
}


@pytest.mark.parametrize("name", WILD)
def test_a_wild_value_is_named(name: str) -> None:
    row = json.loads(ANCHOR_CODEC.text(anchor())) | {name: WILD[name]}
    with pytest.raises(AnchorError, match=f"the reference is damaged .*{name}.*record it again"):
        ANCHOR_CODEC.value(json.dumps(row))


def test_what_could_not_be_read_again_is_not_kept() -> None:
    with pytest.raises(AnchorError, match=r"cannot be kept .*rom_deg is nan"):
        ANCHOR_CODEC.text(dataclasses.replace(anchor(), rom_deg=float("nan")))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"schema": NaN}', "\ud800", ""])
def test_what_is_no_json_is_one_error(text: str) -> None:
    with pytest.raises(AnchorError, match="the reference is"):
        ANCHOR_CODEC.value(text)


@pytest.mark.parametrize("content", [b"\xff\xfe", b""])
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes) -> None:
    path = ANCHORS.save(tmp_path, "p001", "one", anchor())
    path.write_bytes(content)
    with pytest.raises(AnchorError, match=r"one\.json: "):
        ANCHORS.load(tmp_path, "p001", "one")


def test_a_reference_that_kept_no_other_repetitions_is_read() -> None:
    row = json.loads(ANCHOR_CODEC.text(anchor()))
    del row["others"]
    assert ANCHOR_CODEC.value(json.dumps(row)).others == ()


@pytest.mark.parametrize("others", [1, [[[1.0] * 5]], [[["x"] * 6]], [[]]])
def test_damaged_other_repetitions_are_said(others: object) -> None:
    row = json.loads(ANCHOR_CODEC.text(anchor())) | {"others": others}
    with pytest.raises(
        AnchorError, match=r"the reference is damaged \(others: .*\); record it again"
    ):
        ANCHOR_CODEC.value(json.dumps(row))


def test_anchors_lie_in_one_folder_per_patient(tmp_path: Path) -> None:
    assert patients(tmp_path) == ()
    assert ANCHORS.names(tmp_path, "p001") == ()
    path = ANCHORS.save(tmp_path, "p001", "elbow_flexion-left", anchor())
    ANCHORS.save(tmp_path, "p001", "elbow_flexion-left", anchor(0.3))
    ANCHORS.save(tmp_path, "p001", "another", anchor())
    ANCHORS.save(tmp_path, "p002", "another", anchor())
    assert path == tmp_path / "p001" / "anchors" / "elbow_flexion-left.json"
    assert patients(tmp_path) == ("p001", "p002")
    assert ANCHORS.names(tmp_path, "p001") == ("another", "elbow_flexion-left")
    assert same(ANCHORS.load(tmp_path, "p001", "elbow_flexion-left"), anchor(0.3))


def test_an_absent_anchor_is_said_with_those_there_are(tmp_path: Path) -> None:
    ANCHORS.save(tmp_path, "p001", "one", anchor())
    with pytest.raises(AnchorError, match=r"p001 has no reference 'two' \(there are: one\)"):
        ANCHORS.load(tmp_path, "p001", "two")


@pytest.mark.parametrize(("patient", "name"), [("../p", "a"), ("p", "a/b"), ("", "a"), ("p", ".")])
def test_names_that_would_leave_the_folder_are_refused(
    tmp_path: Path, patient: str, name: str
) -> None:
    with pytest.raises(AnchorError, match="cannot be used in a file's name"):
        ANCHORS.save(tmp_path, patient, name, anchor())
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": 9}, "not of schema 1"),
        (
            {"signal": [[1.0, 2.0]]},
            r"the reference is damaged \(signal: an array of \(1, 2\) stands where",
        ),
        ({"angle_deg": [1.0]}, r"angle_deg: an array of \(1,\) stands where \(5,\) is due"),
        ({"angle_deg": [None, 1.0, 2.0]}, "angle_deg: .* stands where numbers are due"),
        ({"signal": "x"}, "signal: 'x' stands where numbers are due"),
        ({"colour": 1}, "colour is no field of it"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(
    tmp_path: Path, change: dict[str, object], message: str
) -> None:
    path = ANCHORS.save(tmp_path, "p001", "one", anchor())
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(AnchorError, match=message) as caught:
        ANCHORS.load(tmp_path, "p001", "one")
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"schema": 1}'])
def test_what_is_no_anchor_is_refused(text: str) -> None:
    with pytest.raises(AnchorError):
        ANCHOR_CODEC.value(text)
