"""Small plots as SVG text for pages that must work without any request to the outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

import numpy as np

from edge.core.arrays import Floats

_WIDTH: Final = 320.0
_HEIGHT: Final = 150.0
_LEFT: Final = 44.0
_RIGHT: Final = 64.0
_TOP: Final = 22.0
_BOTTOM: Final = 22.0
_LINE: Final = 11.0
_NUMBER: Final = 18.0
"""Room for the number of a repetition below its dot."""
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)

WriteNumber = Callable[[float, str], str]
"""Writes a number by a format specification, as a language does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A horizontal line of a plot.

    Attributes:
        value: where it is.
        label: what stands at its right end.
        dashed: whether it is a limit rather than the reference.
    """

    value: float
    label: str
    dashed: bool = False


def dot_plot(
    title: str,
    values: Floats,
    marked: Sequence[bool],
    lines: Sequence[Line],
    *,
    least_span: float,
    number: WriteNumber = format,
) -> str:
    """Return an SVG of one dot per repetition and the lines to compare it with.

    Args:
        title: what is plotted, with its unit.
        values: (n,) one per repetition; NaN leaves its place empty.
        marked: (n,) whether a dot is filled.
        lines: drawn across the plot; they and the values set the vertical range.
        least_span: smallest vertical range, so that small differences look small.
        number: writes the numbers of the axis.
    """
    finite = values[np.isfinite(values)]
    shown = [*finite.tolist(), *(line.value for line in lines)]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    widen = max(0.0, least_span - (high - low)) / 2
    low, high = low - widen, high + widen
    margin = 0.1 * (high - low)
    low, high = low - margin, high + margin
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def y_of(value: float) -> float:
        return bottom - (value - low) / (high - low) * (bottom - _TOP)

    def x_of(index: int) -> float:
        return _LEFT + (index + 0.5) * (right - _LEFT) / max(1, len(values))

    ends = (low + margin, high - margin)
    parts = [
        _text(_LEFT, 12, title, "title"),
        f'<path class="frame" d="M{_LEFT:.1f} {_TOP:.1f}V{bottom:.1f}H{right:.1f}"/>',
        *(_text(_LEFT - 5, y_of(end) + 4, number(end, _form(end)), "tick") for end in ends),
    ]
    label_y = _apart([y_of(line.value) for line in lines])
    for line, beside_y in zip(lines, label_y, strict=True):
        y, kind = y_of(line.value), "limit" if line.dashed else "reference"
        parts.append(f'<path class="{kind}" d="M{_LEFT:.1f} {y:.1f}H{right:.1f}"/>')
        parts.append(_text(right + 4, beside_y + 4, line.label, "label"))
    step = _step(len(values), right - _LEFT)
    for index, (value, filled) in enumerate(zip(values.tolist(), marked, strict=True)):
        if step == 1 or (index + 1) % step == 0:
            parts.append(_text(x_of(index), _HEIGHT - 6, str(index + 1), "number"))
        if np.isfinite(value):
            kind = "dot" if filled else "dot open"
            x, y = x_of(index), y_of(value)
            parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
    return _svg(title, _WIDTH, _HEIGHT, parts)


def strip(
    title: str,
    shares: Sequence[float],
    marks: Sequence[tuple[float, str]],
    number: WriteNumber = format,
) -> str:
    """Return an SVG strip of cells, darker with their share, and labels below it.

    Args:
        title: what the cells are.
        shares: 0–1, one per cell from left to right.
        marks: position 0–1 along the strip and text.
        number: writes the shares.
    """
    width = 2 * _WIDTH
    cell = (width - 2) / max(1, len(shares))
    parts = [_text(1, 12, title, "title")]
    for index, share in enumerate(shares):
        x = 1 + index * cell
        parts.append(
            f'<rect class="cell" x="{x:.1f}" y="20" width="{cell:.1f}" height="24" '
            f'fill-opacity="{share:.2f}"/>'
        )
        if share > 0:
            kind = "inside dark" if share > 0.55 else "inside"
            parts.append(_text(x + cell / 2, 36, number(share, ".0%"), kind))
    for position, text in marks:
        parts.append(_text(1 + position * (width - 2), 60, text, "number"))
    return _svg(title, width, 66, parts)


def _apart(places: Sequence[float]) -> list[float]:
    """Return the places moved down where they would be nearer than a line of text."""
    moved = list(places)
    order = sorted(range(len(places)), key=places.__getitem__)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + _LINE)
    return moved


def _svg(title: str, width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="0 0 {width:.0f} {height:.0f}">'
        + "".join(parts)
        + "</svg>"
    )


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _step(count: int, width: float) -> int:
    """Return which numbers below a plot are written, every first, second, fifth, …: none touch."""
    return next((step for step in _STEPS if count * _NUMBER <= step * width), _STEPS[-1])


def _form(value: float) -> str:
    return ".0f" if abs(value) >= 20 else ".1f"
