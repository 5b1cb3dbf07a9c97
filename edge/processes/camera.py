"""The `camera` process: the newest picture into the ring of frames, its descriptor to the ports."""

from pathlib import Path
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.frames import FRAMES, create_ring
from edge.bus.stop import Stop
from edge.core.messages.camera import FrameRef
from edge.pose.picture import reduced
from edge.runtime.context import SessionContext, StateFile
from edge.runtime.service import ServicePorts
from edge.simulation.patient import SimulatedPatient
from edge.sources.camera import OpenCamera, camera_name
from edge.sources.camera_body import BodyCamera
from edge.sources.camera_device import open_network_camera, open_webcam
from edge.sources.camera_grab import Grabber
from edge.sources.camera_report import CameraReport, Send
from edge.sources.camera_video import VideoCamera

FRAMES_FILE: Final = "frames.ring"
LEAD_NS: Final = 1_500_000_000
"""The simulated patient begins so long after the process, where no watch has begun before."""
WAIT_S: Final = 0.25


def serve_camera(context: SessionContext, ports: ServicePorts, stop: Stop) -> None:
    """Send what the camera named by the option `camera` sees, until `stop` is set or it is over."""
    opened = opener(context)
    stream(opened, context.run_dir / FRAMES_FILE, ports.send, stop)


def stream(open_camera: OpenCamera, ring_path: Path, send: Send, stop: Stop) -> None:
    """Send a `FrameRef` for each new picture, and `Camera` once a second and when it changes."""
    report = CameraReport(send)
    grabber = Grabber(open_camera, stop)
    seq = 0
    with create_ring(ring_path, FRAMES) as ring:
        while not stop.is_set() and not grabber.ended:
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


def opener(context: SessionContext) -> OpenCamera:
    """Return what opens the session's camera.

    Raises:
        SourceError: the option `camera` names none.
    """
    name = camera_name(str(context.options["camera"]))
    match name.kind:
        case "webcam":
            return lambda: open_webcam(int(name.detail))
        case "rtsp":
            return lambda: open_network_camera(name.detail)
        case "video":
            begin_ns = _begin_ns(context.state_file(), 0)
            return lambda: VideoCamera(Path(name.detail), begin_ns)
    patient = SimulatedPatient.from_options(context.options)
    watch = StateFile(context.run_dir / "watch.state.json")
    begin_ns = int(watch.load().get("begin_ns") or _begin_ns(context.state_file(), LEAD_NS))
    return lambda: BodyCamera(patient, begin_ns)


def _begin_ns(state: StateFile, lead_ns: int) -> int:
    """Return when the recording began or begins: a restarted process goes on with it."""
    begin_ns = int(state.load().get("begin_ns") or now_ns() + lead_ns)
    state.save(begin_ns=begin_ns)
    return begin_ns
