"""A wrist that a pose engine loses: with the arm folded it is seen on the way to the other wrist.

On seven rendered people who bent the elbow (`physio evaluate landmarks --first-seed 500 --bodies 7
--exercise elbow_flexion`) that happened to two, in about half of the frames in which the elbow was
bent by more than 100°, for a quarter of a second at a time. It was seen about half way from the
elbow to the other wrist, and the engine was half sure of it. The hand goes with the wrist, in the
picture and in space.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.exercises import Side
from edge.core.messages.camera import LANDMARKS

OF_PERSONS: Final = 0.3
LOST_SHARE: Final = 0.6
LOST_S: Final = 0.3
FOLDED_DEG: Final = 100.0
WAY: Final = 0.54
"""Share of the way from the elbow to the other wrist; it differs from frame to frame by"""
WAY_SD: Final = 0.11
_LEAST_SURE, _SUREST = 0.35, 0.65


class LostWrist:
    """Whether the wrist of one side is lost, frame by frame.

    Args:
        side: of the arm that moves.
        share: of what was measured; 0 for an engine that loses nothing.
        rng: draws who loses it, and when.
    """

    def __init__(self, side: Side, share: float, rng: np.random.Generator) -> None:
        other = "left" if side == "right" else "right"
        parts = ("shoulder", "elbow", "wrist")
        self._arm = [LANDMARKS.index(f"{side}_{part}") for part in parts]
        self._other = LANDMARKS.index(f"{other}_wrist")
        self._hand = [LANDMARKS.index(f"{side}_{part}") for part in ("pinky", "index", "thumb")]
        self._rng = rng
        self._may = bool(rng.random() < OF_PERSONS * share)
        self._lost = False
        self._last_s = -np.inf

    def mislead(
        self, t_s: Floats, true_m: Floats, px: Floats, world_m: Floats, visibility: Floats
    ) -> None:
        """Move the wrist, and the hand with it, in the next n frames in which it is lost.

        Args:
            t_s: (n,) when they are taken.
            true_m: (n, 33, 3) where the landmarks are.
            px: (n, 33, 2) where they are seen; is changed.
            world_m: (n, 33, 3) where they seem to be in space; is changed.
            visibility: (n, 33) how sure the engine is; is changed.
        """
        if not self._may:
            return
        lost = self._when(t_s, _bent_deg(true_m[:, self._arm]) > FOLDED_DEG)
        way = self._rng.normal(WAY, WAY_SD, (int(lost.sum()), 1))
        _, elbow, wrist = self._arm
        sure = self._rng.uniform(_LEAST_SURE, _SUREST, lost.sum())
        for seen in (px, world_m):
            start = seen[lost, elbow]
            moved = start + way * (seen[lost, self._other] - start) - seen[lost, wrist]
            for landmark in (wrist, *self._hand):
                seen[lost, landmark] += moved
        for landmark in (wrist, *self._hand):
            visibility[lost, landmark] = sure

    def _when(self, t_s: Floats, folded: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return (n,) in which frames it is lost: a chain of two states while the arm is folded."""
        lost = np.zeros(len(t_s), np.bool_)
        found_s = LOST_S * (1.0 - LOST_SHARE) / LOST_SHARE
        for i, (at_s, drawn) in enumerate(zip(t_s, self._rng.random(len(t_s)), strict=True)):
            stays = np.exp(-(at_s - self._last_s) / (LOST_S if self._lost else found_s))
            changes = drawn > stays
            self._lost = bool(folded[i] and (self._lost != changes))
            self._last_s = at_s
            lost[i] = self._lost
        return lost


def _bent_deg(arm_m: Floats) -> Floats:
    """Return the (n,) bend of the elbow, 0 for a straight arm, of (n, 3, 3) joints."""
    upper, fore = np.moveaxis(np.diff(arm_m, axis=1), 1, 0)
    lengths = np.linalg.norm(upper, axis=1) * np.linalg.norm(fore, axis=1)
    bent: Floats = np.degrees(np.arccos(np.clip((upper * fore).sum(axis=1) / lengths, -1.0, 1.0)))
    return bent
