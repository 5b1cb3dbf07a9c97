"""`physio screen low-back cohort`: simulated people with low-back pain, filmed and measured."""

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from benchmarks.cluster import (
    LOCAL,
    AuthorityOption,
    CertificateOption,
    Certificates,
    KeyOption,
)
from benchmarks.errors import EvaluationError
from benchmarks.low_back.filming import SIMULATED, Filming, film_cohort, tasks_of
from benchmarks.low_back.for_networks import bends_of
from benchmarks.low_back.measured import SOURCES, FilmSettings, Source
from edge.simulation.low_back.courses import REPETITIONS
from edge.simulation.low_back.persons import CohortSettings, Person, draw_cohort
from edge.simulation.low_back.phenotypes import NAMES, Region
from edge.simulation.low_back.proms import QUESTIONNAIRES
from edge.simulation.low_back.tasks import TASKS, TaskName
from edge.terminal.output import JsonOption, say, write_json
from edge.terminal.progress import counting

LIST: Final = "people.json"
"""Who the people are, and where their measurements lie."""
PEOPLE: Final = "people"
Silhouettes = Literal["camera", "true"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortFigures:
    """What the command did.

    Attributes:
        people: how many there are.
        measured_now: of whom something was missing.
        errors: what went wrong, by the number of the person.
        cpu_s_per_person: processor time of a person of whom something was measured now.
        megabytes: of all measurements.
    """

    people: int
    measured_now: int
    errors: dict[int, str]
    cpu_s_per_person: float | None
    megabytes: float


def cohort(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the cohort goes.")],
    task: Annotated[TaskName, typer.Option(help="Which groups there are.")] = "mi-mci",
    persons: Annotated[int, typer.Option(min=0, help="People; 0: as in the paper.")] = 0,
    separation: Annotated[
        float, typer.Option(min=0.0, max=3.0, help="Factor on the groups' differences.")
    ] = 1.0,
    label_noise: Annotated[
        float, typer.Option(min=0.0, max=0.5, help="Chance of a wrong label.")
    ] = 0.0,
    cause: Annotated[
        Region | None, typer.Option(help="The one region that differs, to check explanations.")
    ] = None,
    planted_shirt: Annotated[
        bool, typer.Option("--planted-shirt", help="The shirt tells the group: a shortcut.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Of the cohort.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Film all ten bends.")] = False,
    filmed: Annotated[
        int, typer.Option(min=1, max=REPETITIONS, help="Bends drawn per direction, out of ten.")
    ] = FilmSettings().filmed,
    rate_hz: Annotated[
        float, typer.Option(min=1.0, max=60.0, help="Pictures per second.")
    ] = FilmSettings().rate_hz,
    masks: Annotated[
        Silhouettes, typer.Option(help="True and the camera's masks, or the true ones alone.")
    ] = "camera",
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = max(1, os.cpu_count() or 1),
    engine: Annotated[
        str, typer.Option(metavar="ENGINE", help="local, or dask://HOST:PORT of a cluster.")
    ] = LOCAL,
    tls_ca: AuthorityOption = None,
    tls_cert: CertificateOption = None,
    tls_key: KeyOption = None,
    json: JsonOption = None,
) -> None:
    """Draw a cohort of simulated people who bend before a camera, film and measure all of them.

    Called again it goes on where it was interrupted. At the end the folders `true` and `camera` in
    DIR are cohorts for `physio models train movexor|backtracker --cohort`.
    """
    settings = CohortSettings(
        task=task,
        persons=persons or TASKS[task].persons,
        seed=seed,
        separation=separation,
        label_noise=label_noise,
        cause=cause,
        shirt_follows_label=planted_shirt,
    )
    people = draw_cohort(settings)
    film = FilmSettings(filmed=REPETITIONS if full else filmed, rate_hz=rate_hz)
    sources: tuple[Source, ...] = SOURCES if masks == "camera" else ("true",)
    tasks = tasks_of(people, out / PEOPLE, sources, film)
    write_json(_list(settings, people, tasks), out / LIST)
    with counting(f"Filming {len(people)} simulated people …") as progress:
        outcomes = film_cohort(
            tasks,
            workers=workers,
            progress=progress,
            engine=engine,
            certificates=Certificates(ca=tls_ca, own=tls_cert, key=tls_key),
        )
    drawn = [outcome for outcome in outcomes if outcome.drawn]
    whole = [task for task, one in zip(tasks, outcomes, strict=True) if one.error is None]
    for source in sources if whole else ():
        bends_of(whole, source, settings.groups.names).write(out / source)
    figures = CohortFigures(
        people=len(people),
        measured_now=len(drawn),
        errors={one.number: one.error for one in outcomes if one.error is not None},
        cpu_s_per_person=sum(one.cpu_s for one in drawn) / len(drawn) if drawn else None,
        megabytes=_megabytes(tasks),
    )
    say(
        f"{figures.people - len(figures.errors)} of {figures.people} simulated people are measured "
        f"({figures.measured_now} of them now), {figures.megabytes:.1f} MB in {out}. {SIMULATED}"
    )
    write_json({"simulated": True, "note": SIMULATED, "cohort": settings, **asdict(figures)}, json)
    if figures.errors:
        number, reason = next(iter(figures.errors.items()))
        raise EvaluationError(
            f"{len(figures.errors)} people could not be measured; number {number}: {reason}",
            remedy="call again to try these alone",
        )


def _list(
    settings: CohortSettings, people: Sequence[Person], tasks: Sequence[Filming]
) -> dict[str, Any]:
    """Return who the people are, in words and numbers of JSON."""
    return {
        "simulated": True,
        "note": SIMULATED,
        "cohort": settings,
        "positive": settings.groups.names[1],
        "negative": settings.groups.names[0],
        "people": [
            {
                "number": person.number,
                "phenotype": person.phenotype,
                "label": person.label,
                "given_label": person.given_label,
                "parameters": dict(zip(NAMES, person.parameters.tolist(), strict=True)),
                "proms": {
                    scale.name: score
                    for scale, score in zip(QUESTIONNAIRES, person.proms.tolist(), strict=True)
                },
                "covariates": person.covariates,
                "files": {
                    source: str(Path(PEOPLE) / task.path(source).name) for source in task.sources
                },
            }
            for person, task in zip(people, tasks, strict=True)
        ],
    }


def _megabytes(tasks: Sequence[Filming]) -> float:
    paths = [task.path(source) for task in tasks for source in task.sources]
    return sum(path.stat().st_size for path in paths if path.exists()) / 1e6
