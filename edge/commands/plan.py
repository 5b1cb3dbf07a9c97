"""`physio plan`: a therapist's plan before anybody exercises by it."""

from pathlib import Path
from typing import Annotated

import typer

from edge.records.errors import PlanError, RecordsError
from edge.records.patient_store import patients_dir
from edge.records.plan import Plan, load_plan
from edge.records.session_plan import reference_of
from edge.terminal.output import JsonOption, say, write_json

app = typer.Typer()


@app.callback()
def plan() -> None:
    """Plans are TOML files; docs/plan.md lists every field."""


@app.command()
def check(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan (TOML).")],
    json: JsonOption = None,
) -> None:
    """Say everything that is wrong with a plan and with the references it needs."""
    patient = ""
    try:
        loaded = load_plan(plan)
    except PlanError as error:
        problems = error.problems
    else:
        patient, problems = loaded.patient, tuple(reference_problems(loaded, patients_dir()))
    for problem in problems:
        say(f"{plan}: {problem}")
    if not problems:
        say(f"{plan}: nothing is wrong; a session of {patient} can begin")
    write_json({"file": plan, "patient": patient, "problems": problems}, json)
    if problems:
        raise typer.Exit(2)


def reference_problems(plan: Plan, root: Path) -> list[str]:
    """Return a sentence for each exercise whose reference is missing or does not fit.

    Args:
        plan: what is prescribed.
        root: folder with one folder per patient.
    """
    problems = []
    for index in range(len(plan.exercises)):
        try:
            reference_of(plan, index, root)
        except RecordsError as error:
            problems.append(str(error))
    return problems
