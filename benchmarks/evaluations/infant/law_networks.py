"""The networks that are trained for the laws, kept outside the checkout; needs PyTorch."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress
from edge.simulation.infant.classes import ClassName

if TYPE_CHECKING:
    from models.training.infant.asking import TrainedEnsemble

EACH: Final = 180
"""Infants of the class, and as many normal ones, that its networks learn from."""


def trained_networks(
    kind: ClassName,
    architectures: Sequence[int],
    windows: int,
    folder: Path | None,
    progress: Progress,
) -> "TrainedEnsemble":
    """Return the networks of a class, one of each architecture, trained where they are not kept.

    Args:
        kind: that they tell from normal infants.
        architectures: their numbers.
        windows: that each sees.
        folder: where networks are kept; None for the user's cache.
        progress: called with the steps of the network that is being trained.

    Raises:
        EvaluationError: PyTorch is not there.
    """
    if importlib.util.find_spec("torch") is None:
        raise EvaluationError(
            "these laws are asked of networks that are trained for them, which needs PyTorch",
            remedy="'make train', then '.venv-train/bin/physio evaluate infant-laws'; or give an "
            "exported ensemble with --networks",
        )
    from models.data.infants import InfantSetSettings  # noqa: PLC0415
    from models.training.infant.asking import TrainedEnsemble  # noqa: PLC0415
    from models.training.infant.ensemble import (  # noqa: PLC0415
        InfantAsked,
        load_trained,
        train_infant,
    )
    from models.training.infant.settings import InfantTraining  # noqa: PLC0415

    training = InfantTraining(windows=windows)
    infants = InfantSetSettings(abnormal=(kind,), each=EACH)
    own = (folder or _usual_folder()) / f"{kind}-{windows}-{_digest(training, infants)}"
    train_infant(
        InfantAsked(
            architectures=tuple(architectures),
            folds=1,
            training=training,
            infants=infants,
            out=own,
        ),
        lambda _name, done, total: progress(done, total),
    )
    trained, _ = load_trained(own)
    return TrainedEnsemble({number: trained[number] for number in architectures})


def _digest(*settings: object) -> str:
    """Return eight characters that settings of another kind do not share."""
    return hashlib.sha256(repr(settings).encode()).hexdigest()[:8]


def _usual_folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "physio-edge" / "infant-laws"
