"""What the camera tells the page of a screening: its state, and the body to draw."""

from collections import deque
from typing import Final

import numpy as np

from edge.core.messages.base import Message
from edge.core.messages.camera import CameraStatus, FrameRef
from edge.core.messages.screening import BodySighting
from edge.core.messages.status import Status
from edge.page.bending.views import BodyView
from edge.page.own_picture import FRAMES_KEPT, STALE_NS
from edge.page.picture_views import Overlay, Shot, Stroke
from edge.page.skeleton import stroke, visible_bones
from edge.page.words import figure_words
from edge.pose.recorded import track_of
from edge.wording.language import Language

_TRUNK: Final = ("shoulder", "hip", "ankle")


class SeenBody:
    """The memory of the camera's messages, and of whether its picture is shown."""

    def __init__(self) -> None:
        self._on = True
        self._barred = False
        self._camera: CameraStatus | None = None
        self._frames: deque[FrameRef] = deque(maxlen=FRAMES_KEPT)
        self._sighting: BodySighting | None = None
        self._now_ns = 0

    def bar(self) -> None:
        """Show no picture, whatever anybody wants: it would cross a network in the open."""
        self._barred = True

    @property
    def on(self) -> bool:
        """Whether the picture is shown."""
        return self._on and not self._barred

    def switch(self, *, on: bool) -> None:
        """Show the picture, or the drawn body alone."""
        self._on = on

    @property
    def simulated(self) -> bool:
        """Whether nobody stands before the camera."""
        return self._camera is not None and self._camera.simulated

    def feed(self, message: Message) -> None:
        """Take note of a message; those that are neither about the camera nor tell time go by."""
        match message:
            case CameraStatus():
                self._camera = message
            case FrameRef():
                self._frames.append(message)
            case BodySighting():
                self._sighting = message
            case Status():
                pass
            case _:
                return
        self._now_ns = max(self._now_ns, message.host_ns)

    def trouble(self, language: Language) -> str:
        """Return what to do about a camera that gives no picture, empty while it gives one."""
        camera, say = self._camera, language.say
        if camera is not None and camera.state != "streaming":
            why = f" ({camera.trouble})" if camera.trouble else ""
            return say(f"camera_help.{camera.state}") + why
        if not self._frames:
            return say("camera_help.opening")
        if self._is_old(self._frames[-1]):
            return say("camera_help.silent")
        return ""

    def view(self, language: Language) -> BodyView:
        """Return what is to be shown."""
        camera, say = self._camera, language.say
        state = "opening" if camera is None else camera.state
        if state == "streaming" and self.trouble(language):
            state = "lost" if self._frames else "opening"
        return BodyView(
            ok=state == "streaming",
            badge=say(f"camera.{state}"),
            offered=not self._barred,
            shown=self.on,
            note=say("picture.barred") if self._barred else "",
            shot=self._shot(),
            facts=self._facts(language),
        )

    def _shot(self) -> Shot | None:
        seen = self._sighting
        if seen is None or self._is_old(seen):
            return None
        frame = next((f for f in self._frames if f.sensor_ns == seen.sensor_ns), None)
        if frame is None:
            return None
        return Shot(frame=frame, aspect=round(seen.width / seen.height, 4), overlay=_drawn(seen))

    def _is_old(self, message: FrameRef | BodySighting) -> bool:
        return self._now_ns - message.host_ns > STALE_NS

    def _facts(self, language: Language) -> tuple[tuple[str, str], ...]:
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


def _drawn(seen: BodySighting) -> Overlay:
    """Return the bones, and the line from neck to ankle whose bend is measured."""
    if not np.isfinite(seen.landmarks_px[0, 0]):
        return Overlay()
    track = track_of([seen], followed=False)
    size = np.array([seen.width, seen.height])
    bones = visible_bones(track, size)
    if seen.presence != "followed":
        return Overlay(body=bones)
    points = np.stack([track.middle_px(part)[0] for part in _TRUNK])
    line: Stroke = stroke(points, size)
    return Overlay(body=bones, limb=line)
