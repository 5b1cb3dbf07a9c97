"""How long does the pose engine take for a frame, by number of cores and of looks at a frame?

Each setting runs in a process of its own that may use so many cores: the engine starts its threads
by itself and offers no choice. Frames are rendered pictures of a simulated patient who moves; what
is asked for first in a process (loading, the first picture) is outside. Accuracy is another
question: `physio evaluate rendered`.
"""

import os
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.own_process import in_own_process
from benchmarks.question import Progress, stepped
from benchmarks.timing import each_call_s
from edge.pose.mediapipe_engine import LIVE_PASSES, THOROUGH_PASSES, MediaPipeEngine
from edge.pose.picture import Frame
from edge.simulation.body.frames import body_frames
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera_body import point_of_view
from models.inference.quiet_runtime import onnxruntime

FRAME_HZ: Final = 15.0
PASSES: Final = (1, LIVE_PASSES, THOROUGH_PASSES)
STANDING: Final = 45
"""Frames at first in which the patient stands still; they are left out."""
WANTED: Final = ("CUDAExecutionProvider", "TensorrtExecutionProvider", "CPUExecutionProvider")
PATIENT: Final = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=14.0, seed=1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseTiming:
    """One setting; milliseconds a frame.

    Attributes:
        engine: its name.
        precision: of its arithmetic.
        provider: what computes.
        cores: that its process may use; the engine decides on the number of its threads.
        passes: how often it looks at a frame in which the body has moved.
        frames: measured.
        p50: wall time.
        p95: wall time.
        cpu: processor time, mean.
        found: share of the frames in which it found the person.
    """

    engine: str
    precision: str
    provider: str
    cores: int
    passes: int
    frames: int
    p50: float
    p95: float
    cpu: float
    found: float


NOTE: Final = (
    "The engine's package holds one model, its weights stored in fp16, and graphs for the "
    "processor alone: there is no int8, no CUDA and no TensorRT to choose. Models of one's "
    "own (.task files) are not timed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseTimings:
    """The engine's times, and what else could run networks here.

    Attributes:
        simulated: the pictures are rendered.
        pose: a row per number of cores and of looks.
        providers: those that ONNX Runtime offers here, for the networks that run on it.
        absent: which of CUDA, TensorRT and CPU it does not offer.
        notes: what the figures leave out.
    """

    simulated: bool = True
    pose: tuple[PoseTiming, ...]
    providers: tuple[str, ...]
    absent: tuple[str, ...]
    notes: tuple[str, ...] = (NOTE,)

    def table(self) -> Group:
        """Return a row per setting, and what is said besides."""
        first = self.pose[0]
        shown = Table(
            *("cores", "looks", "p50 ms", "p95 ms", "cpu ms", "frames/s", "found"),
            title=f"{first.engine}, {first.precision}, {first.provider}",
        )
        for row in self.pose:
            shown.add_row(
                str(row.cores),
                str(row.passes),
                *(f"{value:.1f}" for value in (row.p50, row.p95, row.cpu)),
                f"{1e3 / row.p50:.0f}",
                f"{100 * row.found:.0f} %",
            )
        said = [*self.notes, f"ONNX Runtime here: {', '.join(self.providers)}."]
        if self.absent:
            said.append(f"Not here: {', '.join(self.absent)}.")
        return Group("One rendered frame of 640×480, silhouette included", shown, *said)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoseEngineSpeed:
    """How long the pose engine takes for a frame; its settings."""

    frames: Annotated[int, typer.Option(min=2, help="Frames of each setting.")] = 90
    passes: tuple[int, ...] = PASSES

    def run(self, progress: Progress) -> PoseTimings:
        """Return the times by number of cores and of looks at a frame."""
        usable = len(os.sched_getaffinity(0))
        cores_allowed = sorted({1, min(2, usable), usable})
        settings = [(cores, n) for cores in cores_allowed for n in self.passes]
        with tempfile.TemporaryDirectory(prefix="physio-pose-") as folder:
            pictures = Path(folder) / "pictures.npy"
            np.save(pictures, _pictures(self.frames))
            rows = tuple(
                in_own_process(measure, cores, n, pictures)
                for cores, n in stepped(settings, progress)
            )
        offered = tuple(onnxruntime.get_available_providers())
        absent = tuple(name for name in WANTED if name not in offered)
        return PoseTimings(pose=rows, providers=offered, absent=absent)


def measure(cores: int, passes: int, path: Path) -> PoseTiming:
    """Return the timing on the pictures in `path`; for a process, which it ties to `cores`."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    pictures = list(np.load(path))
    engine = MediaPipeEngine(passes)
    period_ns = round(1e9 / FRAME_HZ)
    engine.process(pictures[0], 0)
    found: list[bool] = []

    def looked(number: int, picture: Frame) -> None:
        found.append(engine.process(picture, number * period_ns) is not None)

    numbered = enumerate(pictures, start=1)
    took_ms = 1e3 * each_call_s(partial(looked, number, picture) for number, picture in numbered)
    engine.close()
    p50, p95 = percentiles(took_ms[:, 0], 50, 95)
    return PoseTiming(
        engine="MediaPipe BlazePose full",
        precision="fp32",
        provider="CPU (XNNPACK)",
        cores=cores,
        passes=passes,
        frames=len(pictures),
        p50=p50,
        p95=p95,
        cpu=float(took_ms[:, 1].mean()),
        found=float(np.mean(found)),
    )


def _pictures(frames: int) -> list[Frame]:
    camera = point_of_view(PATIENT)
    shots = body_frames(PATIENT.session(), draw_looks(PATIENT.seed), camera, rate_hz=FRAME_HZ)
    return [shot.frame for shot in islice(shots, STANDING, STANDING + frames)]
