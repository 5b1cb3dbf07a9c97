import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.repetitions.hold import HOLD_SETTINGS, Hold, hold_under_way, is_held, longest_hold
from edge.signals.errors import SignalError
from edge.simulation.body.trajectory import minimum_jerk

RATE_HZ = 50.0
REFERENCE_DEG = 90.0

courses = st.lists(
    st.tuples(st.floats(-5.0, 120.0), st.integers(1, 60)), min_size=1, max_size=8
).map(lambda steps: np.concatenate([np.full(count, deg) for deg, count in steps]))
rough = st.builds(
    lambda course, sway_deg, seed: (
        course + sway_deg * np.random.default_rng(seed).standard_normal(len(course))
    ),
    courses,
    st.floats(0.0, 4.0),
    st.integers(0, 100),
)


def movement(
    held_s: float, *, rom_deg: float = REFERENCE_DEG, out_s: float = 1.4, home_s: float = 1.6
) -> Floats:
    """Return the angles of a smooth repetition with a hold at its end."""
    t_s = np.arange(-0.3, out_s + held_s + home_s + 0.3, 1 / RATE_HZ)
    return rom_deg * (minimum_jerk(t_s / out_s) - minimum_jerk((t_s - out_s - held_s) / home_s))


def obvious_holds(angle_deg: Floats, end_deg: float) -> list[tuple[int, int]]:
    """Return first and last standing sample of each stay near the end, one sample at a time."""
    tolerance_deg = max(HOLD_SETTINGS.tolerance_deg, HOLD_SETTINGS.tolerance_share * REFERENCE_DEG)
    limit_deg_s = max(HOLD_SETTINGS.stands_deg_s, HOLD_SETTINGS.stands_share * REFERENCE_DEG)
    holds: list[tuple[int, int]] = []
    stay: list[int] | None = None
    for i, angle in enumerate(angle_deg):
        if angle < end_deg - tolerance_deg:
            stay = None
            continue
        if stay is None:
            stay = []
            holds.append((-1, -1))
        moved_deg = abs(angle - angle_deg[max(0, i - 10)])
        if moved_deg <= limit_deg_s * HOLD_SETTINGS.over_s:
            stay.append(i)
            holds[-1] = (stay[0], stay[-1])
    return [hold for hold in holds if hold != (-1, -1)]


@given(rough)
def test_the_longest_hold_is_that_of_the_obvious_way(angle_deg: Floats) -> None:
    lengths = [last - first for first, last in obvious_holds(angle_deg, angle_deg.max())]
    hold = longest_hold(angle_deg, REFERENCE_DEG, RATE_HZ)
    assert (None if hold is None else hold.last - hold.first) == max(lengths, default=None)


@settings(max_examples=30)
@given(rough)
def test_the_hold_under_way_is_what_the_obvious_way_sees_at_every_moment(
    angle_deg: Floats,
) -> None:
    for count in range(1, len(angle_deg) + 1, 7):
        so_far = angle_deg[:count]
        tolerance_deg = max(
            HOLD_SETTINGS.tolerance_deg, HOLD_SETTINGS.tolerance_share * REFERENCE_DEG
        )
        there = so_far[-1] >= so_far.max() - tolerance_deg
        holds = obvious_holds(so_far, so_far.max())
        away = np.flatnonzero(so_far < so_far.max() - tolerance_deg)
        since = int(away[-1]) + 1 if len(away) else 0
        holds = [hold for hold in holds if there and hold[0] >= since]
        expected = Hold(first=holds[-1][0], last=holds[-1][1]) if holds else None
        assert hold_under_way(so_far, REFERENCE_DEG, RATE_HZ) == expected


@given(
    held_s=st.floats(0.5, 20.0),
    rom_deg=st.floats(70.0, 120.0),
    out_s=st.floats(0.8, 2.0),
    home_s=st.floats(0.8, 2.0),
)
def test_a_smooth_hold_is_measured_to_a_third_of_a_second(
    held_s: float, rom_deg: float, out_s: float, home_s: float
) -> None:
    hold = longest_hold(
        movement(held_s, rom_deg=rom_deg, out_s=out_s, home_s=home_s), REFERENCE_DEG, RATE_HZ
    )
    assert hold is not None
    assert hold.held_s(RATE_HZ) == pytest.approx(held_s, abs=0.35)


@given(st.floats(1.0, 8.0), st.floats(0.1, 0.7), st.floats(4.0, 8.0))
def test_a_tremor_does_not_end_a_hold(held_s: float, tremor_deg: float, tremor_hz: float) -> None:
    angle_deg = movement(held_s)
    t_s = np.arange(len(angle_deg)) / RATE_HZ
    shaking = angle_deg + tremor_deg * np.sin(2 * np.pi * tremor_hz * t_s)
    hold = longest_hold(shaking, REFERENCE_DEG, RATE_HZ)
    assert hold is not None
    assert hold.held_s(RATE_HZ) == pytest.approx(held_s, abs=0.45)


def test_a_pause_on_the_way_out_is_no_hold_of_the_end() -> None:
    out, home = movement(0.0), movement(0.4)[70:]
    pause = np.concatenate([0.5 * out[:85], np.full(250, 0.5 * out[:85][-1]), home])
    hold = longest_hold(pause, REFERENCE_DEG, RATE_HZ)
    assert hold is not None
    assert hold.held_s(RATE_HZ) < 1.0


def test_a_limb_that_sinks_by_more_than_the_tolerance_no_longer_holds() -> None:
    angle_deg = movement(6.0)
    top = slice(int(angle_deg.argmax()), int(angle_deg.argmax()) + 300)
    sinking = angle_deg.copy()
    sinking[top] -= np.linspace(0.0, 18.0, 300)
    hold = longest_hold(sinking, REFERENCE_DEG, RATE_HZ)
    assert hold is not None
    assert hold.held_s(RATE_HZ) == pytest.approx(3.0, abs=0.4)


@given(st.floats(0.5, 60.0))
def test_a_hold_counts_when_it_is_short_by_no_more_than_the_slack(hold_s: float) -> None:
    slack_s = max(HOLD_SETTINGS.slack_s, HOLD_SETTINGS.slack_share * hold_s)
    assert is_held(hold_s, hold_s)
    assert is_held(hold_s - 0.99 * slack_s, hold_s)
    assert not is_held(hold_s - 1.01 * slack_s, hold_s)


def test_angles_that_are_not_finite_are_refused() -> None:
    with pytest.raises(SignalError):
        longest_hold(np.array([0.0, np.nan]), REFERENCE_DEG, RATE_HZ)
