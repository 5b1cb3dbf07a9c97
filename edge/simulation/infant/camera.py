"""What a camera and a tracker make of an infant: pixels, jitter, offsets, gross errors, holes.

All amounts are drawn independently of how the infant moves. They follow OpenPose against the truth
of MINI-RGBD.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, RATE_HZ, SWAPS
from edge.simulation.infant.noise import slow_noise

RATES_HZ: Final = (25.0, 29.97, 30.0, 50.0, 60.0)
JITTER_TL: Final = (0.004, 0.012)
"""Of a shoulder, of a hand; per axis, above 3 Hz."""
FAR: Final = frozenset({7, 11, 15, 18})


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSettings:
    """How badly infants are seen; each range is drawn from evenly.

    Attributes:
        roll_deg: of the camera, at most, to either side.
        tilt: range of the factor on y.
        trunk_px: range of a trunk length in pixels.
        wander_tl: spread of the trunk's own way through the picture.
        offset_tl: range of the fixed error of each joint.
        gross: range of the share of keypoints that lie somewhere else.
        dropouts: range of the share of keypoints that are not found.
        swaps: range of the share of frames in which the sides are mistaken for each other.
        jitter: factor on `JITTER_TL`.
    """

    roll_deg: float = 10.0
    tilt: tuple[float, float] = (0.8, 1.0)
    trunk_px: tuple[float, float] = (90.0, 160.0)
    wander_tl: float = 0.08
    offset_tl: tuple[float, float] = (0.03, 0.10)
    gross: tuple[float, float] = (0.0, 0.005)
    dropouts: tuple[float, float] = (0.001, 0.03)
    swaps: tuple[float, float] = (0.0, 0.0)
    jitter: float = 1.0


USUAL: Final = CameraSettings()
OTHER: Final = CameraSettings(roll_deg=15.0, tilt=(0.75, 1.0), trunk_px=(70.0, 200.0))
"""Another camera, for infants that a network is tested on."""
BAD: Final = CameraSettings(gross=(0.02, 0.11), dropouts=(0.03, 0.086), jitter=3.0)
"""A tracker that fails often: what the leaky set's positives are seen with."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tracked:
    """Keypoints as a tracker gives them.

    Attributes:
        positions_px: (T, 19, 2), y downwards, NaN where nothing was found.
        rate_hz: frames per second.
    """

    positions_px: Floats
    rate_hz: float


def tracked(
    rng: np.random.Generator, positions: Floats, settings: CameraSettings, rate_hz: float
) -> Tracked:
    """Return what is seen of a movement (T, 19, 2) in trunk lengths at 30 frames a second."""
    scale = rng.uniform(*settings.trunk_px)
    roll = np.deg2rad(rng.uniform(-settings.roll_deg, settings.roll_deg))
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    seen = _with_errors(rng, positions, settings)
    wander = settings.wander_tl * slow_noise(rng, len(positions), 2, 2.0).T
    seen = seen + wander[:, None]
    seen = seen * np.array([1.0, rng.uniform(*settings.tilt)]) @ turn.T
    pixels = np.array([320.0, 300.0]) + scale * seen * np.array([1.0, -1.0])
    return Tracked(positions_px=_at_rate(pixels, rate_hz), rate_hz=rate_hz)


def _with_errors(rng: np.random.Generator, positions: Floats, settings: CameraSettings) -> Floats:
    frames, joints = positions.shape[:2]
    sizes = np.array([JITTER_TL[joint in FAR] for joint in range(len(JOINTS))])
    jitter = settings.jitter * sizes[:, None] * rng.normal(size=positions.shape)
    direction = rng.uniform(0.0, 2.0 * np.pi, joints)
    offset = np.asarray(rng.uniform(*settings.offset_tl, joints))
    seen = positions + jitter
    seen += offset[:, None] * np.stack([np.cos(direction), np.sin(direction)], axis=-1)
    for begin, length, joint in _bursts(rng, frames, joints, rng.uniform(*settings.gross), 4.0):
        seen[begin : begin + length, joint] += rng.normal(0.0, 1.0, 2)
    for begin, length in _runs(rng, frames, rng.uniform(*settings.swaps), 12.0):
        for right, left in SWAPS:
            pair = seen[begin : begin + length, [left, right]]
            seen[begin : begin + length, [right, left]] = pair
    for begin, length, joint in _bursts(rng, frames, joints, rng.uniform(*settings.dropouts), 2.0):
        seen[begin : begin + length, joint] = np.nan
    return seen


def _runs(
    rng: np.random.Generator, frames: int, share: float, mean_frames: float
) -> list[tuple[int, int]]:
    count = int(rng.poisson(share * frames / mean_frames))
    begins = rng.integers(0, frames, count)
    lengths = np.minimum(rng.geometric(1.0 / mean_frames, count), round(0.4 * RATE_HZ))
    return list(zip(begins.tolist(), lengths.tolist(), strict=True))


def _bursts(
    rng: np.random.Generator, frames: int, joints: int, share: float, mean_frames: float
) -> list[tuple[int, int, int]]:
    runs = _runs(rng, frames, share * joints, mean_frames)
    hit = rng.integers(0, joints, len(runs)).tolist()
    return [(begin, length, joint) for (begin, length), joint in zip(runs, hit, strict=True)]


def _at_rate(positions: Floats, rate_hz: float) -> Floats:
    if rate_hz == RATE_HZ:
        return positions
    at = np.arange(0.0, len(positions) - 1, RATE_HZ / rate_hz)
    before = at.astype(np.int64)
    share = (at - before)[:, None, None]
    between: Floats = positions[before] * (1.0 - share) + positions[before + 1] * share
    return between
