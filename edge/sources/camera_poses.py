"""What a camera sees now, picture by picture, without the processes of a session."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from edge.bus.clock import now_ns
from edge.bus.stop import Stop
from edge.core.messages.camera import CameraState, FrameRef, Pose
from edge.pose.follower import PersonFollower
from edge.pose.opening import open_engine
from edge.pose.picture import Frame, reduced
from edge.pose.tracker import PoseTracker
from edge.sources.camera import Camera, CameraName, OpenCamera
from edge.sources.camera_device import open_network_camera, open_webcam
from edge.sources.camera_grab import Grabber
from edge.sources.camera_health import CameraHealth
from edge.sources.errors import SourceError
from edge.stages.pose import PoseOfFrames

WAIT_S: Final = 0.25
OPENING_S: Final = 10.0
"""A camera that gives no picture for so long is given up."""

Look = Callable[[Frame, FrameRef], Pose]
"""Returns what is found in a picture."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenNow:
    """What is seen in the newest picture.

    Attributes:
        pose: the body.
        state: of the camera.
    """

    pose: Pose
    state: CameraState


def camera_opener(name: CameraName, simulated: Callable[[], Camera]) -> OpenCamera:
    """Return what opens a camera that stands here.

    Args:
        name: the camera's; a film is none.
        simulated: makes the one that is called body.

    Raises:
        SourceError: it is a film.
    """
    match name.kind:
        case "webcam":
            return lambda: open_webcam(int(name.detail))
        case "rtsp":
            return lambda: open_network_camera(name.detail)
        case "body":
            return simulated
    raise SourceError(
        f"{name.detail} is a film, and its camera is not here",
        remedy="give webcam:0, rtsp://HOST/STREAM or body",
    )


def seen_now(
    open_camera: OpenCamera, *, patience_s: float, look: Look | None = None
) -> Iterator[SeenNow]:
    """Yield what is seen in one picture after the other, left out as many as take too long.

    Ends with the camera, or when patience does; the camera is given back then.

    Args:
        open_camera: opens it.
        patience_s: how long at most.
        look: finds bodies; the built-in engine, which follows one person, if there is none.

    Raises:
        SourceError: the camera gives no picture.
        PoseError: the engine cannot be used.
    """
    if look is None:
        engine = open_engine()
        tracker = PoseTracker(engine, PersonFollower(), clock_ns=time.perf_counter_ns)
        try:
            yield from seen_now(open_camera, patience_s=patience_s, look=PoseOfFrames(tracker).pose)
        finally:
            engine.close()
        return
    stop = Stop()
    grabber = Grabber(open_camera, stop)
    health: CameraHealth | None = None
    begin_ns = last_ns = now_ns()
    numbers = count()
    try:
        while not grabber.ended and now_ns() - begin_ns < patience_s * 1e9:
            grab = grabber.take(WAIT_S)
            if grab is None:
                if now_ns() - last_ns > OPENING_S * 1e9:
                    raise SourceError(
                        grabber.trouble or "the camera gives no picture", remedy="is it plugged in?"
                    )
                continue
            last_ns = now_ns()
            if health is None:
                health = CameraHealth(device=grabber.camera is not None and grabber.camera.device)
            frame = reduced(grab.frame)
            reference = FrameRef(
                seq=next(numbers),
                sensor_ns=grab.t_ns,
                host_ns=now_ns(),
                slot=0,
                height=frame.shape[0],
                width=frame.shape[1],
            )
            yield SeenNow(pose=look(frame, reference), state=health.add(grab))
    finally:
        stop.set()
        grabber.close()
        stop.close()
