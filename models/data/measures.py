"""What a network is taught to compare: range of motion and stability of a repetition.

A similarity is exp(−|difference|) of two logarithmic measures, 1 for equal ones: the smaller value
over the larger one, i.e. 1 − |a − b| / max(a, b). Neither measure depends on how long the
repetition takes; that is the business of its type.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.assessment.tremor import TREMBLING, VOLUNTARY
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.signals.filters import zero_phase_lowpass

LEAST_SHARE: Final = 0.005
"""Trembling over movement that no sensor on a limb falls below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Logarithmic measures of a repetition, in the order of a network's similarities.

    Attributes:
        rom: natural logarithm of the range of motion in radians.
        stability: negative natural logarithm of the unsteadiness; larger is steadier.
    """

    rom: float
    stability: float

    @classmethod
    def of(cls, signal: Floats) -> "Measures":
        """Return the measures of a repetition (n, 6) at `PIPELINE_RATE_HZ`, m/s² and rad/s.

        Raises:
            SignalError: it is too short or hardly moves.
        """
        rate = np.ascontiguousarray(signal[:, 3:])
        rom, shake = range_of_motion_rad(rate), unsteadiness(rate)
        return cls(rom=float(np.log(rom)), stability=-float(np.log(shake)))

    def array(self) -> Floats:
        """Return (2,): range of motion, stability."""
        return np.array([self.rom, self.stability])


def range_of_motion_rad(rate_rad_s: Floats) -> float:
    """Return the range of the angle (n, 3) about the main axis of rotation.

    The limb is taken to end as it started, which takes off the gyroscope's bias.
    """
    axis = np.linalg.eigh(rate_rad_s.T @ rate_rad_s)[1][:, -1]
    angle = np.cumsum(rate_rad_s @ axis) / PIPELINE_RATE_HZ
    return float(np.ptp(angle - np.linspace(angle[0], angle[-1], len(angle))))


def unsteadiness(rate_rad_s: Floats) -> float:
    """Return trembling over movement: angular rate (n, 3) at 4–12 Hz over that below 4 Hz.

    Both as root mean squares.
    Unlike a jerk score it does not reward a movement for turning back without a hold.
    """
    calm = zero_phase_lowpass(rate_rad_s, PIPELINE_RATE_HZ, VOLUNTARY)
    shake = zero_phase_lowpass(rate_rad_s - calm, PIPELINE_RATE_HZ, TREMBLING)
    return max(float(np.sqrt((shake**2).sum() / (calm**2).sum())), LEAST_SHARE)


def similarities(own: Floats, anchor: Floats) -> Floats:
    """Return exp(−|difference|) of measures (..., 2) as `Measures.array` gives them."""
    similar: Floats = np.exp(-np.abs(own - anchor))
    return similar
