"""What training and exporting a network is made of, one function each; all need PyTorch."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from edge.terminal.output import plain, say
from models.training.errors import TrainingError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What was asked for.

    Attributes:
        data: folder of .npz files, one per person, and truth.json.
        more: further recordings of other people.
        loso: hold every person out once.
        only: networks of those trained together; empty for all that are committed.
        steps: batches to train for, None for as many as the figures come from.
        out: folder for checkpoints and weights.
    """

    data: Path
    more: tuple[Path, ...]
    loso: bool
    only: tuple[str, ...]
    steps: int | None
    out: Path


def train_snn(asked: Training, progress: Progress) -> dict[str, Any]:
    """Train the Siamese network and its baselines; return figures, or where the weights are."""
    from models.data.judges import DtwJudge  # noqa: PLC0415
    from models.training import snn  # noqa: PLC0415

    if asked.more:
        raise TrainingError("snn learns from --data alone", remedy="leave out --more")
    settings = snn.settings_with(asked.steps)
    names = asked.only or snn.COMMITTED
    say("Reading and editing the recordings ...")
    people = snn.load_people(asked.data, settings.seed)
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
    people = fault_localizer.load_people(asked.data, asked.more, settings, progress)
    if not asked.loso:
        folder = asked.out / "everybody"
        fault_localizer.fit(people, folder, settings, progress)
        return {"trained": [fault_localizer.NAME], "folder": str(folder)}

    def measure(network: Any, data: Path) -> Mapping[str, Any]:
        return _located(network, data, asked.data / "truth.json", progress)

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


def export_snn(folder: Path, zoo: Path, *, figures: bool) -> list[Any]:
    """Export the Siamese network and its baselines, or only new figures; return their cards."""
    from models.export.cards import with_figures  # noqa: PLC0415
    from models.export.snn import export_all  # noqa: PLC0415

    return with_figures(folder, zoo) if figures else export_all(folder, zoo)


def export_fault_localizer(folder: Path, zoo: Path, *, figures: bool) -> list[Any]:
    """Export the network that places faults, or only new figures; return its card."""
    from models.export.fault_localizer import export_all, with_figures  # noqa: PLC0415

    return with_figures(folder, zoo) if figures else export_all(folder, zoo)


TRAIN: Final[Mapping[str, Callable[[Training, Progress], dict[str, Any]]]] = {
    "snn": train_snn,
    "fault-localizer": train_fault_localizer,
}
EXPORT: Final = {"snn": export_snn, "fault-localizer": export_fault_localizer}
