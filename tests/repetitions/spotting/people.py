"""A simulated person in two units who does three exercises in three ways, with known truth."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from scipy.spatial.transform import Rotation

from edge.core.arrays import Floats
from edge.repetitions.spotting import PoseMotion, Template, motion_of

RATE_HZ: Final = 25.0
CORRECT, FAST, SMALL = 1, 2, 3
TYPES: Final = (CORRECT, FAST, SMALL)
HOLD_S: Final = {CORRECT: 2.0, FAST: 0.3, SMALL: 1.8}
FLANK_S: Final = {CORRECT: 0.8, FAST: 0.5, SMALL: 0.7}
SIZE: Final = {CORRECT: 1.0, FAST: 1.0, SMALL: 0.5}
AXES: Final = {
    "e1": ((1.0, 0.0, 0.0), (0.9, 0.3, 0.0)),
    "e2": ((0.0, 1.0, 0.0), (0.0, 0.8, 0.5)),
    "e3": ((0.7, -0.7, 0.0), (-0.2, 0.9, 0.3)),
}
"""The axis about which each unit turns, in its own frame at rest."""

RANGE_DEG: Final = (60.0, 30.0)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Signals (units, n, 6) and the true (start, stop, kind) of each execution in samples."""

    signals: Floats
    truth: list[tuple[int, int, int]]

    def motion(self) -> PoseMotion:
        return motion_of(self.signals, RATE_HZ)

    def templates(self) -> list[Template]:
        """One template per kind: the second execution of each."""
        chosen = {kind: [row for row in self.truth if row[2] == kind][1] for kind in TYPES}
        return [Template(execution_type=s, start=a, stop=b) for s, (a, b, _) in chosen.items()]


@dataclass(slots=True)
class Person:
    """Somebody who does the exercises `scale` times as far as usual and never twice the same."""

    seed: int = 0
    scale: float = 1.0
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def do(self, exercise: str, types: Sequence[int]) -> Recorded:
        """Return a recording of the executions, with one to three seconds of rest around each."""
        parts, truth, at = [np.zeros(self._pause())], [], 0
        at += len(parts[0])
        for kind in types:
            course = self._course(kind)
            truth.append((at, at + len(course) - 1, kind))
            parts += [course, np.zeros(self._pause())]
            at += len(course) + len(parts[-1])
        course = np.concatenate(parts)
        units = [
            self._unit(np.radians(degrees) * self.scale * course, np.array(axis))
            for degrees, axis in zip(RANGE_DEG, AXES[exercise], strict=True)
        ]
        return Recorded(np.stack(units), truth)

    def session(self, exercise: str) -> Recorded:
        """Return a template session: three executions of each kind."""
        return self.do(exercise, [kind for kind in TYPES for _ in range(3)])

    def _pause(self) -> int:
        return round(self.rng.uniform(1.0, 3.0) * RATE_HZ)

    def _course(self, kind: int) -> Floats:
        hold, flank = (
            max(2, round(seconds * self.rng.uniform(0.9, 1.1) * RATE_HZ))
            for seconds in (HOLD_S[kind], FLANK_S[kind])
        )
        rise = (1 - np.cos(np.linspace(0, np.pi, flank))) / 2
        size = SIZE[kind] * self.rng.uniform(0.93, 1.07)
        return size * np.concatenate([rise, np.ones(hold), rise[::-1]])

    def _unit(self, angle_rad: Floats, axis: Floats) -> Floats:
        axis = axis / np.linalg.norm(axis)
        turns = Rotation.from_rotvec(angle_rad[:, None] * axis)
        accel = turns.inv().apply([0.0, 0.0, 9.80665])
        gyro = np.gradient(angle_rad, 1 / RATE_HZ)[:, None] * axis + [0.01, -0.02, 0.01]
        noise = self.rng.normal(size=(len(angle_rad), 6)) * ([0.05] * 3 + [0.01] * 3)
        return np.hstack([accel, gyro]) + noise
