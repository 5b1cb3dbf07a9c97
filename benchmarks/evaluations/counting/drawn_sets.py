"""Simulated sets of gym-like exercises: a forearm that turns and travels out and back.

Drawn, not measured: the shapes are minimum-jerk with the unevenness, fatigue, drift in tempo,
holds, pauses, tremor and set-up movement of documented ranges. Truth is known exactly.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import butter, sosfiltfilt
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2, UP

RATE_HZ: Final = 50.0
_FINE: Final = 4
"""Times the rate at which the movement is drawn before it is differentiated."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedSet:
    """A set with its truth.

    Attributes:
        group: what kind of set it is.
        name: which one.
        signal: (n, 6) the six axes at `RATE_HZ`.
        count: true number of repetitions.
    """

    group: str
    name: str
    signal: Floats
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnExercise:
    """How an exercise looks from the wrist: ranges of its numbers.

    Attributes:
        turn_rad: by how much the forearm turns.
        travel_m: by how much the wrist travels besides.
        seconds: usual duration of a repetition.
        sides: how much of the movement differs between left and right repetitions.
    """

    turn_rad: tuple[float, float]
    travel_m: tuple[float, float]
    seconds: tuple[float, float] = (1.4, 4.5)
    sides: float = 0.0


KINDS: Final = {
    "curl": DrawnExercise(turn_rad=(1.5, 2.5), travel_m=(0.0, 0.08)),
    "press": DrawnExercise(turn_rad=(0.2, 0.9), travel_m=(0.25, 0.5)),
    "raise": DrawnExercise(turn_rad=(1.0, 1.6), travel_m=(0.0, 0.1)),
    "fly": DrawnExercise(turn_rad=(0.6, 1.4), travel_m=(0.0, 0.1)),
    "squat": DrawnExercise(turn_rad=(0.05, 0.4), travel_m=(0.3, 0.6)),
    "lunge": DrawnExercise(turn_rad=(0.05, 0.4), travel_m=(0.3, 0.6), sides=0.15),
    "push-up": DrawnExercise(turn_rad=(0.15, 0.6), travel_m=(0.01, 0.06)),
    "jumping jack": DrawnExercise(turn_rad=(1.8, 2.8), travel_m=(0.05, 0.25), seconds=(0.8, 1.6)),
}


def drawn_set(kind: str, seed: int) -> CountedSet:
    """Return a set of 5–30 repetitions of that kind of exercise, reproducible by its seed."""
    rng = np.random.default_rng([seed, list(KINDS).index(kind)])
    count = round(np.exp(rng.uniform(np.log(5), np.log(30))))
    ahead, behind = _set_up(rng), _set_up(rng)
    out, side = _progress(KINDS[kind], count, rng)
    before, after = np.zeros(len(ahead)), np.zeros(len(behind))
    still = np.zeros((len(out), 6))
    signal = _worn(
        KINDS[kind],
        np.concatenate([before, out, after]),
        np.concatenate([before, side, after]),
        np.vstack([ahead, still, behind]),
        rng,
    )
    return CountedSet(group="drawn", name=f"{kind} {seed}", signal=signal, count=count)


