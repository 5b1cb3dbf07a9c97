import numpy as np
import pytest

from benchmarks.evaluations.localisation.fault_cases import (
    EDITS,
    MOVING_SHARE,
    FaultCase,
    edited_cases,
    located,
)
from benchmarks.evaluations.localisation.impaired_phases import IMPAIRMENTS, Fault, impaired_cases
from models.data.simulated import simulated_group


@pytest.fixture(scope="module")
def cases() -> list[FaultCase]:
    return list(edited_cases([simulated_group("elbow_flexion", 3)], seed=0))


def test_every_correct_repetition_is_edited_in_every_way(cases: list[FaultCase]) -> None:
    group = simulated_group("elbow_flexion", 3)
    assert len(cases) == len(group.correct) * len(EDITS)
    assert {case.kind for case in cases} == set(EDITS)
    assert {case.source for case in cases} == {"simulated"}
    originals = {execution.signal.tobytes() for execution in group.correct}
    for case in cases:
        assert case.anchor.tobytes() in originals
        assert case.signal.tobytes() not in originals


def test_only_the_segment_named_is_edited_and_it_moves(cases: list[FaultCase]) -> None:
    originals = [e.signal for e in simulated_group("elbow_flexion", 3).correct]
    for case in (case for case in cases if case.kind == "low_amplitude"):
        span = case.span
        edges = np.r_[0 : max(0, span.start - 8), span.stop + 8 : len(case.signal)]
        own = [x for x in originals if len(x) == len(case.signal)]
        original = min(own, key=lambda x: np.abs(x - case.signal)[edges, 3:].sum())
        changed = np.abs(original - case.signal)[:, 3:].sum(axis=1)
        assert changed[edges].max() < 1e-9
        middle = slice(span.start + 8, span.stop - 8)
        np.testing.assert_allclose(case.signal[middle, 3:], 0.75 * original[middle, 3:], rtol=1e-6)
        speed = np.linalg.norm(original[:, 3:], axis=1)
        assert speed[span].mean() >= MOVING_SHARE * speed.max()
        pieces = located(original, case.anchor).pieces
        assert (span.start, span.stop) in {(piece.start, piece.stop) for piece in pieces}


def test_a_pause_is_where_the_limb_stands_still(cases: list[FaultCase]) -> None:
    for case in (case for case in cases if case.kind == "pause"):
        speed = np.linalg.norm(case.signal[:, 3:], axis=1)
        middle = (case.span.start + case.span.stop) // 2
        assert speed[middle - 2 : middle + 3].max() < 0.05 * speed.max()
        outside = speed[[case.span.start - 1, case.span.stop]]
        assert outside.min() > 3 * speed[middle]


@pytest.mark.parametrize("kind", IMPAIRMENTS)
def test_time_runs_on_and_a_fault_is_over_when_it_is_over(kind: str) -> None:
    fault = Fault(kind=kind, start_s=2.0, stop_s=3.0, tremor_deg=1.0, tremor_hz=5.0)
    t_s = np.linspace(0.0, 6.0, 6001)
    own_s = fault.own_time_s(t_s)
    assert (np.diff(own_s) >= -1e-12).all()
    np.testing.assert_allclose(own_s[t_s < 2.0], t_s[t_s < 2.0])
    np.testing.assert_allclose(own_s[-1], t_s[-1] - fault.late_s)
    trembling = fault.trembling_deg(t_s)
    assert (np.abs(trembling).max() > 0.9) == (kind == "tremor")
    assert np.abs(trembling[(t_s < 2.0) | (t_s > 3.2)]).max() == 0.0


def test_the_simulated_patient_is_impaired_in_one_phase() -> None:
    cases = [case for case in impaired_cases([1]) if case.exercise == "shoulder_flexion"]
    assert len(cases) == 2 * len(IMPAIRMENTS)
    lengths = {case.kind: len(case.signal) for case in cases}
    assert lengths["pause outward"] - lengths["tremor outward"] == pytest.approx(15, abs=1)
    assert lengths["fast homeward"] < lengths["tremor homeward"] - 15
    for case in cases:
        outward = case.kind.endswith("outward")
        culprits = case.culprits(located(case.signal, case.anchor).pieces)
        assert (min(culprits) == 0) == outward
        assert (max(culprits) == 9) != outward
        assert case.span.stop <= len(case.signal) + 1
