"""Predictions of somebody's locked test: how well they rank, and how far they are probabilities.

A known answer for the code that judges predictions, and a warning: networks that were trained on as
many abnormal as normal infants give scores, not probabilities, until that is corrected.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray
from rich.table import Table
from scipy.optimize import minimize
from sklearn.metrics import average_precision_score

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.screening.infant.risk import prior_corrected
from models.data.fold_scores import auc_of

_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionFigures:
    """How good predictions are.

    Attributes:
        infants: how many.
        abnormal: how many of them.
        auc: area under the ROC curve.
        auc_low: lower end of its 95 % interval, infants drawn again within each group.
        auc_high: upper end.
        average_precision: area under the precision-recall curve.
        brier: mean squared error of the predictions as probabilities.
        brier_prevalence: of the prevalence alone, for everybody.
        brier_corrected: of the predictions after a correction for how rare abnormal infants are.
        intercept: calibration in the large, 0 where predictions are right on average.
        slope: of the predictions' log odds, 1 where they are neither too sure nor too timid.
        slope_error: its standard error.
    """

    infants: int
    abnormal: int
    auc: float
    auc_low: float
    auc_high: float
    average_precision: float
    brier: float
    brier_prevalence: float
    brier_corrected: float
    intercept: float
    slope: float
    slope_error: float

    def table(self) -> Table:
        """Return the figures as a person at a terminal reads them."""
        table = Table("figure", "value", box=None)
        table.add_row("infants, abnormal", f"{self.infants}, {self.abnormal}")
        table.add_row("AUC (95 %)", f"{self.auc:.3f} ({self.auc_low:.3f} to {self.auc_high:.3f})")
        table.add_row("average precision", f"{self.average_precision:.3f}")
        table.add_row("Brier score", f"{self.brier:.3f}")
        table.add_row("of the prevalence alone", f"{self.brier_prevalence:.3f}")
        table.add_row("corrected for the prevalence", f"{self.brier_corrected:.3f}")
        table.add_row("calibration in the large", f"{self.intercept:.2f}")
        table.add_row("slope (standard error)", f"{self.slope:.2f} ({self.slope_error:.2f})")
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedPredictions:
    """How good locked predictions are; its settings.

    Attributes:
        data: an .npz with `label` and `probability`.
        trained_share: of abnormal infants in the training that the predictions come from.
        draws: of the bootstrap.
        seed: of the draws.
    """

    data: Annotated[Path, typer.Option(metavar="FILE", help="An .npz with label and probability.")]
    trained_share: Annotated[
        float, typer.Option(min=0.001, max=0.999, help="Of abnormal infants in its training.")
    ] = 0.5
    draws: Annotated[int, typer.Option(min=100, help="Of the bootstrap.")] = 2000
    seed: int = 1

    def run(self, progress: Progress) -> PredictionFigures:
        """Return the figures.

        Raises:
            EvaluationError: the file holds no such predictions, or infants of one group alone.
        """
        progress(0, 1)
        labels, predictions = _read(self.data)
        rng = np.random.default_rng(self.seed)
        drawn = [_drawn_auc(rng, labels, predictions) for _ in range(self.draws)]
        low, high = np.percentile(drawn, (2.5, 97.5))
        prevalence = float(labels.mean())
        corrected = prior_corrected(predictions, self.trained_share, prevalence)
        intercept = _logistic(labels, predictions, slope=False)[0][0]
        (_, slope), errors = _logistic(labels, predictions, slope=True)
        progress(1, 1)
        return PredictionFigures(
            infants=len(labels),
            abnormal=int(labels.sum()),
            auc=auc_of(predictions, labels),
            auc_low=float(low),
            auc_high=float(high),
            average_precision=float(average_precision_score(labels, predictions)),
            brier=_brier(labels, predictions),
            brier_prevalence=_brier(labels, np.full(len(labels), prevalence)),
            brier_corrected=_brier(labels, corrected),
            intercept=intercept,
            slope=slope,
            slope_error=errors[1],
        )


def _read(path: Path) -> tuple[NDArray[np.bool_], Floats]:
    try:
        with np.load(path) as file:
            labels = np.asarray(file["label"]).astype(bool)
            predictions = np.asarray(file["probability"], np.float64)
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(f"{path} holds no label and probability") from error
    if labels.shape != predictions.shape or labels.all() or not labels.any():
        raise EvaluationError(f"{path} does not hold infants of both groups, one row for each")
    if not ((predictions >= 0.0) & (predictions <= 1.0)).all():
        raise EvaluationError(f"{path} holds probabilities outside 0 to 1")
    return labels, predictions


def _drawn_auc(rng: np.random.Generator, labels: NDArray[np.bool_], predictions: Floats) -> float:
    chosen = np.concatenate(
        [rng.choice(own, len(own)) for own in map(np.flatnonzero, (labels, ~labels))]
    )
    return auc_of(predictions[chosen], labels[chosen])


def _brier(labels: NDArray[np.bool_], predictions: Floats) -> float:
    return float(((predictions - labels) ** 2).mean())


def _logistic(
    labels: NDArray[np.bool_], predictions: Floats, *, slope: bool
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return intercept (and slope) of the log odds that fit best, and their standard errors.

    Without a slope it is 1.
    """
    kept = np.clip(predictions, _LEAST, 1.0 - _LEAST)
    odds = np.log(kept / (1.0 - kept))
    design = np.column_stack([np.ones_like(odds), odds]) if slope else np.ones((len(odds), 1))
    offset = np.zeros_like(odds) if slope else odds

    def loss(weights: Floats) -> float:
        z = design @ weights + offset
        return float((np.logaddexp(0.0, z) - labels * z).sum())

    fitted = minimize(loss, np.zeros(design.shape[1]), method="BFGS").x
    chance = 1.0 / (1.0 + np.exp(-(design @ fitted + offset)))
    information = design.T @ (design * (chance * (1.0 - chance))[:, None])
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    return tuple(map(float, fitted)), tuple(map(float, errors))
