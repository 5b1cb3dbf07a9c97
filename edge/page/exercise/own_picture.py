"""What the camera tells the page: whether it sees the patient, and the picture to show if any."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from edge.core.messages.base import Message
from edge.core.messages.camera import FrameRef, Pose, Presence
from edge.core.messages.exercise import Progress
from edge.page.camera import SeenByCamera
from edge.page.exercise.views import Task
from edge.page.picture_views import CameraView, Overlay, Shot
from edge.page.skeleton import overlay_of
from edge.page.words import figure_words
from edge.records.plan import CameraUse
from edge.wording.language import Language

LAG_NS: Final = 250_000_000
"""A pose that comes later than this after its frame is not waited for with newer pictures."""
APART_NS: Final = 500_000_000
"""A body is drawn over a picture from which it is no farther away than this."""
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


class OwnPicture(SeenByCamera):
    """The memory of the camera's messages and of the patient's choice.

    Args:
        use: what the plan says about pictures; where it shows none, nobody can switch one on.
    """

    def __init__(self, use: CameraUse) -> None:
        super().__init__(offered=use.picture, mirrored=use.mirrored)
        self._progress: Progress | None = None
        self._poses: deque[Pose] = deque(maxlen=POSES_KEPT)
        self._pose: Pose | None = None
        self._presence: Presence | None = None

    def feed(self, message: Message) -> None:
        """Take note of a message; those that are neither about the camera nor tell time go by."""
        if isinstance(message, Progress):
            # Its time tells nothing: it is that of the sensor's packet, which may be an old one.
            self._progress = message
        super().feed(message)

    def view(self, target: Target | None, language: Language) -> CameraView | None:
        """Return what is to be shown, None while there is no camera.

        Args:
            target: None while no picture has a place on the page.
            language: of what is said about the camera.
        """
        if not self.filmed:
            return None
        shot = self._shot(target) if self.on and target is not None else None
        return self._shown(shot, language)

    def _see(self, pose: Pose) -> None:
        self._pose = pose
        if pose.presence == "followed":
            self._poses.append(pose)
        elif pose.presence != "unsure":
            self._poses.clear()
        # A moment's doubt changes nothing that is said.
        if pose.presence != "unsure":
            self._presence = pose.presence

    def _state(self, language: Language) -> tuple[str, str]:
        """Return the state of the camera, or where it works who is in view."""
        badge, words = super()._state(language)
        if words or self._pose is None or self._is_old(self._pose) or self._presence is None:
            return badge, words
        say = language.say
        return say(f"presence.{self._presence}"), say(f"presence_help.{self._presence}")

    def _facts(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Return the figures of the camera, and how it and the watch go together."""
        facts = super()._facts(language)
        if not facts:
            return ()
        offset_ms = None if self._progress is None else self._progress.camera_offset_ms
        source = None if self._progress is None else self._progress.source
        say = language.say
        return (
            *facts,
            (say("fact.camera_offset"), figure_words(offset_ms, "ms", language)),
            (say("fact.source"), say("value.unknown" if source is None else f"sensor.{source}")),
        )

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
        return self._frame_of(pose) or newest

    def _overlay(self, frame: FrameRef, target: Target) -> Overlay:
        pose = self._pose
        followed = pose is not None and pose.presence == "followed"
        if not followed or abs(self._poses[-1].sensor_ns - frame.sensor_ns) > APART_NS:
            return Overlay()
        task = target.task
        return overlay_of(tuple(self._poses), task.exercise.name, task.side, target.angle_deg)
