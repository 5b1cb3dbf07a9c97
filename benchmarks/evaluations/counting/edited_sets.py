"""Sets of real repetitions: recorded as they are, and put together anew with a known count."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.signal import butter, sosfiltfilt
from scipy.spatial.transform import Rotation

from benchmarks.evaluations.counting.drawn_sets import RATE_HZ, CountedSet
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2

UCI_RATE_HZ: Final = 25.0
_APART_S: Final = 6.0
"""Executions farther apart are not one set."""
_MOVING: Final = 0.6
"""A unit takes part that moves at least this much of what the most moving one does."""
UTD_SINGLE: Final = (1, 2, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 20, 21, 26, 27)
"""Actions of UTD-MHAD that are one movement; the others wave, knock, clap or walk."""
UTD_OTHER: Final = (3, 4, 13, 19, 22, 23, 24, 25)

Clips = dict[str, list[Floats]]


def uci_sets(path: Path, truth: Path, seed: int) -> Iterator[CountedSet]:
    """Yield the recorded sets of 10 executions of a subject of the UCI recordings.

    Each is cut with 0.2–6 s of what was around it, from every unit that takes part.
    """
    rng = np.random.default_rng(seed)
    for name, units, spans, everything in _uci_blocks(path, truth):
        first, last = spans[0][0], spans[-1][1]
        before = max((b for _, b in everything if b <= first + 12), default=0)
        after = min((a for a, _ in everything if a >= last - 12), default=units.shape[1])
        low, high = first - int(25 * rng.uniform(0.2, 6)), last + int(25 * rng.uniform(0.2, 6))
        low = max(low, (before + first) // 2, 0)
        high = min(high, (after + last) // 2 if after < units.shape[1] else after)
        for unit in _moving(units[:, first:last]):
            signal = _doubled(units[unit, low:high])
            yield CountedSet(
                group="recorded", name=f"{name} unit {unit + 1}", signal=signal, count=len(spans)
            )


def uci_clips(path: Path, truth: Path) -> Clips:
    """Return single executions, with the pause that follows, by exercise, type and unit."""
    clips: Clips = {}
    for name, units, spans, _ in _uci_blocks(path, truth):
        starts = [a for a, _ in spans]
        ends = [*starts[1:], spans[-1][1] + 8]
        for unit in _moving(units[:, spans[0][0] : spans[-1][1]]):
            clips[f"{name} unit {unit + 1}"] = [
                _doubled(units[unit, a:b]) for a, b in zip(starts, ends, strict=True)
            ]
    return clips


def utd_clips(path: Path, actions: Sequence[int], subjects: Sequence[int]) -> Clips:
    """Return single actions in SI units, by action and subject."""
    with np.load(path) as file:
        return {
            f"action {a} subject {s}": [
                _active(file[name] * np.repeat([STANDARD_GRAVITY_M_S2, np.pi / 180], 3))
                for trial in range(1, 5)
                if (name := f"a{a}_s{s}_t{trial}_iner") in file.files
            ]
            for a in actions
            for s in subjects
        }


def edited_set(group: str, name: str, clips: Clips, others: Clips, seed: int) -> CountedSet:
    """Return 5–30 repetitions made of the clips of that name, with set-up made of others.

    Tempo (0.7–1.5 of the recorded one, ±20 % drift, 3–10 % jitter), timing inside a repetition,
    size, fatigue, pauses (in three of ten sets), orientation of the sensor, noise: all drawn.
    """
    rng = np.random.default_rng(seed)
    count = round(np.exp(rng.uniform(np.log(5), np.log(30))))
    tempo, drift = np.exp(rng.uniform(np.log(0.7), np.log(1.5))), rng.uniform(-0.2, 0.2)
    jitter, fatigue = rng.uniform(0.03, 0.1), rng.uniform(0, 0.25) * (rng.random() < 0.5)
    pause_s = rng.uniform(0.3, 1.5) * (rng.random() < 0.3)
    repetitions = []
    for i in range(count):
        clip = clips[name][rng.integers(len(clips[name]))]
        factor = tempo * (1 + drift * (i / count - 0.5)) * np.exp(rng.normal(0, jitter))
        one = _scaled(_warped(clip, factor, rng), (1 - fatigue * i / count) * rng.normal(1, 0.05))
        repetitions += [one, _held(one[-1], pause_s * rng.exponential())]
    around = [clip for key, some in others.items() if key != name for clip in some]
    parts = [*_set_up(around, rng), *repetitions, *_set_up(around, rng)]
    signal = _joined([part for part in parts if len(part)])
    sway = sosfiltfilt(
        butter(2, 0.8, fs=RATE_HZ, output="sos"), rng.normal(size=signal.shape), axis=0
    )
    noise = rng.normal(size=signal.shape) * np.repeat([0.08, 0.015], 3)
    signal = signal + noise + sway / sway.std(axis=0) * np.repeat([0.1, 0.02], 3)
    worn = signal.reshape(-1, 2, 3) @ Rotation.random(rng=rng).as_matrix()
    return CountedSet(group=group, name=f"{name} {seed}", signal=worn.reshape(-1, 6), count=count)


def _uci_blocks(
    path: Path, truth: Path
) -> Iterator[tuple[str, Floats, list[tuple[int, int]], list[tuple[int, int]]]]:
    """Yield name, units, executions of one type in a row, and all other executions."""
    subject = json.loads(truth.read_text())[path.stem]
    with np.load(path) as file:
        for exercise, rows in subject.items():
            units = file[f"{exercise}_test"].astype(np.float64)
            for kind in (1, 2, 3):
                spans = sorted((a, b) for a, b, k in rows if k == kind)
                apart = max(b[0] - a[1] for a, b in pairwise(spans))
                others = [(a, b) for a, b, k in rows if k != kind]
                if apart < _APART_S * UCI_RATE_HZ:
                    yield f"{path.stem} {exercise} type {kind}", units, spans, others


def _moving(units: Floats) -> list[int]:
    """Return the units that take part in the movement."""
    size = np.sqrt((units[:, :, 3:] ** 2).sum(axis=2).mean(axis=1))
    return [int(unit) for unit in np.flatnonzero(size > _MOVING * size.max())]


def _doubled(x: Floats) -> Floats:
    n = len(x)
    return np.asarray(CubicSpline(np.arange(n), x)(np.arange(2 * n - 1) / 2))


def _active(x: Floats) -> Floats:
    """Return the clip without the stillness at its ends."""
    turning = np.linalg.norm(
        sosfiltfilt(butter(2, 4, fs=RATE_HZ, output="sos"), x[:, 3:], axis=0), axis=1
    )
    turning -= np.percentile(turning, 5)
    on = np.flatnonzero(turning > 0.12 * turning.max())
    return x[max(0, on[0] - 7) : on[-1] + 7]


def _warped(x: Floats, factor: float, rng: np.random.Generator) -> Floats:
    """Return the clip that many times slower, its timing uneven by some."""
    knots = np.concatenate([[0.0], np.cumsum(np.exp(rng.normal(0, 0.16, 5)))])
    course = CubicSpline(np.linspace(0, 1, 6), knots / knots[-1])
    at = np.clip(course(np.linspace(0, 1, max(8, round(len(x) * factor)))), 0, 1)
    y = np.asarray(CubicSpline(np.linspace(0, 1, len(x)), x)(at))
    y[:, 3:] /= factor
    return y


def _scaled(x: Floats, size: float) -> Floats:
    """Return the clip with that size, from the pose in which it begins."""
    y = size * x
    y[:, :3] += (1 - size) * x[0, :3]
    return y


def _held(sample: Floats, seconds: float) -> Floats:
    return np.tile(sample * np.repeat([1.0, 0.0], 3), (round(seconds * RATE_HZ), 1))


def _set_up(around: list[Floats], rng: np.random.Generator) -> list[Floats]:
    """Return up to two other movements, half of them cut short, and moments of rest."""
    parts: list[Floats] = []
    for _ in range(rng.integers(0, 3)):
        clip = _warped(around[rng.integers(len(around))], rng.uniform(0.8, 1.6), rng)
        if rng.random() < 0.5:
            clip = clip[: rng.integers(len(clip) // 3, len(clip))]
        parts += [clip, _held(clip[-1], rng.uniform(0.0, 2.0))]
    return parts


def _joined(parts: list[Floats]) -> Floats:
    """Return the parts one after the other, each beginning where the one before ended."""
    joined = [parts[0]]
    for part in parts[1:]:
        fade = np.exp(-np.arange(len(part)) / 8.0)[:, None]
        joined.append(part + fade * (joined[-1][-1] - part[0]))
    return np.concatenate(joined)
