"""Does a film of a bend get the right answer, and a bad one none, through the whole program?

Films of simulated people whom no network has learned from are drawn and screened by the code behind
`physio screen low-back`. Bad ones cross one rule each by a little. Everybody is simulated.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group, RenderableType

from benchmarks.cohort import map_people
from benchmarks.errors import EvaluationError
from benchmarks.low_back.filming import SIMULATED, usual_folder
from benchmarks.low_back.screened_films import FAULTS, FilmCase, film_of
from benchmarks.question import Progress
from benchmarks.tables import table_of
from edge.machine.durable import replace_durably
from edge.report.low_back import screening_html
from edge.screening.low_back.answer import Question, directions_of
from edge.screening.low_back.certainty import interval
from edge.screening.low_back.screening import Screening
from edge.session.bend_film import screen_film
from edge.simulation.low_back.proms import QUESTIONNAIRES
from edge.simulation.low_back.tasks import TASKS, TaskName
from edge.wording.languages import ENGLISH
from models.inference.card import ZOO, BendInputs, Card
from models.inference.catalog import names
from models.inference.low_back import LowBackNetwork

BINS: Final = 5
"""Of certainty, from 0.5 to 1, in which it is compared with how often answers are right."""
_SCREENED_BY: Final = (
    *("edge/screening/low_back", "edge/session/bend_film.py", "edge/pose/surroundings.py"),
    *("edge/pose/survey.py", "edge/pose/clip.py", "edge/pose/tracker.py"),
    *("edge/posture/side_view.py", "edge/explain/low_back.py", "models/inference/low_back.py"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedFilm:
    """What became of one film.

    Attributes:
        fault: which rule it breaks, None of a good one.
        answered: its person's question was.
        right: the answer was; False without one.
        certainty: of the answer, 0 without one.
        least: of the interval on the page of how often such answers are right, 0 without one.
        most: of the same, 1 without one.
        broken: rules that were found broken.
    """

    fault: str | None
    answered: bool
    right: bool
    certainty: float
    least: float
    most: float
    broken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmsResult:
    """All figures; None where there is nothing to count.

    Attributes:
        simulated: whoever was filmed.
        note: stands with every figure.
        good: films that keep every rule.
        answered: share of them with an answer.
        accuracy: share of the answers that are right.
        low: of its 95 % interval.
        high: of the same.
        printed_low: mean lower end of the intervals that the pages print.
        printed_high: mean upper end.
        ece: expected calibration error of the answers.
        bad: films that break a rule.
        refused: share of them without an answer.
        refused_right: share of them without an answer and with the right reason.
        by_fault: the same for each rule.
        wrongly_refused: rules that good films were found to break, with how often.
    """

    simulated: bool = True
    note: str = SIMULATED
    good: int
    answered: float | None
    accuracy: float | None
    low: float | None
    high: float | None
    printed_low: float | None
    printed_high: float | None
    ece: float | None
    bad: int
    refused: float | None
    refused_right: float | None
    by_fault: dict[str, float]
    wrongly_refused: dict[str, int]

    def table(self) -> RenderableType:
        """Return the figures as a person at a terminal reads them."""
        figures = {k: v for k, v in asdict(self).items() if not isinstance(v, dict | str)}
        return Group(
            table_of({"films": figures}, title="Screened films"),
            table_of({"refused right": self.by_fault}, title="By broken rule"),
            self.note,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackFilms:
    """Whether films are screened right; its settings.

    Attributes:
        good: films that keep every rule.
        bad: films that break one each, the rules in turn.
        first_seed: of the people.
        workers: processes.
        data: where films and what became of them are kept.
    """

    good: Annotated[int, typer.Option(min=0, help="Films that keep every rule.")] = 100
    bad: Annotated[int, typer.Option(min=0, help="Films that break one rule each.")] = 50
    first_seed: Annotated[int, typer.Option(min=0, help="Of the people.")] = 0
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1)
    data: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where films are kept."),
    ] = None

    def run(self, progress: Progress) -> FilmsResult:
        """Return all figures.

        Raises:
            EvaluationError: there is no low-back network.
        """
        folder = self.data or usual_folder() / "films"
        questions = _questions()
        cases = [
            (_case(questions[n % len(questions)], self.first_seed, n, bad=bad), folder)
            for bad, count in ((False, self.good), (True, self.bad))
            for n in range(count)
        ]
        found = map_people(screened, cases, workers=self.workers, progress=progress)
        return figures_of(found)


def figures_of(films: Sequence[ScreenedFilm]) -> FilmsResult:
    """Return the figures of all films."""
    good = [film for film in films if film.fault is None]
    bad = [film for film in films if film.fault is not None]
    answered = [film for film in good if film.answered]
    right = sum(film.right for film in answered)
    low, high = interval(right, len(answered)) if answered else (None, None)
    by_fault: dict[str, float] = {
        fault: float(np.mean([_refused_right(film) for film in bad if film.fault == fault]))
        for fault in FAULTS
        if any(film.fault == fault for film in bad)
    }
    wrongly = [rule for film in good if not film.answered for rule in film.broken]
    return FilmsResult(
        good=len(good),
        answered=_mean([film.answered for film in good]),
        accuracy=_mean([film.right for film in answered]),
        low=low,
        high=high,
        printed_low=_mean([film.least for film in answered]),
        printed_high=_mean([film.most for film in answered]),
        ece=calibration_error(answered) if answered else None,
        bad=len(bad),
        refused=_mean([not film.answered for film in bad]),
        refused_right=_mean([_refused_right(film) for film in bad]),
        by_fault=by_fault,
        wrongly_refused={rule: wrongly.count(rule) for rule in dict.fromkeys(wrongly)},
    )


def _refused_right(film: ScreenedFilm) -> bool:
    return not film.answered and film.fault in film.broken


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def calibration_error(films: Sequence[ScreenedFilm]) -> float:
    """Return the expected calibration error (Guo et al., 2017) of answers, at least one.

    Over bins of equal width: how far the mean certainty lies off the share that is right, weighed
    by how many answers there are in the bin.
    """
    certainty = np.array([film.certainty for film in films])
    right = np.array([film.right for film in films], float)
    places = np.clip(((certainty - 0.5) * 2.0 * BINS).astype(int), 0, BINS - 1)
    gaps = [
        np.abs(certainty[places == k].mean() - right[places == k].mean()) * (places == k).mean()
        for k in np.unique(places)
    ]
    return float(np.sum(gaps))


def _questions() -> list[tuple[TaskName, BendInputs]]:
    """Return what the networks of the catalogue are asked, each question once."""
    found: dict[tuple[object, ...], tuple[TaskName, BendInputs]] = {}
    for network in _networks():
        own = network.bends
        task = next((name for name, task in TASKS.items() if task.names == own.groups), None)
        if task is not None:
            found.setdefault((task, directions_of(own)), (task, own))
    if not found:
        raise EvaluationError(
            "there is no low-back network in the catalogue", remedy="train and export one"
        )
    return list(found.values())


@cache
def _networks() -> tuple[LowBackNetwork, ...]:
    return tuple(
        LowBackNetwork.load(name)
        for name in names()
        if LowBackNetwork.takes(Card.read(ZOO / f"{name}.json"))
    )


def _case(question: tuple[TaskName, BendInputs], seed: int, n: int, *, bad: bool) -> FilmCase:
    task, inputs = question
    return FilmCase(
        task=task,
        directions=directions_of(inputs),
        seed=seed + int(bad),
        number=n,
        fault=FAULTS[n % len(FAULTS)] if bad else None,
    )


def screened(work: tuple[FilmCase, Path]) -> ScreenedFilm:
    """Return what became of a film; it is drawn and screened unless that is kept."""
    case, folder = work
    kept = folder / f"{case.name}-{_code()}.json"
    if kept.exists():
        row = json.loads(kept.read_text(encoding="utf-8"))
        return ScreenedFilm(**{**row, "broken": tuple(row["broken"])})
    networks = _networks()
    told = zip(QUESTIONNAIRES, case.person.proms.tolist(), strict=True)
    scores = {f"proms.{scale.name}": score for scale, score in told}
    screening = screen_film(film_of(case, folder), networks, scores)
    cards = [network.card for network in networks]
    screening_html(screening, cards, code="P-1", made_on=date.today(), language=ENGLISH)
    film = _told(case, screening)
    replace_durably(kept, json.dumps(asdict(film)).encode())
    return film


def _told(case: FilmCase, screening: Screening) -> ScreenedFilm:
    groups = TASKS[case.task].names
    own = next(
        question
        for question in screening.questions
        if (question.groups, question.directions) == (groups, case.directions)
    )
    broken = [one.rule for one in (*screening.checks, *own.checks) if one.broken]
    answer = own.answers[0] if own.answers else None
    least, most = _interval(own)
    return ScreenedFilm(
        fault=case.fault,
        answered=answer is not None,
        right=answer is not None and answer.group == groups[case.person.label],
        certainty=0.0 if answer is None else answer.probability,
        least=least,
        most=most,
        broken=tuple(dict.fromkeys(broken)),
    )


def _interval(question: Question) -> tuple[float, float]:
    own = question.answers[0].reliability if question.answers else None
    return (0.0, 1.0) if own is None else interval(own.right, own.people)


@cache
def _code() -> str:
    """Return a digest of the networks and of the code that screens."""
    digest = hashlib.sha256("".join(n.card.sha256 for n in _networks()).encode())
    root = Path(__file__).parents[3]
    for place in _SCREENED_BY:
        path = root / place
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
