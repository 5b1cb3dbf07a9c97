"""`physio models train` and `export`: parse, call, print; both need PyTorch (`make train`)."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.progress import Progress

from benchmarks.cluster import (
    LOCAL,
    AuthorityOption,
    CertificateOption,
    Certificates,
    KeyOption,
)
from edge.terminal.output import JsonOption, console, plain, say, write_json
from models.training.errors import TrainingError
from models.training.tasks import EXPORT, TRAIN, Infant, LowBack, Training

OUT: Final = Path("out/models")
FORMER_NAMES: Final = {"course": "fault-localizer"}
"""What networks were called in version 0.1.0, for scripts written then."""
OutOption = Annotated[Path, typer.Option(help="Folder for checkpoints and trained weights.")]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option(help="Only these of snn's networks, or of infant's architectures."),
]
NameArgument = Annotated[
    str, typer.Argument(help="What to train: snn, fault-localizer, movexor, backtracker or infant.")
]


def train(
    name: NameArgument,
    data: Annotated[
        Path | None, typer.Option(help="Folder of .npz files, one per person, and truth.json.")
    ] = None,
    more: Annotated[
        list[Path] | None,
        typer.Option(help="Further people for fault-localizer: a .npz of UTD-MHAD."),
    ] = None,
    loso: Annotated[bool, typer.Option("--loso", help="Hold every person out once.")] = False,
    only: OnlyOption = None,
    steps: Annotated[int | None, typer.Option(min=20, help="Most batches, for snn.")] = None,
    cohort: Annotated[
        list[Path] | None,
        typer.Option(help="Folders of cohorts that bend, for movexor and backtracker."),
    ] = None,
    direction: Annotated[
        Literal["forward", "backward"], typer.Option(help="Which bends of the cohort.")
    ] = "forward",
    row: Annotated[
        str | None, typer.Option(help="A row of the paper's tables; the shipped one by default.")
    ] = None,
    start: Annotated[
        str, typer.Option(help="Where its ResNet begins: scratch, contours, or a state dict.")
    ] = "contours",
    frozen: Annotated[
        bool, typer.Option("--frozen", help="Train heads alone, on the ResNet as it begins.")
    ] = False,
    paper: Annotated[
        bool, typer.Option("--paper", help="The paper's sizes or recipe, for a large machine.")
    ] = False,
    folds: Annotated[int, typer.Option(min=1, max=7, help="Folds of infant's networks.")] = 7,
    windows: Annotated[
        int | None, typer.Option(min=128, help="Most windows that a network of infant sees.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--class", help="Simulated classes that infant tells from normal ones."),
    ] = None,
    each: Annotated[
        int, typer.Option(min=7, help="Simulated infants of each class that infant learns from.")
    ] = 60,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE", help="For infant: local, or dask://HOST:PORT, a network a task."
        ),
    ] = LOCAL,
    tls_ca: AuthorityOption = None,
    tls_cert: CertificateOption = None,
    tls_key: KeyOption = None,
    out: OutOption = OUT,
    json: JsonOption = None,
) -> None:
    """Train a network and its baselines; interrupted training goes on where it stopped."""
    name = _checked(name)
    if engine != LOCAL and name != "infant":
        raise TrainingError(f"{name} is trained on this machine", remedy="leave out --engine")
    asked = Training(
        data=data,
        more=tuple(more or ()),
        loso=loso,
        only=tuple(only or ()),
        steps=steps,
        out=out / name,
        low_back=LowBack(
            cohorts=tuple(cohort or ()),
            direction=direction,
            row=row,
            start=start,
            frozen=frozen,
            paper=paper,
        ),
        infant=Infant(
            folds=folds,
            windows=windows,
            each=each,
            classes=tuple(kind or ("S", "F", "C")),
            paper=paper,
            engine=engine,
            certificates=Certificates(ca=tls_ca, own=tls_cert, key=tls_key),
        ),
    )
    with _bars() as progress:
        result = TRAIN[name](asked, progress)
    if loso or cohort or name == "infant":
        console().print(plain(result))
    write_json(result, json)


def export(
    name: NameArgument,
    only: OnlyOption = None,
    out: OutOption = OUT,
    figures: Annotated[
        bool, typer.Option("--figures", help="Only write new figures into the cards.")
    ] = False,
    json: JsonOption = None,
) -> None:
    """Export trained weights into the catalogue, with their cards."""
    name = _checked(name)
    from models.inference.card import ZOO  # noqa: PLC0415

    if not figures:
        say("Exporting; this takes a minute or two per network ...")
    exported = EXPORT[name](out / name, ZOO, figures=figures, only=tuple(only or ()))
    write_json({"exported": exported}, json)


def _checked(given: str) -> str:
    """Return the name of a training, having checked that PyTorch is there to do it with."""
    name = FORMER_NAMES.get(given, given)
    if name not in TRAIN:
        known = " and ".join(TRAIN)
        raise TrainingError(
            f"nothing is known about training {name!r}", remedy=f"known are {known}"
        )
    try:
        importlib.import_module("torch")
    except ModuleNotFoundError as error:
        raise TrainingError(
            "training and export need PyTorch, in an environment of its own: 'make train' sets it "
            "up, then run '.venv-train/bin/physio models …'"
        ) from error
    return name


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], None]]:
    """Show one bar per title; yields what is to be called with title, done and total."""
    with Progress(console=console()) as bars:
        tasks = {}

        def progress(title: str, done: int, total: int) -> None:
            if title not in tasks:
                tasks[title] = bars.add_task(title, total=total)
            bars.update(tasks[title], completed=done)

        yield progress
