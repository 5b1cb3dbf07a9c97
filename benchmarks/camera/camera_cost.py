"""The camera's own delay, and what it costs the watch: whole live sessions, with and without it.

The simulated patient wears a virtual watch; the camera plays a video of the same patient from a
file, so that the renderer's load stays out of the sessions. Rounds alternate: watch alone, watch
and camera.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, TypeAlias

import cv2
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.distributions import percentiles
from benchmarks.question import Progress, stepped
from benchmarks.timing import ratio
from edge.core.messages.camera import Pose
from edge.core.messages.exercise import Feedback
from edge.session.driver import Driver, simulated_session
from edge.simulation.body.frames import body_frames
from edge.simulation.body.render_looks import draw_looks
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera_body import point_of_view

RATE_HZ: Final = 15.0
SESSION_S: Final = 25.0
PERCENTILES: Final = {"p50": 50, "p95": 95, "p99": 99}
PATIENT: Final = SimulatedPatient(
    exercise="shoulder_abduction", side="right", profile="mixed", seconds=SESSION_S, seed=1
)


SessionRow: TypeAlias = dict[str, float]
"""`progress`, `feedback`, `recognised` and, with a camera, `pose` and `engine`, each with one of
`PERCENTILES` behind it, such as `pose_p95`: milliseconds; and how many there were (`pose_n`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraCosts:
    """The delays of both kinds of session, round by round.

    Attributes:
        simulated: the patient is.
        frame_hz: of the camera.
        watch_alone: a row per round.
        with_camera: a row per round, of the same rounds.
        pose_ratio: p95 from the grab of a frame to the sending of its pose over the p95 of the pose
            engine's own time in the same session, the median over the rounds.
        progress_ratio: p95 from a radio packet to the live picture, with the camera over without,
            the median over the rounds.
    """

    simulated: bool = True
    frame_hz: float
    watch_alone: tuple[SessionRow, ...]
    with_camera: tuple[SessionRow, ...]
    pose_ratio: float
    progress_ratio: float

    def table(self) -> Group:
        """Return the rounds side by side."""
        shown = Table("milliseconds", *PERCENTILES, title="Simulated patient, camera from a file")
        for title, key, rows in (
            ("radio packet → live picture, watch alone", "progress", self.watch_alone),
            ("radio packet → live picture, with camera", "progress", self.with_camera),
            ("radio packet → feedback, watch alone", "feedback", self.watch_alone),
            ("radio packet → feedback, with camera", "feedback", self.with_camera),
            ("end of repetition → its last packet", "recognised", self.with_camera),
            ("frame → pose", "pose", self.with_camera),
            ("pose engine itself", "engine", self.with_camera),
        ):
            for row in rows:
                shown.add_row(title, *(f"{row[f'{key}_{p}']:.2f}" for p in PERCENTILES))
        return Group(
            shown,
            f"p95: frame → pose over engine {self.pose_ratio:.2f}, "
            f"live picture with over without camera {self.progress_ratio:.2f}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraCost:
    """What a camera delays, and what it costs the watch; its settings."""

    rate_hz: Annotated[float, typer.Option(min=1, help="Frames a second.")] = RATE_HZ
    rounds: Annotated[int, typer.Option(min=1, help="Pairs of sessions.")] = 2

    def run(self, progress: Progress) -> CameraCosts:
        """Return the delays of sessions with and without a camera, in turns."""
        alone: list[SessionRow] = []
        seen: list[SessionRow] = []
        with tempfile.TemporaryDirectory(prefix="physio-camera-") as folder:
            video = Path(folder) / "patient.mp4"
            film(video, self.rate_hz)
            for _ in stepped(range(self.rounds), progress):
                alone.append(_session(""))
                seen.append(_session(f"video:{video}"))
        return CameraCosts(
            frame_hz=self.rate_hz,
            watch_alone=tuple(alone),
            with_camera=tuple(seen),
            pose_ratio=_p95_ratio(seen, "pose", seen, "engine"),
            progress_ratio=_p95_ratio(seen, "progress", alone, "progress"),
        )


def _p95_ratio(
    over: Sequence[SessionRow], key: str, under: Sequence[SessionRow], other_key: str
) -> float:
    """Return the median over the rounds of one p95 over another."""
    rows = [row[f"{key}_p95"] for row in over], [row[f"{other_key}_p95"] for row in under]
    return ratio(*rows).median


def film(path: Path, rate_hz: float) -> None:
    """Write the video of the simulated patient."""
    camera = point_of_view(PATIENT)
    size = (camera.width_px, camera.height_px)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    for shot in body_frames(PATIENT.session(), draw_looks(PATIENT.seed), camera, rate_hz=rate_hz):
        writer.write(shot.frame)
    writer.release()


def _session(camera: str) -> SessionRow:
    with tempfile.TemporaryDirectory(prefix="physio-camera-") as folder:
        repetitions = len(PATIENT.session().truth)
        session = simulated_session(PATIENT, Path(folder), repetitions=repetitions, camera=camera)
        with session.running() as supervisor, Driver(supervisor) as driver:
            driver.drive(SESSION_S)
        messages = session.recording().messages
    told = [m for m in messages if isinstance(m, Feedback)]
    row = _delays_ms("recognised", [m.host_ns - m.end_ns for m in told])
    if camera:
        row |= _delays_ms("engine", [m.engine_ns for m in messages if isinstance(m, Pose)])
    for name in ("progress", "feedback", "pose") if camera else ("progress", "feedback"):
        figures = supervisor.latency["end_to_end"][name]
        row |= {f"{name}_{key}": figures[key] for key in ("n", *PERCENTILES)}
    return row


def _delays_ms(name: str, values_ns: list[int]) -> SessionRow:
    """Return the percentiles in milliseconds under their keys."""
    figures = percentiles([value / 1e6 for value in values_ns], *PERCENTILES.values())
    return {f"{name}_{key}": figure for key, figure in zip(PERCENTILES, figures, strict=True)}
