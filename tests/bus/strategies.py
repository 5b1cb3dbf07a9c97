"""Any message of any type, drawn from the same structure that the codecs are built from."""

import math
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from edge.bus.schema import (
    Array,
    Choice,
    Either,
    Many,
    Maybe,
    Node,
    Record,
    Scalar,
    Table,
    describe,
)
from edge.core.messages.base import Message
from edge.core.messages.registry import MESSAGE_TYPES

SCALARS: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(width=64),
    str: st.text(),
}


def values(node: Node, lengths: dict[str, int]) -> st.SearchStrategy[Any]:
    drawn: st.SearchStrategy[Any]
    match node:
        case Scalar(kind):
            drawn = SCALARS[kind]
        case Choice(options):
            drawn = st.sampled_from(options)
        case Either(kinds):
            drawn = st.one_of(*(SCALARS[kind] for kind in kinds))
        case Maybe(inner):
            drawn = st.none() | values(inner, lengths)
        case Many(inner, length):
            size = st.just(length) if length is not None else st.integers(0, 3)
            drawn = size.flatmap(lambda n: st.tuples(*[values(inner, lengths)] * n))
        case Table(inner):
            drawn = st.dictionaries(st.text(), values(inner, lengths), max_size=3)
        case Array(dtype, length, columns):
            shape = (lengths[length] if isinstance(length, str) else length, *columns)
            drawn = nps.arrays(dtype, shape, elements=SCALARS[int if dtype.kind == "i" else float])
        case Record(cls, parts):
            drawn_parts = {name: values(inner, lengths) for name, inner in parts.items()}
            drawn = st.builds(cls, **drawn_parts)
    return drawn


def dimension_names(node: Node) -> set[str]:
    match node:
        case Array(_, length):
            return {length} if isinstance(length, str) else set()
        case Record(_, columns):
            return {name for inner in columns.values() for name in dimension_names(inner)}
        case Many(inner, _) | Maybe(inner):
            return dimension_names(inner)
        case _:
            return set()


def messages_of(cls: type[Message]) -> st.SearchStrategy[Message]:
    node = describe(cls)
    lengths = st.fixed_dictionaries({n: st.integers(0, 4) for n in dimension_names(node)})
    return lengths.flatmap(lambda sizes: values(node, sizes))


messages = st.sampled_from(MESSAGE_TYPES).flatmap(messages_of)


def same(left: Any, right: Any) -> bool:
    """Whether two values are of the same types and equal, NaN counting as equal to NaN."""
    if type(left) is not type(right):
        return False
    match left:
        case np.ndarray():
            nan_too = left.dtype.kind == "f"
            equal = left.dtype == right.dtype and np.array_equal(left, right, equal_nan=nan_too)
        case float():
            equal = left == right or (math.isnan(left) and math.isnan(right))
        case tuple():
            equal = len(left) == len(right) and all(map(same, left, right))
        case _ if is_dataclass(left):
            names = [f.name for f in fields(left)]
            equal = all(same(getattr(left, name), getattr(right, name)) for name in names)
        case _:
            equal = bool(left == right)
    return equal
