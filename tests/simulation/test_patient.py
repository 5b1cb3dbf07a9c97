"""The simulated patient is the same in every process, and what was found is paired with truth."""

import pickle
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from edge.simulation.body import TrueRepetition
from edge.simulation.patient import overlap, pair_up
from tests.stages.playing import PATIENT


@dataclass(frozen=True)
class Found:
    """All that pairing looks at."""

    start_ns: int
    end_ns: int
    judgement: str | None


def found(start_s: float, end_s: float, judgement: str | None = "judged") -> Any:
    return Found(round(start_s * 1e9), round(end_s * 1e9), judgement)


def true(start_s: float, end_s: float) -> TrueRepetition:
    return TrueRepetition(
        start_s=start_s,
        end_s=end_s,
        rom_deg=90.0,
        joint_rom_deg=90.0,
        lean_deg=0.0,
        tremor_deg=0.0,
        hold_s=0.4,
        impairment=None,
    )


def test_it_is_the_same_patient_in_another_process() -> None:
    twin = pickle.loads(pickle.dumps(PATIENT))
    assert twin == PATIENT
    np.testing.assert_array_equal(twin.motion().accel_m_s2, PATIENT.motion().accel_m_s2)


def test_its_anchor_and_plan_say_that_they_are_simulated() -> None:
    session_plan = PATIENT.session_plan(250)
    (planned,) = session_plan.plan.exercises
    (anchor,) = session_plan.anchors
    assert anchor.simulated
    assert "simulated" in anchor.recorded
    assert (planned.name, planned.side, planned.repetitions) == ("shoulder_abduction", "right", 100)
    assert planned.target_rom_deg == pytest.approx(anchor.rom_deg, abs=0.5)


def test_a_true_repetition_is_given_away_once() -> None:
    truth = [true(1, 3), true(5, 8)]
    pairs = pair_up(
        [found(11.1, 12.9), found(11.2, 13.0), found(16, 18), found(30, 32)], truth, 10**10
    )
    assert [pair.truth for pair in pairs] == [truth[0], None, truth[1], None]


def test_what_is_only_counted_need_not_be_as_long_as_the_true_one() -> None:
    truth = [true(1, 3), true(5, 8)]
    spans = [(1.9, 2.3), (2.4, 2.8), (5.5, 9.5), (8.1, 8.3)]
    counted = pair_up([found(*span, None) for span in spans], truth, 0)
    assert [pair.truth for pair in counted] == [truth[0], None, truth[1], None]
    judged = pair_up([found(*span) for span in spans], truth, 0)
    assert [pair.truth for pair in judged] == [None, None, truth[1], None]


@pytest.mark.parametrize(
    ("other", "share"),
    [((2, 4), 1.0), ((3, 5), 1 / 3), ((5, 6), 0.0), ((0, 8), 0.25), ((4, 4), 0.0)],
)
def test_overlap_is_intersection_over_union(other: tuple[float, float], share: float) -> None:
    assert overlap(2, 4, *other) == pytest.approx(share)
    assert overlap(*other, 2, 4) == pytest.approx(share)


def test_two_empty_intervals_do_not_overlap() -> None:
    assert overlap(2, 2, 2, 2) == 0
