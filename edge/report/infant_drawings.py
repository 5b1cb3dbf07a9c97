"""The two drawings of the page about an infant: the body with its joints, and the windows."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import numpy as np

from edge.core.arrays import Floats
from edge.core.infant import BONES, JOINTS
from edge.core.palette import CARD, JOINT_GROUPS
from edge.screening.infant.judgement import InfantJudgement
from edge.wording.language import Language

LETTERS: Final = {"very_low": "VL", "low": "L", "high": "H", "very_high": "VH"}
MIDDLE: Final = (0, 1, 4, 8, 12)
"""Joints of neither side."""
_SIZE: Final = 330.0
_MARGIN: Final = 26.0
_DOT: Final = 8.0
_WIDTH: Final = 900.0
_HEIGHT: Final = 190.0


def body_map(
    pose: Floats,
    groups: Sequence[str],
    title: str,
    colours: Mapping[str, str] = JOINT_GROUPS,
) -> str:
    """Return an SVG of a body whose joints are marked by shape, colour and letter.

    Args:
        pose: (19, 2), y upwards, in any unit.
        groups: of each joint.
        title: above it.
        colours: by group.
    """
    low, high = pose.min(axis=0), pose.max(axis=0)
    scale = (_SIZE - 2.0 * _MARGIN) / float((high - low).max())
    middle = 0.5 * (low + high)
    places = np.column_stack(
        [
            _SIZE / 2.0 + scale * (pose[:, 0] - middle[0]),
            _SIZE / 2.0 - scale * (pose[:, 1] - middle[1]) + 12.0,
        ]
    )
    parts = [f'<text x="{_MARGIN}" y="16" font-weight="700">{escape(title)}</text>']
    for child, parent in BONES:
        (x1, y1), (x2, y2) = places[child], places[parent]
        parts.append(
            f'<line class="bone" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )
    for joint, group in enumerate(groups):
        x, y = places[joint]
        parts.append(mark(x, y, group, colours))
        if group in LETTERS:
            # On the picture's left outwards as on its right, or letters fall on other marks.
            outwards = x < places[:, 0].mean() and joint not in MIDDLE
            at, anchor = (x - 11, "end") if outwards else (x + 11, "start")
            parts.append(
                f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{LETTERS[group]}</text>'
            )
    return (
        f'<svg viewBox="0 0 {_SIZE:.0f} {_SIZE + 24:.0f}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def mark(x: float, y: float, group: str, colours: Mapping[str, str] = JOINT_GROUPS) -> str:
    """Return the mark of a group at a place: disc, ring, triangle outline, triangle, or cross."""
    colour = colours[group]
    if group == "unseen":
        d = f"M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"
        return f'<path d="{d}" stroke="{colour}" stroke-width="3" fill="none"/>'
    if group in ("high", "very_high"):
        d = f"M{x:.1f} {y - _DOT:.1f}l{_DOT:.1f} {1.7 * _DOT:.1f}h{-2 * _DOT:.1f}z"
        fill = colour if group == "very_high" else CARD
        return f'<path d="{d}" fill="{fill}" stroke="{colour}" stroke-width="3"/>'
    fill = colour if group == "very_low" else CARD
    edge = colours["unseen"] if group == "none" else colour
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_DOT - 1:.0f}" fill="{fill}" stroke="{edge}" '
        'stroke-width="3"/>'
    )


def legend(language: Language, colours: Mapping[str, str] = JOINT_GROUPS) -> str:
    """Return an SVG that says what the marks mean."""
    parts, x = [], 14.0
    for group in colours:
        words = language.say(f"infant.joint.{group}")
        letters = f"{LETTERS[group]} " if group in LETTERS else ""
        parts.append(mark(x, 14.0, group, colours))
        parts.append(f'<text x="{x + 13:.0f}" y="18">{escape(letters + words)}</text>')
        x += 40.0 + 6.6 * len(letters + words)
    return _wide(f'<svg viewBox="0 0 {x:.0f} 28" width="{x:.0f}">{"".join(parts)}</svg>')


def time_line(judgement: InfantJudgement, threshold: float) -> str:
    """Return an SVG of the windows' scores with their middle half; unusable ones are hatched."""
    end_s = judgement.starts_s[-1] + 5.0
    left, right, top, bottom = 34.0, _WIDTH - 10.0, 10.0, _HEIGHT - 24.0

    def x_of(seconds: float) -> float:
        return left + seconds / end_s * (right - left)

    def y_of(score: float) -> float:
        return bottom - score * (bottom - top)

    parts = [
        '<defs><pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="7" stroke='
        f'"{JOINT_GROUPS["unseen"]}" stroke-width="3"/></pattern></defs>',
        f'<rect class="frame" x="{left}" y="{top}" width="{right - left}" '
        f'height="{bottom - top}"/>',
        f'<line class="limit" x1="{left}" x2="{right}" y1="{y_of(threshold):.1f}" '
        f'y2="{y_of(threshold):.1f}"/>',
        *(f'<text x="6" y="{y_of(v) + 4:.1f}">{v:.1f}</text>' for v in (0.0, 0.5, 1.0)),
        *(
            f'<text x="{x_of(t) - 8:.1f}" y="{_HEIGHT - 6}">{t:.0f} s</text>'
            for t in np.linspace(0.0, end_s, 7)[:-1]
        ),
    ]
    windows = iter(judgement.risk.windows if judgement.risk else ())
    for start_s, usable in zip(judgement.starts_s, judgement.usable, strict=True):
        x, wide = x_of(start_s + 1.25), x_of(2.5) - x_of(0.0)
        if not usable:
            parts.append(
                f'<rect x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{bottom - top}" '
                'fill="url(#hatch)"/>'
            )
            continue
        one = next(windows)
        parts.append(
            f'<rect class="band" x="{x:.1f}" y="{y_of(one.high):.1f}" width="{wide:.1f}" '
            f'height="{max(1.0, y_of(one.low) - y_of(one.high)):.1f}"/>'
            f'<path class="median" d="M{x:.1f} {y_of(one.median):.1f}h{wide:.1f}"/>'
        )
    return _wide(f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img">{"".join(parts)}</svg>')


def _wide(drawing: str) -> str:
    """Return a drawing that scrolls by itself on a telephone, where it could not be read whole."""
    return f'<div class="wide" tabindex="0">{drawing}</div>'


def joint_names(joints: Sequence[int], language: Language) -> str:
    """Return the joints' names, separated by commas."""
    return ", ".join(language.say(f"infant.name.{JOINTS[joint]}") for joint in joints)
