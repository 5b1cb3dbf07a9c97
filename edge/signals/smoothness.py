"""How smoothly a repetition is done."""

import math
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.signals.errors import SignalError
from edge.signals.filters import LowPassSettings, finite, zero_phase_lowpass

SMOOTHING: Final = LowPassSettings(cutoff_hz=8.0)
"""Before differentiating twice: keeps a tremor (4–8 Hz), takes away most noise."""

LEAST_SPEED_RAD_S: Final = 0.02
"""About 1 °/s: below it there is no movement whose smoothness could be judged."""

LEAST_SAMPLES: Final = 5


def njs(gyro_rad_s: Floats, rate_hz: float) -> float:
    """Return the normalised jerk score of a repetition; larger is smoother.

    NJS = −ln( T³/A² · Σ (d²ω/dt²)² · dt ) with ω the magnitude of the angular rate, A its largest
    value and T the duration (MicroXercise, eq. 1, whose printed form is ambiguous; with A a speed
    the sum has no unit, so that the range does not count by itself). ω is low-passed at 8 Hz
    first, or the sensor's noise would decide. Compare like with like: turning back without a hold
    costs about 2 points at 3 s, and 0.6 more for every doubling of the duration.

    Args:
        gyro_rad_s: (n, 3) angular rate of the repetition, bias removed or small.
        rate_hz: sample rate.

    Raises:
        SignalError: there are fewer than 5 samples or there is hardly any movement.
    """
    rates = finite(gyro_rad_s)
    if len(rates) < LEAST_SAMPLES:
        raise SignalError(
            f"smoothness needs at least {LEAST_SAMPLES} samples of a movement, not {len(rates)}"
        )
    # The magnitude is what is smoothed: where the limb turns back without a hold it has a kink,
    # whose second derivative would otherwise grow with the sample rate.
    speed = zero_phase_lowpass(np.linalg.norm(rates, axis=1), rate_hz, SMOOTHING)
    peak = float(speed.max())
    if peak < LEAST_SPEED_RAD_S:
        raise SignalError("the watch hardly turns, so there is no smoothness to judge")
    jerk = np.diff(speed, 2) * rate_hz**2
    duration_s = len(speed) / rate_hz
    score = duration_s**3 / peak**2 * float(jerk @ jerk) / rate_hz
    return -math.log(max(score, np.finfo(float).tiny))
