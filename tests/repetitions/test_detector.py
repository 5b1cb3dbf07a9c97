"""Repetitions found online: on drawn paths with known truth and on the simulated patient."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats, Times
from edge.core.exercises import EXERCISES, Side
from edge.repetitions.detector import RepetitionDetector, Span
from edge.signals.errors import SignalError
from edge.signals.orientation import orientation_of
from edge.simulation.body.profiles import PROFILES
from edge.simulation.body.session import SimulatedSession
from edge.simulation.body.simulate import simulate_session

RATE_HZ = 50
STILL_S = 3.0


def minimum_jerk(u: Floats) -> Floats:
    return 10 * u**3 - 15 * u**4 + 6 * u**5


def drawn(*legs: tuple[float, float, float]) -> tuple[Times, Floats]:
    """Turn about x through the legs (degrees, seconds to get there, seconds to stay)."""
    parts = [np.zeros(round(STILL_S * RATE_HZ))]
    for degrees, move_s, stay_s in legs:
        last = parts[-1][-1]
        course = minimum_jerk(np.linspace(0, 1, round(move_s * RATE_HZ)))
        parts += [last + (degrees - last) * course, np.full(1 + round(stay_s * RATE_HZ), degrees)]
    angle_deg = np.concatenate(parts)
    t_s = np.arange(len(angle_deg)) / RATE_HZ
    half = np.radians(angle_deg + 0.3 * np.sin(2 * np.pi * 0.3 * t_s)) / 2
    zero = np.zeros_like(half)
    return (t_s * 1e9).astype(np.int64), np.column_stack([np.cos(half), np.sin(half), zero, zero])


def found(*legs: tuple[float, float, float]) -> list[Span]:
    return RepetitionDetector().process(*drawn(*legs))


def orientation(session: SimulatedSession) -> Floats:
    return orientation_of(session.t_s, session.accel_m_s2, session.gyro_rad_s)


def times_ns(session: SimulatedSession) -> Times:
    return (session.t_s * 1e9).astype(np.int64)


@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("profile", PROFILES)
def test_finds_every_repetition_of_the_patient_and_no_other(exercise: str, profile: str) -> None:
    side: Side = "left" if profile in ("mixed", "fatigue") else "right"
    session = simulate_session(
        exercise=exercise, side=side, profile=profile, duration_s=60, seed=len(exercise)
    )
    spans = RepetitionDetector().process(times_ns(session), orientation(session))
    assert len(spans) == len(session.truth)
    for span, true in zip(spans, session.truth, strict=True):
        assert span.start_ns / 1e9 == pytest.approx(true.start_s, abs=0.6)
        assert span.end_ns / 1e9 == pytest.approx(true.end_s, abs=0.6)
        assert span.recognised_ns / 1e9 - true.end_s < 0.25


@settings(deadline=None, max_examples=30)
@given(
    range_deg=st.floats(20, 170),
    one_way_s=st.floats(0.4, 4),
    hold_s=st.floats(0, 4),
    pause_s=st.floats(0, 3),
)
def test_tempo_range_holds_and_pauses_do_not_matter(
    range_deg: float, one_way_s: float, hold_s: float, pause_s: float
) -> None:
    spans = found(*[(range_deg, one_way_s, hold_s), (0, one_way_s, pause_s)] * 6, (0, 1, 1))
    assert len(spans) == 6
    for span in spans:
        assert span.excursion_rad == pytest.approx(np.radians(range_deg), rel=0.2)


def test_fatigue_to_two_fifths_of_the_range_is_followed() -> None:
    ranges = np.linspace(100, 40, 10)
    legs = [leg for top in ranges for leg in ((float(top), 1.5, 0.2), (0.0, 1.5, 0.5))]
    assert len(found(*legs)) == 10


def test_second_peak_belongs_to_the_repetition() -> None:
    assert len(found(*[(90, 1.5, 0), (55, 0.7, 0), (90, 0.7, 0), (0, 1.5, 1)] * 5)) == 5


@pytest.mark.parametrize("hold_s", [2, 12])
def test_hold_belongs_to_the_repetition(hold_s: float) -> None:
    spans = found(*[(90, 1.5, hold_s), (0, 1.5, 1.5)] * 3)
    assert len(spans) == 3
    assert all(s.end_ns - s.start_ns > (hold_s + 2) * 1e9 for s in spans)


def test_pause_on_the_way_home_gives_no_second_repetition() -> None:
    assert len(found(*[(90, 1.5, 0.3), (27, 1, 0.8), (0, 0.8, 1.5)] * 5)) == 5


def test_pause_on_the_way_out_gives_no_second_repetition() -> None:
    assert len(found(*[(30, 1, 1), (90, 1, 0.3), (0, 1.5, 1.5)] * 5)) == 5


def test_new_posture_becomes_the_rest_pose() -> None:
    three = [(90, 1.5, 0.3), (0, 1.5, 1.5)] * 3
    assert len(found(*three, (25, 1, 4), *[(110, 1.5, 0.3), (25, 1.5, 1.5)] * 3)) == 6
    assert len(found(*three, (60, 1, 20), *[(150, 1.5, 0.3), (60, 1.5, 1.5)] * 3)) == 6


def test_fidgeting_is_no_repetition() -> None:
    assert found(*[(6, 0.4, 0.2), (0, 0.4, 1)] * 8) == []
    spans = found(*[(90, 1.5, 0.3), (0, 1.5, 1), (15, 0.5, 0.2), (0, 0.5, 1)] * 4)
    assert len(spans) == 4


def test_reference_sets_the_scale_from_the_first_movement_on() -> None:
    detector = RepetitionDetector(reference_rad=np.radians(100))
    legs = [(25.0, 1.0, 0.2), (0.0, 1.0, 1.0), (60.0, 1.5, 0.2), (0.0, 1.5, 1.0)]
    spans = detector.process(*drawn(*legs))
    assert [round(np.degrees(s.excursion_rad) / 60) for s in spans] == [1]


def test_says_since_when_the_limb_moves() -> None:
    t_ns, poses = drawn((90, 1.5, 0.3), (0, 1.5, 1.5))
    detector = RepetitionDetector()
    moving = []
    for i in range(len(t_ns)):
        detector.process(t_ns[i : i + 1], poses[i : i + 1])
        moving.append(detector.moving_since_ns)
    out = [i for i, since in enumerate(moving) if since is not None]
    assert out == list(range(out[0], out[-1] + 1))
    assert STILL_S + 0.2 < out[0] / RATE_HZ < STILL_S + 1.0
    since = moving[out[-1]]
    assert since is not None
    assert abs(since / 1e9 - STILL_S) < 0.4
    assert moving[-1] is None


@settings(deadline=None, max_examples=10)
@given(st.lists(st.integers(1, 40), min_size=3, max_size=60))
def test_any_chunking_gives_the_same_repetitions(sizes: list[int]) -> None:
    t_ns, poses = drawn(*[(70, 1, 0), (0, 1, 0.4)] * 4)
    detector = RepetitionDetector()
    spans: list[Span] = []
    bounds = np.append(np.minimum(np.cumsum([0, *sizes]), len(t_ns)), len(t_ns))
    for a, b in pairwise(bounds):
        spans += detector.process(t_ns[a:b], poses[a:b])
    assert spans == RepetitionDetector().process(t_ns, poses)


def test_reset_forgets_the_movement_but_not_the_scale() -> None:
    detector = RepetitionDetector()
    detector.process(*drawn(*[(90, 1.5, 0), (0, 1.5, 1)] * 3, (90, 1.5, 0)))
    detector.reset()
    assert detector.moving_since_ns is None
    assert (
        detector.process(*drawn((20, 1, 0), (0, 1, 1), (80, 1, 0), (0, 1, 1)))[0].excursion_rad > 1
    )


@pytest.mark.parametrize("bad", [np.ones((4, 3)), np.full((3, 4), np.nan), np.ones((2, 4))])
def test_refuses_what_is_no_orientation(bad: Floats) -> None:
    with pytest.raises(SignalError, match="quaternion"):
        RepetitionDetector().process(np.arange(3), bad)
