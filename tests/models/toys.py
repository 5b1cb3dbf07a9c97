"""Small recordings of a toy person, in the form of the physical-therapy data."""

import json
from pathlib import Path

import numpy as np

from edge.core.arrays import Floats

RATE_HZ = 25.0
ROM_RAD = {1: 1.2, 2: 1.2, 3: 0.6}
SECONDS = {1: 4.0, 2: 1.6, 3: 4.0}


def repetition(kind: int, rng: np.random.Generator) -> Floats:
    """Correct (1), too fast (2) or of low amplitude (3): out and back about y."""
    rom, seconds = ROM_RAD[kind] * rng.uniform(0.95, 1.05), SECONDS[kind] * rng.uniform(0.95, 1.05)
    t_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    angle = rom * 0.5 * (1.0 - np.cos(2.0 * np.pi * t_s / seconds))
    rate = np.append(np.diff(angle), 0.0) * RATE_HZ
    up = 9.80665 * np.stack([-np.sin(angle), 0.0 * angle, np.cos(angle)], axis=1)
    signal = np.hstack([up, np.outer(rate, [0.0, 1.0, 0.0])])
    return signal + rng.normal(scale=0.01, size=signal.shape)


def write_person(folder: Path, name: str = "toy", exercises: int = 2) -> tuple[Path, Path]:
    """Write a recording with two units, of which the second moves, and its truth."""
    rng = np.random.default_rng(0)
    arrays: dict[str, Floats] = {}
    truth: dict[str, list[list[int]]] = {}
    for number in range(1, exercises + 1):
        session, spans = _recording([1, 2, 3], rng)
        test, truth[f"e{number}"] = _recording([1, 1, 1, 2, 2, 3, 3], rng)
        arrays[f"e{number}_template_session"] = session
        arrays[f"e{number}_template_times"] = np.array(
            [[kind, start, stop] for start, stop, kind in spans], np.float64
        )
        arrays[f"e{number}_test"] = test
    path, marked = folder / f"{name}.npz", folder / "truth.json"
    np.savez(path, **arrays)  # type: ignore[arg-type]
    marked.write_text(json.dumps({name: truth}))
    return path, marked


def _recording(kinds: list[int], rng: np.random.Generator) -> tuple[Floats, list[list[int]]]:
    """Return (2, T, 6) with rest in between, and the start, stop and type of each repetition."""
    rest = np.tile([0.0, 0.0, 9.80665, 0.0, 0.0, 0.0], (30, 1))
    parts, spans, length = [rest], [], len(rest)
    for kind in kinds:
        own = repetition(kind, rng)
        spans.append([length, length + len(own), kind])
        parts += [own, rest]
        length += len(own) + len(rest)
    moving = np.concatenate(parts)
    still = np.tile(rest[0], (len(moving), 1)) + rng.normal(scale=0.01, size=moving.shape)
    return np.stack([still, moving]), spans
