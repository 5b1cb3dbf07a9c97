"""What the camera tells the page: whether it sees the patient, and the picture to show if any."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from edge.core.messages.base import Message
from edge.core.messages.camera import CameraStatus, FrameRef, Pose, Presence
from edge.core.messages.exercise import Progress
from edge.core.messages.status import Status
from edge.page.picture_views import CameraView, Overlay, Shot
from edge.page.skeleton import overlay_of
from edge.page.views import Task
from edge.page.words import figure_words
from edge.records.plan import CameraUse
from edge.wording.language import Language

STALE_NS: Final = 2_000_000_000
"""A picture older than this is not shown: who sees it would take it for now."""
LAG_NS: Final = 250_000_000
"""A pose that comes later than this after its frame is not waited for with newer pictures."""
APART_NS: Final = 500_000_000
"""A body is drawn over a picture from which it is no farther away than this."""
FRAMES_KEPT: Final = 32
POSES_KEPT: Final = 15


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
        self._barred = False
        self._camera: CameraStatus | None = None
        self._progress: Progress | None = None
        self._frames: deque[FrameRef] = deque(maxlen=FRAMES_KEPT)
        self._poses: deque[Pose] = deque(maxlen=POSES_KEPT)
        self._pose: Pose | None = None
        self._presence: Presence | None = None
        self._now_ns = 0

    def bar(self) -> None:
        """Show no picture, whatever plan and patient want: it would cross a network in the open."""
        self._barred = True

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
            case CameraStatus():
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

    @property
    def filmed(self) -> bool:
        """Whether there is a camera."""
        return self._camera is not None or bool(self._frames)

    def view(self, target: Target | None, language: Language) -> CameraView | None:
        """Return what is to be shown, None while there is no camera.

        Args:
            target: None while no picture has a place on the page.
            language: of what is said about the camera.
        """
        if not self.filmed:
            return None
        badge, words = self._state(language)
        return CameraView(
            ok=not words,
            badge=badge,
            words=words,
            facts=_facts(self._camera, self._progress, language),
            offered=self._use.picture and not self._barred,
            shown=self.on,
            note=language.say("picture.barred") if self._is_refused() else "",
            mirrored=self._use.mirrored,
            shot=self._shot(target) if self.on and target is not None else None,
        )

    def _is_refused(self) -> bool:
        """Return whether a picture that the plan would show is barred."""
        return self._use.picture and self._barred

    def _feed_pose(self, pose: Pose) -> None:
        self._pose = pose
        if pose.presence == "followed":
            self._poses.append(pose)
        elif pose.presence != "unsure":
            self._poses.clear()
        # A moment's doubt changes nothing that is said.
        if pose.presence != "unsure":
            self._presence = pose.presence

    def _state(self, language: Language) -> tuple[str, str]:
        """Return the state in a few words, and a sentence where the patient can do something."""
        camera = self._camera
        say = language.say
        if camera is not None and camera.state != "streaming":
            help_words = say(f"camera_help.{camera.state}")
            trouble = f" ({camera.trouble})" if camera.trouble else ""
            return say(f"camera.{camera.state}"), help_words + trouble
        if not self._frames:
            return say("camera.opening"), say("camera_help.opening")
        if self._newest() is None:
            return say("camera.lost"), say("camera_help.silent")
        if self._pose is None or self._is_old(self._pose) or self._presence is None:
            return say("camera.streaming"), ""
        return say(f"presence.{self._presence}"), say(f"presence_help.{self._presence}")

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


def _facts(
    camera: CameraStatus | None, progress: Progress | None, language: Language
) -> tuple[tuple[str, str], ...]:
    """Return the figures of the camera, and how it and the watch go together."""
    if camera is None:
        return ()
    offset_ms = None if progress is None else progress.camera_offset_ms
    source = None if progress is None else progress.source
    name = camera.source
    return (
        (
            language.say("fact.camera"),
            language.say("value.simulated", name=name) if camera.simulated else name,
        ),
        (language.say("fact.pictures"), figure_words(camera.rate_hz, "hertz", language)),
        (language.say("fact.left_out"), str(camera.dropped)),
        (language.say("fact.camera_offset"), figure_words(offset_ms, "ms", language)),
        (
            language.say("fact.source"),
            language.say("value.unknown") if source is None else language.say(f"sensor.{source}"),
        ),
    )
