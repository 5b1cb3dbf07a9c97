"""What the numbers of references, calibrations and history lines may be: a kept file may lie.

A file that a disk has damaged, or somebody has edited, can hold any number. Whoever uses these
values may rely on these bounds.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.exercises import EXERCISES
from edge.core.tolerances import LearntTolerances
from edge.signals.camera_place import CameraPlace
from edge.signals.imu_calibration import ImuCalibration

Bounds = Mapping[str, tuple[float, float]]

_ANCHOR: Final[Bounds] = {
    "rom_deg": (1.0, 360.0),
    "stability": (-1e6, 1e6),
    "tempo_s": (0.1, 300.0),
    "spread": (0.0, 1000.0),
    "rom_spread_deg": (0.0, 360.0),
    "arm_length_m": (0.0, 2.0),
    "lean_spread_deg": (0.0, 360.0),
    "angle_deg": (-3600.0, 3600.0),
}
_CALIBRATION: Final[Bounds] = {
    "accel_bias_m_s2": (-20.0, 20.0),
    "accel_scale": (0.5, 2.0),
    "gyro_bias_rad_s": (-10.0, 10.0),
    "poses": (0, 10_000),
    "residual_m_s2": (0.0, 100.0),
    "accel_bias_sd_m_s2": (0.0, 100.0),
    "gyro_spread_rad_s": (0.0, 10.0),
}
_CAMERA_PLACE: Final[Bounds] = {
    "aspect": (0.1, 10.0),
    "covariance": (-4.0, 4.0),
    "log_distance": (-3.0, 5.0),
    "log_distance_sd": (0.0, 10.0),
    "misfit": (0.0, 100.0),
}
_TOLERANCES: Final[Bounds] = {
    "repetitions": (1, 100_000),
    "sessions": (1, 100_000),
    "left_out": (0, 100_000),
}
_LIMIT: Final[Bounds] = {
    "limit": (-360.0, 1e4),
    "usual": (-360.0, 1e4),
    "natural_low": (-1e4, 1e6),
    "natural_high": (-1e4, 1e6),
    "false_percent": (0.0, 100.0),
    "missed_percent": (0.0, 100.0),
}
CAMERA_STATE: Final = np.array(
    [
        *((-1.0, 2.0), (-0.8, 0.8), (-0.5, 0.5), (0.0, 4.0), (0.0, 0.9)),
        *((0.0, 0.15), (0.18, 0.4), (0.42, 0.66), (0.7, 0.9), (0.85, 1.05)),
    ]
)
"""In the order of `edge.signals.camera_place.STATE`."""
_LEAST_VARIANCE: Final = 1e-10
_HISTORY: Final[Bounds] = {
    "prescribed": (0, 100_000),
    "done": (0, 100_000),
    "correct": (0, 100_000),
    "rom_deg": (0.0, 3600.0),
    "stability": (-1e6, 1e6),
    "tempo_s": (0.0, 1e5),
    "similarity": (-1.0, 1.0),
    "pain": (0, 10),
    "effort": (0, 10),
}
MOST_ACCEL_M_S2: Final = 1000.0
MOST_GYRO_RAD_S: Final = 200.0
FEWEST_SAMPLES: Final = 5
MOST_SAMPLES: Final = int(300 * PIPELINE_RATE_HZ)
UNIT_WITHIN: Final = 0.02


def anchor_fault(anchor: Anchor) -> str | None:
    """Return what no reference can hold, with what would be right; None of a good one."""
    if anchor.exercise not in EXERCISES:
        return f"exercise is {anchor.exercise!r:.80}, which is not known"
    signals = (anchor.signal, *anchor.others)
    if not all(FEWEST_SAMPLES <= len(signal) <= MOST_SAMPLES for signal in signals):
        return f"a repetition has {FEWEST_SAMPLES} to {MOST_SAMPLES} samples"
    for signal in signals:
        most = np.abs(signal).max(axis=0)
        if most[:3].max() > MOST_ACCEL_M_S2 or most[3:].max() > MOST_GYRO_RAD_S:
            return "signal holds what no watch measures"
    if not (_is_unit(anchor.orientation) and _is_unit(anchor.axis)):
        return "orientation and axis must be of length 1"
    return _fault(anchor, _ANCHOR)


def calibration_fault(calibration: ImuCalibration) -> str | None:
    """Return what no calibration can hold; None of a good one."""
    if not _is_unit(calibration.wearing):
        return "wearing must be of length 1"
    return _fault(calibration, _CALIBRATION)


def camera_place_fault(place: CameraPlace) -> str | None:
    """Return what no calibration of a camera can hold; None of a good one."""
    if len(place.log_distance) != len(place.log_distance_sd):
        return "each distance has one standard deviation"
    if (fault := _fault(place, _CAMERA_PLACE)) is not None:
        return fault
    low, high = CAMERA_STATE.T
    if not np.all((place.state >= low) & (place.state <= high)):
        return "state is beyond its bounds"
    lopsided = np.abs(place.covariance - place.covariance.T).max() > 1e-9
    if lopsided or np.linalg.eigvalsh(place.covariance)[0] < _LEAST_VARIANCE:
        return "covariance is none: it must be symmetric and positive"
    return None


def tolerances_fault(learnt: LearntTolerances) -> str | None:
    """Return what no set of learnt tolerances can hold; None of a good one."""
    if learnt.exercise not in EXERCISES:
        return f"exercise is {learnt.exercise!r:.80}, which is not known"
    measures = [one.measure for one in learnt.limits]
    if len(set(measures)) < len(measures):
        return "a limit is given twice"
    faults = (_fault(learnt, _TOLERANCES), *(_fault(one, _LIMIT) for one in learnt.limits))
    return next((fault for fault in faults if fault is not None), None)


def history_fault(entry: Any) -> str | None:
    """Return what no line of the history can hold; None of a good one."""
    try:
        date.fromisoformat(entry.date)
    except ValueError:
        return f"date is {entry.date!r:.80}; it must be a day as in 2026-11-20"
    return _fault(entry, _HISTORY)


def _is_unit(vectors: Floats) -> bool:
    if np.abs(vectors).max() > 1.0 + UNIT_WITHIN:
        return False
    return bool(np.all(np.abs(np.linalg.norm(vectors, axis=-1) - 1.0) < UNIT_WITHIN))


def _fault(value: object, bounds: Bounds) -> str | None:
    for name, (low, high) in bounds.items():
        held = getattr(value, name)
        # What is no number is in no bounds.
        if held is not None and not np.all((np.asarray(held) >= low) & (np.asarray(held) <= high)):
            shown = "beyond its bounds" if isinstance(held, np.ndarray) else f"{held!r:.40}"
            return f"{name} is {shown}; it must be between {low:g} and {high:g}"
    return None
