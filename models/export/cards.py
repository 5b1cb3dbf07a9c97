"""What the cards of the comparing networks say, but for what the export itself fills in."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from edge.core.anchor import PIPELINE_RATE_HZ
from models.inference.card import Card, Example, Figures, Source
from models.inference.siamese import Normalisation
from models.training.snn import SIMULATED_SEEDS

SUMMARIES: Final = {
    "snn": "Siamese network: how like its anchor a repetition is, of which type, and why.",
    "lstm": "Baseline of snn: a plain LSTM.",
    "tcn": "Baseline of snn: a temporal CNN.",
}
TRAINED_ON: Final = (
    Source(
        name="Physical Therapy Exercises (Yurtman & Barshan 2014), subjects s1, s2, s4: the unit "
        "that moves most, 25 Hz brought to 50 Hz, with graded edits",
        terms="CC BY 4.0",
    ),
    Source(
        name=f"the simulated patient of this project, seeds {SIMULATED_SEEDS.start} to "
        f"{SIMULATED_SEEDS.stop - 1}, all six exercises, with graded edits",
        terms="made by this project",
    ),
)
LIMITS: Final = (
    "Three healthy persons and simulated ones: nothing is known about patients.",
    "Evaluating s1, s2 or s4 with this file is not held out; any figures given here are, each from "
    "a network that was trained without the person.",
    "Targets are measured on the signal by models.data.measures and models.data.graded, not judged "
    "by a therapist.",
    "A similarity says that two repetitions differ, not which of them is better.",
    "An anchor of another exercise gives meaningless scores; the network does not notice.",
)
NOT_FOR: Final = (
    "Diagnosis, or any decision about treatment.",
    "Comparing persons with each other: the anchor is the person's own.",
    "Ending or grading an exercise without a therapist's supervision.",
)
SHOWN: Final = ("type_accuracy", "correct_auc", "similarity_r2", "similarity_mae")


def card_of(name: str, normalisation: Normalisation, measured: Path) -> Card:
    """Return the card of a trained network without ports, example and hash.

    Args:
        name: as in training.
        normalisation: of the network.
        measured: what leaving one person out found, if that was done.
    """
    return Card(
        name=catalogue_name(name),
        summary=SUMMARIES[name],
        inputs=(),
        outputs=(),
        rate_hz=PIPELINE_RATE_HZ,
        mean=tuple(normalisation.mean.tolist()),
        sd=tuple(normalisation.sd.tolist()),
        trained_on=TRAINED_ON,
        figures=figures_of(name, measured),
        limits=LIMITS,
        not_for=NOT_FOR,
        example=Example(scores=(), gradients=()),
        sha256="",
    )


def figures_of(name: str, measured: Path) -> tuple[Figures, ...]:
    """Return what leaving one person out found about a network, nothing if it was not done."""
    figures = json.loads(measured.read_text(encoding="utf-8")) if measured.exists() else {}
    return tuple(
        Figures(
            question=f"{asked}: {', '.join(own['by_subject'])}, each held out once",
            command="physio models train snn --data DIR --loso",
            values={key: own[key] for key in SHOWN},
        )
        for asked, own in figures.items()
        if asked.split(",")[0] == name
    )


def with_figures(folder: Path, zoo: Path, names: Sequence[str] = tuple(SUMMARIES)) -> list[Card]:
    """Return the networks' cards in the catalogue with the figures of leave_one_out.json."""
    cards = []
    for name in names:
        path = zoo / f"{catalogue_name(name)}.json"
        figures = figures_of(name, folder / "leave_one_out.json")
        cards.append(dataclasses.replace(Card.read(path), figures=figures))
        cards[-1].write(path)
    return cards


def catalogue_name(name: str) -> str:
    """Return what a network is called in the catalogue."""
    return name if name == "snn" else f"snn-{name}"
