"""Sentences about a screened film, made of the rules and numbers that were found."""

from collections.abc import Sequence
from typing import Final

from edge.core.messages.screening import PictureTrouble
from edge.posture.angle_bins import Direction
from edge.screening.low_back.answer import Question
from edge.screening.low_back.rules import RULES, Check
from edge.screening.low_back.screening import Screening
from edge.wording.language import Language

_QUESTIONNAIRES: Final = "proms."
_PARTS: Final = ("images", "proms")


def refusals(screening: Screening, question: Question, language: Language) -> list[str]:
    """Return what stands against an answer to a question, each with what to do about it."""
    broken = [check for check in (*screening.checks, *question.checks) if check.broken]
    said = [refusal_sentence(check, language) for check in broken]
    if question.missing:
        names = ", ".join(name.removeprefix(_QUESTIONNAIRES) for name in question.missing)
        said.append(language.say("refusal.questionnaires", names=names))
    return said


def refusal_sentence(check: Check, language: Language) -> str:
    """Return why a broken rule forbids an answer, and what to do about it."""
    nobody = check.rule == "person" and check.measured == 0.0
    return language.say(
        "refusal.nobody" if nobody else f"refusal.{check.rule}",
        measured=check.measured,
        n=check.measured,
        direction="" if check.direction is None else _direction(check.direction, language),
        figure="" if check.figure is None else figure_word(check.figure, language),
    )


def trouble_sentence(trouble: PictureTrouble, language: Language) -> str:
    """Return what to do about what is wrong with the picture of somebody who bends."""
    shared = f"view_help.{trouble}"
    return language.say(shared if shared in language.sentences else f"bending_help.{trouble}")


def rule_word(check: Check, language: Language) -> str:
    """Return what a rule is about."""
    return language.say(
        f"rule.{check.rule}",
        direction="" if check.direction is None else _direction(check.direction, language),
        figure="" if check.figure is None else figure_word(check.figure, language),
    )


def measured_word(check: Check, language: Language) -> str:
    """Return what was measured, with its unit."""
    return _with_unit(check, check.measured, language)


def limit_word(check: Check, language: Language) -> str:
    """Return a rule's limit, with its unit."""
    return _with_unit(check, check.limit, language)


def _with_unit(check: Check, value: float, language: Language) -> str:
    match RULES[check.rule].unit:
        case "share":
            return language.say("value.percent", value=value)
        case "degrees":
            return language.say("value.degrees", value=value)
        case "hertz":
            return language.say("value.hertz", value=value)
        case "count":
            return language.number(value, ".0f")


def group_word(group: str, language: Language) -> str:
    """Return what a group of people is called; one that nobody has named keeps its name."""
    key = f"group.{group}"
    return language.say(key) if key in language.sentences else group


def figure_word(name: str, language: Language) -> str:
    """Return what a figure, or a group of figures, of a network's card is called.

    Motion features of the angle have words; others keep their names.
    """
    origin, _, last = name.rpartition(".")
    direction, _, signal = origin.partition(".")
    codes = last.split(" ")[0].split("+")
    if signal != "angle" or not all(f"figure.{code}" in language.sentences for code in codes):
        return name.removeprefix(_QUESTIONNAIRES)
    words = ", ".join(language.say(f"figure.{code}") for code in codes)
    return f"{words}, {language.say(f'direction.{direction}')}"


def number_word(value: float, language: Language) -> str:
    """Return a measured number with about three digits, none of them an exponent's."""
    size = abs(value)
    return language.number(value, ".0f" if size >= 100 else ".1f" if size >= 10 else ".2f")


def part_word(part: str, language: Language) -> str:
    """Return what a part that a network weighs is called."""
    words = []
    for name in part.split("+"):
        direction, _, signal = name.partition(".")
        if signal and f"part.{signal}" in language.sentences:
            way = language.say(f"direction.{direction}")
            words.append(f"{language.say(f'part.{signal}')} {way}")
        else:
            words.append(language.say(f"part.{name}") if name in _PARTS else name)
    return ", ".join(words)


def directions_word(directions: Sequence[Direction], language: Language) -> str:
    """Return the directions of bends in words."""
    return ", ".join(_direction(direction, language) for direction in directions)


def _direction(direction: Direction, language: Language) -> str:
    return language.say(f"direction.{direction}")
