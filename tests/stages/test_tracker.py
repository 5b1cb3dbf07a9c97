"""The live way, phase and difference of movements that are easily misread."""

from itertools import pairwise

import numpy as np
import pytest

from edge.core.arrays import Floats
from edge.core.messages.exercise import Direction
from edge.repetitions.reference_course import ReferenceCourse
from edge.simulation.body.trajectory import minimum_jerk
from edge.stages.tracker import MovementTracker, Position

RATE_HZ = 50.0
TOP_DEG = 99.0


def way(start_deg: float, end_deg: float, seconds: float) -> Floats:
    """Return a smooth way from one angle to another; equal ones give a stand."""
    u = np.arange(1, round(seconds * RATE_HZ) + 1) / (seconds * RATE_HZ)
    return start_deg + (end_deg - start_deg) * minimum_jerk(u)


def ways(*stops: tuple[float, float]) -> Floats:
    """Return the ways from stop to stop, given as angle and the seconds until there."""
    parts = [way(a, b, seconds) for (a, _), (b, seconds) in pairwise(((0.0, 0.0), *stops))]
    return np.concatenate([np.zeros(25), *parts])


REST = (0.0, 0.6)
REFERENCE = ReferenceCourse(ways((TOP_DEG, 1.5), (TOP_DEG, 0.4), (0.0, 1.7))[25:])


def trembling(angle_deg: Floats, amplitude_deg: float) -> Floats:
    """Return the angles with a tremor of 5 Hz while the limb is out."""
    t_s = np.arange(len(angle_deg)) / RATE_HZ
    out = np.clip(angle_deg / 10.0, 0.0, 1.0)
    return angle_deg + amplitude_deg * out * np.sin(2 * np.pi * 5.0 * t_s)


def followed(angle_deg: Floats, step: int = 1) -> list[tuple[Direction, Position | None]]:
    """Return direction and position after every `step` samples."""
    tracker = MovementTracker(REFERENCE)
    t_ns = np.round(np.arange(len(angle_deg)) / RATE_HZ * 1e9).astype(np.int64)
    shown: list[tuple[Direction, Position | None]] = []
    for first in range(0, len(angle_deg), step):
        tracker.take(t_ns[first : first + step], angle_deg[first : first + step])
        shown.append((tracker.direction, tracker.position))
    return shown


def turns(angle_deg: Floats) -> int:
    """Return how often the direction that is shown changes."""
    return sum(a != b for (a, _), (b, _) in pairwise(followed(angle_deg)))


def differences(angle_deg: Floats) -> list[float | None]:
    return [None if at is None else at.difference_deg for _, at in followed(angle_deg)]


def test_the_reference_itself_is_followed_from_its_beginning_to_its_end() -> None:
    shown = followed(ways((TOP_DEG, 1.5), (TOP_DEG, 0.4), (0.0, 1.7), REST))
    phases = [at.phase for _, at in shown if at is not None]
    assert phases[0] < 0.2
    assert phases[-1] > 1.97
    assert np.diff(phases).min() >= -1e-9
    assert shown[-1] == ("outward", None)


def test_half_the_range_turns_where_it_turns_and_lies_below_the_reference() -> None:
    angle_deg = ways((46.0, 1.5), (46.0, 0.4), (0.0, 1.7), REST)
    shown = followed(angle_deg)
    sinking = shown[25 + 95 + 15 : 25 + 95 + 70]
    assert {direction for direction, _ in sinking} == {"returning"}
    for _, at in sinking:
        assert at is not None
        assert at.difference_deg == pytest.approx(46.0 - TOP_DEG, abs=1.0)
        assert at.phase > 1.0
    rising = [at for direction, at in shown[: 25 + 60] if at is not None]
    assert [at.difference_deg for at in rising] == [None] * len(rising)
    assert all(at.phase < 0.6 for at in rising)


def test_at_a_top_that_is_too_low_the_difference_is_known_before_the_limb_sinks() -> None:
    at_top = differences(ways((46.0, 1.5), (46.0, 1.0)))[-25:]
    assert at_top == [pytest.approx(46.0 - TOP_DEG, abs=1.0)] * 25


