"""Trunk lean from the watch alone, as the difference to the anchor's repetition.

A limb that turns about a joint at rest accelerates the watch in a way that its orientation tells
in full: with the joint at lever −r from the watch, a = R ([α]ₓ + [ω]ₓ²) r. What remains is the
joint's own acceleration. When the trunk leans, the shoulder moves horizontally by the trunk's
height times the sine of the lean. So the lever is fitted on the anchor, the joint's shift is fitted
on every repetition as a shape that follows the limb's angle, and a shift beyond the anchor's, in
the direction in which a lean helps the limb along, is read as lean. Where the limb turns about the
vertical, a lean tilts the limb instead, and gravity shows the tilt directly. Repetitions are taken
as if the watch were worn as for the anchor (`edge.assessment.mounting`).

Where the joint does not shift although the trunk leans (the elbow beside the hip, while the upper
arm keeps to the trunk), a watch on the wrist cannot tell, and no lean is found.
"""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.constants import STANDARD_GRAVITY_M_S2, STEEP, UP
from edge.signals.filters import LowPassSettings, zero_phase_lowpass
from edge.signals.rotations import (
    conjugate,
    continuous,
    from_rotation_vector,
    multiply,
    rotate,
    to_rotation_vector,
)

SMOOTHING: Final = LowPassSettings(cutoff_hz=3.0, order=2)
"""A lean lasts as long as the movement; tremor (4–8 Hz) has nothing to say about it."""

TRUNK_HEIGHT_M: Final = 0.35
"""Assumed height of the shoulder above the middle of a lean: 45 cm above the hips, but a good part
of a lean comes from the lumbar spine, 15–25 cm higher up."""

SHIFT_ERROR_M: Final = 0.02
"""Assumed error of a shift: the shoulder's own glide, and what is not quite one lever."""

LEAK_M: Final = 0.04
"""Assumed shift that an accelerometer's bias of 10 mg (data sheets of watch sensors say up to 20),
turned along with the limb, feigns in a repetition as long as the anchor's. It grows with the square
of the duration, and cancels where the durations agree."""

TILT_ERROR_DEG: Final = 2.0
"""Assumed error of a tilt: the forearm's natural roll, and the orientation filter's error."""

LEVER_PENALTY: Final = 1.0
"""Holds back those directions of the lever that the movement does not tell (noise over metres)."""

SURE: Final = 2.0
"""A lean is claimed from so many standard errors on: 1 in 44 for a normal error, one-sided, and the
errors are reckoned on the safe side."""

LAGS: Final = (1.0, 1.5, 2.0)
"""A lean sets in later than the limb's movement and is taken back earlier: its course is the
limb's, raised to one of these powers, whichever explains the repetition best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """How much farther the trunk leans than in the anchor's repetition.

    Attributes:
        difference_deg: positive in the direction that helps the limb along.
        error_deg: its standard error.
    """

    difference_deg: float
    error_deg: float

    def beyond(self, limit_deg: float) -> bool:
        """Return whether it surely leans, and by more than the limit."""
        return self.difference_deg > max(limit_deg, SURE * self.error_deg)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """A repetition as this module sees it.

    Attributes:
        accel_m_s2: (n, 3) specific force in the sensor's frame.
        orientation: (n, 4) sensor to world.
        angle_deg: (n,) about the anchor's axis.
        axis: (3,) the anchor's axis in the sensor's frame at rest.
    """

    accel_m_s2: Floats
    orientation: Floats
    angle_deg: Floats
    axis: Floats

    @property
    def progress(self) -> Floats:
        """(n,) share of the range reached, 0–1."""
        share: Floats = np.clip(self.angle_deg / self.angle_deg.max(), 0.0, 1.0)
        return share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LeanReference:
    """What of the anchor a lean is measured against.

    Attributes:
        movement: the anchor's repetition.
        lever_m: (3,) from the joint's centre to the watch, in the sensor's frame.
        shift_m: shift of the joint that goes with the anchor's repetition, about a level axis.
        spread_deg: how much the lean differs between good repetitions of this patient.
    """

    movement: Movement
    lever_m: Floats
    shift_m: float
    spread_deg: float

    @classmethod
    def of(cls, movement: Movement, spread_deg: float = 0.0) -> Self:
        """Return the reference of the anchor's repetition."""
        lever_m = fit_lever(movement)
        shift_m = 0.0 if _is_steep(movement) else _shift(movement, lever_m)[0]
        return cls(movement=movement, lever_m=lever_m, shift_m=shift_m, spread_deg=spread_deg)

    def lean(self, movement: Movement) -> Lean:
        """Return by how much a repetition leans beyond the anchor's."""
        if _is_steep(movement) or _is_steep(self.movement):
            return Lean(difference_deg=_tilt_deg(movement, self.movement), error_deg=TILT_ERROR_DEG)
        shift_m, error_m = _shift(movement, self.lever_m)
        sine = np.clip((shift_m - self.shift_m) / TRUNK_HEIGHT_M, -1.0, 1.0)
        duration_ratio = len(movement.angle_deg) / len(self.movement.angle_deg)
        leak_m = LEAK_M * abs(1 - duration_ratio**2)
        uncertain_m = math.hypot(error_m, SHIFT_ERROR_M, leak_m)
        return Lean(
            difference_deg=math.degrees(math.asin(sine)),
            error_deg=math.hypot(math.degrees(uncertain_m / TRUNK_HEIGHT_M), self.spread_deg),
        )


