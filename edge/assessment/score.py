"""What a repetition is worth against its anchor: scores, and where it departs."""

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge.align.microsegments import micro_segments
from edge.align.warp import warp
from edge.assessment.hold import with_hold_of
from edge.assessment.lean import Lean, Movement
from edge.assessment.mounting import Mounting, turned_orientation, turned_signal
from edge.assessment.reference import Reference
from edge.assessment.segments import Matched, critical_of, levels_of, segments_of
from edge.assessment.tremor import tremor
from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from edge.core.messages.exercise import Repetition, Segment
from edge.signals.angles import angle_about, range_of_motion_deg
from edge.signals.smoothness import njs
from edge.signals.tempo import tempo


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSettings:
    """How departures become scores.

    Attributes:
        segments: micro-segments of the anchor (MicroXercise, section III).
        per_spread: factor on the similarity for every spread of the patient's own good
            repetitions: at 0.93 a repetition one spread away scores 0.93, five away 0.7, ten
            away 0.48.
        most_critical: never name more places than a person can attend to.
    """

    segments: int = 10
    per_spread: float = 0.93
    most_critical: int = 3


ASSESSMENT_SETTINGS: Final = AssessmentSettings()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessment:
    """A repetition measured against its anchor; fields shared with `Judgement` mean the same.

    Attributes:
        outward_ratio: duration of the way out over the anchor's.
        returning_ratio: of the way back.
        jerk_ratio: dimensionless jerk over the anchor's; above 1 is less smooth.
        tremor_ratio: trembling over the anchor's.
        lean: how much farther the trunk leans; None where that is meant or cannot be told.
        start_turn_deg: turn of the limb about its long axis at the start, from the anchor's.
        departure: cost per step of the micro-segment that departs most, in spreads of the
            patient's own good repetitions.
        unsteadiest: sample of the anchor at which the limb trembles most.
        held_s: how long the end was held; None where the plan asks for no hold.
        matched: what was compared.
    """

    similarity: float
    rom_deg: float
    rom_difference_deg: float
    stability: float
    stability_difference: float
    tempo_s: float
    tempo_ratio: float
    outward_ratio: float
    returning_ratio: float
    jerk_ratio: float
    tremor_ratio: float
    lean: Lean | None
    start_turn_deg: float
    segments: tuple[Segment, ...]
    critical: tuple[int, ...]
    departure: float
    unsteadiest: int
    held_s: float | None
    matched: Matched
    aligned: Floats
    aligned_angle_deg: Floats


def is_comparable(repetition: Repetition) -> bool:
    """Return whether its samples tell enough to be compared with the anchor's."""
    return not (repetition.gap or repetition.no_gyroscope or repetition.worn)


def assess(
    repetition: Repetition,
    reference: Reference,
    settings: AssessmentSettings = ASSESSMENT_SETTINGS,
) -> Assessment:
    """Return what a repetition without a gap is worth.

    The similarity is `per_spread` to the power of the mean DTW cost per step over the patient's own
    spread: 1 for the anchor itself, falling with every departure. Where the plan asks for a hold
    (`held_s` is not None) all but the range is judged on the movement with the hold brought to the
    anchor's, so that holding is neither slowness nor a departure (`edge.assessment.hold`).

    Raises:
        SignalError: the repetition is too short or too still to be judged.
    """
    anchor, length = reference.anchor, len(reference.anchor.signal)
    own_mounting = Mounting.measured(repetition.orientation)
    repetition = _as_for_anchor(repetition, own_mounting, reference)
    rom_deg = range_of_motion_deg(repetition.angle_deg)
    if repetition.held_s is not None:
        repetition = with_hold_of(anchor, repetition)
    alignment = reference.template.align(repetition.signal)
    path = alignment.path
    own = tempo(repetition.angle_deg, PIPELINE_RATE_HZ)
    stability = njs(repetition.signal[:, 3:], PIPELINE_RATE_HZ)
    shake = tremor(repetition.signal[:, 3:])
    aligned_angle_deg = warp(repetition.angle_deg, path, length)
    departure_deg = aligned_angle_deg - anchor.angle_deg
    pieces = micro_segments(
        alignment.signal, reference.template.signal, path, n_segments=settings.segments
    )
    segments = segments_of(pieces, alignment, departure_deg)
    levels = levels_of(segments, alignment) / reference.spread
    return Assessment(
        similarity=settings.per_spread ** (alignment.cost / reference.spread),
        rom_deg=rom_deg,
        rom_difference_deg=rom_deg - anchor.rom_deg,
        stability=stability,
        stability_difference=stability - anchor.stability,
        tempo_s=own.total_s,
        tempo_ratio=own.total_s / anchor.tempo_s,
        outward_ratio=_ratio(own.outward_s, reference.tempo.outward_s),
        returning_ratio=_ratio(own.returning_s, reference.tempo.returning_s),
        jerk_ratio=math.exp(anchor.stability - stability),
        tremor_ratio=shake.rate_rad_s / reference.tremor_rad_s,
        lean=_lean(repetition, reference),
        start_turn_deg=_start_turn_deg(own_mounting, reference),
        segments=segments,
        critical=critical_of(
            segments,
            levels,
            limit=reference.tolerance.settings.critical_spreads,
            most=settings.most_critical,
        ),
        departure=float(levels.max()),
        unsteadiest=int(path[np.searchsorted(path[:, 0], shake.worst), 1]),
        held_s=repetition.held_s,
        matched=Matched(signal=repetition.signal, path=path, pieces=pieces),
        aligned=warp(repetition.signal, path, length),
        aligned_angle_deg=aligned_angle_deg,
    )


def _lean(repetition: Repetition, reference: Reference) -> Lean | None:
    if reference.lean is None or repetition.half_turned:
        return None
    return reference.lean.lean(
        Movement(
            accel_m_s2=repetition.signal[:, :3],
            orientation=repetition.orientation,
            angle_deg=repetition.angle_deg,
            axis=reference.anchor.axis,
        )
    )


def _as_for_anchor(repetition: Repetition, mounting: Mounting, reference: Reference) -> Repetition:
    """Return the repetition as a watch worn like the anchor's would have measured it."""
    turn = mounting.turn_to(reference.mounting)
    orientation = turned_orientation(repetition.orientation, turn)
    angle_deg = angle_about(reference.anchor.axis, orientation, orientation[0])
    return replace(
        repetition,
        signal=turned_signal(repetition.signal, turn),
        orientation=orientation,
        angle_deg=angle_deg + repetition.angle_deg[0],
    )


def _start_turn_deg(mounting: Mounting, reference: Reference) -> float:
    """Return the turn about the limb's long axis, read from where the movement's axis has gone.

    The long axis is the fitted lever from joint to watch; 0 where the trunk is what moves. Seen
    from the joint a positive turn is clockwise.
    """
    if reference.lean is None:
        return 0.0
    long = reference.lean.lever_m / np.linalg.norm(reference.lean.lever_m)
    own, usual = mounting.axis, reference.mounting.axis
    across, along = np.cross(own, usual) @ long, own @ usual - (own @ long) * (usual @ long)
    return math.degrees(math.atan2(float(across), float(along)))


def _ratio(own_s: float, usual_s: float) -> float:
    """Return a ratio of durations, neither of them counted as less than one sample."""
    least_s = 1 / PIPELINE_RATE_HZ
    return max(own_s, least_s) / max(usual_s, least_s)
