"""How far off a pose engine is: the errors of simulated landmarks, as measured on rendered people.

An error has four parts. One is constant, one comes again whenever the limb is at the same place of
its movement (an elbow that is seen too far in whenever the forearm is turned out), one wanders
slowly, and one is new in every frame. `physio evaluate landmarks --first-seed 500` prints their
sizes, which stand in `MEASURED`; it also compares the angles that follow from the engine's
landmarks with those from the simulated ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.messages.camera import LANDMARKS
from edge.posture.limb_angle import ELBOW_FLIGHT

GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "head": ("nose", "eye_inner", "eye_middle", "eye_outer", "ear", "mouth"),
        "shoulder": ("shoulder",),
        "hip": ("hip",),
        "elbow": ("elbow",),
        "wrist": ("wrist",),
        "hand": ("pinky", "index", "thumb"),
        "knee": ("knee",),
        "foot": ("ankle", "heel", "toe"),
    }
)
"""Landmarks that are as far off as each other."""
HIDDEN: Final = "hidden"
"""The landmarks of an arm that the engine cannot see, and guesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseParts:
    """Standard deviations of the parts of one coordinate's error, in its own unit.

    Attributes:
        bias: of what is constant.
        posture: of what follows the movement.
        slow: of what wanders (an Ornstein-Uhlenbeck process).
        slow_s: after this time a part of 1/e of that is left.
        white: of what is new in every frame.
    """

    bias: float
    posture: float
    slow: float
    slow_s: float
    white: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNoise:
    """The errors of the landmarks of one group.

    Attributes:
        pixel: of x and y in a picture of 480 lines.
        across_m: of x and y in space.
        depth_m: of the depth in space.
    """

    pixel: NoiseParts
    across_m: NoiseParts
    depth_m: NoiseParts


def _parts(bias: float, posture: float, slow: float, slow_s: float, white: float) -> NoiseParts:
    return NoiseParts(bias=bias, posture=posture, slow=slow, slow_s=slow_s, white=white)


