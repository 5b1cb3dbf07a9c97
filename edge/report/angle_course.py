"""The spine angle over a film as SVG text, with the moments that mattered."""

from collections.abc import Sequence
from html import escape
from typing import Final

import numpy as np

from edge.core.arrays import Floats

_WIDTH: Final = 480.0
_HEIGHT: Final = 190.0
_LEFT: Final = 44.0
_RIGHT: Final = 10.0
_TOP: Final = 14.0
_BOTTOM: Final = 26.0
_STEP_DEG: Final = 30.0
_MOST_POINTS: Final = 600


def angle_course(
    t_s: Floats, theta_deg: Floats, marks: Sequence[tuple[float, float, str]], text: str
) -> str:
    """Return the course of the angle; a gap in it is a gap in the line.

    Args:
        t_s: (n,) times, n ≥ 1.
        theta_deg: (n,) angles, NaN where there is none.
        marks: time, angle and label of the moments that are marked.
        text: what is to be seen, for who cannot see it.
    """
    known = theta_deg[np.isfinite(theta_deg)]
    low, high = (known.min(), known.max()) if len(known) else (150.0, 180.0)
    low = np.floor(low / _STEP_DEG) * _STEP_DEG
    high = max(np.ceil(high / _STEP_DEG) * _STEP_DEG, low + _STEP_DEG)
    span_s = max(float(t_s[-1] - t_s[0]), 1e-9)

    def place(at_s: float, deg: float) -> tuple[float, float]:
        x = _LEFT + (at_s - t_s[0]) / span_s * (_WIDTH - _LEFT - _RIGHT)
        return x, _TOP + (high - deg) / (high - low) * (_HEIGHT - _TOP - _BOTTOM)

    parts = []
    for deg in np.arange(low, high + 1.0, _STEP_DEG):
        y = place(t_s[0], deg)[1]
        parts.append(f'<path class="frame" d="M{_LEFT:.0f} {y:.1f}H{_WIDTH - _RIGHT:.0f}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 5:.0f}" y="{y + 4:.1f}">{deg:.0f}°</text>')
    every = -(-len(t_s) // _MOST_POINTS)
    line, pen = "", "M"
    for at_s, deg in zip(t_s[::every].tolist(), theta_deg[::every].tolist(), strict=True):
        if not np.isfinite(deg):
            pen = "M"
            continue
        x, y = place(at_s, deg)
        line, pen = f"{line}{pen}{x:.1f} {y:.1f}", "L"
    parts.append(f'<path class="course" d="{line}"/>')
    for at_s, deg, label in marks:
        x, y = place(at_s, deg)
        parts.append(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="6"/>')
        parts.append(f'<text class="marked" x="{x:.1f}" y="{y - 9:.1f}">{escape(label)}</text>')
    for at_s in (t_s[0], t_s[-1]):
        x, anchor = place(at_s, low)[0], "start" if at_s == t_s[0] else "end"
        parts.append(
            f'<text text-anchor="{anchor}" x="{x:.1f}" y="{_HEIGHT - 6:.0f}">{at_s:.0f} s</text>'
        )
    return (
        f'<svg role="img" aria-label="{escape(text)}" viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}">'
        f"{''.join(parts)}</svg>"
    )
