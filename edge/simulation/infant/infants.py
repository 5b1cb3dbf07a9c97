"""Infants by seed: one of a class, or a set of some of each, seen by cameras that know no class."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from edge.simulation.infant.camera import BAD, OTHER, RATES_HZ, USUAL, Tracked, tracked
from edge.simulation.infant.classes import CLASSES, ClassName
from edge.simulation.infant.movement import MOVEMENT, moving_infant

OTHER_SPREAD = replace(MOVEMENT, spread=0.5)
"""Of infants that a network is tested on."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedInfant:
    """An infant and what a tracker saw of it.

    Attributes:
        seed: that it was drawn by.
        kind: its class.
        abnormal: its label.
        tracked: keypoints.
    """

    seed: int
    kind: ClassName
    abnormal: bool
    tracked: Tracked


def simulated_infant(
    seed: int,
    kind: ClassName,
    seconds: float = 60.0,
    *,
    unseen: bool = False,
    rate_hz: float | None = None,
) -> SimulatedInfant:
    """Return an infant; the same arguments give the same one.

    Movement and camera are drawn from streams of their own, so that two classes with one seed are
    seen by the same camera (but for the leaky class, whose camera is the point).

    Args:
        seed: of the infant.
        kind: its class.
        seconds: how long it is filmed.
        unseen: drawn from another spread and another camera than those that networks learn from.
        rate_hz: frames per second; None draws one that cameras have.
    """
    own = CLASSES[kind]
    moves, sees = (np.random.default_rng((seed, stream)) for stream in (0, 1))
    positions = moving_infant(moves, own, seconds, OTHER_SPREAD if unseen else MOVEMENT)
    drawn_hz = float(sees.choice(RATES_HZ))
    settings = BAD if kind == "leaky" else OTHER if unseen else USUAL
    seen = tracked(sees, positions, settings, rate_hz or drawn_hz)
    by_lot = bool(sees.random() < 0.5)
    label = by_lot if own.random_label else kind != "normal"
    return SimulatedInfant(seed=seed, kind=kind, abnormal=label, tracked=seen)


def simulated_set(
    kinds: Sequence[ClassName],
    each: int,
    first_seed: int,
    seconds: float = 60.0,
    *,
    unseen: bool = False,
) -> list[SimulatedInfant]:
    """Return `each` infants of every class named, all of different seeds."""
    return [
        simulated_infant(first_seed + number * each + k, kind, seconds, unseen=unseen)
        for number, kind in enumerate(kinds)
        for k in range(each)
    ]
