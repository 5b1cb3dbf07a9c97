"""The reference repetition from a recording: still for 3 s, then 3–5 repetitions.

The most typical repetition becomes the anchor: the one with the smallest sum of DTW distances to
the others. How much the others differ from it tells what is natural for this person.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from edge.assessment.lean import LeanReference, Movement, fit_lever
from edge.assessment.mounting import Mounting, turned_orientation, turned_signal
from edge.assessment.template import Template
from edge.core.anchor import PIPELINE_RATE_HZ, Anchor
from edge.core.arrays import Floats
from edge.core.exercises import Side, exercise_named
from edge.records.errors import AnchorError
from edge.repetitions.detector import RepetitionDetector
from edge.signals.angles import angle_about, main_axis, range_of_motion_deg
from edge.signals.orientation import OrientationFilter
from edge.signals.resample import resample
from edge.signals.smoothness import njs
from edge.signals.tempo import tempo

STILL_S: Final = 3.0
"""Stillness asked for before the first repetition: the gyroscope's bias is learned in it."""

LEAST_STILL_S: Final = 2.5
"""Stillness that is accepted: where a movement begins is known to a few tenths of a second."""

HELD_DEG: Final = 3.0
"""A pose that turns by less is held still; people sway by a degree."""

LEAST_REPETITIONS: Final = 3
"""Fewer say nothing about what is typical."""

LIMB_M: Final = (0.1, 1.2)
"""Levers outside of this are no limb: the movement does not tell the lever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a recording cannot tell about itself.

    Attributes:
        exercise: name of the exercise.
        side: the side that moves.
        recorded: what it was recorded from, in words.
        simulated: it was not of a person.
    """

    exercise: str
    side: Side
    recorded: str
    simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Take:
    """One repetition of the recording.

    Attributes:
        signal: (n, 6) the axes of `edge.core.arrays.AXES`, gyroscope bias removed.
        orientation: (n, 4) sensor to world.
        angle_deg: (n,) about its own main axis.
        axis: (3,) that axis in the sensor's frame at rest.
    """

    signal: Floats
    orientation: Floats
    angle_deg: Floats
    axis: Floats


def anchor_from_recording(
    t_s: ArrayLike, accel_m_s2: ArrayLike, gyro_rad_s: ArrayLike, about: About
) -> Anchor:
    """Return the anchor that a recording holds.

    Args:
        t_s: (n,) sample times, strictly increasing, any rate.
        accel_m_s2: (n, 3) specific force, gravity included.
        gyro_rad_s: (n, 3) angular rate.
        about: what was recorded.

    Raises:
        AnchorError: stillness or repetitions are missing, or there is a gap.
        SignalError: the arrays do not fit together or are not finite.
        ExerciseError: there is no exercise of that name.
    """
    exercise_named(about.exercise)
    uniform = resample(t_s, np.column_stack([accel_m_s2, gyro_rad_s]), PIPELINE_RATE_HZ)
    if len(uniform.pieces) > 1:
        end_s = uniform.pieces[0].t_s[-1]
        raise AnchorError(
            f"samples are missing after {end_s:.1f} s",
            remedy="a reference needs a recording without gaps",
        )
    return anchor_from_takes(takes_of(uniform.pieces[0].x), about)


def takes_of(signal: Floats) -> tuple[Take, ...]:
    """Return the repetitions of an (n, 6) signal at `PIPELINE_RATE_HZ` that begins in stillness.

    Raises:
        AnchorError: stillness or repetitions are missing.
    """
    accel, gyro = (np.ascontiguousarray(part) for part in (signal[:, :3], signal[:, 3:]))
    orientation = OrientationFilter(PIPELINE_RATE_HZ).process(accel, gyro)
    t_ns = np.round(np.arange(len(signal)) * (1e9 / PIPELINE_RATE_HZ)).astype(np.int64)
    spans = [
        slice(*np.searchsorted(t_ns, [span.start_ns, span.end_ns + 1]))
        for span in RepetitionDetector().process(t_ns, orientation)
    ]
    if len(spans) < LEAST_REPETITIONS:
        raise AnchorError(
            f"the recording holds {len(spans)} of the {LEAST_REPETITIONS} repetitions needed",
            remedy="record three to five, coming back to rest after each",
        )
    still = still_before(orientation, spans[0].start)
    if still.stop - still.start < LEAST_STILL_S * PIPELINE_RATE_HZ:
        raise AnchorError(
            f"the watch was not still for {STILL_S:g} s before the first repetition",
            remedy="stand still first",
        )
    unbiased = signal - np.concatenate([np.zeros(3), gyro[still].mean(axis=0)])
    return tuple(_take(unbiased[span], orientation[span]) for span in spans)


