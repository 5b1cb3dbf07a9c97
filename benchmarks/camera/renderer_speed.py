"""How many frames a second does the renderer draw, on one core, at common picture sizes?

Processor time and wall time are both given: the first does not depend on what else the machine
does. Noise, blur and the silhouette are included, the kinematics of the body are not.
"""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.timing import each_call_s
from edge.avatar.kinematics import segment_frames
from edge.avatar.proportions import Skeleton
from edge.simulation.body.render import Renderer
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.body.shape import capsules, surface

SIZES_PX: Final = ((320, 240), (640, 480), (1280, 720), (1920, 1080))
GOAL_HZ: Final = 25.0
"""At 640×480."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderTiming:
    """One picture size; times of one frame, medians.

    Attributes:
        width_px: picture width.
        height_px: picture height.
        cpu_ms: processor time.
        wall_ms: wall time.
        wall_ms_p95: 95th percentile.
        rate_hz: frames a second by wall time.
    """

    width_px: int
    height_px: int
    cpu_ms: float
    wall_ms: float
    wall_ms_p95: float
    rate_hz: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderTimings:
    """The times of all picture sizes."""

    frames: int
    goal_hz: float = GOAL_HZ
    renderer: tuple[RenderTiming, ...]

    def table(self) -> Table:
        """Return a row per picture size."""
        rows = Table(
            *("width", "height", "cpu ms", "wall ms", "wall p95 ms", "frames/s"),
            title=f"Rendered person, one core (goal {GOAL_HZ:g} frames/s at 640×480)",
        )
        for row in self.renderer:
            figures = (row.cpu_ms, row.wall_ms, row.wall_ms_p95, row.rate_hz)
            rows.add_row(str(row.width_px), str(row.height_px), *(f"{x:.4g}" for x in figures))
        return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class RendererSpeed:
    """How many frames a second the renderer draws; its settings."""

    frames: Annotated[int, typer.Option(min=2, help="Frames of each size.")] = 60
    seed: Annotated[int, typer.Option(min=0, help="Of the person's looks.")] = 0

    def run(self, progress: Progress) -> RenderTimings:
        """Return the times of a frame of each size."""
        sizes_px = stepped(SIZES_PX, progress)
        rows = (_time_size(width, height, self.frames, self.seed) for width, height in sizes_px)
        return RenderTimings(frames=self.frames, renderer=tuple(rows))


def _time_size(width_px: int, height_px: int, frames: int, seed: int) -> RenderTiming:
    looks, skeleton = draw_looks(seed), Skeleton(height_m=1.75)
    parts = capsules(skeleton, looks.build)
    bend = {"hip_flexion_deg": np.linspace(0.0, 50.0, frames)}
    bend["lumbar_flexion_deg"] = 0.6 * bend["hip_flexion_deg"]
    ends_m = surface(parts, segment_frames(bend, skeleton))
    camera = Camera(width_px=width_px, height_px=height_px, azimuth_deg=80.0)
    renderer = Renderer(parts, looks, camera)
    renderer.picture(ends_m[0], 0)  # compiled and warm
    took_s = each_call_s(partial(renderer.picture, ends_m[i], i) for i in range(frames))
    wall_s, wall_p95_s = percentiles(took_s[:, 0], 50, 95)
    return RenderTiming(
        width_px=width_px,
        height_px=height_px,
        cpu_ms=float(1e3 * np.median(took_s[:, 1])),
        wall_ms=1e3 * wall_s,
        wall_ms_p95=1e3 * wall_p95_s,
        rate_hz=1.0 / wall_s,
    )
