"""Recorded JSON gives every message back, and its schema describes it."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from edge.bus.errors import CodecError
from edge.bus.json_form import from_json, json_schema, to_json
from edge.core.messages.base import Message
from edge.core.messages.registry import MESSAGE_TYPES
from edge.core.messages.status import StageStatus, Status
from tests.bus.examples import imu
from tests.bus.strategies import messages, same


def without_infinity(value: Any) -> Any:
    """What is left of a value whose numbers are recorded as null where they are not finite."""
    if isinstance(value, float) and not math.isfinite(value):
        return math.nan
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return np.where(np.isfinite(value), value, np.nan)
    if isinstance(value, tuple):
        return tuple(map(without_infinity, value))
    if hasattr(value, "__dataclass_fields__"):
        names = value.__dataclass_fields__
        return type(value)(**{name: without_infinity(getattr(value, name)) for name in names})
    return value


def missing_is_none(value: Any, read: Any) -> Any:
    """`value` with None where a field that may be None was not a number."""
    if isinstance(value, float) and math.isnan(value) and read is None:
        return None
    if isinstance(value, tuple) and isinstance(read, tuple):
        return tuple(map(missing_is_none, value, read))
    if hasattr(value, "__dataclass_fields__"):
        names = value.__dataclass_fields__
        pairs = {name: (getattr(value, name), getattr(read, name)) for name in names}
        return type(value)(**{name: missing_is_none(*pair) for name, pair in pairs.items()})
    return value


PLAIN = {"boolean": bool, "string": str, "integer": int, "number": float}


def conforms(value: Any, schema: dict[str, Any]) -> bool:
    """A slow reading of the few words of JSON Schema that are used."""
    if value is None:
        return schema.get("nullable") is True
    if schema["type"] == "object":
        properties, further = schema["properties"], schema.get("additionalProperties")
        return set(schema.get("required", ())) <= value.keys() and all(
            conforms(inner, properties.get(key, further)) for key, inner in value.items()
        )
    if schema["type"] == "array":
        return type(value) is list and all(conforms(inner, schema["items"]) for inner in value)
    return type(value) is PLAIN[schema["type"]] and value in schema.get("enum", [value])


def schemas_in(schema: dict[str, Any]) -> list[dict[str, Any]]:
    inner = [*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])]
    return [schema, *(deep for part in inner for deep in schemas_in(part))]


@given(messages)
def test_every_message_comes_back(message: Message) -> None:
    read = from_json(type(message).__name__, to_json(message))
    assert same(read, missing_is_none(without_infinity(message), read))


@given(messages)
def test_the_schema_describes_the_json(message: Message) -> None:
    plain = json.loads(to_json(message), parse_constant=pytest.fail)
    assert conforms(plain, json_schema(type(message)))


@pytest.mark.parametrize("cls", MESSAGE_TYPES)
def test_viewers_can_read_the_schema(cls: type[Message]) -> None:
    """They want one type per property, the properties of each object, and no list of lists."""
    for schema in schemas_in(json_schema(cls)):
        assert isinstance(schema["type"], str)
        if schema["type"] == "object":
            assert "properties" in schema
        if schema["type"] == "array":
            assert schema["items"]["type"] != "array"


def test_an_empty_array_keeps_its_columns() -> None:
    read = from_json("Imu", to_json(imu(0, samples=0)))
    assert same(read.accel_m_s2, np.zeros((0, 3)))  # type: ignore[attr-defined]


def test_what_is_not_finite_is_null_in_a_tuple_too() -> None:
    stage = StageStatus(
        name="motion",
        state="running",
        restarts=0,
        drops={},
        queue=0,
        latency_ms=(1.0, math.nan, math.inf),
    )
    status = Status(seq=0, sensor_ns=0, host_ns=0, stages=(stage,))
    assert json.loads(to_json(status))["stages"][0]["latency_ms"] == [1.0, None, None]


@pytest.mark.parametrize(
    "damage",
    [
        lambda plain: plain.pop("lost"),
        lambda plain: plain.update(lost=0.5),
        lambda plain: plain.update(gap=None),
        lambda plain: plain.update(t_ns=[1.5, 2.5, 3.5]),
        lambda plain: plain.update(t_ns=[1, 2]),
        lambda plain: plain["accel_m_s2"].pop("x"),
        lambda plain: plain["accel_m_s2"].update(x=["a", "b", "c"]),
        lambda plain: plain["accel_m_s2"].update(x=[1.0]),
    ],
)
def test_damaged_json_is_refused(damage: Any) -> None:
    plain = json.loads(to_json(imu(0)))
    damage(plain)
    with pytest.raises(CodecError, match="Imu cannot be read"):
        from_json("Imu", json.dumps(plain).encode())


@pytest.mark.parametrize("data", [b"", b"[]", b"7", b"\xff", b"{"])
def test_what_is_no_object_is_refused(data: bytes) -> None:
    with pytest.raises(CodecError):
        from_json("Imu", data)
    with pytest.raises(CodecError):
        from_json("Unheard", data)