def _take(signal: Floats, orientation: Floats) -> Take:
    axis = main_axis(orientation, orientation[0])
    angle_deg = angle_about(axis, orientation, orientation[0])
    return Take(signal=signal, orientation=orientation, angle_deg=angle_deg, axis=axis)


def still_before(orientation: Floats, start: int) -> slice:
    """Return how long the pose before sample `start` of (n, 4) orientations was held."""
    turns_rad = 2 * np.arccos(np.clip(np.abs(orientation[:start] @ orientation[start]), 0.0, 1.0))
    moved = np.flatnonzero(turns_rad > np.radians(HELD_DEG))
    return slice(int(moved[-1]) + 1 if len(moved) else 0, start)


def anchor_from_takes(takes: tuple[Take, ...], about: About) -> Anchor:
    """Return the most typical of the repetitions as the anchor."""
    costs = np.array([[_cost(own, other) for other in takes] for own in takes])
    typical = int(costs.sum(axis=1).argmin())
    take = takes[typical]
    roms_deg = [range_of_motion_deg(other.angle_deg) for other in takes]
    return Anchor(
        exercise=about.exercise,
        side=about.side,
        signal=take.signal,
        orientation=take.orientation,
        angle_deg=take.angle_deg,
        axis=take.axis,
        rom_deg=roms_deg[typical],
        stability=njs(take.signal[:, 3:], PIPELINE_RATE_HZ),
        tempo_s=tempo(take.angle_deg, PIPELINE_RATE_HZ).total_s,
        spread=float(np.delete(costs[typical], typical).mean()),
        rom_spread_deg=float(np.std(roms_deg, ddof=1)),
        arm_length_m=_arm_length_m(take),
        recorded=about.recorded,
        simulated=about.simulated,
        lean_spread_deg=_lean_spread_deg(take, takes)
        if exercise_named(about.exercise).watch_shows_lean
        else 0.0,
        others=tuple(_as_worn(other, take).signal for other in takes if other is not take),
    )


def _cost(own: Take, other: Take) -> float:
    """Return the DTW cost per step of another repetition against this one, as it is judged."""
    return Template.of(own.signal).align(_as_worn(other, own).signal).cost


def _lean_spread_deg(own: Take, others: tuple[Take, ...]) -> float:
    """Return the root mean square lean of the other repetitions against this one."""
    reference = LeanReference.of(_movement(own))
    leans_deg = [
        reference.lean(_movement(_as_worn(other, own))).difference_deg
        for other in others
        if other is not own
    ]
    return float(np.sqrt(np.mean(np.square(leans_deg))))


def _as_worn(take: Take, like: Take) -> Take:
    """Return a repetition with the small differences in rest pose to another one taken off."""
    turn = Mounting.measured(take.orientation).turn_to(Mounting.of(like.orientation, like.axis))
    orientation = turned_orientation(take.orientation, turn)
    return Take(
        signal=turned_signal(take.signal, turn),
        orientation=orientation,
        angle_deg=angle_about(like.axis, orientation, orientation[0]),
        axis=like.axis,
    )


def _movement(take: Take) -> Movement:
    return Movement(
        accel_m_s2=take.signal[:, :3],
        orientation=take.orientation,
        angle_deg=take.angle_deg,
        axis=take.axis,
    )


def _arm_length_m(take: Take) -> float | None:
    # What lies along the axis leaves no trace in the acceleration.
    lever_m = fit_lever(_movement(take))
    across_m = float(np.linalg.norm(lever_m - take.axis * (lever_m @ take.axis)))
    low, high = LIMB_M
    return across_m if low <= across_m <= high else None
