"""What can be said of an infant's movement in 28 figures, and of its tracker in four.

The plain description that a graph network has to beat before it is believed, and two controls: the
speed of hands and feet alone, and how well the infant was tracked, which says nothing of movement.
"""

from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import ARMS, LEGS, RATE_HZ
from edge.posture.infant.preparation import TRUNKS, prepare
from edge.posture.infant.quality import quality_of
from edge.screening.infant.judgement import tracker_trouble

LIMBS: Final = {"hand": (7, 11), "elbow": (6, 10), "knee": (14, 17), "foot": (15, 18)}
PER_LIMB: Final = 6
AT_REST_TL_S: Final = 0.15
SPEED: Final = (1, 1 + 3 * PER_LIMB)
"""Columns of the features that tell how fast hands and feet are."""


def kinematics(positions_px: Floats, rate_hz: float) -> Floats:
    """Return 28 figures of keypoints (T, 19, 2).

    Of hands, elbows, knees and feet, right and left together: logarithms of the median and the
    95th percentile of the speed, share of time at rest, spread of positions, the frequency below
    which half of the velocity's power lies, and the logarithm of acceleration over velocity. Then
    correlations: speeds of both hands, of both feet, up and down of both hands, arms with legs.
    """
    positions = prepare(positions_px, rate_hz).positions * TRUNKS
    velocity = np.diff(positions, axis=0) * RATE_HZ
    speed = np.linalg.norm(velocity, axis=2)
    figures: list[float] = []
    for pair in LIMBS.values():
        own = list(pair)
        middle, fast = np.percentile(speed[:, own], (50.0, 95.0))
        figures += [
            float(np.log(middle)),
            float(np.log(fast)),
            float((speed[:, own] < AT_REST_TL_S).mean()),
            float(positions[:, own].std(axis=0).mean()),
            _middle_frequency_hz(velocity[:, own]),
            float(
                np.log(_rms(np.diff(velocity[:, own], axis=0) * RATE_HZ) / _rms(velocity[:, own]))
            ),
        ]
    arms, legs = (speed[:, list(limbs)].mean(axis=1) for limbs in (ARMS, LEGS))
    figures += [
        _correlation(speed[:, 7], speed[:, 11]),
        _correlation(speed[:, 15], speed[:, 18]),
        _correlation(velocity[:, 7, 1], velocity[:, 11, 1]),
        _correlation(arms, legs),
    ]
    return np.array(figures)


def tracking(positions_px: Floats, rate_hz: float, confidence: float) -> Floats:
    """Return four figures of how well keypoints (T, 19, 2) were tracked, and nothing of movement.

    The mean confidence, the share that was not found, that of frames with swapped sides, and that
    of keypoints that were lost or jumped.
    """
    gaps = float(np.isnan(positions_px).any(axis=2).mean())
    quality = quality_of(positions_px, rate_hz, gaps)
    return np.array([confidence, gaps, quality.swaps, float(tracker_trouble(positions_px).mean())])


def _middle_frequency_hz(velocity: Floats) -> float:
    power = (np.abs(np.fft.rfft(velocity, axis=0)) ** 2).sum(axis=(1, 2))[1:]
    at_hz = np.fft.rfftfreq(len(velocity), 1.0 / RATE_HZ)[1:]
    return float(np.interp(0.5, np.cumsum(power) / power.sum(), at_hz))


def _rms(values: Floats) -> float:
    return float(np.sqrt((values**2).mean()))


def _correlation(first: Floats, second: Floats) -> float:
    return float(np.corrcoef(first, second)[0, 1])
