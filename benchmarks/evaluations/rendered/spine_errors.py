"""How far is the spine angle of rendered people from the truth, and how good their silhouette?

Everybody is simulated: ten bodies bend forward to 90° and backward to 30°, seen from 0–25° off the
side. Every scene is analysed as a clip of its own, by the code that analyses a patient's video.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final, TypedDict

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.evaluations.rendered.scenes import BendScene, scenes
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from edge.core.arrays import Floats
from edge.pose.clip import read_clip
from edge.pose.engine import PoseEngine
from edge.pose.opening import open_engine
from edge.pose.picture import Frame, Mask
from edge.pose.tracker import PoseTracker, Sighting

BEYOND_DEG: Final = 10.0
"""A bend of less than this has no sign that could be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredScene:
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

    def __init__(self, engine: PoseEngine | None = None) -> None:
        engine = open_engine(thorough=True) if engine is None else engine
        super().__init__(engine, clock_ns=time.perf_counter_ns)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AngleErrorQuantiles:
    """Absolute error of the spine angle, in degrees."""

    median: float
    p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineGoal:
    """What is to be reached: angle in degrees, silhouette and sign as shares."""

    median: float = 3.0
    p95: float = 8.0
    iou: float = 0.9
    sign: float = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineFigures:
    """Some scenes together.

    Attributes:
        frames: how many.
        measured_fraction: of them with a measured angle.
        theta_abs_error_deg: of those.
        silhouette_iou_median: intersection over union with the true silhouette.
        sign_right_fraction: of the frames in which the trunk is bent; None without any.
    """

    frames: int
    measured_fraction: float
    theta_abs_error_deg: AngleErrorQuantiles
    silhouette_iou_median: float
    sign_right_fraction: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneFigures(SpineFigures):
    """One scene."""

    seed: int
    direction: str
    facing: str
    view_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineResult(SpineFigures):
    """All scenes together, and each."""

    simulated: bool = True
    goal: SpineGoal = SpineGoal()
    scenes: tuple[SceneFigures, ...]

    def table(self) -> Table:
        """Return all scenes together, and each."""
        rows: dict[str, object] = {
            "all": {field.name: getattr(self, field.name) for field in fields(SpineFigures)}
        }
        for scene in self.scenes:
            name = f"{scene.seed}, {scene.direction}, {scene.view_deg:.0f}° off the side"
            rows[name] = {field.name: getattr(scene, field.name) for field in fields(SpineFigures)}
        return table_of(rows, title="Rendered persons", name="scene")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineErrors:
    """How far the spine angle of rendered people is from the truth; its settings.

    Attributes:
        bodies: persons.
        views: scenes of each person and direction.
        first_seed: of consecutive seeds, one per person.
        rate_hz: frames per second.
    """

    bodies: Annotated[int, typer.Option(min=1, help="Rendered persons.")] = 10
    views: Annotated[int, typer.Option(min=1, help="Views of each person and direction.")] = 2
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    rate_hz: float = 30.0

    def run(self, progress: Progress) -> SpineResult:
        """Return the figures of all scenes together, and of each."""
        found = scenes(bodies=self.bodies, views=self.views, first_seed=self.first_seed)
        rows = [(scene, measure(scene, self.rate_hz)) for scene in stepped(found, progress)]
        return SpineResult(
            **_figures([measured for _, measured in rows]),
            scenes=tuple(
                SceneFigures(
                    seed=scene.seed,
                    direction=scene.direction,
                    facing=scene.facing,
                    view_deg=scene.view_deg,
                    **_figures([measured]),
                )
                for scene, measured in rows
            ),
        )


def measure(scene: BendScene, rate_hz: float) -> MeasuredScene:
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
    return MeasuredScene(
        true_deg=np.array(true_deg), measured_deg=clip.spine_angle_deg, iou=np.array(tracker.iou)
    )


class _Figures(TypedDict):
    """The fields of `SpineFigures`."""

    frames: int
    measured_fraction: float
    theta_abs_error_deg: AngleErrorQuantiles
    silhouette_iou_median: float
    sign_right_fraction: float | None


def _figures(rows: Sequence[MeasuredScene]) -> _Figures:
    true_deg = np.concatenate([row.true_deg for row in rows])
    measured_deg = np.concatenate([row.measured_deg for row in rows])
    iou = np.concatenate([row.iou for row in rows])
    known = np.isfinite(measured_deg)
    error_deg = np.abs(measured_deg - true_deg)[known]
    bent = known & (np.abs(true_deg - 180.0) > BEYOND_DEG)
    right = (measured_deg[bent] < 180.0) == (true_deg[bent] < 180.0)
    median, p95 = percentiles(error_deg, 50, 95) if len(error_deg) else (np.nan, np.nan)
    return {
        "frames": len(true_deg),
        "measured_fraction": float(known.mean()),
        "theta_abs_error_deg": AngleErrorQuantiles(median=median, p95=p95),
        "silhouette_iou_median": float(np.median(iou)),
        "sign_right_fraction": float(right.mean()) if len(right) else None,
    }
