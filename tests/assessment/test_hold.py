from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.assessment.hold import with_hold_of
from edge.assessment.score import Assessment, assess
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.messages.exercise import Repetition
from edge.repetitions.hold import longest_hold
from tests.assessment.patients import anchor_as_repetition, anchor_of, reference_of

EXERCISE = "shoulder_abduction"
ANCHOR = anchor_of(EXERCISE, 4)


def held(longer_s: float, held_s: float | None) -> Repetition:
    """Return the anchor as a repetition that stays longer at its end."""
    repetition = anchor_as_repetition(ANCHOR)
    hold = longest_hold(ANCHOR.angle_deg, ANCHOR.rom_deg, PIPELINE_RATE_HZ)
    assert hold is not None
    middle = (hold.first + hold.last) // 2
    times = np.ones(len(repetition.t_ns), dtype=int)
    times[middle] += round(longer_s * PIPELINE_RATE_HZ)

    def stay(values: Floats) -> Floats:
        return np.repeat(values, times, axis=0)

    signal = stay(repetition.signal)
    signal[middle : middle + int(times[middle]), 3:] = 0.0
    return replace(
        repetition,
        t_ns=np.arange(times.sum(), dtype=np.int64) * 20_000_000,
        signal=signal,
        orientation=stay(repetition.orientation),
        angle_deg=stay(repetition.angle_deg),
        held_s=held_s,
    )


def judged(repetition: Repetition) -> Assessment:
    return assess(repetition, reference_of(EXERCISE, 4))


@given(st.floats(0.0, 30.0))
def test_a_longer_stay_at_the_end_is_brought_to_the_anchors_length(longer_s: float) -> None:
    made = with_hold_of(ANCHOR, held(longer_s, 3.0))
    assert len(made.t_ns) == len(made.signal) == len(made.orientation) == len(made.angle_deg)
    assert len(made.t_ns) == pytest.approx(len(ANCHOR.signal), abs=2)
    assert np.all(np.diff(made.t_ns) == 20_000_000)
    np.testing.assert_allclose(np.linalg.norm(made.orientation, axis=1), 1.0)
    # The way out and the way back are as they were.
    np.testing.assert_array_equal(made.angle_deg[:40], ANCHOR.angle_deg[:40])
    np.testing.assert_array_equal(made.angle_deg[-40:], ANCHOR.angle_deg[-40:])


@pytest.mark.parametrize("longer_s", [0.0, 3.0, 20.0])
def test_a_prescribed_hold_is_neither_slowness_nor_a_departure(longer_s: float) -> None:
    own = judged(held(longer_s, 3.0))
    plain = judged(anchor_as_repetition(ANCHOR))
    assert own.tempo_ratio == pytest.approx(1.0, abs=0.02)
    assert own.similarity == pytest.approx(plain.similarity, abs=0.05)
    assert own.rom_deg == pytest.approx(plain.rom_deg, abs=0.01)
    assert own.critical == ()
    assert own.held_s == 3.0


def test_without_a_hold_in_the_plan_a_long_stay_counts_as_slow() -> None:
    own = judged(held(3.0, None))
    assert own.tempo_ratio > 1.5
    assert own.held_s is None


def test_a_hold_shorter_than_the_anchors_is_brought_to_its_length_too() -> None:
    longer = held(3.0, 3.0)
    anchor = replace(
        ANCHOR,
        signal=longer.signal,
        orientation=longer.orientation,
        angle_deg=longer.angle_deg,
        tempo_s=(len(longer.t_ns) - 1) / PIPELINE_RATE_HZ,
    )
    made = with_hold_of(anchor, held(0.5, 3.0))
    assert len(made.t_ns) == pytest.approx(len(anchor.signal), abs=2)


def test_a_repetition_that_never_stands_at_its_end_stays_as_it_is() -> None:
    repetition = replace(
        anchor_as_repetition(ANCHOR), angle_deg=np.linspace(0.0, 100.0, len(ANCHOR.angle_deg))
    )
    assert with_hold_of(ANCHOR, repetition) is repetition
