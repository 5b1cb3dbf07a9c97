import numpy as np
import pytest

from edge.repetitions.spotting import reference_of, spot, styles_of
from tests.repetitions.spotting.people import CORRECT, SMALL, STYLES, Person

SIZES = (SMALL, CORRECT)


def styles_found(scale: float, styles: list[int], seed: int = 0) -> list[int]:
    session = Person(seed=seed).session("e1")
    recording = Person(seed=seed + 100, scale=scale).do("e1", styles).motion()
    reference = reference_of(session.motion(), session.templates(), recording)
    executions = spot(recording, reference).executions
    assert len(executions) == len(styles)
    return styles_of(executions, reference.styles, SIZES)


@pytest.mark.parametrize("scale", [0.7, 1.0, 1.3])
def test_styles_are_told_apart_in_any_order_on_days_that_go_more_or_less_far(scale: float) -> None:
    styles = [int(s) for s in np.random.default_rng(0).permutation(STYLES * 5)]
    assert styles_found(scale, styles) == styles


@pytest.mark.parametrize("style", STYLES)
def test_a_recording_of_one_style_is_not_split_into_several(style: int) -> None:
    assert styles_found(1.0, [style] * 8, seed=3) == [style] * 8


def test_no_executions_have_no_styles() -> None:
    session = Person().session("e1")
    reference = reference_of(session.motion(), session.templates(), session.motion())
    assert styles_of([], reference.styles, SIZES) == []


def test_styles_do_not_depend_on_the_order_of_the_executions() -> None:
    session = Person(seed=1).session("e3")
    recording = Person(seed=2).do("e3", STYLES * 4).motion()
    reference = reference_of(session.motion(), session.templates(), recording)
    executions = spot(recording, reference).executions
    forward = styles_of(executions, reference.styles, SIZES)
    assert styles_of(executions[::-1], reference.styles, SIZES) == forward[::-1]
