"""The one sentence after a repetition: which kind of cue, by fixed priority, and its words.

Safety comes first (beyond the limit), then what changes the exercise itself (the trunk takes
over, the range is missed, the end is left too early), then how it is done (tempo, steadiness, start
position). A hold that is too short comes after the range, because an end that is not reached
should be reached before it is held, and before the tempo, because the hold is the dose of the
exercise and tempo only how it is done. A repetition within what is natural for this patient is
praised.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.assessment.reference import Reference
from edge.assessment.score import Judgement
from edge.assessment.tolerance import Tolerance
from edge.core.anchor import Anchor
from edge.core.exercises import Exercise
from edge.core.messages.exercise import CueKind
from edge.repetitions.hold import is_held

SPOKEN_DEG: Final = 5.0
"""Differences below this are not spoken of: neither the patient nor the watch can tell them."""

QUARTERS: Final = ("first", "second", "third", "last")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What the patient is told about one repetition."""

    kind: CueKind
    words: str


def cue_for(
    judgement: Judgement,
    *,
    reference: Reference,
    exercise: Exercise,
    max_rom_deg: float,
    hold_s: float = 0.0,
) -> Cue:
    """Return the most useful cue for a repetition, praise when there is nothing to correct.

    Args:
        judgement: the repetition as judged against `reference`.
        reference: the anchor, and what is natural for this patient.
        exercise: supplies the words.
        max_rom_deg: the therapist's limit.
        hold_s: the hold at the end that the plan asks for, 0 for none.
    """
    kind = _kind(judgement, reference.tolerance, max_rom_deg, hold_s)
    words = _words(kind, judgement, reference.anchor, exercise, max_rom_deg, hold_s)
    return Cue(kind=kind, words=words)


def _kind(judgement: Judgement, tolerance: Tolerance, max_rom_deg: float, hold_s: float) -> CueKind:
    lean, natural = judgement.lean, tolerance.settings
    shortfall_deg = -judgement.rom_difference_deg
    checks: tuple[tuple[CueKind, bool], ...] = (
        ("over_range", judgement.rom_deg > max_rom_deg),
        ("leaning", lean is not None and lean.beyond(natural.lean_deg)),
        ("low_range", shortfall_deg > max(tolerance.rom_deg, SPOKEN_DEG)),
        ("short_hold", judgement.held_s is not None and not is_held(judgement.held_s, hold_s)),
        ("too_fast", judgement.tempo_ratio < 1 / natural.fast_factor),
        ("too_slow", judgement.tempo_ratio > natural.slow_factor),
        (
            "shaky",
            judgement.jerk_ratio > natural.jerk_factor
            or judgement.tremor_ratio > natural.tremor_factor,
        ),
        ("turned", abs(judgement.start_turn_deg) > natural.turn_deg),
    )
    return next((kind for kind, applies in checks if applies), "praise")


def _words(
    kind: CueKind,
    judgement: Judgement,
    anchor: Anchor,
    exercise: Exercise,
    max_rom_deg: float,
    hold_s: float,
) -> str:
    own = exercise.words["en"]
    match kind:
        case "over_range":
            beyond_deg = judgement.rom_deg - max_rom_deg
            words = f"{own.nearer}: {beyond_deg:.0f}° beyond your limit of {max_rom_deg:.0f}°"
        case "leaning":
            # The estimate is good to ten degrees or so: enough to say that, not how much.
            words = own.lean
        case "low_range":
            quarter = _lowest_quarter(judgement, anchor)
            below_deg = -judgement.rom_difference_deg
            words = f"{own.farther} in the {quarter} quarter: "
            words += f"{below_deg:.0f}° below your reference"
        case "short_hold":
            seconds = "1 second" if hold_s == 1 else f"{hold_s:g} seconds"
            words = f"Hold the end for {seconds}: you held {judgement.held_s or 0.0:.1f} s"
        case "too_fast":
            words = f"Slow down while {_phase(judgement, exercise, fastest=True)}"
        case "too_slow":
            words = f"Move a little faster while {_phase(judgement, exercise, fastest=False)}"
        case "shaky":
            outward = judgement.unsteadiest < int(np.argmax(anchor.angle_deg))
            words = f"Move more steadily while {own.outward if outward else own.returning}"
        case "turned":
            # Seen from the shoulder, outward is clockwise for the right arm.
            way = (
                "inward"
                if (judgement.start_turn_deg > 0) == (anchor.side == "right")
                else "outward"
            )
            words = f"Turn your {own.pointer} {way} at the start, as in your reference"
        case "praise":
            words = f"Well done: {judgement.rom_deg:.0f}°, as in your reference"
    return words


def _lowest_quarter(judgement: Judgement, anchor: Anchor) -> str:
    """Return the quarter of the anchor's time in which the angle falls short most."""
    missing = anchor.angle_deg - judgement.aligned_angle_deg
    quarters = [float(np.mean(part)) for part in np.array_split(missing, 4) if part.size]
    return QUARTERS[int(np.argmax(quarters))]


def _phase(judgement: Judgement, exercise: Exercise, *, fastest: bool) -> str:
    """Return the part whose tempo is off, or both where neither stands out."""
    ratios = (judgement.outward_ratio, judgement.returning_ratio)
    apart = abs(np.log(ratios[0] / ratios[1]))
    own = exercise.words["en"]
    if apart < np.log(STANDS_OUT):
        return f"{own.outward} and {own.returning}"
    outward = (ratios[0] < ratios[1]) == fastest
    return own.outward if outward else own.returning


STANDS_OUT: Final = 1.25
"""One half of the movement is named alone when its tempo is off by so much more than the other."""
