"""Session records and messages of the exchange: one that is usual, and any that can be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from edge.bus.schema import Blob, Choice, Many, Maybe, Node, Record, Scalar, Table, describe
from edge.core.messages.exercise import CueKind
from edge.exchange.message_codec import TYPES
from edge.exchange.messages import ExchangeMessage
from edge.exchange.record_faults import BOUNDS
from edge.exchange.session_record import (
    ExerciseRecord,
    RecurringFinding,
    Repetitions,
    SessionRecord,
)

SESSION = "0b6f5f0e-7f3c-4d2a-9a63-3c1f4f6f9a01"


def repetitions(done: int) -> Repetitions:
    praise: CueKind = "praise"
    cues: tuple[CueKind, ...] = ("not_compared", *(praise,) * (done - 1))
    return Repetitions(
        rom_deg=(None, *(80.25 + number for number in range(1, done)))[:done],
        stability=(None, *(-7.5,) * (done - 1))[:done],
        tempo_s=(2.125,) * done,
        similarity=(None, *(0.875,) * (done - 1))[:done],
        cue_kind=cues[:done],
    )


def exercise(index: int = 0, done: int = 10) -> ExerciseRecord:
    return ExerciseRecord(
        index=index,
        name="shoulder_abduction",
        side="right",
        prescribed=10,
        done=done,
        compared=max(done - 1, 0),
        correct=done // 2,
        held=None,
        over_limit=min(done, 1),
        most_over_limit_deg=2.5,
        mean_rom_deg=84.5,
        max_rom_deg=92.5,
        target_rom_deg=90.0,
        limit_rom_deg=110.0,
        duration_s=41.5,
        pain=2,
        effort=None,
        ended_because="done" if done >= 10 else "fatigue",
        scored_by="network",
        cue_counts={"praise": done // 2, "low_range": done - done // 2},
        recurring=(
            RecurringFinding(
                segment=3,
                start=0.3,
                end=0.4,
                way="outward",
                share=0.5,
                words="Ihr Arm ist 12° unter Ihrer Referenz beim Heben, gegen Ende",
            ),
        ),
        words="Sie haben 10 von 10 Wiederholungen gemacht.",
        repetitions=repetitions(done),
    )


def session_record(number: int = 0, revision: int = 1) -> SessionRecord:
    """Return a usual record; each number is another session."""
    return SessionRecord(
        session_id=SESSION[:-12] + f"{number:012x}",
        revision=revision,
        simulated=True,
        began_ms=1_764_450_000_000 + number,
        ended_ms=1_764_451_000_000 + number,
        offset_min=60,
        zone="Europe/Zurich",
        local_day="2025-11-29",
        plan_id="4a4d3f9c-35d5-4a66-8a55-0e6ad0a3b001",
        plan_version=2,
        plan_sha256="ab" * 32,
        software="0.2.0",
        watch="ble:Movesense 1234",
        language="de",
        exercises=(exercise(0), exercise(1, done=4)),
    )


def any_record() -> st.SearchStrategy[SessionRecord]:
    """Return records whose every field may hold whatever it can."""
    return _values(describe(SessionRecord), "").map(_consistent)


def any_of(cls: type) -> st.SearchStrategy[Any]:
    """Return values of a dataclass of the exchange, each of whose fields holds what it can."""
    return _values(describe(cls), "")


def any_message() -> st.SearchStrategy[ExchangeMessage]:
    return st.sampled_from(sorted(TYPES)).flatmap(lambda name: _values(describe(TYPES[name]), ""))


def _consistent(record: SessionRecord) -> SessionRecord:
    exercises = tuple(
        _counted(replace(each, index=index)) for index, each in enumerate(record.exercises)
    )
    began_ms, ended_ms = sorted((record.began_ms, record.ended_ms))
    return replace(record, schema=1, exercises=exercises, began_ms=began_ms, ended_ms=ended_ms)


def _counted(each: ExerciseRecord) -> ExerciseRecord:
    done = each.done % 4
    return replace(
        each,
        done=done,
        compared=done,
        correct=min(each.correct, done),
        over_limit=min(each.over_limit, done),
        held=None if each.held is None else min(each.held, done),
        recurring=tuple(replace(one, start=0.0) for one in each.recurring),
        repetitions=None if each.repetitions is None else repetitions(done),
    )


def _values(node: Node, name: str) -> st.SearchStrategy[Any]:
    match node:
        case Record(cls, fields):
            return st.builds(cls, **{key: _values(inner, key) for key, inner in fields.items()})
        case Maybe(inner):
            return st.none() | _values(inner, name)
        case Many(inner):
            return st.lists(_values(inner, name), max_size=3).map(tuple)
        case Table(inner):
            return st.dictionaries(TEXTS["name"], _values(inner, name), max_size=3)
        case _:
            return _single(node, name)


def _single(node: Node, name: str) -> st.SearchStrategy[Any]:
    match node:
        case Choice(choices):
            return st.sampled_from(choices)
        case Blob():
            return st.binary(max_size=200)
        case Scalar(kind):
            return _SCALARS[kind](name)
        case _:
            raise TypeError(f"no values for {node}")


TEXTS: dict[str, st.SearchStrategy[str]] = {
    **dict.fromkeys(("session_id", "install_id", "invite_id", "message_id"), st.uuids().map(str)),
    "plan_id": st.just("shoulder-2") | st.uuids().map(str),
    **dict.fromkeys(("sha256", "plan_sha256"), st.binary(min_size=32, max_size=32).map(bytes.hex)),
    "name": st.sampled_from(("shoulder_abduction", "low_range", "a", "A" * 64)),
    "local_day": st.dates(date(1970, 1, 1), date(9999, 12, 31)).map(str),
    "zone": st.sampled_from(("", "UTC", "Europe/Zurich", "America/Argentina/Buenos_Aires")),
    "reason": st.sampled_from(("", "conflict", "unknown_version")),
    "software": st.sampled_from(("", "0.2.0", "1.0.0rc1+local")),
    "next_hub_key": st.sampled_from(("", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7")),
    "new_key": st.just("rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"),
    **dict.fromkeys(
        ("endpoints", "next_endpoints"),
        st.sampled_from(("tcp://[::1]:5571", "tcp://hub.example:5571")),
    ),
    "subject": st.sampled_from(("", "p001")),
    "patient": st.sampled_from(("p001", "A-1_b")),
    **dict.fromkeys(
        ("watch", "words", "text", "label"), st.text("aß°\u4e2d\U0001f9b4 ", min_size=1)
    ),
}
"""Texts that each field may hold; `edge.exchange.record_faults.PATTERNS` has the same names."""


def _number(name: str) -> st.SearchStrategy[float]:
    return st.floats(*map(float, BOUNDS[name]))


def _integer(name: str) -> st.SearchStrategy[int]:
    return st.integers(*map(int, BOUNDS[name]))


_SCALARS: dict[type, Callable[[str], st.SearchStrategy[Any]]] = {
    bool: lambda _: st.booleans(),
    int: _integer,
    float: _number,
    str: TEXTS.__getitem__,
}
