import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.core.arrays import Floats
from edge.signals.angle_match import AngleMatch, SeenAngle

ANGLES_DEG = 45.0 * (1.0 - np.cos(np.arange(0.0, 40.0, 0.08)))
"""Ten repetitions to 90°."""


def seen(angle_deg: float, *marks: float) -> SeenAngle:
    return SeenAngle(angle_deg=angle_deg, told=True, marks=np.array(marks))


def learned(watch_deg: Floats, camera_deg: Floats) -> AngleMatch:
    match = AngleMatch(0)
    for seen_deg, true_deg in zip(camera_deg, watch_deg, strict=True):
        match.add(seen(float(seen_deg)), float(true_deg), 1.0 / 30.0)
    return match


def as_watch_deg(match: AngleMatch, camera_deg: Floats) -> list[float]:
    return [match.as_watch_deg(seen(float(deg))) for deg in camera_deg]


def test_where_nothing_was_learned_the_watch_would_say_the_same() -> None:
    seen_deg = np.array([-10.0, 0.0, 45.0, 170.0])
    assert as_watch_deg(AngleMatch(0), seen_deg) == pytest.approx(seen_deg)


@settings(max_examples=20, deadline=None)
@given(
    factor=st.floats(0.7, 1.6),
    offset_deg=st.floats(-8.0, 8.0),
    bend_deg=st.floats(-8.0, 8.0),
    seed=st.integers(0, 100),
)
def test_a_line_and_a_bend_are_learned(
    factor: float, offset_deg: float, bend_deg: float, seed: int
) -> None:
    bent_deg = ANGLES_DEG + bend_deg * np.sin(np.radians(2.0 * ANGLES_DEG))
    noise_deg = np.random.default_rng(seed).normal(0.0, 1.0, len(ANGLES_DEG))
    match = learned(ANGLES_DEG, factor * bent_deg + offset_deg + noise_deg)
    true_deg = np.arange(2.0, 88.0, 4.0)
    seen_deg = factor * (true_deg + bend_deg * np.sin(np.radians(2.0 * true_deg))) + offset_deg
    assert as_watch_deg(match, seen_deg) == pytest.approx(true_deg, abs=2.0)


def test_beyond_what_was_seen_the_line_goes_on() -> None:
    match = learned(ANGLES_DEG, 0.8 * ANGLES_DEG)
    assert match.as_watch_deg(seen(120.0)) == pytest.approx(150.0, abs=6.0)


def test_how_far_the_camera_wanders_is_told() -> None:
    noise_deg = np.random.default_rng(1).normal(0.0, 3.0, len(ANGLES_DEG))
    assert AngleMatch(0).off_deg == 0.0
    assert learned(ANGLES_DEG, ANGLES_DEG).off_deg < 0.2
    assert learned(ANGLES_DEG, ANGLES_DEG + noise_deg).off_deg == pytest.approx(3.0, rel=0.3)


def test_what_is_old_is_forgotten() -> None:
    match = learned(ANGLES_DEG, ANGLES_DEG + 5.0)
    match.add(seen(5.0), 0.0, 600.0)
    for seen_deg in ANGLES_DEG:
        match.add(seen(float(seen_deg)), float(seen_deg), 1.0 / 30.0)
    assert as_watch_deg(match, ANGLES_DEG) == pytest.approx(ANGLES_DEG, abs=1.0)


def test_what_the_angle_does_not_tell_is_learned_from_the_marks() -> None:
    flat_deg = np.minimum(ANGLES_DEG, 50.0)
    mark = np.sin(np.radians(ANGLES_DEG))
    match, without = AngleMatch(1), AngleMatch(0)
    for seen_deg, at, true_deg in zip(flat_deg, mark, ANGLES_DEG, strict=True):
        match.add(seen(float(seen_deg), float(at)), float(true_deg), 1.0 / 30.0)
        without.add(seen(float(seen_deg)), float(true_deg), 1.0 / 30.0)
    assert match.off_deg < 0.6 * without.off_deg
    ways = [(50.0, float(np.sin(np.radians(deg)))) for deg in (55.0, 65.0, 75.0)]
    told_deg = [match.as_watch_deg(seen(*way)) for way in ways]
    assert told_deg == sorted(told_deg)
    assert told_deg[-1] - told_deg[0] > 10.0


def test_it_knows_only_what_is_like_something_that_it_learned() -> None:
    assert not AngleMatch(1).knows(seen(40.0, 1.0))
    match = AngleMatch(1)
    for seen_deg in ANGLES_DEG[ANGLES_DEG < 50.0]:
        match.add(seen(float(seen_deg), 0.0), float(seen_deg), 1.0 / 30.0)
    assert match.knows(seen(40.0, 0.0))
    assert not match.knows(seen(120.0, 0.0))
    assert not match.knows(seen(40.0, 3.0))
