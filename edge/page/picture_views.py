"""What a live page shows of the camera, as plain values like those of `edge.page.views`."""

from dataclasses import dataclass

from edge.core.messages.camera import FrameRef

Stroke = tuple[tuple[float, float], ...]
"""A line through these points: shares of a picture's width and height, y down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What is drawn over a picture.

    Attributes:
        body: the bones that are seen.
        limb: the limb at work as far as it is seen.
        ghost: the same limb of the same person as the reference would hold it; empty where that
            cannot be told.
    """

    body: tuple[Stroke, ...] = ()
    limb: Stroke = ()
    ghost: Stroke = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture and what is drawn over it.

    Attributes:
        frame: where the picture lies; its grab is its name.
        aspect: its width over its height.
        overlay: the drawing.
    """

    frame: FrameRef
    aspect: float
    overlay: Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """The camera and its picture.

    Attributes:
        ok: there is nothing that anybody should do about it.
        badge: the state in a few words.
        words: what to do about it, empty when nothing.
        facts: label and value of what an engineer wants to know.
        offered: the picture may be switched on and off.
        shown: the picture is on.
        note: why a picture that is wanted is not shown; empty when it may be.
        mirrored: it is shown as in a mirror.
        shot: the picture, or the frame that a body is drawn from; None where there is none.
    """

    ok: bool
    badge: str
    words: str
    facts: tuple[tuple[str, str], ...]
    offered: bool
    shown: bool
    note: str
    mirrored: bool
    shot: Shot | None
