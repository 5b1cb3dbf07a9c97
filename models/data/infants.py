"""Windows of infants for training: simulated ones by seed, prepared as the program at work does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import SEGMENTS, WINDOW_FRAMES
from edge.explain.infant.perturbation import velocity_perturbed
from edge.posture.infant.preparation import prepare
from edge.posture.infant.windows import usable_starts
from edge.simulation.infant.classes import CLASSES, ClassName
from edge.simulation.infant.infants import simulated_infant
from models.inference.errors import ModelError

MIXED: Final[tuple[ClassName, ...]] = ("S", "F", "C")
"""What the demonstration networks learn to tell from normal infants."""
TURN_DEG: Final = 10.0
SCALE: Final = 0.05
SHIFT: Final = 0.05
"""How far windows are varied, each to either side; the scale by its logarithm."""

MOST_SPEED: Final = 3.0
"""Of what a class leaves alone; the least is its inverse."""
ARM_SEGMENTS: Final = ("right_arm", "left_arm")
LEG_SEGMENTS: Final = ("right_leg", "left_leg")
HEAD_SEGMENTS: Final = ("head",)


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantSetSettings:
    """Which infants are learned from.

    Attributes:
        abnormal: classes of the positives, equally many of each.
        each: infants of each such class; as many normal ones as of all of these together.
        seconds: that each is filmed.
        first_seed: of consecutive seeds.
        pairs: whether every abnormal infant has the seed of a normal one, so that both move alike
            but for the class; not of infants whose class is a label alone, who would be the same.
    """

    abnormal: tuple[ClassName, ...] = MIXED
    each: int = 60
    seconds: float = 45.0
    first_seed: int = 10_000
    pairs: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantSet:
    """Prepared infants.

    Attributes:
        positions: (T', 19, 2) of each infant, at 30 frames a second.
        starts: first frames of each infant's windows without a hole.
        labels: (I,) whether each is of the abnormal group.
        kinds: the class of each.
        paired: whether normal and abnormal ones come in pairs that move alike but for the class,
            in the same order.
        untouched: segments that no class of the abnormal group is about.
        any_speed: whether no class of the abnormal group is about speed.
        together: whether a class of the abnormal group lies in how limbs go together.
    """

    positions: Sequence[Floats]
    starts: Sequence[Sequence[int]]
    labels: NDArray[np.bool_]
    kinds: Sequence[ClassName] = field(default=())
    paired: bool = False
    untouched: tuple[str, ...] = ()
    any_speed: bool = False
    together: bool = False

    def __len__(self) -> int:
        return len(self.positions)

    def some_windows(self, infant: int, most: int) -> Floats:
        """Return at most so many windows of an infant, spread over the recording."""
        every = self.starts[infant]
        rows = np.array(every[:: max(1, -(-len(every) // most))]).reshape(-1, 1)
        found: Floats = self.positions[infant][rows + np.arange(WINDOW_FRAMES)]
        return found

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
    alike = settings.pairs and not any(CLASSES[kind].random_label for kind in settings.abnormal)
    for number, kind in enumerate(kinds):
        seed = settings.first_seed + (number - number % 2 if alike else number)
        seen = simulated_infant(seed, kind, settings.seconds, unseen=unseen).tracked
        clip = prepare(seen.positions_px, seen.rate_hz)
        # Windows with holes are kept here: a network that never met one would be easily surprised.
        every, _ = usable_starts(clip)
        positions.append(clip.positions)
        starts.append(every)
        progress(number + 1, len(kinds))
    labels = np.array([kind != "normal" for kind in kinds])
    return InfantSet(
        positions=positions,
        starts=starts,
        labels=labels,
        kinds=kinds,
        paired=alike,
        untouched=untouched_by(settings.abnormal),
        any_speed=at_any_speed_by(settings.abnormal),
        together=lies_in_limbs_together(settings.abnormal),
    )


def untouched_by(kinds: Sequence[ClassName]) -> tuple[str, ...]:
    """Return the segments that move in the classes as in normal infants, where others do not."""
    own = [CLASSES[kind] for kind in kinds]
    if any(one.synchrony or one.template_s or one.boost != 1.0 or one.random_label for one in own):
        return ()
    parts = (
        (ARM_SEGMENTS, [one.arms for one in own]),
        (LEG_SEGMENTS, [one.legs for one in own]),
        (HEAD_SEGMENTS, [one.head for one in own]),
    )
    left = [name for names, factors in parts if set(factors) == {1.0} for name in names]
    # Where nothing is touched, the class is no movement.
    every = len(ARM_SEGMENTS) + len(LEG_SEGMENTS) + len(HEAD_SEGMENTS)
    return () if len(left) == every else tuple(left)


def lies_in_limbs_together(kinds: Sequence[ClassName]) -> bool:
    """Return whether one of the classes lies in how limbs go together."""
    return any(CLASSES[kind].synchrony > 0.0 for kind in kinds)


def at_any_speed_by(kinds: Sequence[ClassName]) -> bool:
    """Return whether the classes are about how movements belong together, not about their speed."""
    own = [CLASSES[kind] for kind in kinds]
    alike = all(one.arms == one.legs == one.head == one.boost == one.fidgets == 1.0 for one in own)
    return alike and all(one.synchrony > 0.0 or one.template_s is not None for one in own)


def otherwise(
    rng: np.random.Generator, windows: Floats, others: Floats, segments: Sequence[str]
) -> Floats:
    """Return windows (N, T, 19, 2) with segments of other infants, each at a speed drawn by lot.

    What a class leaves alone says how fast an infant moves as a whole, and a network learns to hold
    the rest against it. With this it rests on what the class is about.

    Args:
        rng: draws the speeds.
        windows: prepared.
        others: windows of other infants, of the same shape.
        segments: by name.
    """
    joints = [joint for name in segments for joint in SEGMENTS[name]]
    mixed = windows.copy()
    mixed[:, :, joints] = others[:, :, joints]
    return _at_speeds(rng, mixed, segments)


def at_any_speed(rng: np.random.Generator, windows: Floats) -> Floats:
    """Return windows (N, T, 19, 2) of which each runs as a whole at a speed drawn by lot."""
    return _at_speeds(rng, windows, tuple(SEGMENTS))


def at_no_slower_speed(
    rng: np.random.Generator, windows: Floats, kinds: Sequence[ClassName]
) -> Floats:
    """Return windows (N, T, 19, 2) of which half run faster as a whole, but for slow classes.

    A normal infant that moves faster is no less normal, and one without fidgets no less without. A
    network of several classes that never met anybody fast takes them for one of these.

    Args:
        rng: draws the speeds.
        windows: prepared.
        kinds: the class of each.
    """
    speeds = np.maximum(_speeds(rng, len(windows)), 1.0)
    slow = [min(CLASSES[kind].arms, CLASSES[kind].legs, CLASSES[kind].head) < 1.0 for kind in kinds]
    return _run_through(windows, np.where(slow, 1.0, speeds), tuple(SEGMENTS))


def _at_speeds(rng: np.random.Generator, windows: Floats, segments: Sequence[str]) -> Floats:
    return _run_through(windows, _speeds(rng, len(windows)), segments)


def _speeds(rng: np.random.Generator, count: int) -> Floats:
    return np.exp(rng.uniform(-np.log(MOST_SPEED), np.log(MOST_SPEED), count))


def _run_through(windows: Floats, speeds: Floats, segments: Sequence[str]) -> Floats:
    return np.stack(
        [
            velocity_perturbed(window, dict.fromkeys(segments, float(speed)))
            for window, speed in zip(windows, speeds, strict=True)
        ]
    )


def class_named(name: str) -> ClassName:
    """Return the class of that name, if a network can learn to tell it from normal infants.

    Raises:
        ModelError: there is none.
    """
    if name not in CLASSES or name == "normal":
        known = ", ".join(own for own in CLASSES if own != "normal")
        raise ModelError(f"there is no class {name} of infants", remedy=f"known are {known}")
    return cast(ClassName, name)


def varied(rng: np.random.Generator, windows: Floats) -> Floats:
    """Return windows (N, 150, 19, 2), each turned, scaled and moved a little at random.

    The public code turns by 45°, scales by 0.7 to 1.3 and moves by 0.3. That is more than ever
    happens to a skeleton that was brought upright and to one size, and hides how fast it moves.
    """
    count = len(windows)
    turn = np.deg2rad(rng.uniform(-TURN_DEG, TURN_DEG, count))
    scale = np.exp(rng.uniform(-SCALE, SCALE, count))
    shift = rng.uniform(-SHIFT, SHIFT, (count, 1, 1, 2))
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    matrix = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], axis=1)
    moved: Floats = np.einsum("nij,ntvj->ntvi", matrix, windows) + shift
    return moved
