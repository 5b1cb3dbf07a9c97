"""What the camera tells the page of a screening: its state, and the body to draw."""

from typing import Final

import numpy as np

from edge.core.messages.camera import Pose
from edge.page.camera import SeenByCamera
from edge.page.picture_views import CameraView, Overlay, Shot
from edge.page.skeleton import stroke, visible_bones
from edge.pose.recorded import track_of
from edge.wording.language import Language

_TRUNK: Final = ("shoulder", "hip", "ankle")


class SeenBody(SeenByCamera):
    """The memory of the camera's messages, and of whether its picture is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._body: Pose | None = None

    def view(self, language: Language) -> CameraView:
        """Return what is to be shown; the body is drawn even where its picture is not shown."""
        return self._shown(self._shot(), language)

    def _see(self, pose: Pose) -> None:
        self._body = pose

    def _shot(self) -> Shot | None:
        body = self._body
        frame = None if body is None or self._is_old(body) else self._frame_of(body)
        if body is None or frame is None:
            return None
        return Shot(frame=frame, aspect=round(body.width / body.height, 4), overlay=_drawn(body))


def _drawn(body: Pose) -> Overlay:
    """Return the bones, and the line from neck to ankle whose bend is measured."""
    if not np.isfinite(body.landmarks_px[0, 0]):
        return Overlay()
    track = track_of([body], followed=False)
    size = np.array([body.width, body.height])
    bones = visible_bones(track, size)
    if body.presence != "followed":
        return Overlay(body=bones)
    points = np.stack([track.middle_px(part)[0] for part in _TRUNK])
    return Overlay(body=bones, limb=stroke(points, size))
