"""The state of the camera, told once a second and whenever it changes."""

from collections.abc import Callable
from typing import Final

from edge.bus.clock import now_ns
from edge.core.messages.camera import CameraState, CameraStatus, FrameRef
from edge.sources.camera import Grab
from edge.sources.camera_grab import Grabber
from edge.sources.camera_health import CameraHealth

Send = Callable[[CameraStatus | FrameRef], None]

PERIOD_NS: Final = 1_000_000_000
SILENCE_NS: Final = 2_000_000_000
"""A camera that gives no picture for this long is lost, whatever its driver says."""
OPENING_NS: Final = 10_000_000_000
"""The first picture of a camera may take longer than the next ones."""


class CameraReport:
    """Sends `CameraStatus` messages about one grabber."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._state: CameraState = "opening"
        self._title = "camera"
        self._simulated = False
        self._health = CameraHealth(device=True)
        self._reading: object = None
        self._seq = 0
        self._told_ns = 0
        self._grab_ns = now_ns()
        self._silence_ns = OPENING_NS

    def tell_if_due(self, grabber: Grabber, grab: Grab | None) -> None:
        """Take in the newest picture, if there is one; tell what changed or is due."""
        camera = grabber.camera
        if camera is not None and camera is not self._reading:
            self._reading = camera
            self._title, self._simulated = camera.title, camera.simulated
            self._health = CameraHealth(device=camera.device)
        state = self._state_of(grabber, grab)
        now = now_ns()
        if state != self._state or now - self._told_ns >= PERIOD_NS:
            self._state, self._told_ns = state, now
            self._tell(grabber, now)

    def _state_of(self, grabber: Grabber, grab: Grab | None) -> CameraState:
        if grabber.ended:
            return "ended"
        if grab is not None:
            self._grab_ns = now_ns()
            self._silence_ns = SILENCE_NS
            return self._health.add(grab)
        if grabber.trouble or now_ns() - self._grab_ns > self._silence_ns:
            return "lost"
        return self._state

    def _tell(self, grabber: Grabber, now: int) -> None:
        self._send(
            CameraStatus(
                seq=self._seq,
                sensor_ns=self._grab_ns,
                host_ns=now,
                state=self._state,
                source=self._title,
                simulated=self._simulated,
                rate_hz=self._health.rate_hz,
                dropped=grabber.dropped,
                trouble=grabber.trouble if self._state == "lost" else "",
            )
        )
        self._seq += 1
