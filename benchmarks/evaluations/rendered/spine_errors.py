"""How far is the spine angle of rendered people from the truth, and how good their silhouette?

Everybody is simulated: ten bodies bend forward to 90° and backward to 30°, seen from 0–25° off the
side. Every scene is analysed as a clip of its own, by the code that analyses a patient's video.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from benchmarks.evaluations.rendered.scenes import Scene, scenes
from edge.core.arrays import Floats
from edge.pose.clip import read_clip
from edge.pose.opening import open_engine
from edge.pose.picture import Frame, Mask
from edge.pose.tracker import PoseTracker, Sighting

GOAL: Final = {"median": 3.0, "p95": 8.0, "iou": 0.9, "sign": 0.99}
BEYOND_DEG: Final = 10.0
"""A bend of less than this has no sign that could be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """One scene.

    Attributes:
        true_deg: (n,) true spine angles.
        measured_deg: (n,) measured ones, NaN where there is none.
        iou: (n,) intersection over union of the silhouette with the true one, 0 without any.
    """

    true_deg: Floats
    measured_deg: Floats
    iou: Floats


class WatchedTracker(PoseTracker):
    """A tracker that compares each silhouette with the true one."""

    def __init__(self) -> None:
        super().__init__(open_engine(thorough=True))
        self.true_mask: Mask | None = None
        self.iou: list[float] = []

    def see(self, frame: Frame, t_ns: int) -> Sighting:
        """Return what is in the picture; see `PoseTracker`."""
        sighting = super().see(frame, t_ns)
        found = None if sighting.body is None else sighting.body.mask
        if self.true_mask is not None:
            self.iou.append(0.0 if found is None else overlap(found, self.true_mask))
        return sighting


def overlap(found: Mask, true: Mask) -> float:
    """Return the intersection over union of two silhouettes (h, w)."""
    either = int(np.count_nonzero(found | true))
    return int(np.count_nonzero(found & true)) / either if either else 1.0


def run(
    *,
    bodies: int = 10,
    views: int = 2,
    first_seed: int = 0,
    rate_hz: float = 30.0,
    done: Callable[[Scene], None] = lambda scene: None,
) -> dict[str, Any]:
    """Return `theta_abs_error_deg`, `silhouette_iou_median`, `sign_right_fraction` and more.

    Args:
        bodies: persons.
        views: scenes of each person and direction.
        first_seed: of consecutive seeds, one per person.
        rate_hz: frames per second.
        done: is told each scene that has been measured.
    """
    rows = []
    for scene in scenes(bodies=bodies, views=views, first_seed=first_seed):
        rows.append((scene, measure(scene, rate_hz)))
        done(scene)
    everything = _figures([figures for _, figures in rows])
    return {
        "simulated": True,
        "goal": GOAL,
        **everything,
        "scenes": [
            {
                "seed": scene.seed,
                "direction": scene.direction,
                "facing": scene.facing,
                "view_deg": scene.view_deg,
                **_figures([figures]),
            }
            for scene, figures in rows
        ],
    }


def measure(scene: Scene, rate_hz: float) -> Figures:
    """Return truth and measurement of every frame of the scene."""
    tracker = WatchedTracker()
    true_deg: list[float] = []

    def frames() -> Any:
        for picture in scene.frames(rate_hz):
            tracker.true_mask = picture.mask
            true_deg.append(picture.spine_angle_deg)
            yield picture.frame, picture.t_s

    try:
        clip = read_clip(frames(), tracker)
    finally:
        tracker.close()
    return Figures(
        true_deg=np.array(true_deg), measured_deg=clip.spine_angle_deg, iou=np.array(tracker.iou)
    )


def _figures(rows: list[Figures]) -> dict[str, Any]:
    true_deg = np.concatenate([row.true_deg for row in rows])
    measured_deg = np.concatenate([row.measured_deg for row in rows])
    iou = np.concatenate([row.iou for row in rows])
    known = np.isfinite(measured_deg)
    error_deg = np.abs(measured_deg - true_deg)[known]
    bent = known & (np.abs(true_deg - 180.0) > BEYOND_DEG)
    right = (measured_deg[bent] < 180.0) == (true_deg[bent] < 180.0)
    median, p95 = np.percentile(error_deg, [50, 95]) if len(error_deg) else (np.nan, np.nan)
    return {
        "frames": len(true_deg),
        "measured_fraction": float(known.mean()),
        "theta_abs_error_deg": {"median": float(median), "p95": float(p95)},
        "silhouette_iou_median": float(np.median(iou)),
        "sign_right_fraction": float(right.mean()) if len(right) else None,
    }
