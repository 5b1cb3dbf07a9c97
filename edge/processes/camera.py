"""The `camera` process: the newest picture into the ring of frames, its descriptor to the ports."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from edge.bus.clock import now_ns
from edge.bus.frames import FRAMES, create_ring
from edge.bus.stop import Stop
from edge.core.messages.camera import FrameRef
from edge.pose.picture import reduced
from edge.processes.options import simulation_begin_ns
from edge.runtime.context import SessionContext
from edge.runtime.service import ServicePorts
from edge.sources.camera import Camera, OpenCamera, camera_name
from edge.sources.camera_device import open_network_camera, open_webcam
from edge.sources.camera_grab import Grabber
from edge.sources.camera_report import CameraReport, Send
from edge.sources.camera_video import VideoCamera

FRAMES_FILE: Final = "frames.ring"
WAIT_S: Final = 0.25


class FilmedOptions(Protocol):
    """What this process must know of a session."""

    @property
    def camera(self) -> str:
        """The camera as it is named on the command line."""

    @property
    def lead_s(self) -> float:
        """How much later than the first process a simulated person begins."""

    def simulated_camera(self, begin_ns: int) -> Camera:
        """Return the camera that sees the simulated person from that host time on."""


def serve_camera(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send what the session's camera sees, until `stop` is set or it is over."""
    opened = opener(context)
    stream(opened, context.run_dir / FRAMES_FILE, ports.send, stop, ports.alive)


def stream(
    open_camera: OpenCamera,
    ring_path: Path,
    send: Send,
    stop: Stop,
    alive: Callable[[], None] = lambda: None,
) -> None:
    """Send a `FrameRef` for each new picture, and `Camera` once a second and when it changes.

    Says that it is `alive` also while no picture comes: a driver that hangs has its own thread.
    """
    report = CameraReport(send)
    grabber = Grabber(open_camera, stop)
    seq = 0
    with create_ring(ring_path, FRAMES) as ring:
        while not stop.is_set() and not grabber.ended:
            alive()
            grab = grabber.take(WAIT_S)
            if grab is not None:
                frame = reduced(grab.frame)
                slot = ring.write(frame, grab.t_ns)
                height, width = frame.shape[:2]
                send(
                    FrameRef(
                        seq=seq,
                        sensor_ns=grab.t_ns,
                        host_ns=now_ns(),
                        slot=slot,
                        height=height,
                        width=width,
                    )
                )
                seq += 1
            report.tell_if_due(grabber, grab)
        report.tell_if_due(grabber, None)
    grabber.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Playback:
    """What a restarted process must know of the video that it plays.

    Attributes:
        begin_ns: host time of the video's beginning.
    """

    begin_ns: int


def opener(context: SessionContext) -> OpenCamera:
    """Return what opens the session's camera.

    Raises:
        SourceError: its name names none.
    """
    options: FilmedOptions = context.options
    name = camera_name(options.camera)
    match name.kind:
        case "webcam":
            return lambda: open_webcam(int(name.detail))
        case "rtsp":
            return lambda: open_network_camera(name.detail)
        case "video":
            begin_ns = _video_begin_ns(context)
            return lambda: VideoCamera(Path(name.detail), begin_ns)
    begin_ns = simulation_begin_ns(context.began_ns, options.lead_s)
    return lambda: options.simulated_camera(begin_ns)


def _video_begin_ns(context: SessionContext) -> int:
    """Return when the video began or begins: a restarted process goes on with it."""
    checkpoint = context.checkpoint(Playback)
    playback = checkpoint.load()
    if playback is None:
        playback = Playback(begin_ns=now_ns())
        checkpoint.save(playback)
    return playback.begin_ns
