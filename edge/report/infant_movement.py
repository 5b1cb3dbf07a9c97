"""How an infant's limbs moved, beside nine of ten infants of the ensemble's calibration."""

from typing import Final

import numpy as np

from edge.posture.infant.limb_motion import FIGURES, LIMBS, PAIRS, LimbFigure
from edge.report.infant_parts import paragraph, table
from edge.screening.infant.judgement import InfantJudgement
from edge.wording.language import Language
from models.inference.infant_facts import InfantFacts

DIGITS: Final = {"speed": ".2f", "spread": ".2f", "curvature": ".1f", "likeness": "+.2f"}


def movement(judgement: InfantJudgement, facts: InfantFacts, language: Language) -> str:
    """Return what stands under "How the infant moved", as HTML.

    A figure outside its range is marked by a sign, not by a colour: it is unusual, not bad.
    """
    say = language.say
    hands = say(
        "infant.hand_speed",
        speed=judgement.hand_speed,
        low=facts.hand_speed[0],
        high=facts.hand_speed[1],
    )
    found = {(one.limb, one.figure): _cell(one, facts, language) for one in judgement.limbs}
    limbs = [
        [say(f"infant.limb.{limb}"), *(found[limb, figure] for figure in FIGURES)] for limb in LIMBS
    ]
    heads = [say(f"infant.figure.{name}") for name in ("limb", *FIGURES)]
    pairs = [[say(f"infant.whatif.{pair}"), found[pair, "likeness"]] for pair in PAIRS]
    return (
        paragraph(hands)
        + table(heads, limbs)
        + table([say("infant.figure.pair"), say("infant.figure.likeness")], pairs)
        + paragraph(say("infant.movement_note" if facts.usual else "infant.movement_bare"), "quiet")
    )


def outside(one: LimbFigure, facts: InfantFacts) -> bool | None:
    """Return whether a figure lies outside its usual range; None where either is not known."""
    usual = [own for own in facts.usual if (own.limb, own.figure) == (one.limb, one.figure)]
    if not usual or not np.isfinite(one.value):
        return None
    return not usual[0].low <= one.value <= usual[0].high


def _cell(one: LimbFigure, facts: InfantFacts, language: Language) -> str:
    if not np.isfinite(one.value):
        return "–"
    digits = DIGITS[one.figure]
    value = language.number(one.value, digits)
    for own in facts.usual:
        if (own.limb, own.figure) == (one.limb, one.figure):
            low, high = language.number(own.low, digits), language.number(own.high, digits)
            mark = " *" if outside(one, facts) else ""
            return language.say("infant.figure.beside", value=value, low=low, high=high) + mark
    return value
