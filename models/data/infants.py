"""Windows of infants for training: simulated ones by seed, prepared as the program at work does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import WINDOW_FRAMES
from edge.posture.infant.preparation import prepare
from edge.posture.infant.windows import usable_starts
from edge.simulation.infant.classes import CLASSES, ClassName
from edge.simulation.infant.infants import simulated_infant
from models.inference.errors import ModelError

MIXED: Final[tuple[ClassName, ...]] = ("S", "F", "C")
"""What the demonstration networks learn to tell from normal infants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantSetSettings:
    """Which infants are learned from.

    Attributes:
        abnormal: classes of the positives, equally many of each.
        each: infants of each such class; as many normal ones as of all of these together.
        seconds: that each is filmed.
        first_seed: of consecutive seeds.
    """

    abnormal: tuple[ClassName, ...] = MIXED
    each: int = 24
    seconds: float = 45.0
    first_seed: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantSet:
    """Prepared infants.

    Attributes:
        positions: (T', 19, 2) of each infant, at 30 frames a second.
        starts: first frames of each infant's windows without a hole.
        labels: (I,) whether each is of the abnormal group.
        kinds: the class of each.
    """

    positions: Sequence[Floats]
    starts: Sequence[Sequence[int]]
    labels: NDArray[np.bool_]
    kinds: Sequence[ClassName] = field(default=())

    def __len__(self) -> int:
        return len(self.positions)

    def windows(self, infant: int) -> Floats:
        """Return (N, 150, 19, 2) the windows of an infant."""
        rows = np.array(self.starts[infant]).reshape(-1, 1) + np.arange(WINDOW_FRAMES)
        found: Floats = self.positions[infant][rows]
        return found


def simulated_infants(
    settings: InfantSetSettings, progress: Callable[[int, int], None], *, unseen: bool = False
) -> InfantSet:
    """Return simulated infants, normal and abnormal ones in turn so that folds hold both.

    Args:
        settings: which.
        progress: called with the infants done and those there are.
        unseen: drawn as those that networks are tested on.
    """
    kinds: list[ClassName] = []
    for _ in range(settings.each):
        for kind in settings.abnormal:
            kinds += ["normal", kind]
    positions, starts = [], []
    for number, kind in enumerate(kinds):
        seed = settings.first_seed + number
        seen = simulated_infant(seed, kind, settings.seconds, unseen=unseen).tracked
        clip = prepare(seen.positions_px, seen.rate_hz)
        # Windows with holes are kept here: a network that never met one would be easily surprised.
        every, _ = usable_starts(clip)
        positions.append(clip.positions)
        starts.append(every)
        progress(number + 1, len(kinds))
    labels = np.array([kind != "normal" for kind in kinds])
    return InfantSet(positions=positions, starts=starts, labels=labels, kinds=kinds)


def class_named(name: str) -> ClassName:
    """Return the class of that name, if a network can learn to tell it from normal infants.

    Raises:
        ModelError: there is none.
    """
    if name not in CLASSES or name == "normal":
        known = ", ".join(own for own in CLASSES if own != "normal")
        raise ModelError(f"there is no class {name} of infants", remedy=f"known are {known}")
    return cast(ClassName, name)


def augmented(rng: np.random.Generator, windows: Floats) -> Floats:
    """Return windows (N, 150, 19, 2), each turned, scaled and moved at random.

    The ranges are those of the public code: 45° to either side, 0.7 to 1.3, 0.3 along each axis.
    """
    count = len(windows)
    turn = np.deg2rad(rng.integers(-45, 46, count))
    scale = 0.01 * rng.integers(70, 131, count)
    shift = 0.01 * rng.integers(-30, 31, (count, 1, 1, 2))
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    matrix = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], axis=1)
    moved: Floats = np.einsum("nij,ntvj->ntvi", matrix, windows) + shift
    return moved


def cut_out(positions: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return (N, 150, 19, 2) windows of one infant at any frames."""
    found: Floats = positions[starts.reshape(-1, 1) + np.arange(WINDOW_FRAMES)]
    return found
