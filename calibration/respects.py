"""In which respects repetitions are judged, and how people scatter in each of them."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from calibration.scatter import Population
from edge.assessment.score import Assessment
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.tolerances import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Respect:
    """One respect in which repetitions are judged.

    Attributes:
        value: of a repetition: degrees, or the logarithm of a ratio; larger is worse.
        population: how people scatter; degrees are a share of the reference's range where
            `of_range` says so.
        share: of good repetitions that may be beyond the limit.
        least: smallest departure from what is usual for the patient that is worth a word.
        fault: mean and standard deviation over people of what a fault of 10° changes in the value;
            None where a fault has no degrees.
    """

    value: Callable[[Assessment], float | None]
    population: Population
    share: float
    least: float
    of_range: bool = False
    fault: tuple[float, float] | None = None


MOST_RATIO: Final = 1000.0
"""A limit that is larger limits nothing."""
LEAST_DEPARTURE: Final = 1.0
"""In spreads: as far as good repetitions are from another. The one that is the reference itself
departs nowhere, which tells nothing of the others."""


def _turn_deg(assessment: Assessment) -> float | None:
    return None if assessment.lean is None else assessment.start_turn_deg


def _lean_deg(assessment: Assessment) -> float | None:
    return None if assessment.lean is None else assessment.lean.difference_deg


RESPECTS: Final[dict[Measure, Respect]] = {
    "range": Respect(
        value=lambda one: -one.rom_difference_deg,
        population=Population(within=0.018, within_log_sd=0.45, ratio=0.55, ratio_log_sd=0.35),
        share=0.025,
        least=5.0,
        of_range=True,
        fault=(10.0, 0.3),
    ),
    "lean": Respect(
        value=_lean_deg,
        population=Population(within=1.5, within_log_sd=0.7, ratio=0.9, ratio_log_sd=0.5),
        share=0.010,
        least=5.0,
        fault=(9.5, 1.8),
    ),
    "fast": Respect(
        value=lambda one: -math.log(one.tempo_ratio),
        population=Population(within=0.07, within_log_sd=0.4, ratio=0.55, ratio_log_sd=0.4),
        share=0.002,
        least=math.log(1.2),
    ),
    "slow": Respect(
        value=lambda one: math.log(one.tempo_ratio),
        population=Population(within=0.07, within_log_sd=0.4, ratio=0.55, ratio_log_sd=0.4),
        share=0.002,
        least=math.log(1.25),
    ),
    "jerk": Respect(
        value=lambda one: math.log(one.jerk_ratio),
        population=Population(within=0.5, within_log_sd=0.4, ratio=0.25, ratio_log_sd=0.5),
        share=0.002,
        least=math.log(4.0),
    ),
    "tremor": Respect(
        value=lambda one: math.log(one.tremor_ratio),
        population=Population(within=0.33, within_log_sd=0.3, ratio=0.25, ratio_log_sd=0.5),
        share=0.002,
        least=math.log(2.0),
    ),
    "departure": Respect(
        value=lambda one: math.log(max(one.departure, LEAST_DEPARTURE)),
        population=Population(within=0.33, within_log_sd=0.4, ratio=0.5, ratio_log_sd=0.5),
        share=0.05,
        least=math.log(1.3),
    ),
    "turn": Respect(
        value=_turn_deg,
        population=Population(within=0.2, within_log_sd=0.9, ratio=40.0, ratio_log_sd=0.9),
        share=0.005,
        least=20.0,
    ),
}
"""The populations are those of simulated people (`physio evaluate calibration`, seeds 0–399). How
much people scatter from day to day is assumed: no public recordings of one person's exercise on
several days are known. The shares of what a cue is given for add up to less than one repetition in
twenty."""


def values_of(measure: Measure, sessions: Sequence[Sequence[Assessment]]) -> list[Floats] | None:
    """Return the values (n,) of each session, larger is worse; None where they cannot be told."""
    value = RESPECTS[measure].value
    rows = [[value(one) for one in session] for session in sessions]
    if any(one is None for row in rows for one in row):
        return None
    values = [np.array(row, dtype=np.float64) for row in rows]
    if measure == "turn" and float(np.mean(np.concatenate(values))) < 0.0:
        return [-own for own in values]  # it may be to either side: to that where it mostly is
    return values


def population_of(measure: Measure, anchor: Anchor) -> Population:
    """Return how people scatter in one respect, in degrees for this reference."""
    respect = RESPECTS[measure]
    if not respect.of_range:
        return respect.population
    return replace(respect.population, within=respect.population.within * anchor.rom_deg)


def shown_as(measure: Measure) -> Callable[[float], float]:
    """Return what makes degrees or a ratio of a value of `values_of`."""
    if measure in ("range", "lean", "turn"):
        return float
    return lambda value: math.exp(min(value, math.log(MOST_RATIO)))
