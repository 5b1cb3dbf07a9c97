"""How far is the estimated offset between camera and watch from the truth, and how soon?

Simulated patients of every exercise before simulated cameras at several places; landmarks come
with noise, frames unevenly and with drops, and their stamps are off by a known amount. A camera
from which the movement cannot be seen well enough never settles: such views are counted, not
judged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from calibration.camera_sync import CameraSync
from edge.core.exercises import EXERCISES
from edge.core.messages.camera import Pose
from edge.signals.orientation import OrientationFilter
from edge.simulation.body import SimulatedSession, simulate_session
from edge.simulation.body.landmarks import simulated_poses
from edge.simulation.body.render_camera import Camera

GOAL_MS: Final = 20.0
LARGEST_MS: Final = 500.0
DROPPED: Final = 0.05
FRAME_JITTER_S: Final = 0.004
CHUNK: Final = 5
"""Samples of the watch per radio packet."""
WATCH_HZ: Final = 50.0
VIEWS_DEG: Final = (0.0, 30.0, 60.0, -45.0, -90.0)
"""Places of the camera (`edge.simulation.body.render_camera`).

The patients wear the watch on the right.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOffset:
    """One session before one camera.

    Attributes:
        exercise: what was done.
        view_deg: where the camera stood.
        seed: of the session.
        offset_ms: the truth.
        settled_after_s: when the estimate was settled first, None if it never was.
        error_ms: the last settled estimate minus the truth; None without one.
        worst_ms: the largest absolute error of all settled estimates; None without any.
        claimed_ms: the standard error that was claimed last.
    """

    exercise: str
    view_deg: float
    seed: int
    offset_ms: float
    settled_after_s: float | None
    error_ms: float | None
    worst_ms: float | None
    claimed_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetPercentiles:
    """Of the sessions that settled."""

    p50: float
    p95: float
    max: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstOffset:
    """The session with the largest error."""

    exercise: str
    view_deg: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetFigures:
    """Some sessions together; None where none settled."""

    sessions: int
    settled: int
    error_ms: OffsetPercentiles | None
    settled_after_s: OffsetPercentiles | None
    worst_ms: float | None
    worst: WorstOffset | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """Errors of the settled offsets of all sessions, by exercise and by place of the camera."""

    simulated: bool = True
    goal_ms: float = GOAL_MS
    passed: bool
    all: OffsetFigures
    exercises: dict[str, OffsetFigures]
    views: dict[str, OffsetFigures]

    def table(self) -> Table:
        """Return a row per exercise and place of the camera."""
        views = {f"camera at {view}°": figures for view, figures in self.views.items()}
        rows = {"all": self.all, **self.exercises, **views}
        return table_of(rows, title="Offset of watch and camera, simulated patients")


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncErrors:
    """How far the offset between camera and watch is from the truth; its settings.

    Attributes:
        seeds: sessions per exercise, each seen from every place.
        first_seed: the first of consecutive seeds.
        seconds: length of each session.
        rate_hz: frames per second before drops.
        views_deg: where the camera stands.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 4
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    seconds: float = 60.0
    rate_hz: float = 30.0
    views_deg: tuple[float, ...] = VIEWS_DEG

    def run(self, progress: Progress) -> SyncResult:
        """Return error percentiles of the settled offsets, the worst, and whether they pass."""
        found: list[FoundOffset] = []
        cases = list(product(EXERCISES, range(self.first_seed, self.first_seed + self.seeds)))
        for exercise, seed in stepped(cases, progress):
            session = simulate_session(exercise=exercise, duration_s=self.seconds, seed=seed)
            found += (synchronise(session, seed, view, self.rate_hz) for view in self.views_deg)
        total = _figures(found)
        return SyncResult(
            passed=total.worst_ms is not None and total.worst_ms <= GOAL_MS,
            all=total,
            exercises={
                name: _figures([one for one in found if one.exercise == name]) for name in EXERCISES
            },
            views={
                f"{view_deg:g}": _figures([one for one in found if one.view_deg == view_deg])
                for view_deg in self.views_deg
            },
        )


def synchronise(
    session: SimulatedSession, seed: int, view_deg: float, rate_hz: float = 30.0
) -> FoundOffset:
    """Return how well the offset of a camera at that place is found during the session."""
    rng = np.random.default_rng([seed, round(view_deg) % 360])
    offset_ms = float(rng.uniform(-LARGEST_MS, LARGEST_MS))
    sync = CameraSync(session.patient.side)
    settled_after_s: float | None = None
    error_ms: float | None = None
    worst_ms: float | None = None
    poses = _poses(session, view_deg, offset_ms, rate_hz, rng)
    for t_s in _feed(sync, session, poses):
        estimate = sync.offset
        if estimate is not None and estimate.settled:
            settled_after_s = t_s if settled_after_s is None else settled_after_s
            error_ms = estimate.offset_ms - offset_ms
            worst_ms = max(worst_ms or 0.0, abs(error_ms))
    return FoundOffset(
        exercise=session.patient.exercise,
        view_deg=view_deg,
        seed=seed,
        offset_ms=offset_ms,
        settled_after_s=settled_after_s,
        error_ms=error_ms,
        worst_ms=worst_ms,
        claimed_ms=None if sync.offset is None else sync.offset.error_ms,
    )


def _poses(
    session: SimulatedSession,
    view_deg: float,
    offset_ms: float,
    rate_hz: float,
    rng: np.random.Generator,
) -> Iterator[Pose]:
    t_s = np.arange(1.0, session.t_s[-1] - 1.0, 1.0 / rate_hz)
    t_s += rng.uniform(0.0, FRAME_JITTER_S, len(t_s))
    t_s = t_s[rng.random(len(t_s)) >= DROPPED]
    stamp_ns = np.round(t_s * 1e9 + offset_ms * 1e6).astype(np.int64)
    camera = Camera(azimuth_deg=view_deg)
    return simulated_poses(session, camera, t_s, stamp_ns, seed=int(rng.integers(2**32)))


def _feed(sync: CameraSync, session: SimulatedSession, poses: Iterator[Pose]) -> Iterator[float]:
    """Feed both streams in the order of their stamps; yields the time after each packet."""
    orientation = OrientationFilter(WATCH_HZ).process(session.accel_m_s2, session.gyro_rad_s)
    t_ns = np.round(session.t_s * 1e9).astype(np.int64)
    waiting = next(poses, None)
    for first in range(0, len(t_ns), CHUNK):
        packet = slice(first, first + CHUNK)
        sync.take_watch(t_ns[packet], orientation[packet])
        now_ns = int(t_ns[packet][-1])
        while waiting is not None and waiting.sensor_ns <= now_ns:
            sync.take_pose(waiting)
            waiting = next(poses, None)
        yield now_ns * 1e-9


def _figures(found: Sequence[FoundOffset]) -> OffsetFigures:
    settled = [one for one in found if one.error_ms is not None]
    worst = max(settled, key=lambda one: one.worst_ms or 0.0, default=None)
    return OffsetFigures(
        sessions=len(found),
        settled=len(settled),
        error_ms=_percentiles([abs(one.error_ms or 0.0) for one in settled]),
        settled_after_s=_percentiles([one.settled_after_s or 0.0 for one in settled]),
        worst_ms=None if worst is None else worst.worst_ms,
        worst=None
        if worst is None
        else WorstOffset(exercise=worst.exercise, view_deg=worst.view_deg, seed=worst.seed),
    )


def _percentiles(values: Sequence[float]) -> OffsetPercentiles | None:
    if not values:
        return None
    p50, p95, largest = percentiles(values, 50, 95, 100)
    return OffsetPercentiles(p50=p50, p95=p95, max=largest)
