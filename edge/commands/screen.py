"""`physio screen low-back VIDEO`: from a film of a bend to an answer with its reasons."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from edge.core.exercises import LanguageCode
from edge.report.low_back import answer_sentences, question_word, screening_html
from edge.screening.errors import ScreeningError
from edge.screening.low_back.answer import NetworkAnswer, Question
from edge.screening.low_back.questionnaires import read_scores
from edge.screening.low_back.screening import Screening
from edge.screening.person_code import checked_code
from edge.session.bend_film import screen_film
from edge.session.kept_pictures import keep_pictures
from edge.terminal.output import JsonOption, plain, say, write_json
from edge.terminal.progress import counting
from edge.wording.language import Language
from edge.wording.languages import language_named
from edge.wording.screening import refusals
from models.inference.card import ZOO, Card
from models.inference.catalog import names
from models.inference.errors import CatalogError
from models.inference.low_back import LowBackNetwork

PAGE: Final = "screening.html"
RESULT: Final = "screening.json"
PICTURES: Final = "pictures"
Kind = Literal["movexor", "backtracker"]


def low_back(
    *,
    video: Annotated[Path, typer.Argument(metavar="VIDEO", help="One person who bends.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where page and JSON go.")],
    proms: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questionnaires, as JSON: a score by name.")
    ] = None,
    network: Annotated[
        Kind | None, typer.Option(help="Ask the networks of one kind alone; by default all.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the pictures that mattered, faces covered.")
    ] = False,
    code: Annotated[
        str, typer.Option(metavar="CODE", help="A code for the person, with a digit; no name.")
    ] = "",
    language: Annotated[LanguageCode, typer.Option(help="Of the page.")] = "en",
    json: JsonOption = None,
) -> None:
    """Say what movement phenotype networks see in a film of bends, why, or why there is no answer.

    One person bends at least three times before a camera that sees the whole body exactly from the
    side. Not a diagnosis; the networks were trained on simulated people.
    """
    person = checked_code(code) if code else ""
    scores = {} if proms is None else read_scores(_text(proms))
    networks = networks_named(network, ZOO)
    words = language_named(language)
    with counting("Watching the film …") as progress:
        screening = screen_film(video, networks, scores, progress)
    result = result_of(screening, person, words)
    cards = [one.card for one in networks]
    out.mkdir(parents=True, exist_ok=True)
    page = screening_html(screening, cards, code=person, made_on=date.today(), language=words)
    (out / PAGE).write_text(page, encoding="utf-8")
    write_json(result, out / RESULT)
    if keep:
        keep_pictures(video, screening, out / PICTURES)
    for remark in screening.remarks:
        say(remark)
    for line in _told(screening, words):
        say(line)
    say(f"{words.say('screening.not_diagnosis')} {out / PAGE}")
    write_json(result, json)


def networks_named(kind: Kind | None, zoo: Path) -> list[LowBackNetwork]:
    """Return the low-back networks of the catalogue, of one kind or all.

    Raises:
        CatalogError: there is none, or one cannot be loaded.
    """
    found = [
        LowBackNetwork.load(name, zoo=zoo)
        for name in names(zoo)
        if LowBackNetwork.takes(Card.read(zoo / f"{name}.json"))
        and (kind is None or name.startswith(kind))
    ]
    if not found:
        raise CatalogError(
            f"there is no {kind or 'low-back'} network in the catalogue, so nobody can be asked",
            remedy="train one with 'physio models train' and export it",
        )
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScreeningError(f"{path} is no text", remedy="write the scores as JSON") from error


def _told(screening: Screening, language: Language) -> list[str]:
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
        "note": language.say("screening.not_diagnosis"),
        "answered": screening.answered,
        "film": {"length_s": screening.length_s, **plain(screening.quality)},
        "checks": [_check(one) for one in screening.checks],
        "questions": [_question(screening, one, language) for one in screening.questions],
        "remarks": screening.remarks,
    }


def _check(check: Any) -> dict[str, Any]:
    return {**plain(check), "limit": check.limit, "kept": not check.broken}


def _question(screening: Screening, question: Question, language: Language) -> dict[str, Any]:
    return {
        "groups": question.groups,
        "directions": question.directions,
        "bends": {d: b.count for d, b in screening.bends.items() if d in question.directions},
        "answers": _answers(question.answers),
        "agreement": question.agreement,
        "reasons": [] if question.answers else refusals(screening, question, language),
        "checks": [_check(one) for one in question.checks],
        "figures": question.compared,
    }


def _answers(answers: Sequence[NetworkAnswer]) -> list[dict[str, Any]]:
    return [
        {
            "network": answer.network,
            "group": answer.group,
            "probability": answer.probability,
            "reliability": answer.reliability,
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
                    "heat": moment.heat,
                }
                for moment in answer.moments
            ],
        }
        for answer in answers
    ]
