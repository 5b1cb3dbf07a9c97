"""Is the count right on a day that had no say in how counting is set?

Most numbers of counting have a reason outside the recordings: how long a repetition lasts, what a
sensor's noise is, that half a way is half a movement. Two decide what counts as a repetition and
had to be chosen on recordings. Here they are chosen anew for each day on all the others, from
values around those of the product. The few other numbers that were chosen with all days in sight
are not, so this says how much the two depend on a day, not how much the whole method does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from benchmarks.evaluations.counting.drawn_sets import RATE_HZ, CountedSet
from benchmarks.evaluations.counting.gym_sets import day_of
from benchmarks.question import Progress, stepped
from edge.repetitions.counting.count_settings import COUNT_SETTINGS, CountSettings
from edge.repetitions.counting.sets import count_sets

_BACKGROUNDS: Final = (1.1, 1.3, 1.5)
_SHORTER_SHARES: Final = (0.63, 0.73, 0.83)
_TRIED: Final = tuple(
    replace(COUNT_SETTINGS, background=background, shorter_share=share)
    for background in _BACKGROUNDS
    for share in _SHORTER_SHARES
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """How often the count of one day's sets is right, as fractions.

    Attributes:
        sets: of the day.
        exact: with the settings that are best on the other days.
        within_one: wrong by one at most, with those.
        as_set: exact with the product's settings.
        background: of the settings that are best on the other days.
        shorter_share: of those too.
    """

    sets: int
    exact: float
    within_one: float
    as_set: float
    background: float
    shorter_share: float


def held_out_days(
    sets: Sequence[CountedSet], progress: Progress, tried: Sequence[CountSettings] = _TRIED
) -> dict[str, DayFigures]:
    """Return the figures of each day, whose settings were chosen on all other days.

    Of settings that are equally often right on the other days, those whose errors are smaller, and
    then those that were tried first, are taken; none are preferred for being the product's.

    Args:
        sets: recorded sets of two days at least; of a single day nothing can be held out.
        progress: is told how many settings of how many were tried.
        tried: the settings to choose from.
    """
    days = np.array([day_of(one) for one in sets])
    if len(set(days)) < 2:
        return {}
    settings = [*tried, COUNT_SETTINGS]
    errors = np.array([_errors(sets, one) for one in stepped(settings, progress)])
    figures = {}
    for day in sorted(set(days)):
        own, others = days == day, errors[:-1, days != day]
        wrong, by = np.count_nonzero(others, axis=1), others.sum(axis=1)
        best = int(np.lexsort((by, wrong))[0])
        figures[str(day)] = DayFigures(
            sets=int(own.sum()),
            exact=float(np.mean(errors[best, own] == 0)),
            within_one=float(np.mean(errors[best, own] <= 1)),
            as_set=float(np.mean(errors[-1, own] == 0)),
            background=tried[best].background,
            shorter_share=tried[best].shorter_share,
        )
    return figures


def _errors(sets: Sequence[CountedSet], settings: CountSettings) -> list[int]:
    """Return by how much each count is wrong."""
    return [abs(count_sets(one.signal, RATE_HZ, settings).count - one.count) for one in sets]
