"""What the camera's angle of an exercise makes of a clip's landmarks, beside the true angle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from benchmarks.evaluations.rendered.landmark_clips import LandmarkClip
from edge.core.messages.camera import Pose
from edge.posture.limb_angle import LimbAngle


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleFigures:
    """How the camera's angle follows the true one.

    Attributes:
        told: share of the frames with an angle.
        gain: the camera's degrees for each true one.
        off_deg: root mean square of what a straight line over the true angle leaves.
        jumps_deg: root mean square of the second difference between frames, beside the true one's.
    """

    told: float
    gain: float
    off_deg: float
    jumps_deg: float

    @classmethod
    def of(cls, clip: LandmarkClip, poses: Sequence[Pose]) -> Self:
        """Return the figures of one clip; not a number where hardly an angle is told."""
        limb = LimbAngle(clip.exercise, clip.side)
        seen_deg = np.array([limb.process(pose).alone_deg for pose in poses])
        true_deg = clip.true_deg()
        known = np.isfinite(seen_deg)
        if known.mean() < 0.5:
            return cls(told=float(known.mean()), gain=np.nan, off_deg=np.nan, jumps_deg=np.nan)
        line = np.polyfit(true_deg[known], seen_deg[known], 1)
        left_deg = seen_deg - np.polyval(line, true_deg)
        jumps_deg = np.diff(seen_deg - true_deg, 2)
        return cls(
            told=float(known.mean()),
            gain=float(line[0]),
            off_deg=float(np.sqrt(np.nanmean(left_deg**2))),
            jumps_deg=float(np.sqrt(np.nanmean(jumps_deg**2))),
        )

    @classmethod
    def over(cls, every: Iterable[Self]) -> Self:
        """Return the means over some clips."""
        table = np.array([[getattr(one, field.name) for field in fields(cls)] for one in every])
        told, gain, off_deg, jumps_deg = np.nanmean(table, axis=0).tolist()
        return cls(told=told, gain=gain, off_deg=off_deg, jumps_deg=jumps_deg)