def _progress(kind: DrawnExercise, count: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return 0 → 1 → 0 for each repetition, and the same with the sign of its side."""
    fine_hz = _FINE * RATE_HZ
    usual_s = np.exp(rng.uniform(*np.log(kind.seconds)))
    drift, fatigue = rng.uniform(-0.25, 0.25), rng.uniform(0.0, 0.3) * (rng.random() < 0.4)
    outward, tempo_sd, size_sd = rng.uniform(0.35, 0.6), rng.uniform(0.03, 0.12), 0.06
    quick = kind.seconds[1] < 2.0
    hold_s, rest_s = np.abs(rng.normal(0.0, 0.2, 2)) * (rng.random(2) < 0.5) * (not quick)
    rest_s += rng.uniform(0.3, 1.2) * (rng.random() < 0.15) * (not quick)
    parts, sides = [], []
    for i in range(count):
        seconds = usual_s * (1 + drift * (i / count - 0.5)) * np.exp(rng.normal(0, tempo_sd))
        size = (1 - fatigue * i / count) * (1 + rng.normal(0, size_sd))
        one = size * np.concatenate(
            [
                _minimum_jerk(seconds * outward * fine_hz),
                np.ones(round(hold_s * rng.uniform(0.6, 1.4) * fine_hz)),
                1 - _minimum_jerk(seconds * (1 - outward) * fine_hz),
                np.zeros(round(rest_s * rng.exponential() * fine_hz)),
            ]
        )
        parts.append(one)
        sides.append(one if i % 2 else -one)
    return np.concatenate(parts), np.concatenate(sides)


def _minimum_jerk(samples: float) -> Floats:
    u = np.linspace(0.0, 1.0, max(6, round(samples)), endpoint=False)
    return 10 * u**3 - 15 * u**4 + 6 * u**5


def _set_up(rng: np.random.Generator) -> Floats:
    """Return (n, 6) turn and travel of some aimless movement, or of a moment's rest."""
    fine_hz = _FINE * RATE_HZ
    if rng.random() < 0.25:
        return np.zeros((round(rng.uniform(0.2, 2.0) * fine_hz), 6))
    seconds = rng.uniform(0.5, 6.0)
    knots = max(4, round(seconds * rng.uniform(0.8, 2.0)))
    size = rng.uniform(0.3, 1.5) * np.repeat([0.7, 0.15], 3)
    ends = np.zeros((2, 6))
    points = np.vstack([ends, rng.normal(size=(knots, 6)) * size, ends])
    at = np.linspace(0.0, 1.0, len(points))
    course = CubicSpline(at, points, bc_type="clamped")
    return np.asarray(course(np.linspace(0.0, 1.0, round(seconds * fine_hz))))


def _worn(
    kind: DrawnExercise, out: Floats, side: Floats, set_up: Floats, rng: np.random.Generator
) -> Floats:
    """Return the six axes of a watch on that forearm, worn in any orientation."""
    fine_hz = _FINE * RATE_HZ
    axis, other, lever = (_direction(rng) for _ in range(3))
    angle, travel = rng.uniform(*kind.turn_rad), rng.uniform(*kind.travel_m)
    wander = _band(len(out), 1.2, fine_hz, rng)
    turn = np.outer(angle * out, axis) + np.outer(rng.uniform(0, 0.35) * angle * out**2, other)
    turn += set_up[:, :3] + wander[:, :3] * rng.uniform(0.003, 0.015)
    turn += np.outer(0.5 * kind.sides * side, other)
    up = _direction(rng, about=UP)
    path = np.outer(travel * out, up) + set_up[:, 3:] + wander[:, 3:] * rng.uniform(0.001, 0.004)
    path += np.outer(0.15 * kind.sides * side, other)
    smooth = sosfiltfilt(butter(2, 15, fs=fine_hz, output="sos"), np.hstack([turn, path]), axis=0)
    carried = Rotation.from_rotvec(smooth[:, :3])
    where = smooth[:, 3:] + carried.apply(lever * rng.uniform(0.2, 0.65))
    accel = np.gradient(np.gradient(where, 1 / fine_hz, axis=0), 1 / fine_hz, axis=0)
    pose = carried * Rotation.random(rng=rng)
    force = pose.inv().apply(accel + STANDARD_GRAVITY_M_S2 * UP)
    rate = (pose[:-1].inv() * pose[1:]).as_rotvec() * fine_hz
    signal = np.hstack([force, np.vstack([rate, rate[-1:]])])[::_FINE]
    return signal + rng.normal(scale=np.repeat([0.1, 0.02], 3), size=signal.shape)


def _direction(rng: np.random.Generator, about: Floats | None = None) -> Floats:
    v = rng.normal(size=3) if about is None else about + rng.normal(scale=0.4, size=3)
    return np.asarray(v / np.linalg.norm(v))


def _band(n: int, cutoff_hz: float, rate_hz: float, rng: np.random.Generator) -> Floats:
    """Return (n, 6) slow random wandering of unit size."""
    x = sosfiltfilt(butter(2, cutoff_hz, fs=rate_hz, output="sos"), rng.normal(size=(n, 6)), axis=0)
    return np.asarray(x / x.std(axis=0))
