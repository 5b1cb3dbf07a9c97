"""What an ensemble would say had the infant moved its arms or legs slower or faster.

It describes the networks, not the infant: which way speed moves their risk is what they learned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import ARMS, JOINTS, LEGS, RATE_HZ, WINDOW_FRAMES
from edge.explain.infant.factors import segments_of
from edge.explain.infant.perturbation import (
    PERTURBATION,
    PerturbationSettings,
    velocity_perturbed,
)
from edge.posture.infant.preparation import PREPARATION, PreparationSettings, prepare
from edge.posture.infant.windows import channels

SPEEDS: Final = (0.5, 2.0)
MOST_WINDOWS: Final = 4
"""Windows that are asked about, spread over the recording; each is asked about seven times."""
CLEAR: Final = 0.02
"""Change of the risk below which speed is said to make no difference."""
LIMBS: Final[Mapping[str, tuple[int, ...]]] = {"arms": ARMS, "legs": LEGS, "all": ()}


class Risks(Protocol):
    """Whatever judges windows."""

    def risks(self, windows: NDArray[np.float32], /) -> NDArray[np.float32]:
        """Return (W, M) probabilities for windows (W, 6, 150, 19)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """How the median risk changes where some limbs run at another speed.

    Attributes:
        limbs: `arms`, `legs` or `all`.
        before: median risk of the same windows as they are.
        slower: median risk at half the speed.
        faster: at twice the speed.
    """

    limbs: str
    before: float
    slower: float
    faster: float

    @property
    def direction(self) -> str:
        """What the networks have learned.

        `slower_raises`, `slower_lowers`, `no_difference`, or `both_raise` or `both_lower` where any
        other speed does so, as it does where a network asks how limbs go together.
        """
        moved = (self.slower - self.before, self.faster - self.before)
        if min(moved) >= CLEAR:
            return "both_raise"
        if max(moved) <= -CLEAR:
            return "both_lower"
        change = self.slower - self.faster
        if abs(change) < CLEAR:
            return "no_difference"
        return "slower_raises" if change > 0.0 else "slower_lowers"


def what_if(
    ensemble: Risks,
    positions_px: Floats,
    rate_hz: float,
    starts: Iterable[int],
    settings: PreparationSettings = PREPARATION,
    change: PerturbationSettings = PERTURBATION,
) -> tuple[WhatIf, ...]:
    """Return what half and double speed of arms, legs and everything would do.

    Args:
        ensemble: that judges.
        positions_px: (T, 19, 2) without holes.
        rate_hz: of the positions.
        starts: first frames of windows, at the networks' rate; some of them are taken.
        settings: how keypoints are prepared, as for the risk itself.
        change: how segments are run through at another speed.
    """
    chosen = list(starts)
    chosen = chosen[:: max(1, -(-len(chosen) // MOST_WINDOWS))]
    windows = [raw_window(positions_px, rate_hz, start) for start in chosen]

    def risk(changed: list[Floats]) -> float:
        return _risk(ensemble, prepared_windows(changed, rate_hz, settings))

    before = risk(windows)
    found = []
    for limbs, joints in LIMBS.items():
        parts = segments_of(joints or range(len(JOINTS)))
        slower, faster = (
            risk([velocity_perturbed(w, dict.fromkeys(parts, speed), change) for w in windows])
            for speed in SPEEDS
        )
        found.append(WhatIf(limbs=limbs, before=before, slower=slower, faster=faster))
    return tuple(found)


def raw_window(positions_px: Floats, rate_hz: float, start: int) -> Floats:
    """Return the frames of a window as they were tracked.

    Args:
        positions_px: (T, 19, 2).
        rate_hz: of these.
        start: the window's first frame at the networks' rate.
    """
    scale = rate_hz / RATE_HZ
    begin = round(start * scale)
    length = int(np.ceil((WINDOW_FRAMES - 1) * scale)) + 1
    begin = max(0, min(begin, len(positions_px) - length))
    return positions_px[begin : begin + length]


def prepared_windows(
    windows: Iterable[Floats], rate_hz: float, settings: PreparationSettings = PREPARATION
) -> NDArray[np.float32]:
    """Return (N, 6, 150, 19) of windows as they were tracked, each prepared by itself."""
    found = [prepare(window, rate_hz, settings).positions[:WINDOW_FRAMES] for window in windows]
    return channels(np.stack(found))


def _risk(ensemble: Risks, windows: NDArray[np.float32]) -> float:
    return float(np.median(np.median(ensemble.risks(windows), axis=1)))
