"""The nine features against their definitions written out, on drawn traces of bends."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.posture.motion_features import FEATURES, RATE_HZ, Trace, motion_features, trace_of
from edge.repetitions.angle_repetitions import angle_repetitions, standing_angle_deg
from edge.signals.errors import SignalError

STANDING_DEG = 178.0


def minimum_jerk(u: Floats) -> Floats:
    return 10 * u**3 - 15 * u**4 + 6 * u**5


def drawn(
    depths_deg: list[float], *, rate_hz: float = 30.0, move_s: float = 1.2, hold_s: float = 0.6
) -> tuple[Floats, Floats]:
    """Times and angles of one bend to each depth, with a second of standing around each."""
    still = np.full(round(rate_hz), STANDING_DEG)
    parts = [still]
    for depth in depths_deg:
        course = minimum_jerk(np.linspace(0, 1, round(move_s * rate_hz)))
        down = STANDING_DEG + (depth - STANDING_DEG) * course
        parts += [down, np.full(round(hold_s * rate_hz), depth), down[::-1], still]
    theta = np.concatenate(parts)
    return np.arange(len(theta)) / rate_hz, theta


@given(
    depths=st.lists(st.floats(100, 150), min_size=1, max_size=5),
    rate_hz=st.sampled_from([12.0, 25.0, 60.0]),
    seed=st.integers(0, 99),
)
@settings(max_examples=15, deadline=None)
def test_every_bend_is_a_repetition_at_any_frame_rate(
    depths: list[float], rate_hz: float, seed: int
) -> None:
    t_s, theta = drawn(depths, rate_hz=rate_hz)
    noisy = theta + np.random.default_rng(seed).normal(0, 0.7, len(theta))
    found = motion_features(trace_of(t_s, noisy))
    assert len(found.repetitions_s) == len(depths)
    assert found.few == (len(depths) < 2)
    bend_s = (2 * round(1.2 * rate_hz) + round(0.6 * rate_hz)) / rate_hz
    true_start_s = 1.0 + np.arange(len(depths)) * (bend_s + 1.0)
    assert found.repetitions_s[:, 0] == pytest.approx(true_start_s, abs=0.4)
    assert found.repetitions_s[:, 1] == pytest.approx(true_start_s + bend_s, abs=0.4)


def test_backward_bends_are_repetitions_too() -> None:
    t_s, theta = drawn([155.0, 150.0, 158.0])
    assert len(motion_features(trace_of(t_s, 360.0 - theta)).repetitions_s) == 3


def test_the_features_are_what_their_names_say() -> None:
    t_s, theta = drawn([110.0, 120.0, 130.0])
    trace = trace_of(t_s, theta)
    found = motion_features(trace)
    angle = dict(zip(FEATURES, found.angle, strict=True))
    assert angle["F0 variance"] == pytest.approx(np.var(theta), rel=0.02)
    assert angle["F1 standard deviation"] == pytest.approx(angle["F0 variance"] ** 0.5)
    assert angle["F2 minimum"] == pytest.approx(110.0, abs=0.2)
    assert angle["F4 maximum"] == pytest.approx(STANDING_DEG, abs=0.2)
    assert angle["F3 range"] == pytest.approx(angle["F4 maximum"] - angle["F2 minimum"])
    assert angle["F5 mean repetition time"] == pytest.approx(3.0, abs=0.5)
    assert angle["F6 variance of repetition time"] < 0.05
    assert angle["F7 variance of depth"] == pytest.approx(np.var([110, 120, 130]), rel=0.02)
    # Held for 0.6 s, and slower than 5 °/s a little before and after.
    assert angle["F8 stability"] == pytest.approx(0.75, abs=0.15)
    speed = dict(zip(FEATURES, found.velocity, strict=True))
    # A minimum-jerk movement is 15/8 of its mean speed at its fastest.
    assert speed["F4 maximum"] == pytest.approx(15 / 8 * 68 / 1.2, rel=0.05)
    assert speed["F5 mean repetition time"] == angle["F5 mean repetition time"]


def test_derivatives_are_those_of_the_angle() -> None:
    t_s = np.arange(0, 6, 1 / 30)
    trace = trace_of(t_s, 150 + 20 * np.cos(2 * np.pi * 0.5 * t_s))
    inner = slice(50, -50)
    omega = 2 * np.pi * 0.5
    velocity = -20 * omega * np.sin(omega * trace.t_s)
    acceleration = -20 * omega**2 * np.cos(omega * trace.t_s)
    assert trace.velocity_deg_s[inner] == pytest.approx(velocity[inner], abs=0.6)
    assert trace.acceleration_deg_s2[inner] == pytest.approx(acceleration[inner], abs=4)


def test_smoothness_falls_with_shaking() -> None:
    t_s, theta = drawn([110.0, 110.0])
    shaking = theta + 2.0 * np.sin(2 * np.pi * 4.0 * t_s)
    calm = motion_features(trace_of(t_s, theta), f8="ldlj").angle[8]
    shaky = motion_features(trace_of(t_s, shaking), f8="ldlj").angle[8]
    assert calm > shaky + 1.0


def test_who_only_stands_has_no_repetition_and_no_times() -> None:
    theta = STANDING_DEG + np.random.default_rng(0).normal(0, 0.5, 300)
    found = motion_features(trace_of(np.arange(300) / 30, theta))
    assert found.few
    assert found.repetitions_s.shape == (0, 2)
    assert found.angle[5:].tolist() == [0, 0, 0, 0]


def test_short_gaps_are_bridged_and_at_long_ones_the_clip_is_cut() -> None:
    t_s, theta = drawn([110.0, 110.0, 110.0])
    short, long = theta.copy(), theta.copy()
    short[40:50] = np.nan
    long[60:80] = np.nan
    assert len(motion_features(trace_of(t_s, short)).repetitions_s) == 3
    cut = trace_of(t_s, long)
    assert cut.t_s[0] == pytest.approx(t_s[80])
    assert len(motion_features(cut).repetitions_s) == 2


def test_a_repetition_that_the_clip_cuts_is_left_out() -> None:
    t_s, theta = drawn([110.0, 110.0])
    trace = trace_of(t_s[50:-50], theta[50:-50])
    assert len(motion_features(trace).repetitions_s) == 0
    whole = trace_of(t_s[50:], theta[50:])
    assert len(motion_features(whole).repetitions_s) == 1


def test_an_angle_that_is_never_seen_is_said_to_be_so() -> None:
    with pytest.raises(SignalError, match="film from the side"):
        trace_of(np.arange(50) / 30, np.full(50, np.nan))
    with pytest.raises(SignalError, match="a whole second"):
        trace_of(np.arange(50) / 30, np.where(np.arange(50) < 20, 170.0, np.nan))


def test_standing_is_where_somebody_is_still_close_to_upright() -> None:
    _, theta = drawn([110.0], rate_hz=RATE_HZ)
    assert standing_angle_deg(theta, RATE_HZ) == pytest.approx(STANDING_DEG, abs=0.1)
    assert standing_angle_deg(360 - theta, RATE_HZ) == pytest.approx(360 - STANDING_DEG, abs=0.1)


def test_who_stands_leaning_forward_bends_backward_past_the_upright() -> None:
    t_s, theta = drawn([210.0, 210.0, 210.0], rate_hz=RATE_HZ)
    theta -= 8.0
    assert standing_angle_deg(theta, RATE_HZ) == pytest.approx(STANDING_DEG - 8.0, abs=0.1)
    found = motion_features(trace_of(t_s, theta))
    assert len(found.repetitions_s) == 3
    depth = FEATURES.index("F7 variance of depth")
    assert found.angle[depth] == pytest.approx(0.0, abs=0.5)


def test_who_is_never_still_stands_at_what_comes_closest_to_upright() -> None:
    theta = 140.0 + 35.0 * np.sin(np.arange(400) * 0.2)
    assert standing_angle_deg(theta, RATE_HZ) == pytest.approx(175.0, abs=1.0)


def test_spans_lie_within_the_trace() -> None:
    _, theta = drawn([110.0], rate_hz=RATE_HZ)
    (span,) = angle_repetitions(theta, RATE_HZ)
    assert 0 <= span.start < span.end < len(theta)
    assert theta[span.samples].min() == theta.min()


def test_a_trace_has_one_time_per_value() -> None:
    trace: Trace = trace_of(*drawn([120.0], rate_hz=24.0))
    assert np.diff(trace.t_s) == pytest.approx(1 / RATE_HZ)
    assert len(trace.t_s) == len(trace.angle_deg) == len(trace.acceleration_deg_s2)
