"""Is the watch worn as for the reference: on that wrist, that way round, on the outside of it?

Told from three directions of a repetition, in the sensor's frame: where up is in the rest pose,
about which axis the limb turns on its way out, and where the joint lies. The other wrist makes the
mirror image of the movement, and a mirror turns directions in space otherwise than axes of
rotation: that tells a mirror from a turn.

Eight ways of wearing are weighed against each other (Bayes): same or other wrist, same or other
way round, same or other side of the wrist, each with a strap that sits by some degrees otherwise
than last time. What a movement cannot tell stays as likely as it was before: an arm that is raised
straight to the side looks alike from both wrists, and raised to the front the other wrist looks
like the inside of the same one.
"""

import math
from dataclasses import dataclass
from itertools import product
from typing import Final, Self

import numpy as np
from scipy.spatial.transform import Rotation

from edge.assessment.lean import Movement, fit_lever
from edge.assessment.mounting import Mounting
from edge.core.anchor import Anchor
from edge.core.arrays import Floats
from edge.core.findings import WornKind, WornWay
from edge.signals.angles import angle_about
from edge.signals.rotations import rotate

SURE: Final = 0.99
"""So probable a way of wearing is told."""

_OTHER_WRIST, _TURNED, _INSIDE = 0.04, 0.06, 0.02
"""How often a watch is put on like that, before anything is measured."""
_ROLL_SD_DEG: Final = 18.0
_YAW_SD_DEG: Final = 12.0
"""By how much two mountings of the same kind differ: about the forearm, and about the normal of
the display; a strap is off by 12° and 8° each time."""
_UP_SD_DEG: Final = 5.0
_AXIS_SD_DEG: Final = 8.0
_LEVER_SD_DEG: Final = 25.0
"""How well the three directions repeat from day to day."""
_FOREIGN: Final = 1e-3
"""Share of repetitions that are quite another movement, whose directions say nothing."""
_LEAST_LEVER_M: Final = 0.08
"""A shorter lever is no direction."""
_STEPS: Final = np.linspace(-2.75, 2.75, 23)
"""Where the strap's angles are tried, in standard deviations."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Directions:
    """What a repetition shows of how the watch sits, unit vectors (3,) in the sensor's frame.

    Attributes:
        mounting: up at rest, and the axis of the way out.
        lever: from the joint to the watch; None where the movement does not tell.
    """

    mounting: Mounting
    lever: Floats | None

    @classmethod
    def of(cls, signal: Floats, orientation: Floats) -> Self:
        """Return the directions of a repetition that starts at rest.

        Args:
            signal: (n, 6) the axes of `edge.core.arrays.AXES`.
            orientation: (n, 4) sensor to world.

        Raises:
            SignalError: the repetition hardly turns.
        """
        return cls.of_movement(Mounting.measured(orientation), signal, orientation, orientation[0])

    @classmethod
    def of_movement(
        cls, mounting: Mounting, signal: Floats, orientation: Floats, rest: Floats
    ) -> Self:
        """Return the same where rest pose (4,) and axis are known."""
        angle_deg = angle_about(mounting.axis, orientation, rest)
        return cls._of(mounting, signal, orientation, angle_deg)

    @classmethod
    def of_anchor(cls, anchor: Anchor) -> Self:
        """Return those of the reference."""
        mounting = Mounting.of_anchor(anchor)
        return cls._of(mounting, anchor.signal, anchor.orientation, anchor.angle_deg)

    @classmethod
    def _of(
        cls, mounting: Mounting, signal: Floats, orientation: Floats, angle_deg: Floats
    ) -> Self:
        movement = Movement(
            accel_m_s2=signal[:, :3],
            orientation=orientation,
            angle_deg=angle_deg,
            axis=mounting.axis,
        )
        return cls(mounting=mounting, lever=_lever(movement))


def _lever(movement: Movement) -> Floats | None:
    """Return the direction to the watch across the axis: what lies along it leaves no trace."""
    lever_m = fit_lever(movement)
    across_m = lever_m - movement.axis * (lever_m @ movement.axis)
    length_m = float(np.linalg.norm(across_m))
    return across_m / length_m if length_m > _LEAST_LEVER_M else None


def half_turn(way: WornWay) -> Floats:
    """Return the turn (4,) of the sensor's frame from how it is worn that way to the reference's.

    A half turn about a coordinate axis, and so its own inverse. The mirror image of the other wrist
    is no turn, and no part of it.
    """
    half = [float(way.turned == way.inside), float(way.inside), 0.0, float(way.turned)]
    if way.turned and way.inside:
        half = [0.0, 0.0, 1.0, 0.0]
    return np.array(half)


def seen(way: WornWay, directions: Directions) -> tuple[Floats, Floats, Floats | None]:
    """Return up, axis and lever (3,) of a reference as a watch sees them that is worn that way."""
    mirror = np.array([1.0, -1.0, 1.0]) if way.other_wrist else np.ones(3)
    # A mirror keeps what points somewhere, and turns round what turns.
    handed = -1.0 if way.other_wrist else 1.0
    turn, mounting, lever = half_turn(way), directions.mounting, directions.lever
    return (
        rotate(turn, mirror * mounting.up),
        rotate(turn, handed * mirror * mounting.axis),
        None if lever is None else rotate(turn, mirror * lever),
    )


def _prior(way: WornWay) -> float:
    """Return how often a watch is worn like that."""
    usual = (
        (way.other_wrist, _OTHER_WRIST),
        (way.turned, _TURNED),
        (way.inside, _INSIDE),
    )
    return math.prod(share if applies else 1.0 - share for applies, share in usual)


WAYS: Final = tuple(
    WornWay(other_wrist=other, turned=turned, inside=inside)
    for other, turned, inside in product((False, True), repeat=3)
)
AS_BEFORE: Final = WAYS[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worn:
    """How probable each way of wearing is.

    Attributes:
        probabilities: of `WAYS`, summing to 1.
        best: the most probable of them.
    """

    probabilities: tuple[float, ...]
    best: WornWay

    def probability(self, name: str) -> float:
        """Return how probable one attribute of `WornWay` is, as "turned"."""
        return sum(
            share for way, share in zip(WAYS, self.probabilities, strict=True) if getattr(way, name)
        )

    def tells(self, name: str) -> bool | None:
        """Return whether an attribute of `WornWay` holds; None where that is not sure."""
        share = self.probability(name)
        if share >= SURE:
            return True
        return False if share <= 1.0 - SURE else None

    @property
    def as_before(self) -> float:
        """How probable it is that all is as for the reference, but for the strap's few degrees."""
        return self.probabilities[0]

    @property
    def kind(self) -> WornKind | None:
        """What is told about it; None where it may well be worn as for the reference."""
        if self.as_before > 1.0 - SURE:
            return None
        if self.tells("other_wrist"):
            return "other_wrist"
        # Where both wrists look alike, which way round it is may be known all the same.
        turned, inside = self.tells("turned"), self.tells("inside")
        if turned is None or inside is None:
            return "unclear"
        if turned:
            return "turned_inside" if inside else "turned"
        return "inside" if inside else None

    @property
    def turn(self) -> WornWay:
        """The most probable way of wearing on the reference's wrist."""
        return max(
            (
                pair
                for pair in zip(WAYS, self.probabilities, strict=True)
                if not pair[0].other_wrist
            ),
            key=lambda pair: pair[1],
        )[0]


