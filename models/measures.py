"""What a network is taught to compare: range of motion and stability of a repetition.

A similarity is exp(−|difference|) of two logarithmic measures, 1 for equal ones. For the range of
motion that is the smaller range over the larger one, i.e. 1 − |a − b| / max(a, b).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.anchor import PIPELINE_RATE_HZ
from edge.messages import Floats
from edge.signals.smoothness import njs

STABILITY_SCALE: Final = 2.0
"""Points of the normalised jerk score by which a similarity falls to 1/e."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Logarithmic measures of a repetition, in the order of a network's similarities.

    Attributes:
        rom: natural logarithm of the range of motion in radians.
        stability: normalised jerk score over `STABILITY_SCALE`; larger is smoother.
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
        stability = njs(rate, PIPELINE_RATE_HZ) / STABILITY_SCALE
        return cls(rom=float(np.log(range_of_motion_rad(rate))), stability=stability)

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


def similarities(own: Floats, anchor: Floats) -> Floats:
    """Return exp(−|difference|) of measures (..., 2) as `Measures.array` gives them."""
    similar: Floats = np.exp(-np.abs(own - anchor))
    return similar
