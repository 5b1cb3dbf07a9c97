"""`physio evaluate decoders`: bytes and files whose meaning is known, read by our decoders."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from rich.console import Group, RenderableType
from rich.table import Table

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.decoding.file_vectors import read_file
from benchmarks.evaluations.decoding.vector_families import decoder_for
from benchmarks.question import Progress, stepped
from edge.core.errors import PhysioError
from firmware_bridge.samples import Samples, Vectors

CLOSE: Final = {"accel_m_s2": 5e-3, "gyro_rad_s": 5e-4}
CLOSE_NS: Final = 1000
CLOSE_RATE: Final = 0.01

Got = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorResult:
    """One vector.

    Attributes:
        id: its name.
        ok: whether it decodes to what is expected.
        got: what it decodes to, in the form of what is expected.
        expected: as its file says.
    """

    id: str
    ok: bool
    got: Got
    expected: Got


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodedVectors:
    """The answer."""

    vectors: tuple[VectorResult, ...]

    def table(self) -> RenderableType:
        """Return what went wrong, and how many did not."""
        table = Table("vector", "expected", "got", title="Vectors that decode to something else")
        wrong = [one for one in self.vectors if not one.ok]
        for one in wrong:
            table.add_row(one.id, json.dumps(one.expected), json.dumps(one.got))
        right = f"{len(self.vectors) - len(wrong)} of {len(self.vectors)} vectors are right."
        return Group(table, right) if wrong else right


@dataclass(frozen=True, slots=True, kw_only=True)
class DecoderVectors:
    """Does what devices send become what it means?"""

    data: Annotated[
        Path, typer.Option(metavar="FILE", help="JSON list of vectors with what is expected.")
    ]

    def run(self, progress: Progress) -> DecodedVectors:
        """Return of every vector whether it is decoded as expected.

        Raises:
            EvaluationError: the file cannot be read.
        """
        vectors = _read(self.data)
        return DecodedVectors(vectors=tuple(_judged(one) for one in stepped(vectors, progress)))


def _read(path: Path) -> list[Mapping[str, Any]]:
    try:
        vectors = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path} holds no vectors: {error}") from error
    if not isinstance(vectors, list) or not all(
        isinstance(one, dict) and {"id", "family", "kind", "expected"} <= set(one)
        for one in vectors
    ):
        raise EvaluationError(f"{path} is no list of vectors with id, family, kind and expected")
    return vectors


def _judged(vector: Mapping[str, Any]) -> VectorResult:
    expected = vector["expected"]
    try:
        got = _in_file(vector) if vector["kind"] == "file" else _notified(vector)
    except PhysioError as error:
        got = {"refuse": str(error)}
    except (KeyError, ValueError, TypeError) as error:
        got = {"error": repr(error)}
    close = {**CLOSE, **vector.get("tolerance", {})}
    return VectorResult(
        id=vector["id"], ok=_agrees(got, expected, close), got=got, expected=expected
    )


def _notified(vector: Mapping[str, Any]) -> Got:
    decoder = decoder_for(
        vector["family"], vector.get("characteristic", ""), vector.get("setup", {})
    )
    parts = [
        samples for text in vector["notifications"] for samples in decoder.take(bytes.fromhex(text))
    ]
    accel = _stacked(part.accel_m_s2 for part in parts)
    gyro = _stacked(part.gyro_rad_s for part in parts)
    return _described(accel, gyro, _times(parts))


def _times(parts: list[Samples]) -> tuple[int, ...]:
    return tuple(ns for part in parts for ns in part.t_ns or ())


def _stacked(parts: Iterable[Vectors | None]) -> Vectors | None:
    held = [part for part in parts if part is not None]
    return np.vstack(held) if held else None


def _in_file(vector: Mapping[str, Any]) -> Got:
    found = read_file(vector)
    got = _described(found.accel_m_s2, found.gyro_rad_s, found.ends_ns or ())
    return {**got, "rate_hz": found.rate_hz}


def _described(accel: Vectors | None, gyro: Vectors | None, times: tuple[int, ...]) -> Got:
    """Return samples in the form in which vectors expect them."""
    n = max(0 if one is None else len(one) for one in (accel, gyro))
    if n == 0:
        return {"no_samples": True}
    rate_hz = (len(times) - 1) * 1e9 / (times[-1] - times[0]) if len(set(times)) > 1 else None
    ends = {
        name: {"accel_m_s2": _row(accel, at), "gyro_rad_s": _row(gyro, at)}
        for name, at in (("first", 0), ("last", -1))
    }
    return {
        "samples": n,
        **ends,
        "device_time_ns": [times[0], times[-1]] if times else None,
        "rate_hz": rate_hz,
    }


def _row(values: Vectors | None, at: int) -> list[float] | None:
    return None if values is None else [round(one, 6) for one in values[at].tolist()]


def _agrees(got: Got, expected: Got, close: Mapping[str, float]) -> bool:
    if "refuse" in expected or "no_samples" in expected:
        return set(got) == set(expected)
    if got.get("samples") != expected.get("samples"):
        return False
    ends = all(
        _near(got[end][name], expected[end][name], close[name])
        for end in ("first", "last")
        for name in CLOSE
    )
    stamps = expected.get("device_time_ns")
    rate_hz = expected.get("rate_hz")
    return (
        ends
        and (stamps is None or _near(got["device_time_ns"], stamps, CLOSE_NS))
        and (rate_hz is None or _near([got["rate_hz"]], [rate_hz], CLOSE_RATE * rate_hz))
    )


def _near(got: list[Any] | None, expected: list[Any] | None, close: float) -> bool:
    """Tell whether the numbers are the same but for `close`; None agrees with None alone."""
    if got is None or expected is None or None in got:
        return got is expected
    return len(got) == len(expected) and all(
        abs(one - other) <= close for one, other in zip(got, expected, strict=True)
    )
