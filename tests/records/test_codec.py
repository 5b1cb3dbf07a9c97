"""What is kept in files comes back exactly, or it is said in one sentence why not."""

import json
import math
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bus.schema import describe
from edge.core.anchor import Anchor
from edge.core.arrays import AXES, FREE, WXYZ, Floats, Shape, Times
from edge.records.codec import FileCodec
from edge.records.errors import RecordsError
from edge.records.session_history import HistoryEntry
from edge.signals.imu_calibration import ImuCalibration
from models.inference.card import Card
from tests.bus.strategies import dimension_names, same, values


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A part of `Kept`."""

    size: tuple[str | int, ...] = ()
    weights: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """One field of each kind."""

    name: str
    side: Literal["left", "right"]
    share: float
    pain: int | None
    times_ns: Annotated[Times, Shape(("n",))]
    signal: Annotated[Floats, Shape(("n", AXES))]
    turn: Annotated[Floats, Shape((WXYZ,))]
    others: tuple[Annotated[Floats, Shape((FREE, AXES))], ...] = ()
    parts: tuple[Part, ...] = ()
    simulated: bool = False


def codec_of(cls: type[Any], schema: int | None = 1) -> FileCodec[Any]:
    return FileCodec(cls, noun="thing", remedy="make it anew", error=RecordsError, schema=schema)


def of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Return values of a dataclass whose arrays are as files keep them: finite and not empty."""
    node = describe(cls)
    lengths = st.fixed_dictionaries({name: st.integers(1, 4) for name in dimension_names(node)})
    return lengths.flatmap(lambda sizes: values(node, sizes)).filter(_is_finite)


def _is_finite(value: Any) -> bool:
    arrays = [a for f in describe(type(value)).fields for a in _arrays(getattr(value, f))]
    return all(np.isfinite(array).all() for array in arrays)


def _arrays(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return [array for inner in value for array in _arrays(inner)]
    return [value] if isinstance(value, np.ndarray) else []


def without_infinity(value: Any) -> Any:
    """Return a number as it comes back: what is not finite is null in the file."""
    return math.nan if isinstance(value, float) and not math.isfinite(value) else value


CODEC = codec_of(Kept)
KEPT = Kept(
    name="°ω",
    side="left",
    share=0.1,
    pain=None,
    times_ns=np.array([1, 2]),
    signal=np.full((2, 6), 1 / 3),
    turn=np.array([1.0, 0.0, 0.0, 0.0]),
    others=(np.ones((1, 6)), np.ones((3, 6))),
    parts=(Part(size=("n", 6), weights={"a": 0.5}),),
)


@pytest.mark.parametrize("cls", [Anchor, ImuCalibration, HistoryEntry])
@given(data=st.data())
def test_every_number_of_what_is_kept_comes_back_exactly(cls: type[Any], data: Any) -> None:
    before = data.draw(of(cls))
    codec = codec_of(cls)
    after = codec.value(codec.text(before))
    for name in describe(cls).fields:
        own, back = getattr(before, name), getattr(after, name)
        if back is None:
            assert own is None or not math.isfinite(own)
        else:
            assert same(back, without_infinity(own)), name


def test_fields_of_every_kind_come_back() -> None:
    text = CODEC.text(KEPT)
    json.loads(text, parse_constant=pytest.fail)
    assert same(CODEC.value(text), KEPT)


def test_a_text_made_of_what_was_read_is_the_same_text() -> None:
    text = CODEC.text(KEPT)
    assert CODEC.text(CODEC.value(text)) == text


def test_what_is_missing_is_null() -> None:
    row = CODEC.row(KEPT) | {"share": None}
    assert row["pain"] is None
    assert math.isnan(CODEC.of_row(row).share)


def test_a_field_that_was_added_later_takes_its_default() -> None:
    row = CODEC.row(KEPT)
    for name in ("others", "parts", "simulated"):
        del row[name]
    old = CODEC.of_row(row)
    assert (old.others, old.parts, old.simulated) == ((), (), False)


def test_a_whole_number_may_stand_for_a_float() -> None:
    row = CODEC.row(KEPT) | {"share": 1, "turn": [1, 0, 0, 0]}
    read = CODEC.of_row(row)
    assert type(read.share) is float
    assert read.turn.dtype == np.float64


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"schema": 2}, "the thing is not of schema 1; make it anew"),
        ({"colour": 1}, "the thing is damaged (colour is no field of it); make it anew"),
        ({"name": 1}, "(name: 1 stands where str is due)"),
        ({"side": "up"}, "(side: 'up' is none of left, right)"),
        ({"pain": 0.5}, "(pain: 0.5 stands where int is due)"),
        ({"simulated": 1}, "(simulated: 1 stands where bool is due)"),
        ({"times_ns": [0.5, 1.5]}, "(times_ns: [0.5, 1.5] stands where numbers are due)"),
        ({"times_ns": [1]}, "stands where (1, 6) is due"),
        ({"turn": [1, 0, 0]}, "(turn: an array of (3,) stands where (4,) is due)"),
        ({"turn": [1, 0, 0, None]}, "stands where numbers are due"),
        ({"signal": [[1.0] * 6, [1.0] * 5]}, "stands where numbers are due"),
        ({"signal": []}, "(signal: "),
        ({"others": [[[1.0] * 6], []]}, "(others: "),
        ({"others": 1}, "(others: 1 stands where several values are due)"),
        ({"parts": [{"size": [1.5], "weights": {}}]}, "(parts: size: 1.5 stands where str or int"),
        ({"parts": [{"size": []}]}, "(parts: weights is missing)"),
        ({"parts": [7]}, "(parts: 7 stands where the fields of Part are due)"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RecordsError) as caught:
        CODEC.of_row(CODEC.row(KEPT) | change)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("name", ["name", "signal", "pain"])
def test_a_missing_field_is_named(name: str) -> None:
    row = CODEC.row(KEPT)
    del row[name]
    with pytest.raises(RecordsError, match=rf"\({name} is missing\); make it anew"):
        CODEC.of_row(row)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", '{"schema": 1}', "null"])
def test_a_text_of_something_else_is_refused(text: str) -> None:
    for schema in (1, None):
        with pytest.raises(RecordsError, match="thing"):
            codec_of(Kept, schema).value(text)


@pytest.mark.parametrize("array", [np.full((2, 6), np.nan), np.ones((0, 6))])
def test_an_array_that_could_not_be_read_again_is_not_written(array: Floats) -> None:
    row = {name: getattr(KEPT, name) for name in describe(Kept).fields}
    with pytest.raises(RecordsError, match="the thing cannot be kept"):
        CODEC.text(Kept(**(row | {"signal": array})))


def test_a_card_is_read_without_a_version() -> None:
    assert "schema" not in codec_of(Kept, None).row(KEPT)
    describe(Card)  # every field of a card is of a kind that the codec knows
