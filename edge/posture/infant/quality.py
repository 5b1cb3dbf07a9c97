"""How well an infant was filmed and tracked, before any network is asked.

Right and left are known from the trunk: of an infant on its back, seen from above, the right
shoulder lies on the left of the upright trunk. A tracker that mistakes one side for the other is
caught where that, or a limb's own way, says so.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import PARENTS, PELVIS, RATE_HZ, SWAPS, THORAX
from edge.posture.infant.errors import InfantError
from edge.posture.infant.preparation import TRUNKS, PreparedClip, fill_holes

ADULT_LEG: Final = 1.55
"""Length of a leg in trunk lengths that no infant has; of adults it is about 1.7."""
ADULT_PERCENTILE: Final = 90.0
"""Of the legs' lengths in the picture, which bent and lifted legs shorten."""
FACING: Final = 0.25
"""Distance of the shoulders across the trunk, in trunk lengths, of an infant seen from above."""
MIRRORED: Final = 0.5
"""Share of frames with the sides reversed above which the film itself is."""
LIMB_PAIRS: Final = ((7, 11), (6, 10), (15, 18), (14, 17))
JUMP_TL: Final = 0.4
"""From one frame to the next, of both limbs of a pair, that is no movement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackQuality:
    """How well an infant was tracked.

    Attributes:
        seconds: of the recording.
        swapped: (T,) frames in which sides are mistaken for each other.
        gaps: share of keypoints that were not found.
        facing: share of frames in which the infant is seen from above, on its back.
        trunk_px: median length of the trunk.
    """

    seconds: float
    swapped: NDArray[np.bool_]
    gaps: float
    facing: float
    trunk_px: float

    @property
    def swaps(self) -> float:
        """Share of frames in which sides are mistaken for each other."""
        return float(self.swapped.mean())


def quality_of(positions_px: Floats, rate_hz: float, gaps: float) -> TrackQuality:
    """Return how well keypoints (T, 19, 2), y downwards, were tracked.

    Raises:
        InfantError: right and left are reversed throughout, or the body is an adult's.
    """
    filled, _ = fill_holes(positions_px, rate_hz)
    trunk = float(np.median(np.linalg.norm(filled[:, THORAX] - filled[:, PELVIS], axis=1)))
    if trunk <= 0.0:
        raise InfantError("thorax and pelvis are in one place", remedy="check the keypoints")
    _check_proportions(filled, trunk)
    across = _across(filled, (5, 9)) / trunk
    hips = _across(filled, (13, 16)) / trunk
    reversed_sides = (across < -FACING) & (hips < 0.0)
    if reversed_sides.mean() > MIRRORED:
        raise InfantError(
            "right and left are reversed throughout: the film is mirrored, the infant lies on its "
            "belly, or y points upwards",
            remedy="mirror it back, or swap the joints' names",
        )
    # Where all sides are reversed, limbs have not changed places among themselves.
    back = filled.copy()
    for pair in SWAPS:
        back[:, pair] = np.where(
            reversed_sides[:, None, None], filled[:, pair[::-1]], filled[:, pair]
        )
    swapped = reversed_sides | _limb_swaps(back / trunk)
    return TrackQuality(
        seconds=len(filled) / rate_hz,
        swapped=swapped,
        gaps=gaps,
        facing=float((across > FACING).mean()),
        trunk_px=trunk,
    )


def _check_proportions(filled: Floats, trunk: float) -> None:
    legs = []
    for ankle in (15, 18):
        knee = PARENTS[ankle]
        hip = PARENTS[knee]
        shank = np.linalg.norm(filled[:, ankle] - filled[:, knee], axis=1)
        thigh = np.linalg.norm(filled[:, knee] - filled[:, hip], axis=1)
        legs.append(np.percentile(shank + thigh, ADULT_PERCENTILE) / trunk)
    longest = float(np.mean(legs))
    if longest > ADULT_LEG:
        raise InfantError(
            f"the legs are {longest:.1f} trunk lengths long: an adult's or a child's, not those of "
            "an infant of three months (about 1.1)",
            remedy="film the infant alone, from above",
        )


def _across(filled: Floats, pair: tuple[int, int]) -> Floats:
    """Return (T,) how far the left joint lies to the right of the right one, the trunk upright."""
    up = filled[:, THORAX] - filled[:, PELVIS]
    up = up / np.maximum(np.linalg.norm(up, axis=1, keepdims=True), 1e-9)
    step = filled[:, pair[1]] - filled[:, pair[0]]
    # With y downwards, the picture's right of an upward direction (a, b) is (−b, a).
    found: Floats = step[:, 0] * -up[:, 1] + step[:, 1] * up[:, 0]
    return found


def _limb_swaps(filled: Floats) -> NDArray[np.bool_]:
    """Return (T,) frames between two jumps at which a pair of limbs changed places."""
    swapped = np.zeros(len(filled), np.bool_)
    for right, left in LIMB_PAIRS:
        steps = filled[1:, [right, left]] - filled[:-1, [right, left]]
        crossed = filled[1:, [left, right]] - filled[:-1, [right, left]]
        same, other = (np.linalg.norm(x, axis=2) for x in (steps, crossed))
        changes = (same.min(axis=1) > JUMP_TL) & (other.sum(axis=1) < 0.5 * same.sum(axis=1))
        state = np.concatenate([[False], np.cumsum(changes) % 2 == 1])
        # Which of the two states is the wrong one is told by which is rarer.
        swapped |= state if state.mean() <= 0.5 else ~state
    return swapped


def hand_speed(clip: PreparedClip) -> float:
    """Return the median speed of the wrists of a prepared clip, in trunk lengths per second.

    What bridges a long hole is no movement, unless there is nothing else.
    """
    steps = np.diff(clip.positions[:, (7, 11)], axis=0)
    seen = clip.known[1:] & clip.known[:-1]
    steps = steps[seen] if seen.any() else steps
    return float(np.median(np.linalg.norm(steps, axis=2)) * RATE_HZ * TRUNKS)
