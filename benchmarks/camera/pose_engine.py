"""How long does the pose engine take for a frame, by number of cores and of looks at a frame?

Each setting runs in a process of its own that may use so many cores: the engine starts its threads
by itself and offers no choice. Frames are rendered pictures of a simulated patient who moves; what
is asked for first in a process (loading, the first picture) is outside. Accuracy is another
question: `physio evaluate rendered`.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.own_process import in_own_process
from edge.pose.mediapipe_engine import LIVE_PASSES, THOROUGH_PASSES, MediaPipeEngine
from edge.pose.picture import Frame
from edge.simulation.body.frames import body_frames
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera_body import point_of_view
from edge.terminal.progress import tracked
from models.inference.quiet_runtime import onnxruntime

FRAME_HZ: Final = 15.0
PASSES: Final = (1, LIVE_PASSES, THOROUGH_PASSES)
STANDING: Final = 45
"""So many frames the patient stands still at first; they are left out."""
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


def run(*, frames: int = 90, passes: Sequence[int] = PASSES) -> dict[str, Any]:
    """Return {"simulated", "pose": [PoseTiming as dict, …], "providers", "absent"}.

    `providers` are those that ONNX Runtime offers here, for the networks that run on it; `absent`
    says which of CUDA, TensorRT and CPU it does not.
    """
    usable = len(os.sched_getaffinity(0))
    settings = [(cores, n) for cores in sorted({1, min(2, usable), usable}) for n in passes]
    rows = []
    with tempfile.TemporaryDirectory(prefix="physio-pose-") as folder:
        pictures = Path(folder) / "pictures.npy"
        np.save(pictures, _pictures(frames))
        for cores, n in tracked(settings, "Pose engine …"):
            rows.append(asdict(in_own_process(measure, cores, n, pictures)))
    offered = onnxruntime.get_available_providers()
    return {
        "simulated": True,
        "pose": rows,
        "providers": offered,
        "absent": [name for name in WANTED if name not in offered],
        "notes": [
            "The engine's package holds one model, its weights stored in fp16, and graphs for the "
            "processor alone: there is no int8, no CUDA and no TensorRT to choose. Models of one's "
            "own (.task files) are not timed."
        ],
    }


def measure(cores: int, passes: int, path: Path) -> PoseTiming:
    """Return the timing on the pictures in `path`; for a process, which it ties to `cores`."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    pictures = list(np.load(path))
    engine = MediaPipeEngine(passes)
    period_ns = round(1e9 / FRAME_HZ)
    engine.process(pictures[0], 0)
    took_ns, found = [], 0
    spent_ns = time.process_time_ns()
    for number, picture in enumerate(pictures, start=1):
        begin_ns = time.perf_counter_ns()
        found += engine.process(picture, number * period_ns) is not None
        took_ns.append(time.perf_counter_ns() - begin_ns)
    spent_ns = time.process_time_ns() - spent_ns
    engine.close()
    p50, p95 = np.percentile(took_ns, (50, 95)) / 1e6
    return PoseTiming(
        engine="MediaPipe BlazePose full",
        precision="fp32",
        provider="CPU (XNNPACK)",
        cores=cores,
        passes=passes,
        frames=len(pictures),
        p50=float(p50),
        p95=float(p95),
        cpu=spent_ns / 1e6 / len(pictures),
        found=found / len(pictures),
    )


def _pictures(frames: int) -> list[Frame]:
    camera = point_of_view(PATIENT)
    shots = body_frames(PATIENT.session(), draw_looks(PATIENT.seed), camera, rate_hz=FRAME_HZ)
    return [shot.frame for shot in islice(shots, STANDING, STANDING + frames)]


def table(result: dict[str, Any], console: Console) -> None:
    """Print what `run` returned."""
    first = result["pose"][0]
    shown = Table(
        *("cores", "looks", "p50 ms", "p95 ms", "cpu ms", "frames/s", "found"),
        title=f"{first['engine']}, {first['precision']}, {first['provider']}",
    )
    for row in result["pose"]:
        shown.add_row(
            str(row["cores"]),
            str(row["passes"]),
            *(f"{row[key]:.1f}" for key in ("p50", "p95", "cpu")),
            f"{1e3 / row['p50']:.0f}",
            f"{100 * row['found']:.0f} %",
        )
    console.print("One rendered frame of 640×480, silhouette included", shown)
    for note in result["notes"]:
        console.print(note)
    console.print(f"ONNX Runtime here: {', '.join(result['providers'])}.")
    if result["absent"]:
        console.print(f"Not here: {', '.join(result['absent'])}.")