def test_beyond_the_references_top_is_known_on_the_way_out() -> None:
    angle_deg = ways((130.0, 1.5))
    known = [d for d, a in zip(differences(angle_deg), angle_deg, strict=True) if a > TOP_DEG + 5]
    assert all(d is not None and d > 0 for d in known)
    assert known[-1] == pytest.approx(130.0 - TOP_DEG, abs=2.0)


def test_who_is_late_is_below_the_reference_on_the_way_out() -> None:
    angle_deg = ways((90.0, 6.0))
    late = differences(angle_deg)[25 + 160 : 25 + 200]
    assert all(d is not None and d < -10.0 for d in late)


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.0])
@pytest.mark.parametrize("top_deg", [20.0, 60.0, 99.0, 120.0])
def test_every_movement_turns_once_and_ends_once_however_fast_and_far(
    factor: float, top_deg: float
) -> None:
    out, stand, back = (factor * s for s in (1.5, 0.4, 1.7))
    assert turns(ways((top_deg, out), (top_deg, stand), (0.0, back), REST)) == 2


@pytest.mark.parametrize("amplitude_deg", [0.3, 0.7, 1.2])
def test_tremor_turns_no_movement_round(amplitude_deg: float) -> None:
    steady = ways((TOP_DEG, 1.5), (TOP_DEG, 2.0), (0.0, 1.7), REST)
    assert turns(trembling(steady, amplitude_deg)) == 2


def test_a_coarse_tremor_is_learned_after_its_first_beats() -> None:
    held = trembling(ways((TOP_DEG, 1.5), (TOP_DEG, 6.0), (0.0, 1.7), REST), 2.0)
    after = [direction for direction, _ in followed(held)][25 + 75 + 75 : 25 + 75 + 300]
    assert set(after) == {"outward"}


def test_a_hesitation_on_the_way_out_is_no_turn_even_where_the_limb_sinks_a_little() -> None:
    for sinks_deg in (0.0, 1.0, 6.0):
        angle_deg = ways(
            (50.0, 1.0), (50.0 - sinks_deg, 0.5), (TOP_DEG, 1.0), (TOP_DEG, 0.4), (0.0, 1.7), REST
        )
        shown = followed(angle_deg)
        onward = shown[25 + 75 + 20 : 25 + 75 + 32]
        assert {direction for direction, _ in onward} == {"outward"}
        assert [at and at.difference_deg for _, at in onward] == [None] * 12
        at_end = shown[25 + 145 + 40][1]
        assert at_end is not None
        assert at_end.difference_deg == pytest.approx(0.0, abs=1.5)


def test_movements_without_a_rest_between_them_are_told_apart() -> None:
    again = ways((46.0, 1.5), (8.0, 1.2), (TOP_DEG, 1.5), (TOP_DEG, 0.4))
    assert differences(again)[-1] == pytest.approx(0.0, abs=1.0)
    rising = differences(again)[25 + 135 + 20 : 25 + 135 + 55]
    assert rising == [None] * 35


def test_noise_as_of_a_camera_is_followed_in_its_mean() -> None:
    rng = np.random.default_rng(3)
    clean = ways((46.0, 1.5), (46.0, 0.4), (0.0, 1.7))
    for _ in range(5):
        noisy = np.concatenate([np.zeros(150), clean]) + rng.normal(0.0, 2.0, 150 + len(clean))
        shown = followed(noisy)[150:]
        out, back = shown[25 + 20 : 25 + 70], shown[25 + 95 + 25 : 25 + 95 + 70]
        assert np.mean([direction == "outward" for direction, _ in out]) > 0.95
        assert np.mean([direction == "returning" for direction, _ in back]) > 0.95


def test_each_movement_begins_anew_and_chunks_do_not_matter() -> None:
    angle_deg = ways((46.0, 1.5), (46.0, 0.4), (0.0, 1.7), REST, (TOP_DEG, 1.5), (0.0, 1.7), REST)
    single = followed(angle_deg)
    assert followed(angle_deg, 7) == [*single[6::7], single[-1]]
    tracker = MovementTracker(REFERENCE)
    tracker.take(np.arange(100) * 20_000_000, np.linspace(0.0, 80.0, 100))
    before = tracker.position
    tracker.reset()
    assert (before is None, tracker.position is None) == (False, True)
