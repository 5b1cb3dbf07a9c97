"""What training and exporting a network is made of, one function each; all need PyTorch."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from benchmarks.cluster import LOCAL, NO_CERTIFICATES, Certificates
from edge.terminal.output import plain, say
from models.training.errors import TrainingError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What was asked for.

    Attributes:
        data: folder of .npz files, one per person, and truth.json; None for a low-back network.
        more: further recordings of other people.
        loso: hold every person out once.
        only: networks of those trained together; empty for all that are committed.
        steps: batches to train for, None for as many as the figures come from.
        out: folder for checkpoints and weights.
        low_back: what concerns the low-back networks alone.
        infant: what concerns the infants' networks alone.
    """

    data: Path | None
    more: tuple[Path, ...]
    loso: bool
    only: tuple[str, ...]
    steps: int | None
    out: Path
    low_back: "LowBack"
    infant: "Infant"

    @property
    def folder(self) -> Path:
        """The folder of recordings.

        Raises:
            TrainingError: none was given.
        """
        if self.data is None or self.low_back.cohorts:
            raise TrainingError("this network learns from recordings", remedy="give --data alone")
        return self.data


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBack:
    """What was asked for of a low-back network.

    Attributes:
        cohorts: folders of cohorts, taken together; empty for other networks.
        direction: of the bends; of BackTracker's rows that name one, the row counts.
        row: of the paper's tables, None for the one that is shipped.
        start: `scratch`, `contours` or a file, see `models.training.low_back_task.load_start`.
        frozen: only heads are trained.
        paper: the papers' sizes instead of those that train on two cores.
    """

    cohorts: tuple[Path, ...] = ()
    direction: Literal["forward", "backward"] = "forward"
    row: str | None = None
    start: str = "contours"
    frozen: bool = False
    paper: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Infant:
    """What was asked for of the infants' networks.

    Attributes:
        folds: how many of the seven folds are trained.
        windows: that each network sees at most, None for as many as are meant for two cores.
        classes: simulated classes that are told from normal infants.
        each: simulated infants of each such class.
        paper: by the recipe of the public code, for a GPU.
        engine: `local`, or dask://HOST:PORT of a cluster.
        certificates: for a cluster on other machines.
    """

    folds: int = 7
    windows: int | None = None
    classes: tuple[str, ...] = ("S", "F", "C")
    each: int = 60
    paper: bool = False
    engine: str = LOCAL
    certificates: Certificates = NO_CERTIFICATES


def train_snn(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train the Siamese network and its baselines; return figures, or where the weights are."""
    from models.data.judges import DtwJudge  # noqa: PLC0415
    from models.training import snn  # noqa: PLC0415

    if asked.more:
        raise TrainingError("snn learns from --data alone", remedy="leave out --more")
    settings = snn.settings_with(asked.steps)
    names = asked.only or snn.COMMITTED
    say("Reading and editing the recordings ...")
    people = snn.load_people(asked.folder, settings.seed)
    simulated = snn.simulated_pools(settings.seed)
    if asked.loso:
        return snn.leave_one_out(names, people, simulated, asked.out, settings, progress)
    pools = [pool for person in people for pool in person.pools]
    folder = asked.out / "everybody"
    snn.fit(names, [*pools, *simulated], folder, settings, progress)
    alignment = DtwJudge.fit([g for person in people for g in person.groups])
    say(f"Alignment as a baseline: {alignment}")
    return {"trained": names, "folder": str(folder), "alignment": alignment}


def train_fault_localizer(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train the network that places faults; return figures, or where the weights are."""
    import torch  # noqa: PLC0415

    if asked.only or asked.steps is not None:
        raise TrainingError(
            "fault-localizer is one network and is trained whole",
            remedy="leave out --only and --steps",
        )
    from models.training import fault_localizer  # noqa: PLC0415

    # Its convolutions are too small to be worth dividing.
    torch.set_num_threads(1)
    settings = fault_localizer.FaultLocalizerSettings()
    people = fault_localizer.load_people(asked.folder, asked.more, settings, progress)
    if not asked.loso:
        folder = asked.out / "everybody"
        fault_localizer.fit(people, folder, settings, progress)
        return {"trained": [fault_localizer.NAME], "folder": str(folder)}

    def measure(network: Any, data: Path) -> Mapping[str, Any]:
        return _located(network, data, asked.folder / "truth.json", progress)

    return fault_localizer.leave_one_out(people, asked.out, settings, measure, progress)


def _located(network: Any, data: Path, truth: Path, progress: Progress) -> dict[str, Any]:
    """Return how often a network, exported, points at the faults of a person."""
    from benchmarks.evaluations.localisation.placed_faults import PlacedFaults  # noqa: PLC0415
    from models.export.fault_localizer import export_fault_localizer  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="physio-fault-localizer-") as folder:
        export_fault_localizer(network, Path(folder))
        title = f"Faults of {data.stem}"
        question = PlacedFaults(data=(data,), truth=truth, seeds=0, zoo=Path(folder))
        result = plain(question.run(lambda done, total: progress(title, done, total or 0)))
    return {key: result[key] for key in ("hit_rate", "references", "recorded", "one_reference")}


