"""The one cue after a repetition: its kind, by fixed priority, and the numbers that it says.

Safety comes first (beyond the limit), then what changes the exercise itself (the trunk takes
over, the range is missed, the end is left too early), then how it is done (tempo, steadiness, start
position). A hold that is too short comes after the range, because an end that is not reached
should be reached before it is held, and before the tempo, because the hold is the dose of the
exercise and tempo only how it is done. A repetition within what is natural for this patient is
praised.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from edge.assessment.lean import Lean
from edge.assessment.place import around, foremost, place_of
from edge.assessment.reference import Reference
from edge.assessment.score import Assessment
from edge.assessment.tolerance import Tolerance
from edge.core.anchor import Anchor
from edge.core.findings import CueFacts, Half, Place
from edge.core.messages.exercise import CueKind
from edge.repetitions.hold import is_held

SPOKEN_DEG: Final = 5.0
"""Differences below this are not spoken of: neither the patient nor the watch can tell them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What the patient is told about one repetition.

    Attributes:
        kind: what it is about.
        facts: what it says beside that.
        segment: position of the micro-segment that it speaks of, None where it names no place.
    """

    kind: CueKind
    facts: CueFacts
    segment: int | None = None


def cue_for(
    assessment: Assessment, *, reference: Reference, max_rom_deg: float, hold_s: float = 0.0
) -> Cue:
    """Return the most useful cue for a repetition, praise when there is nothing to correct.

    Args:
        assessment: the repetition as assessed against `reference`.
        reference: the anchor, and what is natural for this patient.
        max_rom_deg: the therapist's limit.
        hold_s: the hold at the end that the plan asks for, 0 for none.
    """
    kind = _kind(assessment, reference.tolerance, max_rom_deg, hold_s)
    anchor = reference.anchor
    segment = _segment(kind, assessment, anchor)
    facts = _facts(kind, assessment, reference, max_rom_deg)
    if kind == "short_hold":
        facts = CueFacts(hold_s=hold_s, held_s=assessment.held_s)
    if segment is not None:
        facts = replace(facts, place=place_of(assessment.segments[segment], anchor))
    return Cue(kind=kind, facts=facts, segment=segment)


def _segment(kind: CueKind, assessment: Assessment, anchor: Anchor) -> int | None:
    """Return the micro-segment that shows best what the cue is about; None without one."""
    segments = assessment.segments
    if kind == "low_range":
        return foremost(segments, "outward", anchor, lambda one: -one.angle_difference_deg)
    if kind == "shaky":
        return around(segments, assessment.unsteadiest, anchor)
    if kind in ("too_fast", "too_slow"):
        sign = -1.0 if kind == "too_fast" else 1.0
        half = _half(assessment, fastest=kind == "too_fast")
        return foremost(segments, half, anchor, lambda one: sign * one.tempo_ratio)
    return None


def _kind(
    assessment: Assessment, tolerance: Tolerance, max_rom_deg: float, hold_s: float
) -> CueKind:
    lean, natural = assessment.lean, tolerance.settings
    shortfall_deg = -assessment.rom_difference_deg
    spoken_deg = tolerance.usual_deg + SPOKEN_DEG
    checks: tuple[tuple[CueKind, bool], ...] = (
        ("over_range", assessment.rom_deg > max_rom_deg),
        ("leaning", lean is not None and _is_lean(lean, tolerance)),
        ("low_range", shortfall_deg > max(tolerance.rom_deg, spoken_deg)),
        ("short_hold", assessment.held_s is not None and not is_held(assessment.held_s, hold_s)),
        ("too_fast", assessment.tempo_ratio < 1 / natural.fast_factor),
        ("too_slow", assessment.tempo_ratio > natural.slow_factor),
        (
            "shaky",
            assessment.jerk_ratio > natural.jerk_factor
            or assessment.tremor_ratio > natural.tremor_factor,
        ),
        ("turned", abs(assessment.start_turn_deg) > natural.turn_deg),
    )
    return next((kind for kind, applies in checks if applies), "praise")


def _is_lean(lean: Lean, tolerance: Tolerance) -> bool:
    limit_deg = tolerance.settings.lean_deg
    return lean.beyond(limit_deg) if tolerance.sure_of_lean else lean.difference_deg > limit_deg


def _facts(
    kind: CueKind, assessment: Assessment, reference: Reference, max_rom_deg: float
) -> CueFacts:
    anchor = reference.anchor
    match kind:
        case "over_range":
            facts = CueFacts(degrees=assessment.rom_deg - max_rom_deg, limit_deg=max_rom_deg)
        case "low_range":
            place = Place(half="outward")
            missing_deg = -assessment.rom_difference_deg - reference.tolerance.usual_deg
            facts = CueFacts(degrees=missing_deg, place=place)
        case "too_fast" | "too_slow":
            half = _half(assessment, fastest=kind == "too_fast")
            facts = CueFacts(place=Place(half=half))
        case "shaky":
            outward = assessment.unsteadiest < int(np.argmax(anchor.angle_deg))
            facts = CueFacts(place=Place(half="outward" if outward else "returning"))
        case "turned":
            # Seen from the shoulder, outward is clockwise for the right arm.
            inward = (assessment.start_turn_deg > 0) == (anchor.side == "right")
            facts = CueFacts(way="inward" if inward else "outward")
        case "praise":
            facts = CueFacts(degrees=assessment.rom_deg)
        case _:
            # The watch's lean is good to ten degrees or so: enough to say that, not how much.
            facts = CueFacts()
    return facts


def _half(assessment: Assessment, *, fastest: bool) -> Half:
    """Return the part whose tempo is off, or both where neither stands out."""
    ratios = (assessment.outward_ratio, assessment.returning_ratio)
    if abs(np.log(ratios[0] / ratios[1])) < np.log(STANDS_OUT):
        return "both"
    return "outward" if (ratios[0] < ratios[1]) == fastest else "returning"


STANDS_OUT: Final = 1.25
"""One half of the movement is named alone when its tempo is off by so much more than the other."""
