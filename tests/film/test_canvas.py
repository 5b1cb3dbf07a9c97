"""What is drawn, pixel by pixel."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import ConvexHull

from edge.avatar.figure_shapes import Box, Capsule, Drawing, Line
from edge.core.palette import BODY, bgr
from edge.film import canvas
from edge.film.canvas import capsule_outline, wrapped
from edge.film.writer import Picture

SIZE = (120, 100, 3)


def blank() -> Picture:
    return np.full(SIZE, 255, dtype=np.uint8)


lengths = st.floats(10, 90)
radii = st.floats(1, 20)


@given(lengths, lengths, lengths, lengths, radii, radii)
def test_the_outline_of_a_capsule_is_the_hull_of_its_circles(
    ax: float, ay: float, bx: float, by: float, start_px: float, end_px: float
) -> None:
    ends, sizes = np.array([[ax, ay], [bx, by]]), np.array([start_px, end_px])
    around = np.linspace(0.0, 2.0 * np.pi, 400)
    circle = np.column_stack([np.cos(around), np.sin(around)])
    circles = np.vstack([end + size * circle for end, size in zip(ends, sizes, strict=True)])
    whole, ours = ConvexHull(circles).volume, ConvexHull(capsule_outline(ends, sizes)).volume
    assert 0.95 * whole <= ours <= whole * 1.001


def test_a_figure_is_drawn_in_its_place_and_its_colours() -> None:
    drawing = Drawing(
        Box(-50.0, -50.0, 100.0, 100.0),
        (
            Capsule("body", (0.0, -40.0), (0.0, 40.0), 5.0, 5.0),
            Capsule("ghost", (30.0, -30.0), (30.0, 30.0), 6.0, 6.0),
            Line("course-critical", ((-30.0, -30.0), (-30.0, 30.0))),
            Capsule("limb", (-10.0, 0.0), (10.0, 0.0), 3.0, 3.0),
        ),
    )
    picture = blank()
    canvas.draw(picture, drawing, 0, 20, 1.0, canvas.OWN)
    assert tuple(picture[70, 50]) == canvas.OWN
    assert tuple(picture[40, 50]) == bgr(BODY)
    assert tuple(picture[70, 20]) == canvas.CRITICAL
    half = np.add(canvas.REFERENCE, canvas.CARD) / 2
    assert np.abs(picture[70, 80] - half).max() <= 1.0
    assert (picture[:19] == 255).all()


def test_words_are_broken_where_they_fit() -> None:
    words = "Raise your arm higher on the way up, towards the end: 24° below your reference"
    lines = wrapped(words, size_px=20, weight=600, most_px=300)
    assert " ".join(lines) == words
    assert len(lines) > 1
    assert all(canvas.width_px(line, 20, 600) <= 300 for line in lines)
    assert wrapped("Unbreakable", size_px=20, weight=600, most_px=10) == ["Unbreakable"]


def test_words_stand_left_of_middle_of_and_right_of_their_place() -> None:
    for align, first, last in (("left", 50, 99), ("centre", 20, 80), ("right", 0, 50)):
        picture = blank()
        canvas.write(picture, "word", (50, 60), size_px=18, align=align)  # type: ignore[arg-type]
        columns = np.flatnonzero((picture < 128).any(axis=(0, 2)))
        assert first <= columns.min() <= columns.max() <= last
