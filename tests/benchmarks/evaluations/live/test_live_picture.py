"""What the measure of the live picture takes for true, right, wrong and withheld."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.evaluations.live.judged import Tally, tally_of
from benchmarks.evaluations.live.live_picture import LivePicture, Shares
from benchmarks.evaluations.live.truth import TrueCourse, true_courses
from edge.core.messages.exercise import Progress
from edge.repetitions.reference_course import ReferenceCourse
from tests.bus.examples import progress
from tests.stages.playing import PATIENT, session_of


@cache
def courses() -> tuple[TrueCourse, ...]:
    return tuple(true_courses(session_of(PATIENT), ReferenceCourse.of(PATIENT.anchor())))


def low() -> TrueCourse:
    return next(true for true in courses() if true.repetition.impairment == "low_range")


def perfect(true: TrueCourse) -> list[Progress]:
    """Return the pictures that show exactly what is true, one for each sample."""
    return [
        replace(
            progress(0),
            host_ns=round(at_s * 1e9),
            direction="returning" if turned else "outward",
            phase=float(phase),
            difference_deg=true.difference_deg if turned else None,
        )
        for at_s, turned, phase in zip(true.t_s, true.turned, true.phase, strict=True)
    ]


def shares(shown: Sequence[Progress], true: TrueCourse) -> Shares:
    tally = tally_of(shown, true)
    assert tally is not None
    return Shares.of(tally)


def test_the_truth_of_a_low_repetition_is_a_turn_at_half_the_way() -> None:
    true, top = low(), int(np.argmax(low().turned))
    assert 0.3 < true.phase[top - 1] < 0.75
    assert 1.0 <= true.phase[top] < 1.1
    assert true.phase[-1] == pytest.approx(2.0)
    assert true.difference_deg < -20.0
    assert not true.may_tell[: top // 3].any()
    assert set(true.direction[:top]) == {0.0, 1.0}
    assert set(true.direction[top:]) == {0.0, -1.0}
    assert not true.direction[:7].any()


def test_pictures_that_show_the_truth_are_right() -> None:
    for true in courses():
        assert shares(perfect(true), true) == Shares(
            direction_right=1.0, sign_right=1.0, phase_right=1.0
        )


def test_the_picture_of_the_defect_is_wrong_in_all_three() -> None:
    true = low()
    upside_down = [
        replace(
            picture,
            direction="outward",
            phase=0.05,
            difference_deg=42.0 if picture.direction == "returning" else None,
        )
        for picture in perfect(true)
    ]
    found = shares(upside_down, true)
    assert found.direction_right < 0.6
    assert found.sign_right == 0.0
    assert found.phase_right < 0.3


def test_a_difference_told_too_early_or_too_late_is_wrong() -> None:
    true = low()
    early = [replace(one, difference_deg=true.difference_deg) for one in perfect(true)]
    assert 0.3 < shares(early, true).sign_right < 0.9
    withheld = [replace(one, difference_deg=None) for one in perfect(true)]
    assert shares(withheld, true).sign_right == pytest.approx(0.1)
    needed = int(np.argmax(true.turned))
    late = withheld[: needed + 7] + perfect(true)[needed + 7 :]
    assert shares(late, true).sign_right == 1.0


def test_a_picture_of_rest_is_right_only_close_to_rest() -> None:
    true = low()
    resting = [replace(one, phase=None) for one in perfect(true)]
    near = np.minimum(true.phase, 2.0 - true.phase) <= 0.1
    assert shares(resting, true).phase_right == pytest.approx(near.mean())
    assert tally_of(perfect(true)[:5], true) is None


def test_counts_add_up_and_nothing_judged_is_nothing_wrong() -> None:
    one = tally_of(perfect(low()), low())
    assert one is not None
    both = Tally.sum([one, one])
    assert (both.phases, both.repetitions) == (2 * one.phases, 2)
    assert Shares.of(Tally()) == Shares(direction_right=1.0, sign_right=1.0, phase_right=1.0)


def test_both_sources_of_one_exercise_are_judged() -> None:
    settings = LivePicture(seeds=1, first_seed=4, seconds=30.0, workers=1)
    result = replace(settings, exercise=("shoulder_abduction",)).run(lambda done, total: None)
    assert {"watch", "camera"} == set(result.by_source)
    assert all(source.repetitions > 3 for source in result.by_source.values())
    assert "good" in result.by_impairment
    assert result.by_source["watch"].direction_right > 0.97
    assert result.by_source["watch"].phase_right > 0.95
    assert result.direction_right == min(s.direction_right for s in result.by_source.values())
    assert result.table()
