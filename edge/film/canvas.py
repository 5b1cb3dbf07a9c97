"""Draws shapes, lines and words into a picture, to a sixteenth of a pixel."""

from collections.abc import Sequence
from typing import Final, Literal

import cv2
import numpy as np

from edge.avatar.figure_shapes import Capsule, Drawing, Line, Role, Shape
from edge.core import palette
from edge.core.arrays import Floats
from edge.film.writer import Picture

Colour = tuple[int, int, int]
"""Blue, green, red."""


INK: Final = palette.bgr(palette.INK)
QUIET: Final = palette.bgr(palette.QUIET)
GROUND: Final = palette.bgr(palette.GROUND)
CARD: Final = palette.bgr(palette.CARD)
LINE: Final = palette.bgr(palette.LINE)
OWN: Final = palette.bgr(palette.OWN)
REFERENCE: Final = palette.bgr(palette.REFERENCE)
CRITICAL: Final = palette.bgr(palette.CRITICAL)
SIMULATED: Final = palette.bgr(palette.SIMULATED)

_ROLES: Final[dict[Role, Colour]] = {
    "ground": LINE,
    "body": palette.bgr(palette.BODY),
    "ghost": REFERENCE,
    "course": palette.bgr(palette.TRAJECTORY),
    "course-critical": CRITICAL,
    "halo": CARD,
    "critical": CRITICAL,
    "watch": INK,
}
_WIDTHS_PX: Final[dict[Role, float]] = {"ground": 3.0, "course": 1.2, "course-critical": 4.5}
_GHOST_OPACITY: Final = 0.5
_SHIFT: Final = 4
_ARC_POINTS: Final = 14
_FONT: Final = cv2.FontFace("sans")

Align = Literal["left", "centre", "right"]


def write(
    picture: Picture,
    words: str,
    at_px: tuple[float, float],
    *,
    size_px: int,
    ink: Colour = INK,
    weight: int = 400,
    align: Align = "left",
) -> None:
    """Write words on one line, their baseline at `at_px`."""
    x, y = at_px
    if align != "left":
        x -= width_px(words, size_px, weight) * (0.5 if align == "centre" else 1.0)
    cv2.putText(picture, words, (round(x), round(y)), ink, _FONT, size_px, weight)


def width_px(words: str, size_px: int, weight: int = 400) -> int:
    """Return how wide a line of words is."""
    (_, _, width, _) = cv2.getTextSize((0, 0), words, (0, 0), _FONT, size_px, weight)
    return int(width)


def wrapped(words: str, *, size_px: int, weight: int, most_px: float) -> list[str]:
    """Return words broken into lines that are no wider than `most_px`."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_px(longer, size_px, weight) > most_px:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def box(
    picture: Picture, left: float, top: float, right: float, bottom: float, ink: Colour
) -> None:
    """Fill a rectangle."""
    picture[round(top) : round(bottom), round(left) : round(right)] = ink


def line(picture: Picture, points_px: Floats, ink: Colour, width: float) -> None:
    """Draw a line through points (n, 2)."""
    if len(points_px) > 1:
        points = [_fixed(points_px)]
        cv2.polylines(picture, points, False, ink, max(1, round(width)), cv2.LINE_AA, _SHIFT)


def disc(picture: Picture, at_px: tuple[float, float], radius_px: float, ink: Colour) -> None:
    """Fill a circle."""
    x, y = _fixed(np.array(at_px)).tolist()
    cv2.circle(picture, (x, y), round(radius_px * 2**_SHIFT), ink, -1, cv2.LINE_AA, _SHIFT)


def draw(
    picture: Picture, drawing: Drawing, left: int, top: int, scale: float, ink: Colour
) -> None:
    """Draw a figure.

    Args:
        picture: it is drawn into.
        drawing: the figure.
        left: of the figure's box in the picture, in pixels.
        top: of the same box, in pixels.
        scale: of the picture's pixels to the drawing's.
        ink: colour of the limb at work.
    """
    shown = drawing.box
    window = picture[
        top : top + round(scale * shown.height), left : left + round(scale * shown.width)
    ]

    def placed(points: Sequence[tuple[float, float]]) -> Floats:
        return scale * (np.array(points) - (shown.left, shown.top))

    ghost = [shape for shape in drawing.shapes if shape.role == "ghost"]
    before = [shape for shape in drawing.shapes if shape.role in ("ground", "body")]
    after = [shape for shape in drawing.shapes if shape not in before and shape not in ghost]
    colours = _ROLES | {"limb": ink}

    def draw_all(into: Picture, shapes: Sequence[Shape]) -> None:
        for shape in shapes:
            if isinstance(shape, Line):
                line(
                    into, placed(shape.points), colours[shape.role], scale * _WIDTHS_PX[shape.role]
                )
            else:
                _fill(into, placed((shape.start, shape.end)), shape, scale, colours[shape.role])

    draw_all(window, before)
    if ghost:
        covered = window.copy()
        draw_all(covered, ghost)
        cv2.addWeighted(covered, _GHOST_OPACITY, window, 1.0 - _GHOST_OPACITY, 0.0, window)
    draw_all(window, after)


def _fill(picture: Picture, ends_px: Floats, shape: Capsule, scale: float, ink: Colour) -> None:
    hull = capsule_outline(ends_px, scale * np.array([shape.start_px, shape.end_px]))
    cv2.fillConvexPoly(picture, _fixed(hull), ink, cv2.LINE_AA, _SHIFT)


def capsule_outline(ends_px: Floats, radii_px: Floats) -> Floats:
    """Return a convex outline (n, 2) of two circles, centres (2, 2) and radii (2,)."""
    (start, end), (start_px, end_px) = ends_px, radii_px
    apart = float(np.linalg.norm(end - start))
    if apart <= abs(start_px - end_px):
        centre, radius = (start, start_px) if start_px > end_px else (end, end_px)
        return _arc(centre, radius, np.linspace(0.0, 2.0 * np.pi, 2 * _ARC_POINTS))
    toward = np.arctan2(*(end - start)[::-1])
    lean = np.arccos((start_px - end_px) / apart)
    first = np.linspace(toward + lean, toward + 2.0 * np.pi - lean, _ARC_POINTS)
    second = np.linspace(toward - lean, toward + lean, _ARC_POINTS)
    return np.vstack([_arc(start, start_px, first), _arc(end, end_px, second)])


def _arc(centre: Floats, radius_px: float, angles_rad: Floats) -> Floats:
    arc: Floats = centre + radius_px * np.column_stack([np.cos(angles_rad), np.sin(angles_rad)])
    return arc


def _fixed(points_px: Floats) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    return np.rint(points_px * 2**_SHIFT).astype(np.int32)
