"""Latency by percentile as SVG text, the rare ones as wide as the common ones."""

from collections.abc import Mapping
from html import escape
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.palette import SERIES

Curve = tuple[Floats, Floats]
"""Values in ascending order, and the share of all that is at or below each."""

_WIDTH: Final = 680.0
_HEIGHT: Final = 300.0
_LEFT: Final = 54.0
_RIGHT: Final = 150.0
_TOP: Final = 16.0
_BOTTOM: Final = 34.0
_MOST_NINES: Final = 4.0
_TICKS: Final = {0.0: "0", 0.30103: "50", 1.0: "90", 2.0: "99", 3.0: "99.9", 4.0: "99.99"}


def percentile_plot(title: str, curves: Mapping[str, Curve]) -> str:
    """Return an SVG of the curves, the horizontal axis −log10(1 − share), the vertical log10 ms.

    A curve ends where fewer than one value is left above it.
    """
    lowest = min(float(values[0]) for values, _ in curves.values())
    highest = max(float(values[-1]) for values, _ in curves.values())
    low, high = np.floor(np.log10(max(lowest, 1e-3))), np.ceil(np.log10(max(highest, 1e-2)))
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x_of(nines: float) -> float:
        return _LEFT + nines / _MOST_NINES * (right - _LEFT)

    def y_of(value_ms: float) -> float:
        share = (np.log10(max(value_ms, 1e-3)) - low) / max(1.0, high - low)
        return float(bottom - share * (bottom - _TOP))

    parts = [f'<path class="frame" d="M{_LEFT} {_TOP}V{bottom}H{right}"/>']
    for nines, words in _TICKS.items():
        x = x_of(nines)
        parts.append(f'<path class="grid" d="M{x:.1f} {_TOP}V{bottom}"/>')
        parts.append(_text(x, bottom + 15, words, "number"))
    parts.append(_text(0.5 * (_LEFT + right), bottom + 30, "percentile", "number"))
    for power in range(int(low), int(high) + 1):
        y = y_of(10.0**power)
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{right}"/>')
        parts.append(_text(_LEFT - 5, y + 4, f"{10.0**power:g} ms", "tick"))
    for number, (name, (values, shares)) in enumerate(curves.items()):
        colour = SERIES[number % len(SERIES)]
        points = [
            (x_of(min(-np.log10(max(1.0 - share, 1e-9)), _MOST_NINES)), y_of(value))
            for value, share in zip(values.tolist(), shares.tolist(), strict=True)
            if share < 1.0
        ] or [(x_of(0.0), y_of(float(values[-1])))]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = _TOP + 16 * (number + 1)
        parts.append(f'<path d="M{right + 8} {y - 4}h14" stroke="{colour}" stroke-width="3"/>')
        parts.append(_text(right + 27, y, name, "label"))
    return (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
