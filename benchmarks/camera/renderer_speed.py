"""How many frames a second does the renderer draw, on one core, at common picture sizes?

Processor time and wall time are both given: the first does not depend on what else the machine
does. Noise, blur and the silhouette are included, the kinematics of the body are not.
"""

from dataclasses import asdict, dataclass
from time import perf_counter, process_time
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from edge.avatar.kinematics import segment_frames
from edge.avatar.proportions import Skeleton
from edge.simulation.body.render import Renderer
from edge.simulation.body.render_camera import Camera
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.body.shape import capsules, surface
from edge.terminal.progress import tracked

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


def run(frames: int = 60, seed: int = 0) -> dict[str, Any]:
    """Return {"frames", "goal_hz", "renderer": [RenderTiming as dict, …]}."""
    sizes_px = tracked(SIZES_PX, "Sizes …")
    rows = [asdict(_time_size(width, height, frames, seed)) for width, height in sizes_px]
    return {"frames": frames, "goal_hz": GOAL_HZ, "renderer": rows}


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    rows = Table("width", "height", "cpu ms", "wall ms", "wall p95 ms", "frames/s")
    for row in result["renderer"]:
        rows.add_row(*(f"{value:.4g}" for value in row.values()))
    console.print(f"Rendered person, one core (goal {GOAL_HZ:g} frames/s at 640×480)", rows)


def _time_size(width_px: int, height_px: int, frames: int, seed: int) -> RenderTiming:
    looks, skeleton = draw_looks(seed), Skeleton(height_m=1.75)
    parts = capsules(skeleton, looks.build)
    bend = {"hip_flexion_deg": np.linspace(0.0, 50.0, frames)}
    bend["lumbar_flexion_deg"] = 0.6 * bend["hip_flexion_deg"]
    ends_m = surface(parts, segment_frames(bend, skeleton))
    camera = Camera(width_px=width_px, height_px=height_px, azimuth_deg=80.0)
    renderer = Renderer(parts, looks, camera)
    renderer.picture(ends_m[0], 0)  # compiled and warm
    took_s = np.empty((frames, 2))
    for i in range(frames):
        wall_s, cpu_s = perf_counter(), process_time()
        renderer.picture(ends_m[i], i)
        took_s[i] = process_time() - cpu_s, perf_counter() - wall_s
    cpu_ms, wall_ms = 1e3 * np.median(took_s, axis=0)
    return RenderTiming(
        width_px=width_px,
        height_px=height_px,
        cpu_ms=float(cpu_ms),
        wall_ms=float(wall_ms),
        wall_ms_p95=float(1e3 * np.percentile(took_s[:, 1], 95)),
        rate_hz=float(1e3 / wall_ms),
    )
