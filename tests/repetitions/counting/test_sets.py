"""Counting on drawn movements: every length, tempo, pause, side and orientation."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.repetitions.counting.sets import CountedRepetition, count_sets
from edge.signals.errors import SignalError
from edge.simulation.body.simulate import simulate_session

RATE_HZ = 50.0
GRAVITY = np.array([0.0, 0.0, 9.81])


def out_and_back(seconds: float) -> Floats:
    """Return 0 → 1 → 0, smooth at both ends."""
    u = np.linspace(0, 1, max(4, round(seconds * RATE_HZ / 2)), endpoint=False)
    out = 10 * u**3 - 15 * u**4 + 6 * u**5
    return np.concatenate([out, 1 - out])


def worn(progress: Floats, turn: Floats, travel_m: Floats, rng: np.random.Generator) -> Floats:
    """Return the six axes of a watch that turns and travels with that progress."""
    pose = Rotation.from_rotvec(progress[:, None] * turn) * Rotation.random(rng=rng)
    accel = np.gradient(np.gradient(progress, 1 / RATE_HZ), 1 / RATE_HZ)[:, None] * travel_m
    force = pose.inv().apply(accel + GRAVITY)
    rate = (pose[:-1].inv() * pose[1:]).as_rotvec() * RATE_HZ
    signal = np.hstack([force, np.vstack([rate, rate[-1:]])])
    return signal + rng.normal(scale=[0.08] * 3 + [0.015] * 3, size=signal.shape)


def set_of(count: int, seconds: float, seed: int, pause_s: float = 0.0) -> Floats:
    rng = np.random.default_rng(seed)
    still = np.zeros(round(2 * RATE_HZ))
    parts = [still]
    for _ in range(count):
        size = 1 + 0.05 * rng.normal()
        parts.append(size * out_and_back(seconds * np.exp(0.06 * rng.normal())))
        parts.append(np.zeros(round(pause_s * rng.uniform(0.7, 1.3) * RATE_HZ)))
    turn = rng.normal(size=3)
    turn *= rng.uniform(0.4, 2.0) / np.linalg.norm(turn)
    return worn(np.concatenate([*parts, still]), turn, rng.normal(scale=0.2, size=3), rng)


def counted(signal: Floats) -> list[CountedRepetition]:
    return [r for one in count_sets(signal, RATE_HZ).sets for r in one.repetitions]


def still(seconds: float, signal: Floats, rng: np.random.Generator) -> Floats:
    """Return stillness in the pose in which a signal begins."""
    pose = np.append(signal[:20, :3].mean(axis=0), np.zeros(3))
    samples = round(seconds * RATE_HZ)
    return pose + rng.normal(scale=[0.03] * 3 + [0.01] * 3, size=(samples, 6))


def walk(seconds: float, rng: np.random.Generator) -> Floats:
    """Return a wrist while walking: steps that shake it, strides in which the arm swings."""
    t_s = np.arange(0.0, seconds, 1 / RATE_HZ)
    stride = 2 * np.pi * np.cumsum(0.93 * (1 + 0.03 * rng.normal(size=len(t_s)))) / RATE_HZ
    swing = 0.35 * np.sin(stride)
    shake = 2.0 * np.cos(2 * stride + 0.3) + 0.8 * np.cos(4 * stride)
    pose = Rotation.from_rotvec(np.outer(swing, [0.0, 1.0, 0.0]))
    force = pose.inv().apply(GRAVITY + shake[:, None] * [0.0, 0.0, 1.0])
    rate = np.outer(np.gradient(swing) * RATE_HZ, [0.0, 1.0, 0.0])
    return np.hstack([force, rate]) + rng.normal(scale=[0.15] * 3 + [0.03] * 3, size=(len(t_s), 6))


def fidgeting(seconds: float, rng: np.random.Generator) -> Floats:
    """Return a wrist that turns now and then, never twice the same way."""
    samples = round(seconds * RATE_HZ)
    rate = gaussian_filter1d(rng.normal(size=(samples, 3)), 10, axis=0)
    rate *= np.repeat(rng.choice([0.0, 1.0, 3.0], size=samples // 100 + 1), 100)[:samples, None]
    force = GRAVITY + gaussian_filter1d(rng.normal(size=(samples, 3)), 10, axis=0)
    return np.hstack([force, rate]) + rng.normal(scale=[0.05] * 3 + [0.01] * 3, size=(samples, 6))


@settings(deadline=None, max_examples=25)
@given(
    count=st.integers(5, 20),
    seconds=st.floats(1.7, 6),
    pause_s=st.sampled_from([0.0, 0.0, 1.0]),
    seed=st.integers(0, 1000),
)
def test_counts_any_movement_out_and_back(
    count: int, seconds: float, pause_s: float, seed: int
) -> None:
    found = counted(set_of(count, seconds, seed, pause_s))
    assert len(found) == count
    assert all(a.end_s <= b.start_s + 0.1 for a, b in pairwise(found))


@pytest.mark.parametrize("seconds", [0.3, 0.4, 0.5])
def test_quick_repetitions_are_not_taken_for_halves(seconds: float) -> None:
    for seed in range(3):
        assert len(counted(set_of(15 + seed, seconds, seed))) == 15 + seed


def test_a_long_set_is_counted_to_its_ends() -> None:
    assert len(counted(set_of(110, 4.0, seed=21))) == 110


def test_two_sides_are_two_repetitions() -> None:
    rng = np.random.default_rng(3)
    one = out_and_back(2.5)
    progress = np.concatenate([np.zeros(100), np.tile(one, 12), np.zeros(100)])
    signal = worn(progress, np.array([0.1, 0.0, 0.0]), np.array([0.0, 0.0, 0.4]), rng)
    side = np.concatenate([np.zeros(100), np.tile(np.concatenate([one, -one]), 6), np.zeros(100)])
    signal[:, 3:] += np.gradient(side, 1 / RATE_HZ)[:, None] * [0.0, 0.15, 0.1]
    assert len(counted(signal)) == 12


def test_set_up_movement_is_not_counted() -> None:
    rng = np.random.default_rng(4)
    lift = np.concatenate([np.zeros(60), 0.6 * out_and_back(1.2)[:30], np.full(40, 0.55)])
    down = lift[::-1]
    middle = np.concatenate([out_and_back(2.0) for _ in range(10)])
    turn, travel = np.array([1.4, 0.2, 0.0]), np.array([0.1, 0.0, 0.1])
    inside = worn(middle, turn, travel, rng)
    about = np.array([0.0, 0.3, 0.9])
    signal = np.vstack([worn(lift, about, travel, rng), inside, worn(down, about, travel, rng)])
    assert len(counted(signal)) == 10


def test_the_sensors_frame_does_not_matter() -> None:
    signal = set_of(9, 2.2, seed=5)
    turned = np.hstack([signal[:, :3], signal[:, 3:]]).reshape(len(signal), 2, 3)
    turned = turned @ Rotation.random(rng=np.random.default_rng(6)).as_matrix().T
    there = counted(turned.reshape(len(signal), 6))
    assert there == counted(signal)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_counts_the_simulated_patient(exercise: str) -> None:
    session = simulate_session(exercise=exercise, profile="healthy", duration_s=50, seed=2)
    signal = np.hstack([session.accel_m_s2, session.gyro_rad_s])
    found = counted(signal)
    assert len(found) == len(session.truth)
    for repetition, true in zip(found, session.truth, strict=True):
        middle_s = (repetition.start_s + repetition.end_s) / 2
        assert true.start_s < middle_s < true.end_s


@pytest.mark.parametrize("seconds", [5.0, 20.0, 60.0])
def test_stillness_around_a_set_changes_nothing(seconds: float) -> None:
    signal = set_of(10, 2.5, seed=11)
    rng = np.random.default_rng(12)
    around = np.vstack([still(seconds, signal, rng), signal, still(seconds, signal, rng)])
    assert len(counted(around)) == 10


def test_repetitions_may_stand_far_apart() -> None:
    assert len(counted(set_of(8, 3.0, seed=13, pause_s=15.0))) == 8


def test_two_sets_with_a_rest_between_are_two_sets() -> None:
    signal = set_of(8, 2.5, seed=14)
    rest = still(90.0, signal, np.random.default_rng(15))
    sets = count_sets(np.vstack([signal, rest, signal]), RATE_HZ).sets
    assert [len(one.repetitions) for one in sets] == [8, 8]
    assert sets[0].end_s + 85.0 < sets[1].start_s


def test_stretches_searched_side_by_side_give_the_same_sets() -> None:
    rest = np.repeat(set_of(1, 2.0, 0)[:1], round(12 * RATE_HZ), axis=0)
    signal = np.vstack([set_of(8, 2.0, 1), rest, set_of(6, 3.0, 2), rest, set_of(7, 1.5, 3)])
    with ThreadPoolExecutor(3) as pool:
        beside = count_sets(signal, RATE_HZ, each=pool.map)
    assert beside == count_sets(signal, RATE_HZ)
    assert [len(one.repetitions) for one in beside.sets] == [8, 6, 7]


@pytest.mark.parametrize(("away", "count"), [(0.0, 9), (0.2, 9), (0.8, 8), (1.0, 8)])
def test_a_set_cut_off_in_mid_movement_counts_what_is_mostly_there(away: float, count: int) -> None:
    rng = np.random.default_rng(20)
    movement = np.tile(out_and_back(3.0), 9)
    signal = worn(movement, np.array([1.1, 0.3, 0.2]), np.array([0.1, 0.2, 0.0]), rng)
    cut = round(away * 3.0 * RATE_HZ)
    assert len(counted(signal[cut:])) == count
    assert len(counted(signal[: len(signal) - cut])) == count


def test_walking_between_sets_is_not_counted() -> None:
    rng = np.random.default_rng(16)
    signal = set_of(8, 2.5, seed=17)
    sets = count_sets(np.vstack([walk(20, rng), signal, walk(30, rng), signal]), RATE_HZ).sets
    assert [len(one.repetitions) for one in sets] == [8, 8]


@pytest.mark.parametrize("seed", range(4))
def test_neither_walking_nor_fidgeting_is_a_set(seed: int) -> None:
    rng = np.random.default_rng([18, seed])
    parts = [walk(30, rng), fidgeting(30, rng), walk(12, rng), fidgeting(20, rng)]
    recording = np.vstack(parts)
    assert counted(recording) == []
    assert count_sets(recording, RATE_HZ).walking_s == pytest.approx(42, abs=8)


def test_a_movement_whose_way_back_tips_the_wrist_alike_counts_once() -> None:
    rng = np.random.default_rng(19)
    steps = 6
    height = np.concatenate([np.zeros(100), np.tile(out_and_back(4.0), steps), np.zeros(100)])
    tip = np.concatenate([np.zeros(100), np.tile(out_and_back(2.0), 2 * steps), np.zeros(100)])
    push = np.gradient(np.gradient(0.6 * height)) * RATE_HZ**2
    pose = Rotation.from_rotvec(np.outer(0.6 * tip, [1.0, 0.0, 0.0]))
    force = pose.inv().apply(GRAVITY + push[:, None] * [0.0, 0.0, 1.0])
    rate = np.outer(np.gradient(0.6 * tip) * RATE_HZ, [1.0, 0.0, 0.0])
    noise = rng.normal(scale=[0.08] * 3 + [0.015] * 3, size=(len(tip), 6))
    assert len(counted(np.hstack([force, rate]) + noise)) == steps


def test_nothing_repeats_in_stillness() -> None:
    noise = np.random.default_rng(7).normal(scale=[0.05] * 3 + [0.01] * 3, size=(1500, 6))
    assert counted(noise + np.append(GRAVITY, np.zeros(3))) == []


def test_too_short_to_repeat() -> None:
    assert counted(np.zeros((20, 6))) == []


@pytest.mark.parametrize("bad", [np.zeros((100, 5)), np.zeros(100), np.full((100, 6), np.nan)])
def test_refuses_what_is_no_recording(bad: Floats) -> None:
    with pytest.raises(SignalError, match="acceleration, then rotation"):
        counted(bad)
