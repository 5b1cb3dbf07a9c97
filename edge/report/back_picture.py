"""Pictures of a bend that show no face: the back's silhouette with its heat, and the joints."""

import base64
from html import escape
from typing import Final

import cv2
import numpy as np

from edge.core.arrays import Floats
from edge.core.palette import BODY, CRITICAL, bgr
from edge.posture.back_mask import Square
from edge.posture.body_track import BodyTrack

_OPAQUE: Final = 255.0
_MARGIN: Final = 0.12
_LINES: Final = (
    ("ear", "shoulder", "hip", "knee", "ankle", "toe"),
    ("shoulder", "elbow", "wrist"),
)


def heat_picture(square: Square, heat: Floats, text: str) -> str:
    """Return an image of a back mask with its heat, as HTML that needs nothing from outside.

    Args:
        square: (h, w) the mask, 255 inside.
        heat: 0–1 of any size, stretched over the mask.
        text: what is to be seen, for who cannot see it.
    """
    height, width = square.shape
    warm = np.clip(cv2.resize(heat, (width, height), interpolation=cv2.INTER_LINEAR), 0.0, 1.0)
    inside = (square > 0)[:, :, None]
    body, colour = (np.array(bgr(code), float) for code in (BODY, CRITICAL))
    share = warm[:, :, None]
    over = np.where(inside, (1.0 - share) * body + share * colour, colour)
    opacity = np.where(inside, _OPAQUE, _OPAQUE * share)
    picture = np.concatenate([over, opacity], axis=2).round().astype(np.uint8)
    data = base64.b64encode(cv2.imencode(".png", picture)[1].tobytes()).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{escape(text)}">'


def joints_picture(track: BodyTrack, side: str, text: str) -> str:
    """Return a drawing of the joints on one side of the body, as SVG.

    Args:
        track: of a single frame.
        side: left or right.
        text: what is to be seen, for who cannot see it.
    """
    names = dict.fromkeys(name for line in _LINES for name in line)
    points = {name: track.point_px(f"{side}_{name}")[0] for name in names}
    low = np.min(list(points.values()), axis=0)
    size = float(np.max(np.max(list(points.values()), axis=0) - low))
    at = {name: (point - low) / max(size, 1.0) for name, point in points.items()}
    lines = "".join(
        f'<polyline points="{" ".join(f"{at[n][0]:.3f},{at[n][1]:.3f}" for n in line)}"/>'
        for line in _LINES
    )
    dots = "".join(f'<circle cx="{x:.3f}" cy="{y:.3f}" r=".02"/>' for x, y in at.values())
    whole = 1.0 + 2.0 * _MARGIN
    box = f"{-_MARGIN} {-_MARGIN} {whole:.2f} {whole:.2f}"
    return (
        f'<svg class="joints" role="img" aria-label="{escape(text)}" viewBox="{box}">'
        f"{lines}{dots}</svg>"
    )
