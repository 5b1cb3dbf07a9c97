"""What was found of somebody who bends: as JSON for a program, in sentences for a terminal."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from edge.report.low_back import answer_sentences, notes, question_word
from edge.screening.low_back.answer import NetworkAnswer, Question
from edge.screening.low_back.rules import Check
from edge.screening.low_back.screening import Screening
from edge.wording.language import Language
from edge.wording.screening import refusals


def told(screening: Screening, language: Language) -> list[str]:
    """Return each question with its answer, or with what stands against one."""
    lines = []
    for question in screening.questions:
        lines.append(question_word(question, language))
        said = answer_sentences(question, language)
        if not said:
            said = [language.say("screening.no_answer"), *refusals(screening, question, language)]
        lines += [f"  {sentence}" for sentence in said]
    return lines


def result_of(screening: Screening, code: str, language: Language) -> dict[str, Any]:
    """Return all that was found in terms of JSON, without a picture."""
    return {
        "code": code,
        "simulated_training": True,
        "simulated_person": screening.simulated,
        "note": " ".join(notes(screening, language)),
        "answered": screening.answered,
        "film": {"length_s": screening.length_s, **asdict(screening.quality)},
        "checks": [_check(one) for one in screening.checks],
        "questions": [_question(screening, one, language) for one in screening.questions],
        "remarks": screening.remarks,
    }


def _check(check: Check) -> dict[str, Any]:
    return {**asdict(check), "limit": check.limit, "kept": not check.broken}


def _question(screening: Screening, question: Question, language: Language) -> dict[str, Any]:
    agreement = question.agreement
    return {
        "groups": question.groups,
        "directions": question.directions,
        "bends": {d: b.count for d, b in screening.bends.items() if d in question.directions},
        "answers": _answers(question.answers),
        "agreement": None if agreement is None else asdict(agreement),
        "reasons": [] if question.answers else refusals(screening, question, language),
        "checks": [_check(one) for one in question.checks],
        "figures": [asdict(one) for one in question.compared],
    }


def _answers(answers: Sequence[NetworkAnswer]) -> list[dict[str, Any]]:
    return [
        {
            "network": answer.network,
            "group": answer.group,
            "probability": answer.probability,
            "reliability": None if answer.reliability is None else asdict(answer.reliability),
            "accuracy": answer.accuracy,
            "masks": answer.masks,
            "counted": answer.counted,
            "figures": answer.figures,
            "moments": [
                {
                    "frame": moment.back.frame,
                    "theta_deg": moment.back.theta_deg,
                    "direction": moment.direction,
                    "score": moment.score,
                    "heat": moment.heat.tolist(),
                }
                for moment in answer.moments
            ],
        }
        for answer in answers
    ]
