"""The networks' score when joints move otherwise, drawn as the paper's figures 5 to 7 do.

One plot for each set of joints: five slower and five faster steps, the median over windows as a
mark, their middle half as a bar, and as a line what was said of the windows as they were filmed.
"""

from collections.abc import Mapping
from html import escape
from typing import Final

from edge.core.palette import JOINT_GROUPS
from edge.screening.infant.analyses import Analysis
from edge.wording.language import Language

_WIDTH: Final = 330.0
_HEIGHT: Final = 190.0
_LEFT: Final = 34.0
_TOP: Final = 34.0
_BOTTOM: Final = 150.0
_BAR: Final = 12.0
_SLOW_STEPS: Final = 5
"""They come first."""


def perturbation_plot(
    analysis: Analysis, language: Language, colours: Mapping[str, str] = JOINT_GROUPS
) -> str:
    """Return an SVG of one analysis; slower steps are discs, faster ones triangles.

    Args:
        analysis: of one kind and set of joints.
        language: of the words.
        colours: of the joint groups; slower steps take that of `very_low`, faster ones that of
            `very_high`.
    """
    title = language.say(
        "infant.perturb.plot",
        name=language.say(f"infant.map.{analysis.explanation}"),
        joints=language.say(f"infant.perturb.{analysis.subset}"),
        group=language.say(f"infant.joint.{analysis.group}"),
        n=analysis.windows,
    )
    step = (_WIDTH - _LEFT - 8.0) / len(analysis.steps)

    def y_of(risk: float) -> float:
        return _BOTTOM - risk * (_BOTTOM - _TOP)

    parts = [
        # As long as both together no plot is wide.
        *(
            f'<text x="4" y="{13 + 14 * line}">{escape(words)}</text>'
            for line, words in enumerate(title.split("; "))
        ),
        f'<rect class="frame" x="{_LEFT}" y="{_TOP}" width="{_WIDTH - _LEFT - 8.0}" '
        f'height="{_BOTTOM - _TOP}"/>',
        *(
            f'<text x="4" y="{y_of(v) + 4:.1f}">{language.number(v, ".1f")}</text>'
            for v in (0.0, 0.5, 1.0)
        ),
        f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - 8.0}" y1="{y_of(analysis.before):.1f}" '
        f'y2="{y_of(analysis.before):.1f}"/>',
    ]
    for number, one in enumerate(analysis.steps):
        slow = number < _SLOW_STEPS
        colour = colours["very_low" if slow else "very_high"]
        x, y = _LEFT + (number + 0.5) * step, y_of(one.median)
        parts.append(
            f'<rect x="{x - _BAR / 2:.1f}" y="{y_of(one.high):.1f}" width="{_BAR}" '
            f'height="{max(1.0, y_of(one.low) - y_of(one.high)):.1f}" fill="{colour}" '
            'opacity=".35"/>'
        )
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
            if slow
            else f'<path d="M{x:.1f} {y - 5:.1f}l5 9h-10z" fill="{colour}"/>'
        )
        # Every multiplier is written as `slow ×0.20`.
        label = one.multiplier.split("×")[1]
        parts.append(f'<text x="{x - 11:.1f}" y="{_BOTTOM + 14:.1f}">{label}</text>')
    for words, first in (("slower", 0), ("faster", _SLOW_STEPS)):
        x = _LEFT + first * step + 4.0
        said = language.say(f"infant.perturb.{words}")
        parts.append(f'<text x="{x:.1f}" y="{_BOTTOM + 30:.1f}">{escape(said)}</text>')
    return (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )
