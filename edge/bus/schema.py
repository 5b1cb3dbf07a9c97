"""The structure of a message type, derived once from its dataclass.

The binary codec, the JSON of recordings and its JSON Schema are three readings of the same
structure, so a new message type needs no line in any of them.
"""

import types
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from edge.core.arrays import FREE, Shape

SCALARS = (bool, int, float, str)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A bool, int, float or str."""

    kind: type


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed strings."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """A value of one of a few plain types."""

    kinds: tuple[type, ...]


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes; a message between processes has none, and a recording could not hold them."""


@dataclass(frozen=True, slots=True)
class Maybe:
    """`inner`, or None."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple of `inner`, of any length or of exactly `length`."""

    inner: "Node"
    length: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A dict from str to `inner`."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Array:
    """A C-contiguous array of `dtype` with the dimensions `edge.core.arrays.Shape` speaks of.

    Attributes:
        dtype: of the numbers.
        length: of the first dimension: its name if it may be any, else how long it is.
        columns: of the other dimensions, how long each is.
        names: of the entries along the last dimension, None where any number of them may be.
    """

    dtype: np.dtype[Any]
    length: str | int
    columns: tuple[int, ...]
    names: tuple[str, ...] | None

    def mismatch(self, shape: tuple[int, ...], lengths: dict[str, int]) -> str | None:
        """Return why `shape` does not fit, or None; a named length is entered in `lengths`."""
        if len(shape) != 1 + len(self.columns):
            return f"has {len(shape)} dimensions instead of {1 + len(self.columns)}"
        length = self.length
        due = shape[0] if length == FREE else length
        if type(due) is str:
            due = lengths.setdefault(due, shape[0])
        if shape[0] != due or shape[1:] != self.columns:
            return f"of {shape} stands where {(due, *self.columns)} is due"
        return None


@dataclass(frozen=True, slots=True)
class Record:
    """A dataclass and its fields in order."""

    cls: type
    fields: Mapping[str, "Node"]


Node = Scalar | Choice | Either | Blob | Maybe | Many | Table | Array | Record


def describe(cls: type) -> Record:
    """Return the structure of the dataclass `cls`.

    Raises:
        TypeError: a field is of a type that no message may hold.
    """
    hints = get_type_hints(cls, include_extras=True)
    return Record(cls, {f.name: _node(hints[f.name]) for f in fields(cls)})


def _node(hint: Any) -> Node:
    if hint in SCALARS:
        return Scalar(hint)
    if hint is bytes:
        return Blob()
    if isinstance(hint, type) and is_dataclass(hint):
        return describe(hint)
    node = _generic(get_origin(hint), get_args(hint))
    if node is None:
        raise TypeError(f"a message cannot hold {hint}; see edge.bus.schema for what it can")
    return node


def _generic(origin: Any, args: tuple[Any, ...]) -> Node | None:
    node: Node | None = None
    if origin is Literal:
        node = Choice(args)
    elif origin is Annotated and isinstance(args[1], Shape):
        # NDArray[scalar] is ndarray[shape, dtype[scalar]]
        scalar = get_args(get_args(args[0])[1])[0]
        node = _array(np.dtype(scalar), args[1].dims)
    elif origin in (Union, types.UnionType) and len(args) == 2 and args[1] is type(None):
        node = Maybe(_node(args[0]))
    elif origin in (Union, types.UnionType) and all(arg in SCALARS for arg in args):
        node = Either(args)
    elif origin is tuple and args[-1] is Ellipsis:
        node = Many(_node(args[0]), None)
    elif origin is tuple and len(set(args)) == 1:
        node = Many(_node(args[0]), len(args))
    elif origin is dict and args[0] is str:
        node = Table(_node(args[1]))
    return node


def _array(dtype: np.dtype[Any], dims: tuple[str | tuple[str, ...], ...]) -> Array:
    first, *others = dims
    if any(isinstance(dim, str) for dim in others):
        raise TypeError(f"only the first dimension of an array may be of any length, not {others}")
    return Array(
        dtype,
        first if isinstance(first, str) else len(first),
        tuple(map(len, others)),
        None if isinstance(dims[-1], str) else dims[-1],
    )
