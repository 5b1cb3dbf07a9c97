"""By how much a window is slowed and sped, so that it stays within what a risk group does."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import HEAD, ROOT, SEGMENTS
from edge.posture.infant.motion_reference import MotionReference, reference_of

SLOW: Final = (0.20, 0.25, 1.0 / 3.0, 0.5, 1.0)
FAST: Final = (1.0, 2.0, 3.0, 4.0, 5.0)
FactorMode = Literal["paper", "xpa"]
Slowest = Literal["p5", "p25"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSettings:
    """How factors are found.

    Attributes:
        mode: `paper` looks at joints that are faster (slower) than the reference alone; `xpa`, the
            public code, lets one joint that is not keep its whole segment as it is.
        slowest: percentile of the reference that is slowed to; the paper's `p5` is of the size of
            a tracker's noise.
    """

    mode: FactorMode = "paper"
    slowest: Slowest = "p5"


FACTORS: Final = FactorSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """What the multipliers are multiplied with.

    Attributes:
        slow: of each segment by name, or of each joint by number; at most 1.
        fast: the same; at least 1.
    """

    slow: dict[str, float]
    fast: dict[str, float]

    def steps(self) -> list[dict[str, float]]:
        """Return the ten factors of each part: five slow ones, then five fast ones."""
        slow = [{name: f * m for name, f in self.slow.items()} for m in SLOW]
        return slow + [{name: f * m for name, f in self.fast.items()} for m in FAST]


def velocity_factors(
    window: Floats, reference: MotionReference, settings: FactorSettings = FACTORS
) -> Factors:
    """Return the factors of the seven segments for a prepared window (T, 19, 2)."""
    own = reference_of(window[None])
    name = f"slow_{settings.slowest}"
    slow = _ratio(np.array(getattr(reference, name)), np.array(getattr(own, name)))
    fast = _ratio(np.array(reference.fast), np.array(own.fast))
    if settings.mode == "xpa":
        slow, fast = np.minimum(slow, 1.0), np.maximum(fast, 1.0)
    by_joint = slow.max(axis=1), fast.min(axis=1)
    return Factors(
        slow={part: _largest(by_joint[0][list(joints)]) for part, joints in SEGMENTS.items()},
        fast={part: _smallest(by_joint[1][list(joints)]) for part, joints in SEGMENTS.items()},
    )


def angular_factors(
    window: Floats, reference: MotionReference, settings: FactorSettings = FACTORS
) -> Factors:
    """Return the factors of all joints but the root for a prepared window (T, 19, 2)."""
    own = reference_of(window[None])
    name = f"turn_{settings.slowest}"
    slow = np.minimum(1.0, _ratio(np.array(getattr(reference, name)), np.array(getattr(own, name))))
    fast = np.maximum(1.0, _ratio(np.array(reference.turn_p95), np.array(own.turn_p95)))
    head = list(HEAD)
    slow[head], fast[head] = slow[head].max(), fast[head].min()
    joints = [joint for joint in range(len(slow)) if joint != ROOT]
    return Factors(
        slow={str(joint): round(float(slow[joint]), 4) for joint in joints},
        fast={str(joint): round(float(fast[joint]), 4) for joint in joints},
    )


def segments_of(joints: Iterable[int]) -> tuple[str, ...]:
    """Return the segments that hold any of the joints: they are warped as a whole."""
    wanted = set(joints)
    return tuple(name for name, own in SEGMENTS.items() if wanted & set(own))


def _ratio(reference: Floats, own: Floats) -> Floats:
    """Return reference over own; 1 where a joint never moves."""
    return np.divide(reference, own, out=np.ones_like(reference), where=own > 0.0)


def _largest(ratios: Floats) -> float:
    """Return the largest of the ratios that slow down, 1 where none does."""
    kept = ratios[ratios <= 1.0]
    return round(float(kept.max()), 4) if len(kept) else 1.0


def _smallest(ratios: Floats) -> float:
    """Return the smallest of the ratios that speed up, 1 where none does."""
    kept = ratios[ratios >= 1.0]
    return round(float(kept.min()), 4) if len(kept) else 1.0
