"""What separates simulated infants as far as plain figures of their motion do: a rung to judge by.

A ridge regression on speeds, spreads and correlations of limbs. What it tells apart is there to be
told apart; a network that does worse has learned too little.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import RATE_HZ
from edge.posture.infant.preparation import TRUNKS, prepare
from edge.simulation.infant.classes import ClassName
from edge.simulation.infant.infants import SimulatedInfant, simulated_infant
from models.data.fold_scores import auc_of

MOVING: Final = (1, 6, 7, 10, 11, 14, 15, 17, 18)
ENDS: Final = (2, 4, 6, 8)
"""Places among `MOVING` of wrists and ankles."""
SMOOTHED_FRAMES: Final = 6
LEAST_SPEED: Final = 1e-3
PENALTY: Final = 10.0
FEATURES_SEED: Final = 20_000
FEATURES_STEP: Final = 5_000
FEATURES_S: Final = 45.0


def motion_features(positions: Floats) -> Floats:
    """Return (n,) figures of a prepared recording (T, 19, 2).

    They are the logarithms of percentiles of each joint's speed, raw and smoothed, and of the
    spread of its positions, then the correlations between wrists and ankles of speed and of
    vertical velocity.
    """
    own = positions[:, list(MOVING)]
    velocity = np.diff(own, axis=0) * RATE_HZ * TRUNKS
    summed = np.cumsum(np.concatenate([np.zeros_like(velocity[:1]), velocity]), axis=0)
    smooth = (summed[SMOOTHED_FRAMES:] - summed[:-SMOOTHED_FRAMES]) / SMOOTHED_FRAMES
    raw_speed, speed = (np.log(np.linalg.norm(v, axis=2) + LEAST_SPEED) for v in (velocity, smooth))
    ends = list(ENDS)
    upper = np.triu_indices(len(ends), 1)
    parts = [
        np.percentile(raw_speed, (5.0, 25.0, 50.0, 75.0, 95.0), axis=0),
        np.percentile(speed, (5.0, 25.0, 50.0, 75.0), axis=0),
        np.log(own.std(axis=0) + LEAST_SPEED),
        np.corrcoef(speed[:, ends].T)[upper],
        np.corrcoef(smooth[:, ends, 1].T)[upper],
    ]
    return np.concatenate([part.ravel() for part in parts])


def ridge_scores(learned: Floats, labels: NDArray[np.bool_], tested: Floats) -> Floats:
    """Return (m,) scores of tested rows (m, n), by rows (k, n) with labels (k,) learned from."""
    middle, spread = learned.mean(axis=0), learned.std(axis=0) + 1e-9
    x = (learned - middle) / spread
    weights = np.linalg.solve(
        x.T @ x + PENALTY * np.eye(x.shape[1]), x.T @ np.where(labels, 1.0, -1.0)
    )
    scores: Floats = (tested - middle) / spread @ weights
    return scores


def features_auc(kind: ClassName, tested: Sequence[SimulatedInfant], each: int) -> float:
    """Return how well a regression on figures of motion tells the class from normal infants.

    Args:
        kind: of the abnormal ones.
        tested: normal and abnormal infants.
        each: infants of each class that it learns from, other ones than those tested.
    """
    learned = [
        simulated_infant(FEATURES_SEED + place * FEATURES_STEP + k, own, FEATURES_S)
        for place, own in enumerate(("normal", kind))
        for k in range(each)
    ]
    rows = [
        np.stack(
            [
                motion_features(prepare(i.tracked.positions_px, i.tracked.rate_hz).positions)
                for i in infants
            ]
        )
        for infants in (learned, tested)
    ]
    labels = [np.array([i.abnormal for i in infants]) for infants in (learned, tested)]
    return auc_of(ridge_scores(rows[0], labels[0], rows[1]), labels[1])
