"""The memory of what a camera tells a live page: its state, its pictures, and who is in view."""

from abc import ABC, abstractmethod
from collections import deque
from typing import Final

from edge.core.messages.base import Message
from edge.core.messages.camera import CameraStatus, FrameRef, Pose
from edge.core.messages.status import Status
from edge.page.picture_views import CameraView, Shot
from edge.page.words import figure_words
from edge.wording.language import Language

STALE_NS: Final = 2_000_000_000
"""A picture older than this is not shown: who sees it would take it for now."""
FRAMES_KEPT: Final = 32


class SeenByCamera(ABC):
    """The memory of the camera's messages, and of whether its picture is shown.

    Args:
        offered: the picture may be shown; where it may not, nobody can switch it on.
        mirrored: it is shown as in a mirror.
    """

    def __init__(self, *, offered: bool = True, mirrored: bool = True) -> None:
        self._offered = offered
        self._mirrored = mirrored
        self._on = offered
        self._barred = False
        self._camera: CameraStatus | None = None
        self._frames: deque[FrameRef] = deque(maxlen=FRAMES_KEPT)
        self._now_ns = 0

    def bar(self) -> None:
        """Show no picture, whatever anybody wants: it would cross a network in the open."""
        self._barred = True

    @property
    def on(self) -> bool:
        """Whether the picture is shown."""
        return self._on and self._offered and not self._barred

    def switch(self, *, on: bool) -> None:
        """Show the picture, or show none."""
        self._on = on

    @property
    def simulated(self) -> bool:
        """Whether the pictures are not of a person."""
        return self._camera is not None and self._camera.simulated

    @property
    def filmed(self) -> bool:
        """Whether there is a camera."""
        return self._camera is not None or bool(self._frames)

    def feed(self, message: Message) -> None:
        """Take note of a message; those that are neither about the camera nor tell time go by."""
        match message:
            case CameraStatus():
                self._camera = message
            case FrameRef():
                self._frames.append(message)
            case Pose():
                self._see(message)
            case Status():
                pass
            case _:
                return
        self._now_ns = max(self._now_ns, message.host_ns)

    @abstractmethod
    def _see(self, pose: Pose) -> None:
        """Take note of the body in a frame."""

    def _shown(self, shot: Shot | None, language: Language) -> CameraView:
        """Return what is to be shown, with this picture."""
        badge, words = self._state(language)
        return CameraView(
            ok=not words,
            badge=badge,
            words=words,
            facts=self._facts(language),
            offered=self._offered and not self._barred,
            shown=self.on,
            note=language.say("picture.barred") if self._offered and self._barred else "",
            mirrored=self._mirrored,
            shot=shot,
        )

    def _state(self, language: Language) -> tuple[str, str]:
        """Return the state in a few words, and a sentence where somebody can do something."""
        camera, say = self._camera, language.say
        if camera is not None and camera.state != "streaming":
            trouble = f" ({camera.trouble})" if camera.trouble else ""
            return say(f"camera.{camera.state}"), say(f"camera_help.{camera.state}") + trouble
        if not self._frames:
            return say("camera.opening"), say("camera_help.opening")
        if self._newest() is None:
            return say("camera.lost"), say("camera_help.silent")
        return say("camera.streaming"), ""

    def _facts(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Return the figures of the camera, none before it has told any."""
        camera, say = self._camera, language.say
        if camera is None:
            return ()
        name = camera.source
        return (
            (
                say("fact.camera"),
                say("value.simulated", name=name) if camera.simulated else name,
            ),
            (say("fact.pictures"), figure_words(camera.rate_hz, "hertz", language)),
            (say("fact.left_out"), str(camera.dropped)),
        )

    def _newest(self) -> FrameRef | None:
        """Return the newest frame while it is fresh."""
        if not self._frames or self._is_old(self._frames[-1]):
            return None
        return self._frames[-1]

    def _frame_of(self, pose: Pose) -> FrameRef | None:
        """Return the frame that a body was found in, None where it is not kept."""
        return next((one for one in self._frames if one.sensor_ns == pose.sensor_ns), None)

    def _is_old(self, message: FrameRef | Pose) -> bool:
        return self._now_ns - message.host_ns > STALE_NS
