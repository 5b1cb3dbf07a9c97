"""From keypoints in pixels to a skeleton upright in trunk lengths, at one rate.

In the order of the public code: resample, smooth, turn y upwards, then frame by frame centre and
turn the trunk upright, and divide by the size of the whole clip. Where the paper says something
else (centre on the pelvis, normalise each bone), that is an option.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from edge.core.arrays import Floats
from edge.core.infant import ORDER, PARENTS, PELVIS, RATE_HZ, ROOT, THORAX
from edge.posture.infant.errors import InfantError

TRUNKS: Final = 4.0
"""Trunk lengths that make a unit: the trunk has a median length of 0.25."""
FILTER_ORDER: Final = 8
LOWEST_RATE_HZ: Final = 20.0
"""Below this rate what the filter lets through at 30 Hz was never recorded."""
HIGHEST_RATE_HZ: Final = 100.0
LONGEST_HOLE_S: Final = 0.5
"""Longer holes are filled too, so that filters can run, but no window that holds one is used."""
Center = Literal["trunk_mid", "pelvis"]
Scale = Literal["trunk_median", "per_bone_median"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationSettings:
    """How keypoints are prepared; the defaults are those of the public code.

    Attributes:
        center: what becomes the origin in every frame.
        align_trunk: whether the trunk is turned upright in every frame.
        scale: one length for the clip, or one factor for each bone.
        bone_lengths: (19,) lengths in trunk lengths that `per_bone_median` brings bones to, by
            child; such as the medians of the training infants.
        cutoff_share: of the low-pass, as a share of half the rate.
    """

    center: Center = "trunk_mid"
    align_trunk: bool = True
    scale: Scale = "trunk_median"
    bone_lengths: tuple[float, ...] = ()
    cutoff_share: float = 0.5

    @property
    def usual(self) -> bool:
        """Whether keypoints are prepared like those that networks learn from."""
        return replace(self, bone_lengths=()) == PREPARATION


PREPARATION: Final = PreparationSettings()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedClip:
    """A skeleton as networks take it.

    Attributes:
        positions: (T', 19, 2) at `RATE_HZ`, y upwards.
        known: (T',) frames with no joint in a hole that is too long to be bridged.
    """

    positions: Floats
    known: NDArray[np.bool_]


def prepare(
    positions_px: Floats, rate_hz: float, settings: PreparationSettings = PREPARATION
) -> PreparedClip:
    """Return a prepared clip.

    Args:
        positions_px: (T, 19, 2) in pixels, y downwards; NaN where a joint was not found.
        rate_hz: frames per second.
        settings: the variant.

    Raises:
        InfantError: the rate is none that can be used, a joint was never found, the clip is too
            short to be filtered, or the trunk has no length.
    """
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise InfantError(
            f"{rate_hz:.4g} frames a second cannot be used",
            remedy=f"film with {LOWEST_RATE_HZ:.0f} to {HIGHEST_RATE_HZ:.0f} frames a second, "
            "or say the true rate with --fps",
        )
    filled, known = fill_holes(positions_px, rate_hz)
    at_rate, known = resampled(filled, known, rate_hz)
    smooth = lowpassed(at_rate, settings.cutoff_share)
    smooth[..., 1] *= -1.0
    return PreparedClip(positions=upright(smooth, settings), known=known)


def fill_holes(positions: Floats, rate_hz: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Return (T, 19, 2) without NaN, and (T,) where no joint is in a hole over `LONGEST_HOLE_S`.

    Raises:
        InfantError: a joint was never found.
    """
    frames = np.arange(len(positions))
    filled = positions.copy()
    known = np.ones(len(positions), np.bool_)
    for joint in range(positions.shape[1]):
        found = np.asarray(np.isfinite(positions[:, joint]).all(axis=1))
        if not found.any():
            raise InfantError(
                "a joint was never found", remedy="film the whole infant, with nothing before it"
            )
        if found.all():
            continue
        for axis in range(2):
            own = positions[found, joint, axis]
            filled[:, joint, axis] = np.interp(frames, frames[found], own)
        known &= ~_in_long_hole(found, LONGEST_HOLE_S * rate_hz)
    return filled, known


def _in_long_hole(found: NDArray[np.bool_], most_frames: float) -> NDArray[np.bool_]:
    edges = np.diff(np.concatenate([[True], found, [True]]).astype(np.int8))
    inside = np.zeros(len(found), np.bool_)
    for begin, end in zip(np.flatnonzero(edges < 0), np.flatnonzero(edges > 0), strict=True):
        inside[begin:end] = end - begin > most_frames
    return inside


def resampled(
    positions: Floats, known: NDArray[np.bool_], rate_hz: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return positions and `known` at `RATE_HZ`, by straight lines between frames."""
    if rate_hz == RATE_HZ:
        return positions.copy(), known
    count = len(positions)
    at = np.arange(0.0, count - 1e-9, rate_hz / RATE_HZ)
    before = np.minimum(at.astype(np.int64), count - 1)
    after = np.minimum(before + 1, count - 1)
    share = (at - before)[:, None, None]
    return positions[before] * (1.0 - share) + positions[after] * share, known[before] & known[
        after
    ]


def lowpassed(positions: Floats, cutoff_share: float) -> Floats:
    """Return positions after a Butterworth of order 8, forwards and backwards.

    Raises:
        InfantError: there are too few frames for it.
    """
    sections = butter(FILTER_ORDER, cutoff_share, output="sos")
    padding = 3 * (2 * len(sections) + 1)
    if len(positions) <= padding:
        raise InfantError(
            f"{len(positions) / RATE_HZ:.1f} s are too short", remedy="film 3 minutes, at least 5 s"
        )
    smooth: Floats = sosfiltfilt(sections, positions, axis=0)
    return smooth


def upright(positions: Floats, settings: PreparationSettings = PREPARATION) -> Floats:
    """Return positions (T, 19, 2), y upwards, centred, turned and scaled.

    Raises:
        InfantError: the trunk has no length, or bone lengths are missing.
    """
    middle = 0.5 * (positions[:, THORAX] + positions[:, PELVIS])
    along = positions[:, THORAX] - middle
    half = np.linalg.norm(along, axis=1)
    trunk = 2.0 * float(np.median(half))
    if trunk <= 0.0:
        raise InfantError("thorax and pelvis are in one place", remedy="check the keypoints")
    origin = middle if settings.center == "trunk_mid" else positions[:, PELVIS]
    moved = positions - origin[:, None]
    if settings.align_trunk:
        moved = _turned(moved, along, half)
    scaled = moved / (TRUNKS * trunk)
    return scaled if settings.scale == "trunk_median" else _per_bone(scaled, settings)


def _turned(positions: Floats, along: Floats, half: Floats) -> Floats:
    """Return positions with `along` pointing upwards; a frame without a trunk as the one before."""
    valid = half > 1e-9 * half.max()
    last = np.maximum.accumulate(np.where(valid, np.arange(len(half)), 0))
    sine, cosine = (along[last] / half[last, None]).T
    rotation = np.stack([np.stack([cosine, -sine], -1), np.stack([sine, cosine], -1)], axis=1)
    turned: Floats = np.einsum("tij,tvj->tvi", rotation, positions)
    return turned


def bone_lengths_of(clips: Sequence[Floats]) -> tuple[float, ...]:
    """Return 19 lengths in trunk lengths, medians over prepared clips (T, 19, 2); the root's is 0.

    They are what `per_bone_median` brings other infants' bones to.
    """
    medians = [
        np.median(np.linalg.norm(clip - clip[:, PARENTS], axis=2), axis=0) * TRUNKS
        for clip in clips
    ]
    return tuple(np.round(np.median(medians, axis=0), 4).tolist())


def _per_bone(positions: Floats, settings: PreparationSettings) -> Floats:
    """Return positions with bones of the wanted median length, rebuilt from the root outwards."""
    if len(settings.bone_lengths) != len(PARENTS):
        raise InfantError(
            f"per_bone_median needs the lengths of {len(PARENTS)} bones, which these networks do "
            "not say",
            remedy="export them again",
        )
    bones = positions - positions[:, PARENTS]
    lengths = np.median(np.linalg.norm(bones, axis=2), axis=0)
    wanted = np.array(settings.bone_lengths) / TRUNKS
    factors = np.where(lengths > 0.0, wanted / np.maximum(lengths, 1e-12), 1.0)
    rebuilt = positions.copy()
    for joint in ORDER:
        if joint != ROOT:
            rebuilt[:, joint] = rebuilt[:, PARENTS[joint]] + factors[joint] * bones[:, joint]
    # The root moved with nothing, so the origin has to be found again.
    origin = (
        rebuilt[:, PELVIS]
        if settings.center == "pelvis"
        else 0.5 * (rebuilt[:, THORAX] + rebuilt[:, PELVIS])
    )
    return rebuilt - origin[:, None]
