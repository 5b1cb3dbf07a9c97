"""Tables of a screening: its figures beside those of other people, and the film's rules."""

from html import escape
from typing import Final

from edge.screening.low_back.answer import Question
from edge.screening.low_back.rules import RULES, Check
from edge.screening.low_back.screening import Screening
from edge.screening.low_back.usual import Compared
from edge.wording.language import Language
from edge.wording.screening import (
    directions_word,
    figure_word,
    limit_word,
    measured_word,
    number_word,
    rule_word,
)

_FIGURES: Final = ("figure", "person", "mean", "range", "place")
_RULES: Final = ("rule", "measured", "limit", "kept")
_ROOM: Final = 0.3
"""Of the range, on either side of the bar."""


def compared_table(question: Question, language: Language) -> str:
    """Return the figures of a question beside those of the people of the training, or nothing."""
    if not question.compared:
        return ""
    heading = language.say("screening.figures")
    of_what = directions_word(question.directions, language)
    rows = "".join(_compared(one, language) for one in question.compared)
    return (
        f"<section><h2>{escape(heading)} ({escape(of_what)})</h2>"
        f'<p class="help">{escape(language.say("screening.figures_help"))}</p>'
        f'<div class="wide" tabindex="0"><table><thead><tr>{_head(_FIGURES, language)}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def rules_table(screening: Screening, language: Language) -> str:
    """Return every rule that was put to the film."""
    checks = [*screening.checks, *(c for q in screening.questions for c in q.checks)]
    rows = "".join(_check(check, language) for check in dict.fromkeys(checks))
    heading = escape(language.say("screening.film"))
    return (
        f'<section><h2>{heading}</h2><div class="wide" tabindex="0"><table><thead><tr>'
        f"{_head(_RULES, language)}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _head(columns: tuple[str, ...], language: Language) -> str:
    return "".join(
        f'<th scope="col">{escape(language.say(f"screening.{key}"))}</th>' for key in columns
    )


def _compared(one: Compared, language: Language) -> str:
    usual = one.usual
    cells = (
        number_word(one.value, language),
        number_word(usual.mean, language),
        f"{number_word(usual.lowest, language)} – {number_word(usual.highest, language)}",
    )
    written = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    name = escape(figure_word(usual.name, language))
    return f'<tr><th scope="row">{name}</th>{written}<td>{_place(one, language)}</td></tr>'


def _place(one: Compared, language: Language) -> str:
    """Return a drawing of where a value lies in the range, and a little beyond."""
    usual = one.usual
    width = max(usual.highest - usual.lowest, 1e-12)

    def x_of(value: float) -> float:
        share = min(max((value - usual.lowest) / width, -_ROOM), 1.0 + _ROOM)
        return 100.0 * (share + _ROOM) / (1.0 + 2.0 * _ROOM)

    outside = one.beyond > 0.0
    text = language.say(
        f"screening.{'outside' if outside else 'place'}_text",
        value=number_word(one.value, language),
        lowest=number_word(usual.lowest, language),
        highest=number_word(usual.highest, language),
    )
    left, right, mean = x_of(usual.lowest), x_of(usual.highest), x_of(usual.mean)
    return (
        f'<svg class="place" role="img" aria-label="{escape(text)}" viewBox="-5 0 110 16">'
        f'<rect class="track" x="{left:.1f}" y="4" width="{right - left:.1f}" height="8"/>'
        f'<path class="middle" d="M{mean:.1f} 2V14"/>'
        f'<circle class="{"out" if outside else "dot"}" cx="{x_of(one.value):.1f}" cy="8" r="4.5"/>'
        "</svg>"
    )


def _check(check: Check, language: Language) -> str:
    least = RULES[check.rule].least
    limit = language.say(
        f"screening.{'at_least' if least else 'at_most'}", limit=limit_word(check, language)
    )
    kept = language.say(f"screening.{'no' if check.broken else 'yes'}")
    cells = "".join(f"<td>{escape(x)}</td>" for x in (measured_word(check, language), limit, kept))
    style = ' class="broken"' if check.broken else ""
    return f'<tr{style}><th scope="row">{escape(rule_word(check, language))}</th>{cells}</tr>'