def worn_like(reference: Directions, now: Directions) -> Worn:
    """Return how probable each way of wearing is, after a repetition.

    The strap's angles are integrated over on a grid.

    Args:
        reference: of the anchor.
        now: of the repetition.
    """
    weights = np.array([_prior(way) * _likelihood(way, reference, now) for way in WAYS])
    shares = weights / weights.sum()
    return Worn(probabilities=tuple(shares.tolist()), best=WAYS[int(shares.argmax())])


def _likelihood(way: WornWay, reference: Directions, now: Directions) -> float:
    up, axis, lever = seen(way, reference)
    pairs = [(up, now.mounting.up, _UP_SD_DEG), (axis, now.mounting.axis, _AXIS_SD_DEG)]
    if lever is not None and now.lever is not None:
        pairs.append((lever, now.lever, _LEVER_SD_DEG))
    likelihood = STRAP_WEIGHTS.copy()
    for expected, found, sd_deg in pairs:
        cosine = np.clip(STRAPS @ expected @ found, -1.0, 1.0)
        errors = np.arccos(cosine) / np.radians(sd_deg)
        # Two-dimensional normal on the sphere, and what a foreign movement may show anywhere.
        dense = np.exp(-0.5 * errors**2) / (2.0 * np.pi * np.radians(sd_deg) ** 2)
        likelihood *= (1.0 - _FOREIGN) * dense + _FOREIGN / (4.0 * np.pi)
    return float(likelihood.sum())


def _straps() -> tuple[Floats, Floats]:
    """Return matrices (k, 3, 3) of the strap's turns, and how usual each is, summing to 1."""
    roll, yaw = np.meshgrid(_STEPS * _ROLL_SD_DEG, _STEPS * _YAW_SD_DEG, indexing="ij")
    angles_deg = np.column_stack([roll.ravel(), yaw.ravel()])
    turns: Floats = Rotation.from_euler("XZ", angles_deg, degrees=True).inv().as_matrix()
    usual = np.exp(-0.5 * _STEPS**2)
    weights = np.outer(usual, usual).ravel()
    return turns, weights / weights.sum()


STRAPS, STRAP_WEIGHTS = _straps()