def export_snn(folder: Path, zoo: Path, *, figures: bool, only: Sequence[str]) -> list[Any]:
    """Export the Siamese network and its baselines, or only new figures; return their cards."""
    from models.export.cards import with_figures  # noqa: PLC0415
    from models.export.snn import export_all  # noqa: PLC0415
    from models.training.snn import COMMITTED  # noqa: PLC0415

    names = only or COMMITTED
    unknown = [name for name in names if name not in COMMITTED]
    if unknown:
        raise TrainingError(
            f"{', '.join(unknown)} is not in the catalogue",
            remedy=f"known are {', '.join(COMMITTED)}",
        )
    return with_figures(folder, zoo, names) if figures else export_all(folder, zoo, names)


def export_fault_localizer(
    folder: Path, zoo: Path, *, figures: bool, only: Sequence[str]
) -> list[Any]:
    """Export the network that places faults, or only new figures; return its card."""
    if only:
        raise TrainingError("fault-localizer is one network", remedy="leave out --only")
    from models.export.fault_localizer import export_all, with_figures  # noqa: PLC0415

    return with_figures(folder, zoo) if figures else export_all(folder, zoo)


def train_movexor(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train MOVEXor; return the figures of its folds."""
    return _train_low_back("movexor", asked, progress)


def train_backtracker(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train BackTracker; return the figures of its folds."""
    return _train_low_back("backtracker", asked, progress)


def _train_low_back(
    kind: Literal["movexor", "backtracker"], asked: Training, progress: Progress
) -> dict[str, Any]:
    wanted = asked.low_back
    if asked.data or asked.more or asked.loso or asked.only or asked.steps or not wanted.cohorts:
        raise TrainingError(
            f"{kind} learns from simulated cohorts, in five folds",
            remedy="give --cohort DIR, and none of --data, --more, --loso, --only and --steps",
        )
    from models.training import low_back_task  # noqa: PLC0415

    return low_back_task.train_low_back(
        kind,
        low_back_task.LowBackAsked(
            cohorts=wanted.cohorts,
            direction=wanted.direction,
            row=wanted.row,
            start=wanted.start,
            frozen=wanted.frozen,
            paper=wanted.paper,
            out=asked.out,
        ),
        progress,
    )


def export_low_back(folder: Path, zoo: Path, *, figures: bool, only: Sequence[str]) -> list[Any]:
    """Export every low-back network that is shipped and was trained; return their cards."""
    from models.export.low_back_cards import export_all  # noqa: PLC0415

    if figures or only:
        raise TrainingError(
            "low-back networks are exported whole", remedy="leave out --figures and --only"
        )
    return export_all(folder, zoo)


def train_infant(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train the infants' networks on simulated infants; return how they judged unseen ones."""
    if asked.data or asked.more or asked.loso or asked.steps:
        raise TrainingError(
            "infant learns from simulated infants",
            remedy="leave out --data, --more, --loso and --steps",
        )
    from models.data.infants import InfantSetSettings, class_named  # noqa: PLC0415
    from models.training.infant import ensemble  # noqa: PLC0415
    from models.training.infant.paper import PaperTraining  # noqa: PLC0415
    from models.training.infant.settings import InfantTraining  # noqa: PLC0415

    if not all(number.isdigit() for number in asked.only):
        raise TrainingError("--only takes numbers of architectures", remedy="known are 1 to 10")
    own = asked.infant
    if own.paper and own.windows is not None:
        raise TrainingError("--paper counts epochs", remedy="leave out --windows")
    two_cores = InfantTraining() if own.windows is None else InfantTraining(windows=own.windows)
    return ensemble.train_infant(
        ensemble.InfantAsked(
            architectures=tuple(map(int, asked.only)),
            folds=own.folds,
            training=PaperTraining() if own.paper else two_cores,
            infants=InfantSetSettings(abnormal=tuple(map(class_named, own.classes)), each=own.each),
            out=asked.out,
            engine=own.engine,
            certificates=own.certificates,
        ),
        progress,
    )


def export_infant(folder: Path, zoo: Path, *, figures: bool, only: Sequence[str]) -> list[Any]:
    """Export the infants' networks with what they are compared with; return their cards."""
    from models.export.infant.ensemble import export_all  # noqa: PLC0415

    if figures:
        raise TrainingError("infants' networks are exported whole", remedy="leave out --figures")
    return export_all(folder, zoo, tuple(map(int, only)))


TRAIN: Final[Mapping[str, Callable[[Training, Progress], dict[str, Any]]]] = {
    "snn": train_snn,
    "fault-localizer": train_fault_localizer,
    "movexor": train_movexor,
    "backtracker": train_backtracker,
    "infant": train_infant,
}
EXPORT: Final = {
    "snn": export_snn,
    "fault-localizer": export_fault_localizer,
    "movexor": export_low_back,
    "backtracker": export_low_back,
    "infant": export_infant,
}
