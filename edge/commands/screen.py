"""`physio screen low-back`: from a film, or from a camera, to an answer with its reasons."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from edge.commands.screen_live import Live, screen_live
from edge.core.exercises import LanguageCode
from edge.processes.bend_networks import NetworkKind, networks_named
from edge.report.low_back import screening_html
from edge.report.screening_result import result_of, told
from edge.screening.errors import ScreeningError
from edge.screening.low_back.questionnaires import read_scores
from edge.screening.person_code import checked_code
from edge.session.bend_film import screen_film
from edge.session.kept_pictures import keep_pictures
from edge.session.screening_files import PAGE, write_answer
from edge.terminal.output import JsonOption, say, write_json
from edge.terminal.progress import counting
from edge.wording.languages import language_named
from models.inference.card import ZOO

PICTURES: Final = "pictures"


def low_back(
    *,
    video: Annotated[
        Path | None, typer.Argument(metavar="VIDEO", help="One person who bends.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where page and JSON go.")],
    camera: Annotated[
        str,
        typer.Option(help="Instead of VIDEO: webcam:0, video:PATH, rtsp://… or body (simulated)."),
    ] = "",
    proms: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questionnaires, as JSON: a score by name.")
    ] = None,
    network: Annotated[
        NetworkKind | None, typer.Option(help="Ask the networks of one kind alone; by default all.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the pictures that mattered, faces covered.")
    ] = False,
    code: Annotated[
        str, typer.Option(metavar="CODE", help="A code for the person, with a digit; no name.")
    ] = "",
    language: Annotated[LanguageCode, typer.Option(help="Of the page.")] = "en",
    headless: Annotated[
        bool,
        typer.Option(
            "--headless", help="With --camera: begin at once, without a browser, until it is told."
        ),
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="With --camera: port of the page; 0: any.")
    ] = 0,
    lan: Annotated[
        bool, typer.Option("--lan", help="With --camera: open the page to the home network.")
    ] = False,
    seed: Annotated[
        int, typer.Option(min=0, help="With --camera body: which simulated person.")
    ] = 0,
    json: JsonOption = None,
) -> None:
    """Say what movement phenotype networks see in bends, why, or why there is no answer.

    One person bends at least three times before a camera that sees the whole body exactly from the
    side: in a film, or now, guided by a page. Not a diagnosis; the networks were trained on
    simulated people.
    """
    person = checked_code(code) if code else ""
    scores = {} if proms is None else read_scores(_text(proms))
    if (video is None) == (not camera):
        raise ScreeningError(
            "one film or one camera is looked at", remedy="give VIDEO, or --camera webcam:0"
        )
    if video is not None:
        result = _screen_film(video, out, scores, network, language, person, keep=keep)
        write_json(result, json)
        return
    if keep:
        raise ScreeningError(
            "pictures can be kept of a film only", remedy="film it, and give VIDEO with --keep"
        )
    live = Live(
        camera=camera, out=out, code=person, language=language, headless=headless, seed=seed
    )
    screen_live(live, network, ZOO, scores, port=port, lan=lan, json=json)


def _screen_film(
    video: Path,
    out: Path,
    scores: Mapping[str, float],
    network: NetworkKind | None,
    language: LanguageCode,
    person: str,
    *,
    keep: bool,
) -> object:
    networks = networks_named(network, ZOO)
    words = language_named(language)
    with counting("Watching the film …") as progress:
        screening = screen_film(video, networks, scores, progress)
    result = result_of(screening, person, words)
    cards = [one.card for one in networks]
    page = screening_html(screening, cards, code=person, made_on=date.today(), language=words)
    write_answer(page, result, out)
    if keep:
        keep_pictures(video, screening, out / PICTURES)
    for remark in screening.remarks:
        say(remark)
    for line in told(screening, words):
        say(line)
    say(f"{words.say('screening.not_diagnosis')} {out / PAGE}")
    return result


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ScreeningError(f"{path} is no text", remedy="write the scores as JSON") from error
