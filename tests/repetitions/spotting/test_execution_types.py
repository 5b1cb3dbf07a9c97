import numpy as np
import pytest

from edge.repetitions.spotting import execution_types_of, reference_of, spot
from tests.repetitions.spotting.people import CORRECT, SMALL, TYPES, Person

SIZES = (SMALL, CORRECT)


def types_found(scale: float, types: list[int], seed: int = 0) -> list[int]:
    session = Person(seed=seed).session("e1")
    recording = Person(seed=seed + 100, scale=scale).do("e1", types).motion()
    reference = reference_of(session.motion(), session.templates(), recording)
    executions = spot(recording, reference).executions
    assert len(executions) == len(types)
    return execution_types_of(executions, reference.types, SIZES)


@pytest.mark.parametrize("scale", [0.7, 1.0, 1.3])
def test_styles_are_told_apart_in_any_order_on_days_that_go_more_or_less_far(scale: float) -> None:
    types = [int(s) for s in np.random.default_rng(0).permutation(TYPES * 5)]
    assert types_found(scale, types) == types


@pytest.mark.parametrize("kind", TYPES)
def test_a_recording_of_one_type_is_not_split_into_several(kind: int) -> None:
    assert types_found(1.0, [kind] * 8, seed=3) == [kind] * 8


def test_no_executions_have_no_styles() -> None:
    session = Person().session("e1")
    reference = reference_of(session.motion(), session.templates(), session.motion())
    assert execution_types_of([], reference.types, SIZES) == []


def test_styles_do_not_depend_on_the_order_of_the_executions() -> None:
    session = Person(seed=1).session("e3")
    recording = Person(seed=2).do("e3", TYPES * 4).motion()
    reference = reference_of(session.motion(), session.templates(), recording)
    executions = spot(recording, reference).executions
    forward = execution_types_of(executions, reference.types, SIZES)
    assert execution_types_of(executions[::-1], reference.types, SIZES) == forward[::-1]
