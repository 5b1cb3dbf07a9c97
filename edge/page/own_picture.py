"""What the camera tells the page: whether it sees the patient, and the picture to show if any."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from edge.core.messages.base import Message
from edge.core.messages.camera import Camera, CameraState, FrameRef, Pose, Presence
from edge.core.messages.exercise import Progress
from edge.core.messages.status import Status
from edge.page.picture_views import CameraView, Overlay, Shot
from edge.page.skeleton import overlay_of
from edge.page.views import Task
from edge.page.words import figure_words
from edge.records.plan import CameraUse

STALE_NS: Final = 2_000_000_000
"""A picture older than this is not shown: who sees it would take it for now."""
LAG_NS: Final = 250_000_000
"""A pose that comes later than this after its frame is not waited for with newer pictures."""
APART_NS: Final = 500_000_000
"""A body is drawn over a picture from which it is no farther away than this."""
FRAMES_KEPT: Final = 32
POSES_KEPT: Final = 15

_STATES: Final[dict[CameraState, str]] = {
    "opening": "Opening the camera",
    "streaming": "Camera connected",
    "covered": "Camera covered",
    "frozen": "Camera stands still",
    "lost": "Camera lost",
    "ended": "Camera ended",
}
_PRESENT: Final[dict[Presence, tuple[str, str]]] = {
    "followed": ("Camera sees you", ""),
    "nobody": (
        "Nobody in view",
        "Nobody is in view: stand so that the camera sees all of you.",
    ),
    "other": ("Somebody else in view", "Please let only one person stand in the picture."),
}
_SILENT: Final = "The camera sends no picture at the moment."


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the reference would have the patient do now.

    Attributes:
        task: the exercise.
        angle_deg: the reference's angle.
    """

    task: Task
    angle_deg: float


class OwnPicture:
    """The memory of the camera's messages and of the patient's choice.

    Args:
        use: what the plan says about pictures; where it shows none, nobody can switch one on.
    """

    def __init__(self, use: CameraUse) -> None:
        self._use = use
        self._on = use.picture
        self._barred = ""
        self._camera: Camera | None = None
        self._progress: Progress | None = None
        self._frames: deque[FrameRef] = deque(maxlen=FRAMES_KEPT)
        self._poses: deque[Pose] = deque(maxlen=POSES_KEPT)
        self._pose: Pose | None = None
        self._presence: Presence | None = None
        self._now_ns = 0

    def bar(self, reason: str) -> None:
        """Show no picture, whatever plan and patient want.

        Args:
            reason: what the page says about it.
        """
        self._barred = reason

    @property
    def on(self) -> bool:
        """Whether the picture is shown."""
        return self._on and self._use.picture and not self._barred

    def switch(self, *, on: bool) -> None:
        """Show the picture, or show none."""
        self._on = on

    @property
    def simulated(self) -> bool:
        """Whether the pictures are not of a person."""
        return self._camera is not None and self._camera.simulated

    def feed(self, message: Message) -> None:
        """Take note of a message; those that are neither about the camera nor tell time go by."""
        match message:
            case Camera():
                self._camera = message
            case FrameRef():
                self._frames.append(message)
            case Pose():
                self._feed_pose(message)
            case Progress():
                self._progress = message
                return  # its time is that of the sensor's packet, which may be an old one
            case Status():
                pass
            case _:
                return
        self._now_ns = max(self._now_ns, message.host_ns)

    def view(self, target: Target | None) -> CameraView | None:
        """Return what is to be shown, None while there is no camera.

        Args:
            target: None while no picture has a place on the page.
        """
        if self._camera is None and not self._frames:
            return None
        badge, words = self._state()
        return CameraView(
            ok=not words,
            badge=badge,
            words=words,
            facts=_facts(self._camera, self._progress),
            offered=self._use.picture and not self._barred,
            shown=self.on,
            note=self._barred if self._use.picture else "",
            mirrored=self._use.mirrored,
            shot=self._shot(target) if self.on and target is not None else None,
        )

    def _feed_pose(self, pose: Pose) -> None:
        self._pose = pose
        if pose.presence == "followed":
            self._poses.append(pose)
        elif pose.presence != "unsure":
            self._poses.clear()
        # A moment's doubt changes nothing that is said.
        if pose.presence != "unsure":
            self._presence = pose.presence

    def _state(self) -> tuple[str, str]:
        """Return the state in a few words, and a sentence where the patient can do something."""
        camera = self._camera
        if camera is not None and camera.state != "streaming":
            return _STATES[camera.state], camera.words
        if self._newest() is None:
            return _STATES["lost"], _SILENT
        if self._pose is None or self._is_old(self._pose) or self._presence is None:
            return _STATES["streaming"], ""
        return _PRESENT[self._presence]

    def _shot(self, target: Target) -> Shot | None:
        frame = self._frame()
        if frame is None:
            return None
        return Shot(
            frame=frame,
            aspect=round(frame.width / frame.height, 4),
            overlay=self._overlay(frame, target),
        )

    def _frame(self) -> FrameRef | None:
        """Return the frame of the newest pose, or the newest frame where poses come too late."""
        newest, pose = self._newest(), self._pose
        if newest is None or pose is None or newest.sensor_ns - pose.sensor_ns > LAG_NS:
            return newest
        return next((f for f in self._frames if f.sensor_ns == pose.sensor_ns), newest)

    def _overlay(self, frame: FrameRef, target: Target) -> Overlay:
        pose = self._pose
        followed = pose is not None and pose.presence == "followed"
        if not followed or abs(self._poses[-1].sensor_ns - frame.sensor_ns) > APART_NS:
            return Overlay()
        task = target.task
        return overlay_of(tuple(self._poses), task.exercise.name, task.side, target.angle_deg)

    def _newest(self) -> FrameRef | None:
        """Return the newest frame while it is fresh."""
        if not self._frames or self._is_old(self._frames[-1]):
            return None
        return self._frames[-1]

    def _is_old(self, message: FrameRef | Pose) -> bool:
        return self._now_ns - message.host_ns > STALE_NS


def _facts(camera: Camera | None, progress: Progress | None) -> tuple[tuple[str, str], ...]:
    """Return the figures of the camera, and how it and the watch go together."""
    if camera is None:
        return ()
    offset_ms = None if progress is None else progress.camera_offset_ms
    source = None if progress is None else progress.source
    return (
        ("Camera", camera.source + (" (simulated)" if camera.simulated else "")),
        ("Pictures", figure_words(camera.rate_hz, "{:.1f} Hz")),
        ("Pictures left out", str(camera.dropped)),
        ("Camera after watch", figure_words(offset_ms, "{:.0f} ms")),
        ("Live angle from the", source or "not known yet"),
    )
