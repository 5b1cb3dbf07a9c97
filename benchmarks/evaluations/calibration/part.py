"""What a part of the calibrations' evaluation is: a function from seeds to figures and a verdict.

A part is one file with one such function, and one line in `whole.PARTS`. It works on the people of
its seeds with `benchmarks.cohort.map_people`, so that a few processes share them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self, TypeAlias

from benchmarks.question import Progress

LEAST_COVERED_PERCENT: Final = 92.0
MOST_COVERED_PERCENT: Final = 98.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many 95 % intervals of one measured quantity contain the truth.

    Attributes:
        intervals: that were given.
        covered_percent: of them that contain it.
        within: that is 92–98 %.
    """

    intervals: int
    covered_percent: float
    within: bool

    @classmethod
    def of(cls, contains: Sequence[bool]) -> Self:
        """Return the coverage of at least one interval, each told to contain the truth or not."""
        percent = 100.0 * sum(contains) / len(contains)
        return cls(
            intervals=len(contains),
            covered_percent=percent,
            within=LEAST_COVERED_PERCENT <= percent <= MOST_COVERED_PERCENT,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAnswer:
    """What a part finds.

    Attributes:
        figures: a frozen dataclass; its fields are what JSON writes under the part's name.
        passed: whether they keep the part's goals; the intervals' coverage is judged apart.
        coverage: of each quantity that is given with a 95 % interval, by its name.
    """

    figures: object
    passed: bool
    coverage: Mapping[str, Coverage] = field(default_factory=dict)


Part: TypeAlias = Callable[[Sequence[int], Progress], PartAnswer]
"""Returns the answer for the simulated people of some seeds, telling how many are done."""
