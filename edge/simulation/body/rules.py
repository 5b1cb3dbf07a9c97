"""The rule by which a simulated repetition is impaired or not, and how clear the margin is.

Between the two limits of a quantity lies a band in which no repetition of the built-in profiles
falls, so that a label is never a matter of a fraction of a degree.
"""

from typing import Final, Literal, get_args

Impairment = Literal["low_range", "too_fast", "shaky", "leaning", "short_hold"]
IMPAIRMENTS: tuple[Impairment, ...] = get_args(Impairment)

LOW_RANGE_AT_MOST: Final = 0.75
"""Range of motion over the reference at or below which a repetition is of low range."""
FULL_RANGE_AT_LEAST: Final = 0.88
"""Range of motion over the reference that every other repetition reaches."""

TOO_FAST_AT_MOST: Final = 0.60
"""Duration over the reference at or below which a repetition is too fast."""
CALM_TEMPO_AT_LEAST: Final = 0.85
"""Duration over the reference that every other repetition takes."""

SHAKY_AT_LEAST_DEG: Final = 0.25
"""Tremor amplitude of the moving joint from which on a repetition is shaky."""
STEADY_AT_MOST_DEG: Final = 0.05
"""Tremor amplitude that no other repetition exceeds (physiological tremor)."""

LEANING_AT_LEAST_DEG: Final = 15.0
"""Compensating trunk lean from which on a repetition is leaning."""
UPRIGHT_AT_MOST_DEG: Final = 3.0
"""Trunk lean that no other repetition exceeds."""

SHORT_HOLD_AT_MOST: Final = 0.5
"""Time at the far end over the hold asked for at or below which a hold is too short."""
HELD_AT_LEAST: Final = 1.0
"""Time at the far end over the hold asked for of every other repetition."""


def impairment_of(
    *,
    range_ratio: float,
    tempo_ratio: float,
    tremor_deg: float,
    lean_deg: float,
    held_ratio: float | None,
) -> Impairment | None:
    """Return what is wrong with a repetition, None if nothing is.

    Where several limits are crossed the first of leaning, low range, short hold, too fast, shaky
    counts; the built-in profiles never cross two.

    Args:
        range_ratio: range of motion, lean included, over the person's reference.
        tempo_ratio: duration over the person's reference; without the hold where one is asked for.
        tremor_deg: tremor amplitude of the moving joint.
        lean_deg: trunk lean that helps the limb; 0 where the trunk is meant to move.
        held_ratio: time at the far end over the hold asked for; None where none is asked for.
    """
    if lean_deg >= LEANING_AT_LEAST_DEG:
        return "leaning"
    if range_ratio <= LOW_RANGE_AT_MOST:
        return "low_range"
    if held_ratio is not None and held_ratio <= SHORT_HOLD_AT_MOST:
        return "short_hold"
    if tempo_ratio <= TOO_FAST_AT_MOST:
        return "too_fast"
    if tremor_deg >= SHAKY_AT_LEAST_DEG:
        return "shaky"
    return None
