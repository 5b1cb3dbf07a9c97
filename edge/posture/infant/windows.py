"""Windows of 5 s, and the six channels that a network takes of each."""

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import CHANNELS, HOP_FRAMES, PARENTS, RATE_HZ, WINDOW_FRAMES
from edge.posture.infant.errors import InfantError
from edge.posture.infant.preparation import PreparedClip


def window_starts(frames: int) -> list[int]:
    """Return the first frames of the windows; the last window ends with the clip.

    Raises:
        InfantError: the clip is shorter than one window.
    """
    last = frames - WINDOW_FRAMES
    if last < 0:
        raise InfantError(
            f"{frames / RATE_HZ:.1f} s are too short: a window is 5 s",
            remedy="film 3 minutes, at least 5 s",
        )
    starts = list(range(0, last, HOP_FRAMES))
    return [*starts, last]


def usable_starts(clip: PreparedClip) -> tuple[list[int], list[int]]:
    """Return the starts of all windows, and of those without a hole."""
    starts = window_starts(len(clip.positions))
    usable = [start for start in starts if clip.known[start : start + WINDOW_FRAMES].all()]
    return starts, usable


def channels(windows: Floats) -> NDArray[np.float32]:
    """Return (N, 6, 150, 19) of positions (N, 150, 19, 2): position, velocity, bone.

    The last two velocities are zero, as in the public code; a bone is the vector from the parent.
    """
    velocity = np.zeros_like(windows)
    velocity[:, :-2] = windows[:, 1:-1] - windows[:, :-2]
    bone = windows - windows[:, :, PARENTS]
    stacked = np.concatenate([windows, velocity, bone], axis=-1)
    assert stacked.shape[-1] == len(CHANNELS)
    return np.ascontiguousarray(stacked.transpose(0, 3, 1, 2), np.float32)


def cut(clip: PreparedClip, starts: list[int]) -> Floats:
    """Return (N, 150, 19, 2) the positions of windows."""
    rows = np.array(starts, np.int64).reshape(-1, 1) + np.arange(WINDOW_FRAMES)
    windows: Floats = clip.positions[rows]
    return windows
