"""Which masks of a person a network sees: every part of the bend counts the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from edge.posture.angle_bins import PAPER_BINS, AngleBins, Direction
from models.data.bends import Bends, Indices


class MaskDraw:
    """Draws masks of people, every bin of the spine angle as often as the others.

    Masks outside of the bins are never drawn. Where a person has none in a bin, or no other one,
    the nearest bin stands in, so that the bins weigh the same of everybody. Where there are fewer
    masks than are asked for, some are drawn again.
    """

    def __init__(
        self,
        bends: Bends,
        counts: Mapping[Direction, int],
        bins: Mapping[Direction, AngleBins] = PAPER_BINS,
    ) -> None:
        """Sort the masks.

        Args:
            bends: the cohort.
            counts: how many masks of each direction are drawn.
            bins: of each direction.
        """
        self._counts = {direction: n for direction, n in counts.items() if n > 0}
        self._own: list[list[_OwnMasks]] = []
        for direction in self._counts:
            number = bins[direction].of(bends.theta_deg)
            here = (bends.backward == (direction == "backward")) & (number >= 0)
            self._own.append(
                [
                    _OwnMasks.of(here & (bends.person == p), number, bins[direction])
                    for p in range(bends.people)
                ]
            )

    @property
    def count(self) -> int:
        """How many masks of each person are drawn."""
        return sum(self._counts.values())

    def has_masks(self, person: int) -> bool:
        """Tell whether the person has a mask of every direction that is drawn from."""
        return all(len(people[person].bins) > 0 for people in self._own)

    def of(self, people: Sequence[int] | Indices, rng: np.random.Generator) -> Indices:
        """Return the places (n, K) of masks of these people."""
        rows = np.empty((len(people), self.count), np.int64)
        for row, person in zip(rows, people, strict=True):
            parts = [
                own[person].dealt(count, rng)
                for own, count in zip(self._own, self._counts.values(), strict=True)
            ]
            row[:] = np.concatenate(parts) if parts else ()
        return rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _OwnMasks:
    """One person's masks of one direction.

    Attributes:
        bins: places of the masks of each bin that has any.
        numbers: of those bins.
        standing_in: for every bin there is, which of `bins` is nearest.
    """

    bins: list[Indices]
    numbers: Indices
    standing_in: Indices

    @classmethod
    def of(cls, chosen: NDArray[np.bool_], number: Indices, bins: AngleBins) -> Self:
        """Return the masks that are chosen, by the numbers of their bins."""
        places = np.flatnonzero(chosen)
        numbers = np.unique(number[places])
        if len(numbers) == 0:
            return cls(bins=[], numbers=numbers, standing_in=numbers)
        return cls(
            bins=[places[number[places] == k] for k in numbers],
            numbers=numbers,
            standing_in=bins.standing_in(numbers),
        )

    def dealt(self, count: int, rng: np.random.Generator) -> Indices:
        """Return `count` places, in turn from every bin, each in an order of its own."""
        shuffled = [rng.permutation(own) for own in self.bins]
        left = np.array([len(own) for own in shuffled])
        order = rng.permutation(self.standing_in)
        taken = np.empty(count, np.int64)
        for turn in range(count):
            wanted = order[turn % len(order)]
            if not left.any():
                left = np.array([len(own) for own in shuffled])
            distance = np.abs(self.numbers - self.numbers[wanted])
            chosen = int(np.where(left > 0, distance, np.inf).argmin())
            left[chosen] -= 1
            taken[turn] = shuffled[chosen][left[chosen]]
        return taken
