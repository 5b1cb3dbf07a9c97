"""The shapes of a figure as SVG; what a role looks like is said in `style.css`."""

from itertools import groupby
from math import hypot

from edge.avatar.figure_shapes import Capsule, Drawing, Line, Point, Shape


def svg_of(drawing: Drawing) -> str:
    """Return a drawing as SVG: shapes of one role that follow each other share a group."""
    groups = (
        f'<g class="{role}">{"".join(map(_element, shapes))}</g>'
        for role, shapes in groupby(drawing.shapes, key=lambda shape: shape.role)
    )
    view = " ".join(f"{edge:.0f}" for edge in drawing.box)
    return f'<svg viewBox="{view}" aria-hidden="true" focusable="false">{"".join(groups)}</svg>'


def changed_shapes(before: Drawing, after: Drawing) -> dict[int, str] | None:
    """Return the courses of the shapes that moved, by their place among all of the picture.

    None where more than the places of its shapes has changed, so that it is to be drawn anew.
    """
    if before.box != after.box or list(map(_kind, before.shapes)) != list(map(_kind, after.shapes)):
        return None
    pairs = enumerate(zip(before.shapes, after.shapes, strict=True))
    return {place: _course(new) for place, (old, new) in pairs if new != old}


def _kind(shape: Shape) -> tuple[str, bool]:
    return shape.role, isinstance(shape, Line)


def _element(shape: Shape) -> str:
    if isinstance(shape, Line):
        return f'<polyline points="{_course(shape)}"/>'
    return f'<path d="{_course(shape)}"/>'


def _course(shape: Shape) -> str:
    """Return the one attribute that says where a shape lies."""
    if isinstance(shape, Line):
        return " ".join(f"{x:g},{y:g}" for x, y in shape.points)
    return _outline(shape)


def _outline(shape: Capsule) -> str:
    """Return the outline: two arcs and the tangents between them."""
    (ax, ay), (bx, by), ra, rb = shape.start, shape.end, shape.start_px, shape.end_px
    apart = hypot(bx - ax, by - ay)
    if apart <= abs(ra - rb):
        centre, radius = ((ax, ay), ra) if ra > rb else ((bx, by), rb)
        return _circle(centre, radius)
    ux, uy = (bx - ax) / apart, (by - ay) / apart
    along = (ra - rb) / apart
    across = (1.0 - along * along) ** 0.5
    # The normals of the two tangents, which both circles share.
    nx, ny = along * ux - across * uy, along * uy + across * ux
    mx, my = along * ux + across * uy, along * uy - across * ux
    wide = int(along > 0.0)
    return (
        f"M{ax + ra * nx:.1f} {ay + ra * ny:.1f}"
        f"A{ra:.1f} {ra:.1f} 0 {wide} 1 {ax + ra * mx:.1f} {ay + ra * my:.1f}"
        f"L{bx + rb * mx:.1f} {by + rb * my:.1f}"
        f"A{rb:.1f} {rb:.1f} 0 {1 - wide} 1 {bx + rb * nx:.1f} {by + rb * ny:.1f}Z"
    )


def _circle(centre: Point, radius: float) -> str:
    x, y = centre
    return (
        f"M{x - radius:.1f} {y:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
        f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    )
