"""Figures about predictions whose quality is known from how they were made."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.infant.locked_predictions import LockedPredictions
from benchmarks.question import ignored


def made(path: Path, *, shift: float = 0.0, slope: float = 1.0, infants: int = 20_000) -> Path:
    """Write predictions whose log odds are the true ones times `slope`, plus `shift`."""
    rng = np.random.default_rng(3)
    odds = rng.normal(-2.0, 1.0, infants)
    labels = rng.random(infants) < 1.0 / (1.0 + np.exp(-odds))
    said = 1.0 / (1.0 + np.exp(-(slope * odds + shift)))
    np.savez(path, label=labels, probability=said)
    return path


def test_true_probabilities_are_calibrated(tmp_path: Path) -> None:
    found = LockedPredictions(data=made(tmp_path / "a.npz"), draws=100).run(ignored)
    assert found.intercept == pytest.approx(0.0, abs=0.08)
    assert found.slope == pytest.approx(1.0, abs=0.08)
    assert found.brier < found.brier_prevalence
    assert found.auc_low < found.auc < found.auc_high


def test_a_prior_of_one_half_is_seen_and_mended(tmp_path: Path) -> None:
    honest = LockedPredictions(data=made(tmp_path / "a.npz"), draws=100).run(ignored)
    prevalence = honest.abnormal / honest.infants
    shift = -np.log(prevalence / (1.0 - prevalence))
    found = LockedPredictions(data=made(tmp_path / "b.npz", shift=shift), draws=100).run(ignored)
    assert found.auc == pytest.approx(honest.auc)
    assert found.intercept == pytest.approx(-shift, abs=0.1)
    assert found.brier > honest.brier_prevalence
    assert found.brier_corrected == pytest.approx(honest.brier, abs=0.002)


def test_too_sure_predictions_have_a_slope_below_one(tmp_path: Path) -> None:
    found = LockedPredictions(data=made(tmp_path / "a.npz", slope=2.0), draws=100).run(ignored)
    assert found.slope == pytest.approx(0.5, abs=0.06)


def test_a_file_that_holds_no_predictions_is_said(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", label=np.ones(4), probability=np.full(4, 0.5))
    with pytest.raises(EvaluationError, match="both groups"):
        LockedPredictions(data=tmp_path / "a.npz").run(ignored)
    np.savez(tmp_path / "b.npz", label=np.arange(4) % 2)
    with pytest.raises(EvaluationError, match="no label and probability"):
        LockedPredictions(data=tmp_path / "b.npz").run(ignored)