MEASURED: Final[Mapping[str, GroupNoise]] = MappingProxyType(
    {
        "head": GroupNoise(
            pixel=_parts(3.33, 1.06, 0.63, 0.37, 0.33),
            across_m=_parts(0.0672, 0.0123, 0.0044, 0.37, 0.0022),
            depth_m=_parts(0.1652, 0.0230, 0.0090, 0.36, 0.0047),
        ),
        "shoulder": GroupNoise(
            pixel=_parts(5.86, 1.84, 0.59, 0.29, 0.29),
            across_m=_parts(0.0546, 0.0115, 0.0040, 0.39, 0.0019),
            depth_m=_parts(0.1238, 0.0184, 0.0075, 0.35, 0.0040),
        ),
        "hip": GroupNoise(
            pixel=_parts(3.23, 1.54, 0.74, 0.32, 0.35),
            across_m=_parts(0.0135, 0.0028, 0.0013, 0.26, 0.0007),
            depth_m=_parts(0.0156, 0.0030, 0.0012, 0.42, 0.0007),
        ),
        "elbow": GroupNoise(
            pixel=_parts(4.98, 2.83, 1.41, 0.32, 0.72),
            across_m=_parts(0.0458, 0.0264, 0.0066, 0.34, 0.0030),
            depth_m=_parts(0.1245, 0.0247, 0.0091, 0.36, 0.0046),
        ),
        "wrist": GroupNoise(
            pixel=_parts(4.55, 2.65, 1.31, 0.30, 0.88),
            across_m=_parts(0.0400, 0.0319, 0.0075, 0.23, 0.0040),
            depth_m=_parts(0.1119, 0.0462, 0.0123, 0.34, 0.0061),
        ),
        "hand": GroupNoise(
            pixel=_parts(6.89, 4.98, 1.20, 0.26, 0.79),
            across_m=_parts(0.0683, 0.0554, 0.0073, 0.18, 0.0039),
            depth_m=_parts(0.0925, 0.0536, 0.0129, 0.33, 0.0064),
        ),
        "knee": GroupNoise(
            pixel=_parts(2.98, 0.96, 0.95, 0.52, 0.52),
            across_m=_parts(0.0359, 0.0055, 0.0037, 0.45, 0.0021),
            depth_m=_parts(0.0327, 0.0084, 0.0048, 0.53, 0.0028),
        ),
        "foot": GroupNoise(
            pixel=_parts(4.34, 1.19, 0.89, 0.48, 0.57),
            across_m=_parts(0.0827, 0.0131, 0.0066, 0.28, 0.0037),
            depth_m=_parts(0.1041, 0.0199, 0.0114, 0.37, 0.0062),
        ),
        HIDDEN: GroupNoise(
            pixel=_parts(21.74, 21.66, 2.17, 0.22, 1.31),
            across_m=_parts(0.1146, 0.0933, 0.0098, 0.29, 0.0048),
            depth_m=_parts(0.1498, 0.0203, 0.0102, 0.25, 0.0059),
        ),
    }
)
"""By group; of an arm that is seen, those of the arm that moves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandmarkNoise:
    """How far a pose engine is off.

    Attributes:
        groups: by name of the group, and `HIDDEN`.
        elbow_flight: a forearm that points at the camera seems so much longer than it is, as a
            share, by an elbow that is seen away from the wrist.
        share: of all that: 0 for an engine that is never wrong.
    """

    groups: Mapping[str, GroupNoise] = field(default_factory=lambda: MEASURED)
    elbow_flight: float = ELBOW_FLIGHT
    share: float = 1.0


MEASURED_NOISE: Final = LandmarkNoise()
_LINES: Final = 480
_SHARED: Final = 0.5
"""Correlation of the errors in the picture and in space: the engine finds both in one look, but by
two outputs of its network."""
_BOTH_SIDES: Final = 0.8
"""Correlation of the depths of left and right: the whole trunk is seen too near or too far."""
_WAVES: Final = 4
_CHANNELS: Final = 5
"""x and y in the picture, then x, y and depth in space."""


def group_of(landmark: str) -> str:
    """Return the name of the group to which a landmark belongs."""
    part = landmark.removeprefix("left_").removeprefix("right_")
    return next(name for name, parts in GROUPS.items() if part in parts)


_LEFT: Final = np.array([i for i, name in enumerate(LANDMARKS) if name.startswith("left_")])
_RIGHT: Final = np.array([LANDMARKS.index(LANDMARKS[i].replace("left_", "right_")) for i in _LEFT])
_FOREARMS: Final = [
    (LANDMARKS.index(f"{side}_elbow"), LANDMARKS.index(f"{side}_wrist"))
    for side in ("left", "right")
]
_HIPS: Final = (LANDMARKS.index("left_hip"), LANDMARKS.index("right_hip"))


def elbow_away_px(px: Floats, world_m: Floats) -> Floats:
    """Return (n, 33, 2) by what an elbow would be seen away from the wrist at a flight of 1.

    That is the forearm in the picture, reversed, as far as the forearm points along the view.

    Args:
        px: (n, 33, 2) where the landmarks are in the picture.
        world_m: (n, 33, 3) where they are in space, in the axes of the camera.
    """
    away_px = np.zeros_like(px)
    for elbow, wrist in _FOREARMS:
        forearm_m = world_m[:, wrist] - world_m[:, elbow]
        depth_share = np.abs(forearm_m[:, 2]) / np.linalg.norm(forearm_m, axis=1)
        away_px[:, elbow] = depth_share[:, None] * (px[:, elbow] - px[:, wrist])
    return away_px


class DrawnErrors:
    """The errors in one session, drawn as they are asked for, in the order of the frames.

    Args:
        noise: how large they are.
        movement: (m,) angles of the session's exercise, which say what its movement is.
        rng: draws them.
    """

    def __init__(self, noise: LandmarkNoise, movement: Floats, rng: np.random.Generator) -> None:
        self._rng = rng
        self._size = {
            name: noise.share * _table([noise.groups[group_of(mark)] for mark in LANDMARKS], name)
            for name in ("bias", "posture", "slow", "white")
        }
        self._hidden_size = {
            name: noise.share * _table([noise.groups[HIDDEN]], name) for name in self._size
        }
        self._slow_s = _table([noise.groups[group_of(mark)] for mark in LANDMARKS], "slow_s")
        self._bias = self._drawn()
        self._most = max(float(movement.max()), 1e-9)
        waves = self._waves(movement)
        self._rest_of_waves = waves.mean(axis=0)
        # Slower waves are larger, as they were found; together they have a variance of 1.
        power = 1.0 / np.arange(1, _WAVES + 1)
        variance = max(float(power @ waves.var(axis=0)), 1e-9)
        weights = self._drawn(_WAVES) * np.sqrt(power / variance)[:, None, None]
        self._posture = weights.reshape(_WAVES, -1)
        self._wandering = self._drawn()
        self._last_s: float | None = None

    def at(
        self, t_s: Floats, angle_deg: Floats, hidden: NDArray[np.bool_]
    ) -> tuple[Floats, Floats]:
        """Return (n, 33, 2) errors in heights of the picture and (n, 33, 3) in metres.

        They are those of the next n frames.

        Args:
            t_s: (n,) when they are taken.
            angle_deg: (n,) of the exercise in them.
            hidden: (n, 33) landmarks that the engine cannot see.
        """
        shape = (len(t_s), len(LANDMARKS), _CHANNELS)
        waves = self._waves(angle_deg) - self._rest_of_waves
        parts = {
            "bias": np.broadcast_to(self._bias, shape),
            "posture": (waves @ self._posture).reshape(shape),
            "slow": self._wander(t_s),
            "white": self._drawn(len(t_s)),
        }
        errors: Floats = np.sum(
            [
                part * np.where(hidden[..., None], self._hidden_size[name], self._size[name])
                for name, part in parts.items()
            ],
            axis=0,
        )
        left, right = _HIPS
        errors[:, right, 2:] = -errors[:, left, 2:]  # space begins halfway between the hips
        return errors[..., :2] / _LINES, errors[..., 2:]

    def _waves(self, angle_deg: Floats) -> Floats:
        waves: Floats = np.cos(np.pi * (angle_deg / self._most)[:, None] * np.arange(1, _WAVES + 1))
        return waves

    def _wander(self, t_s: Floats) -> Floats:
        """Return (n, 33, 5) of the process that wanders, which goes on from the frames before."""
        steps = self._drawn(len(t_s))
        for step, at_s in zip(steps, t_s.tolist(), strict=True):
            kept = 0.0
            if self._last_s is not None:
                kept = np.exp(-abs(at_s - self._last_s) / self._slow_s)
            self._wandering = kept * self._wandering + np.sqrt(1.0 - kept**2) * step
            step[:] = self._wandering
            self._last_s = at_s
        return steps

    def _drawn(self, *count: int) -> Floats:
        """Return (..., 33, 5) numbers of variance 1 that share what the errors share."""
        drawn = self._rng.normal(size=(*count, len(LANDMARKS), _CHANNELS))
        drawn[..., 2:4] = _SHARED * drawn[..., :2] + np.sqrt(1.0 - _SHARED**2) * drawn[..., 2:4]
        both = drawn[..., _LEFT, 4]
        right = drawn[..., _RIGHT, 4]
        own = np.sqrt(1.0 - _BOTH_SIDES**2)
        drawn[..., _RIGHT, 4] = _BOTH_SIDES * both + own * right
        return drawn


def _table(groups: list[GroupNoise], part: str) -> Floats:
    """Return (k, 5) figures of that part, a row per group."""
    return np.array(
        [
            [getattr(channel, part) for channel in (g.pixel, g.pixel, *[g.across_m] * 2, g.depth_m)]
            for g in groups
        ]
    )
