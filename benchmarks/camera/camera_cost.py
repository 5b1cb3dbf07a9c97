"""The camera's own delay, and what it costs the watch: whole live sessions, with and without it.

The simulated patient wears a virtual watch; the camera plays a video of the same patient from a
file, so that the renderer's load stays out of the sessions. Rounds alternate: watch alone, watch
and camera.
"""

import tempfile
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Feedback
from edge.session.driver import Driver, simulated_session
from edge.simulation.body.frames import body_frames
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera_body import point_of_view
from edge.terminal.progress import tracked

RATE_HZ: Final = 15.0
SESSION_S: Final = 25.0
ROUNDS: Final = 2
PERCENTILES: Final = {"p50": 50, "p95": 95, "p99": 99}
PATIENT: Final = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=SESSION_S, seed=1
)


def run(*, rate_hz: float = RATE_HZ, rounds: int = ROUNDS) -> dict[str, Any]:
    """Return the delays of both kinds of session in milliseconds, and their ratios.

    `pose_ratio` is the p95 from the grab of a frame to the sending of its pose over the p95 of the
    pose engine's own time in the same sessions; `progress_ratio` the median over the rounds of the
    p95 from a radio packet to the live picture, with the camera over without.
    """
    alone: list[dict[str, float]] = []
    seen: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="physio-camera-") as folder:
        video = Path(folder) / "patient.mp4"
        film(video, rate_hz)
        for _ in tracked(range(rounds), "Sessions without and with a camera …"):
            alone.append(_session(""))
            seen.append(_session(f"video:{video}"))
    return {
        "simulated": True,
        "frame_hz": rate_hz,
        "watch_alone": alone,
        "with_camera": seen,
        "pose_ratio": _median(row["pose_p95"] / row["engine_p95"] for row in seen),
        "progress_ratio": _median(
            with_camera["progress_p95"] / without["progress_p95"]
            for with_camera, without in zip(seen, alone, strict=True)
        ),
    }


def film(path: Path, rate_hz: float) -> None:
    """Write the video of the simulated patient."""
    camera = point_of_view(PATIENT)
    size = (camera.width_px, camera.height_px)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    for shot in body_frames(PATIENT.session(), draw_looks(PATIENT.seed), camera, rate_hz=rate_hz):
        writer.write(shot.frame)
    writer.release()


def _session(camera: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="physio-camera-") as folder:
        repetitions = len(PATIENT.session().truth)
        session = simulated_session(PATIENT, Path(folder), repetitions=repetitions, camera=camera)
        with session.running() as supervisor, Driver(supervisor) as driver:
            driver.drive(SESSION_S)
        messages = session.recording().messages
    told = [m for m in messages if isinstance(m, Feedback)]
    row = _spread("recognised", [m.host_ns - m.end_ns for m in told])
    if camera:
        row |= _spread("engine", [m.engine_ns for m in messages if isinstance(m, Pose)])
    for name in ("progress", "feedback", "pose") if camera else ("progress", "feedback"):
        figures = supervisor.latency["end_to_end"][name]
        row |= {f"{name}_{key}": figures[key] for key in ("n", *PERCENTILES)}
    return row


def _spread(name: str, values_ns: list[int]) -> dict[str, float]:
    """Return the percentiles in milliseconds under their keys."""
    figures = np.percentile(np.array(values_ns) / 1e6, list(PERCENTILES.values()))
    return {f"{name}_{key}": float(x) for key, x in zip(PERCENTILES, figures, strict=True)}


def _median(ratios: Any) -> float:
    return float(np.median(list(ratios)))


def table(result: dict[str, Any], console: Console) -> None:
    """Print the rounds side by side."""
    shown = Table("milliseconds", *PERCENTILES, title="Simulated patient, camera from a file")
    for title, key, rows in (
        ("radio packet → live picture, watch alone", "progress", result["watch_alone"]),
        ("radio packet → live picture, with camera", "progress", result["with_camera"]),
        ("radio packet → feedback, watch alone", "feedback", result["watch_alone"]),
        ("radio packet → feedback, with camera", "feedback", result["with_camera"]),
        ("end of repetition → its last packet", "recognised", result["with_camera"]),
        ("frame → pose", "pose", result["with_camera"]),
        ("pose engine itself", "engine", result["with_camera"]),
    ):
        for row in rows:
            shown.add_row(title, *(f"{row[f'{key}_{p}']:.2f}" for p in PERCENTILES))
    console.print(shown)
    console.print(
        f"p95: frame → pose over engine {result['pose_ratio']:.2f}, "
        f"live picture with over without camera {result['progress_ratio']:.2f}"
    )
