"""What is learnt of good repetitions whose figures are laid out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.errors import ThresholdError
from calibration.respects import RESPECTS
from calibration.thresholds import MOST_MISSED, learn_tolerances
from edge.assessment.lean import Lean
from edge.assessment.score import Assessment, assess
from edge.core.arrays import Floats
from edge.core.tolerances import LearntTolerances
from edge.records.anchor_store import reference_sha256
from edge.records.tolerance_store import TOLERANCE_CODEC
from tests.assessment.patients import anchor_as_repetition, anchor_of, reference_of

EXERCISE = "elbow_flexion"
ANCHOR = anchor_of(EXERCISE, 4)


@cache
def perfect() -> Assessment:
    reference = reference_of(EXERCISE, 4)
    return assess(anchor_as_repetition(reference.anchor), reference)


def good(shortfall_deg: float, **changes: Any) -> Assessment:
    lean = Lean(difference_deg=changes.pop("lean_deg", 0.0), error_deg=4.0)
    figures: dict[str, Any] = {
        "rom_difference_deg": -shortfall_deg,
        "rom_deg": ANCHOR.rom_deg - shortfall_deg,
        "lean": lean,
    }
    return replace(perfect(), **(figures | changes))


def session(shortfalls_deg: Sequence[float] | Floats, **changes: Any) -> list[Assessment]:
    return [good(float(one), **changes) for one in shortfalls_deg]


def learn(*sessions: list[Assessment], **told: Any) -> LearntTolerances:
    return learn_tolerances(sessions, ANCHOR, simulated=True, **told)


CALM = (0.4, -0.8, 1.1, -0.2, 0.9, -1.2, 0.3, -0.5, 0.8, -0.6)


def test_little_scatter_leaves_room_for_both_demands() -> None:
    learnt = learn(session(CALM))
    limit = learnt.limit_of("range")
    assert limit is not None
    assert 5.0 <= limit.limit < 8.0
    assert limit.tells_fault
    assert limit.false_percent <= 100 * RESPECTS["range"].share
    assert limit.missed_percent is not None
    assert limit.missed_percent <= 100 * MOST_MISSED
    assert limit.natural_low < limit.natural_high
    assert (learnt.repetitions, learnt.sessions, learnt.left_out) == (10, 1, 0)
    assert learnt.reference_sha256 == reference_sha256(ANCHOR)


def test_much_scatter_is_said_to_hide_a_fault_and_few_false_cues_come_first() -> None:
    limit = learn(session(4.0 * np.array(CALM))).limit_of("range")
    assert limit is not None
    assert limit.tells_fault is False
    assert limit.limit > 8.0
    assert limit.false_percent == pytest.approx(100 * RESPECTS["range"].share)


def test_more_repetitions_help_where_only_they_are_wanting() -> None:
    few = learn(session(2.0 * np.array(CALM[:5]))).limit_of("range")
    many = learn(*[session(2.0 * np.array(CALM) + 0.2 * day) for day in range(4)])
    known = many.limit_of("range")
    assert few is not None
    assert known is not None
    assert few.tells_fault is False
    assert few.more_helps
    assert known.natural_high - known.natural_low < few.natural_high - few.natural_low


def test_departures_count_from_what_is_usual_for_the_patient() -> None:
    beyond = learn(session(np.array(CALM) - 6.0)).limit_of("range")
    usual = learn(session(CALM)).limit_of("range")
    assert beyond is not None
    assert usual is not None
    assert beyond.usual == pytest.approx(usual.usual - 6.0, abs=1e-6)
    assert beyond.limit == pytest.approx(usual.limit - 6.0, abs=1e-6)


def test_a_repetition_that_was_a_fault_is_left_out() -> None:
    learnt = learn(session((*CALM, 14.0)))
    assert (learnt.repetitions, learnt.left_out) == (10, 1)
    assert learnt.limits == learn(session(CALM)).limits


def test_days_are_each_compared_with_themselves() -> None:
    learnt = learn(session(CALM[:5]), session(np.array(CALM[5:]) + 9.0))
    assert (learnt.repetitions, learnt.sessions, learnt.left_out) == (10, 2, 0)
    limit, one_day = learnt.limit_of("range"), learn(session(CALM)).limit_of("range")
    assert limit is not None
    assert one_day is not None
    assert limit.limit > one_day.limit + 5.0


def test_a_turn_is_learnt_to_the_side_to_which_it_is() -> None:
    left, right = (
        learn(session(CALM, start_turn_deg=turn_deg)).limit_of("turn") for turn_deg in (-18.0, 18.0)
    )
    assert left == right
    assert left is not None
    assert left.limit > 20.0


def test_where_no_lean_can_be_told_none_is_learnt() -> None:
    learnt = learn(session(CALM, lean=None))
    assert learnt.limit_of("lean") is None
    assert learnt.limit_of("turn") is None
    assert learnt.limit_of("range") is not None


def test_a_place_may_depart_as_far_as_it_did_in_good_repetitions() -> None:
    near, far = (
        learn([good(one, departure=factor * np.exp(one / 5)) for one in CALM]).limit_of("departure")
        for factor in (1.5, 3.0)
    )
    assert near is not None
    assert far is not None
    assert far.limit == pytest.approx(2.0 * near.limit)
    assert near.limit > 1.3


def test_the_reference_itself_is_one_of_the_good_repetitions() -> None:
    assert perfect().departure == 0.0
    others = [good(one, departure=float(np.exp(0.5 + one / 5))) for one in CALM]
    with_it, without = learn([*others, perfect()]), learn(others)
    assert with_it.left_out == 0
    limit, other = with_it.limit_of("departure"), without.limit_of("departure")
    assert limit is not None
    assert other is not None
    assert limit.limit == pytest.approx(other.limit, rel=0.1)


def test_ratios_are_told_as_ratios() -> None:
    learnt = learn([good(one, tempo_ratio=float(np.exp(one / 20))) for one in CALM])
    fast, slow = learnt.limit_of("fast"), learnt.limit_of("slow")
    assert fast is not None
    assert slow is not None
    assert 1.2 < fast.limit < 1.6
    assert fast.usual == pytest.approx(1.0, abs=0.05)
    assert slow.missed_percent is None


@pytest.mark.parametrize(
    ("sessions", "told", "words"),
    [
        ([], {}, "there are 0 of the 5 good repetitions needed; record eight"),
        ([CALM[:4]], {"not_compared": 3}, r"there are 4 of the 5 .* \(3 more could not be used\)"),
        ([(*CALM[:6], 20.0, 30.0, 25.0)], {}, "3 of 9 repetitions are unlike the others"),
        ([np.array(CALM) + 70.0], {}, "of another exercise, or no good ones"),
        ([(*CALM[:4], 30.0)], {}, r"there are 4 of the 5 .* \(1 more"),
    ],
)
def test_what_teaches_nothing_is_named_with_what_helps(
    sessions: list[Sequence[float] | Floats], told: dict[str, Any], words: str
) -> None:
    with pytest.raises(ThresholdError, match=words):
        learn(*map(session, sessions), **told)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tempo_ratio": 2.5}, "in 250 % of its time"),
        ({"start_turn_deg": -73.0}, "turned by -73°"),
        ({"departure": 5.4}, "5.4 times as far off"),
    ],
)
def test_another_movement_of_the_same_range_is_another_exercise(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ThresholdError, match=words):
        learn(session(CALM, **changes))


@settings(max_examples=12)
@given(
    figures=st.lists(
        st.tuples(
            st.floats(-30.0, 30.0), st.floats(0.6, 1.8), st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)
        ),
        max_size=12,
    )
)
def test_whatever_is_done_teaches_limits_that_can_be_kept_or_is_refused(
    figures: list[tuple[float, float, float, float]],
) -> None:
    done = [
        good(shortfall_deg, tempo_ratio=tempo, jerk_ratio=jerk, tremor_ratio=tremor)
        for shortfall_deg, tempo, jerk, tremor in figures
    ]
    try:
        learnt = learn(done)
    except ThresholdError:
        return
    assert TOLERANCE_CODEC.value(TOLERANCE_CODEC.text(learnt)) == learnt
    for limit in learnt.limits:
        assert limit.natural_low <= limit.natural_high
        assert 0.0 <= limit.false_percent <= 100 * RESPECTS[limit.measure].share + 1e-6