def fit_lever(movement: Movement) -> Floats:
    """Return the lever (3,) in metres, joint to watch, that best explains a repetition."""
    arm, force = _arm_terms(movement), _force(movement)
    level = np.tile(np.eye(3), (len(force), 1))
    design = np.vstack([np.hstack([arm, level]), np.eye(3, 6) * LEVER_PENALTY])
    target = np.concatenate([force.ravel(), np.zeros(3)])
    lever_m: Floats = np.linalg.lstsq(design, target)[0][:3]
    return lever_m


class _Fit(NamedTuple):
    shift_m: float
    error_m: float
    misfit: float


def _shift(movement: Movement, lever_m: Floats) -> tuple[float, float]:
    """Return the joint's shift at the far end in the helping direction, and its error."""
    force = _force(movement)
    rest = force - (_arm_terms(movement) @ lever_m).reshape(force.shape)
    helping = np.cross(_world_axis(movement), UP)
    along = rest @ (helping / np.linalg.norm(helping))
    fits = [_fit_course(_smooth(movement.progress**lag), along) for lag in LAGS]
    best = min(fits, key=lambda fit: fit.misfit)
    return best.shift_m, best.error_m


def _fit_course(course: Floats, accel_m_s2: Floats) -> _Fit:
    """Fit the acceleration (n,) of a shift that follows a course (n,) from 0 to 1 and back."""
    rush = np.gradient(np.gradient(course)) * PIPELINE_RATE_HZ**2
    design: Floats = np.column_stack([rush, np.ones_like(rush)])
    solution, *_ = np.linalg.lstsq(design, accel_m_s2)
    residual = accel_m_s2 - design @ solution
    misfit = float(residual @ residual) / len(rush)
    # The smoothing leaves 2 · cut-off independent samples per second.
    variance = misfit * PIPELINE_RATE_HZ / (2 * SMOOTHING.cutoff_hz)
    error_m = math.sqrt(variance * float(np.linalg.inv(design.T @ design)[0, 0]))
    return _Fit(shift_m=float(solution[0]), error_m=error_m, misfit=misfit)


def _tilt_deg(movement: Movement, reference: Movement) -> float:
    """Return by how much gravity leaves the anchor's course, as an angle at the far end."""
    up, usual = _untwisted_up(movement), _untwisted_up(reference)
    top, usual_top = int(movement.angle_deg.argmax()), int(reference.angle_deg.argmax())
    halves = (
        (slice(None, top + 1), slice(None, usual_top + 1)),
        (slice(top + 1, None), slice(usual_top, None)),
    )
    expected = np.concatenate(
        [
            _at_angle(movement.angle_deg[own], reference.angle_deg[its], usual[its])
            for own, its in halves
        ]
    )
    departure = np.cross(expected, up)
    departure -= departure[0]
    progress = movement.progress
    slope = progress @ departure / (progress @ progress)
    return float(np.degrees(np.linalg.norm(slope)))


def _untwisted_up(movement: Movement) -> Floats:
    """Return the vertical (n, 3) in the sensor's frame with the turn about the axis taken out."""
    vertical = rotate(conjugate(movement.orientation), UP)
    turn = np.radians(movement.angle_deg)[:, np.newaxis] * movement.axis
    return rotate(from_rotation_vector(turn), vertical)


def _at_angle(angle_deg: Floats, known_deg: Floats, known: Floats) -> Floats:
    order = np.argsort(known_deg)
    columns = (np.interp(angle_deg, known_deg[order], known[order, k]) for k in range(3))
    return np.column_stack(list(columns))


def _is_steep(movement: Movement) -> bool:
    return abs(float(_world_axis(movement)[2])) > STEEP


def _world_axis(movement: Movement) -> Floats:
    return rotate(movement.orientation[0], movement.axis)


def _force(movement: Movement) -> Floats:
    """Return the smoothed linear acceleration (n, 3) in the world's frame."""
    force = rotate(movement.orientation, movement.accel_m_s2)
    return _smooth(force - [0.0, 0.0, STANDARD_GRAVITY_M_S2])


def _arm_terms(movement: Movement) -> Floats:
    """Return the matrix (3n, 3) that takes the lever to the acceleration of a turning limb."""
    poses = continuous(movement.orientation)
    turns = to_rotation_vector(multiply(conjugate(poses[:-1]), poses[1:])) * PIPELINE_RATE_HZ
    rate = np.concatenate([turns, turns[-1:]])
    spin = _cross_matrices(rate)
    terms = _cross_matrices(np.gradient(rate, axis=0) * PIPELINE_RATE_HZ) + spin @ spin
    world = np.stack(
        [rotate(poses, np.ascontiguousarray(terms[:, :, k])) for k in range(3)], axis=2
    )
    return _smooth(world.reshape(len(poses), 9)).reshape(-1, 3)


def _cross_matrices(v: Floats) -> Floats:
    """Return the matrices (n, 3, 3) that multiply like the cross product with (n, 3) vectors."""
    return np.cross(v[:, np.newaxis, :], np.eye(3)[np.newaxis]).transpose(0, 2, 1)


def _smooth(x: Floats) -> Floats:
    return zero_phase_lowpass(x, PIPELINE_RATE_HZ, SMOOTHING)
