"""Sets of a gym watch, as recorded and with daily life around them.

Recorded are the sets; stillness, fidgeting and walking around and between them are simulated, so
that the truth is known to the sample.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from scipy.ndimage import gaussian_filter1d

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.counting.drawn_sets import RATE_HZ, CountedSet
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2

KINDS: Final = ("as recorded", "stillness", "fidgeting", "walking", "mixed", "several sets")
_JOINT_S: Final = 0.5
"""A watch does not jump from one pose to the next."""
_LONGEST_REST_S: Final = 60.0


def gym_sets(folder: Path) -> list[CountedSet]:
    """Return the sets of `folder` (sets.npz, counts.json) whose counts are trusted, at `RATE_HZ`.

    Raises:
        EvaluationError: the folder does not hold such sets.
    """
    try:
        counts = json.loads((folder / "counts.json").read_text(encoding="utf-8"))
        with np.load(folder / "sets.npz") as recorded:
            sets = [
                CountedSet(
                    group="gym",
                    name=name,
                    signal=_at_our_rate(recorded[name]),
                    count=int(row["visible"]),
                )
                for name, row in sorted(counts.items())
                if row.get("trust")
            ]
    except (OSError, KeyError, ValueError) as error:
        raise EvaluationError(
            f"{folder} holds no gym sets ({error}); name a folder with sets.npz and counts.json"
        ) from error
    if not sets:
        raise EvaluationError(f"{folder} holds no set whose count is trusted")
    return sets


def _at_our_rate(signal: Floats) -> Floats:
    """Return a recording at 100 Hz with half as many samples, in m/s² and rad/s."""
    pairs = np.asarray(signal[: len(signal) // 2 * 2], dtype=np.float64).reshape(-1, 2, 6)
    halved: Floats = pairs.mean(axis=1)
    gravity = float(np.median(np.linalg.norm(halved[:, :3], axis=1)))
    if gravity > 3 * STANDARD_GRAVITY_M_S2:  # one file is in m/s², times g
        halved[:, :3] /= STANDARD_GRAVITY_M_S2
    return halved


def day_of(one: CountedSet) -> str:
    """Return on which day a gym set was recorded, as its name begins: 271124 for example."""
    return one.name.split("_")[0]


def composed(sets: Sequence[CountedSet], seed: int) -> CountedSet:
    """Return one of `sets`, or several of one day, with daily life around; the group is the kind.

    After a set the wrist is brought back to the pose in which the set begins. Where a set ends in
    mid-movement that makes up the missing half of a repetition, which the truth does not count.

    Args:
        sets: as `gym_sets` gives them.
        seed: decides which, and what is around.
    """
    rng = np.random.default_rng([77, seed])
    kind = KINDS[seed % len(KINDS)]
    one = sets[int(rng.integers(len(sets)))]
    chosen = [one]
    if kind == "several sets":
        day = [other for other in sets if day_of(other) == day_of(one)]
        chosen += [day[int(i)] for i in rng.integers(len(day), size=int(rng.integers(1, 3)))]
        parts = [one.signal]
        for other in chosen[1:]:
            parts += [_mixed(rng.uniform(15, _LONGEST_REST_S), parts[-1], rng), other.signal]
    elif kind == "as recorded":
        parts = [one.signal]
    else:
        before, after = rng.uniform(3, _LONGEST_REST_S, size=2)
        around = _mixed if kind == "mixed" else _PARTS[kind]
        parts = [around(before, one.signal, rng), one.signal, around(after, one.signal, rng)]
    return CountedSet(
        group=kind,
        name=f"{' + '.join(part.name for part in chosen)}, seed {seed}",
        signal=_joined(parts),
        count=sum(part.count for part in chosen),
    )


def daily_life(seconds: float, seed: int) -> Floats:
    """Return (n, 6) of stillness, fidgeting and walking, with no set in it."""
    rng = np.random.default_rng([78, seed])
    return _mixed(seconds, np.tile(np.append(rng.normal(size=3), np.zeros(3)), (2, 1)), rng)


def _joined(parts: Sequence[Floats]) -> Floats:
    """Return the parts one after the other, blended into each other over half a second."""
    blend = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, round(_JOINT_S * RATE_HZ)))
    joined = [parts[0]]
    for part in parts[1:]:
        way = joined[-1][-1] + blend[:, None] * (part[0] - joined[-1][-1])
        length = np.linalg.norm(way[:, :3], axis=1, keepdims=True)
        way[:, :3] *= STANDARD_GRAVITY_M_S2 / np.maximum(length, 3.0)
        joined += [way, part]
    return np.vstack(joined)


def _mixed(seconds: float, beside: Floats, rng: np.random.Generator) -> Floats:
    parts = []
    left_s = seconds
    while left_s > 0.0:
        length_s = min(left_s, float(rng.uniform(4.0, 25.0)))
        make = list(_PARTS.values())[int(rng.integers(len(_PARTS)))]
        parts.append(make(max(2.0, length_s), beside, rng))
        left_s -= length_s
    return _joined(parts)


def _still(seconds: float, beside: Floats, rng: np.random.Generator) -> Floats:
    gravity = _up(beside) * STANDARD_GRAVITY_M_S2
    samples = round(seconds * RATE_HZ)
    noise = rng.normal(scale=[0.03] * 3 + [0.01] * 3, size=(samples, 6))
    return np.append(gravity, np.zeros(3)) + noise


def _fidgeting(seconds: float, beside: Floats, rng: np.random.Generator) -> Floats:
    """Return a wrist that turns for moments, each time another way."""
    samples = round(seconds * RATE_HZ)
    rate = np.zeros((samples, 3))
    start = 0
    while start < samples:
        length = round(float(rng.uniform(0.5, 4.0)) * RATE_HZ)
        strength = rng.choice([0.0, 0.1, 0.3, 0.8, 1.5], p=[0.35, 0.2, 0.2, 0.15, 0.1])
        turns = gaussian_filter1d(
            rng.normal(size=(length, 3)), float(rng.uniform(0.08, 0.35)) * RATE_HZ, axis=0
        )
        turns *= strength / max(float(turns.std()), 1e-9) * np.hanning(length)[:, None]
        rate[start : start + length] = turns[: samples - start]
        start += length
    gravity = _turned(_up(beside), rate) * STANDARD_GRAVITY_M_S2
    lever = 0.25 * np.gradient(gaussian_filter1d(rate, 0.05 * RATE_HZ, axis=0), axis=0) * RATE_HZ
    noise = rng.normal(scale=[0.05] * 3 + [0.01] * 3, size=(samples, 6))
    return np.hstack([gravity + lever, rate]) + noise


def _turned(up: Floats, rate: Floats) -> Floats:
    """Return (n, 3) the vertical in the frame of a watch that turns with `rate` from `up` on."""
    vertical = np.empty_like(rate)
    for index, turn in enumerate(rate):
        up = up - np.cross(turn, up) / RATE_HZ
        up = up / np.linalg.norm(up)
        vertical[index] = up
    return vertical


def _walking(seconds: float, beside: Floats, rng: np.random.Generator) -> Floats:
    """Return a wrist whose arm swings with the strides while every step shakes the body."""
    samples = round(seconds * RATE_HZ)
    strides_hz = rng.uniform(0.8, 1.05)
    unsteady = gaussian_filter1d(rng.normal(size=samples), 0.8 * RATE_HZ) * rng.uniform(0.03, 0.18)
    phase = 2 * np.pi * np.cumsum(strides_hz * (1 + unsteady)) / RATE_HZ + rng.uniform(0, 6)
    size = np.radians(rng.uniform(8, 32)) * (
        1 + 0.75 * gaussian_filter1d(rng.normal(size=samples), 1.5 * RATE_HZ)
    )
    swing = size * (np.sin(phase) + 0.2 * np.sin(2 * phase + rng.uniform(0, 6)))
    up = _up(beside)
    axis = np.cross(up, rng.normal(size=3))
    axis /= np.linalg.norm(axis)
    vertical = np.cos(swing)[:, None] * up - np.sin(swing)[:, None] * np.cross(axis, up)
    yaw = np.gradient(0.3 * size * np.sin(phase + rng.uniform(0, 6))) * RATE_HZ
    rate = np.gradient(swing)[:, None] * RATE_HZ * axis + yaw[:, None] * vertical
    step_m_s2 = rng.uniform(1.0, 4.0)
    shake = step_m_s2 * (
        np.cos(2 * phase + 0.3)
        + rng.uniform(0.15, 0.6) * np.cos(4 * phase + rng.uniform(0, 6))
        + 0.3 * np.cos(6 * phase + rng.uniform(0, 6))
    )
    sway = 0.4 * step_m_s2 * np.cos(phase + rng.uniform(0, 6))
    force = (STANDARD_GRAVITY_M_S2 + shake)[:, None] * vertical
    force += sway[:, None] * np.cross(vertical, axis)
    noise = rng.normal(scale=[0.15] * 3 + [0.03] * 3, size=(samples, 6))
    return np.hstack([force, rate]) + noise


def _up(signal: Floats) -> Floats:
    """Return the vertical as the watch has it where a signal begins."""
    mean = signal[:20, :3].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float64)


_PARTS: Final = {"stillness": _still, "fidgeting": _fidgeting, "walking": _walking}
