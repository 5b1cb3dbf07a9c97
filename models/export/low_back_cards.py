"""Which low-back networks go into the catalogue, under which names, and what their cards say."""

from pathlib import Path
from typing import Any, Final

from models.export.low_back import export_low_back
from models.inference.card import (
    BendInputs,
    Card,
    Figures,
    Reliability,
    Source,
    UsualFigure,
)
from models.training.errors import TrainingError
from models.training.low_back_rows import row_named
from models.training.low_back_task import load_trained

SHOWN: Final = ("accuracy", "low", "high", "sensitivity", "specificity", "f1", "auc")
SOURCES: Final = {
    "true": "silhouettes and joints as the renderer knows them, not as a camera sees them",
    "camera": "silhouettes and joints as the pose engine saw them in rendered films",
}
"""What a cohort says of where its masks and figures come from, in words."""


def export_all(folder: Path, zoo: Path) -> list[Card]:
    """Export every trained network of a folder that is of the row that is shipped.

    Raises:
        TrainingError: there is none.
    """
    cards = []
    for path in sorted(folder.glob("*/trained.json")):
        network, about = load_trained(path.parent)
        if about["shipped"]:
            cards.append(
                export_low_back(
                    network,
                    name_of(about),
                    bend_inputs(about),
                    zoo,
                    trained_on=(_source(about),),
                    figures=(_figures(about),),
                )
            )
    if not cards:
        raise TrainingError(
            f"{folder} holds no trained network", remedy=f"physio models train {folder.name}"
        )
    return cards


def name_of(about: dict[str, Any]) -> str:
    """Return the name in the catalogue, such as `movexor-fp-ep-backward`."""
    negative, positive = about["names"]
    return f"{about['kind']}-{positive}-{negative}-{about['direction']}".lower()


def bend_inputs(about: dict[str, Any]) -> BendInputs:
    """Return what a trained network takes and tells apart."""
    row = row_named(about["kind"], about["direction"], about["row"])[1]
    negative, positive = about["names"]
    return BendInputs(
        groups=(negative, positive),
        directions=tuple(row.masks),
        mask_px=about["size_px"],
        figures=tuple(about["columns"]),
        means=tuple(about["means"]),
        lowest=tuple(about["lowest"]),
        highest=tuple(about["highest"]),
        parts=("images", *("+".join(stream) for stream in row.streams)),
        temperature=about["temperature"],
        reliability=tuple(Reliability(**one) for one in about["reliability"]),
        usual=tuple(UsualFigure(**one) for one in about["usual"]),
    )


def _source(about: dict[str, Any]) -> Source:
    """Return on whom the network was trained."""
    seen = SOURCES.get(about["source"], f"masks and figures: {about['source'] or 'not said'}")
    return Source(
        name=f"{about['people']} simulated people of this project who bend, group differences "
        f"chosen within bounds of the literature; {seen}",
        terms="made by this project",
    )


def _figures(about: dict[str, Any]) -> Figures:
    own = about["figures"]
    frozen = " --frozen" if about["frozen"] else ""
    return Figures(
        question=f"{about['people']} simulated people, each in a test fold once; the mean of five "
        "folds with its 95 % interval",
        command=f"physio models train {about['kind']} --cohort DIR --direction "
        f"{about['direction']} --start {_start(about['start'])}{frozen}",
        values={name: float(own[name]) for name in SHOWN},
    )


def _start(start: str) -> str:
    """Return how the ResNet began, without a path of somebody's machine."""
    return start if start in ("scratch", "contours") else "FILE"
