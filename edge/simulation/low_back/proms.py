"""Questionnaires that patients fill in (PROMs): one factor of severity behind all of them.

Means and standard deviations after Verkerk 2011, Laird 2018, Ferrari 2019, McCracken & Dhingra 2002
and others; the differences between the groups are chosen.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaincinv, ndtr

from edge.core.arrays import Floats
from edge.simulation.low_back.phenotypes import Phenotype
from edge.simulation.low_back.tasks import Task

_HEALTHY_SHIFT_SD: Final = 1.5
"""People without pain answer so far on the good side; nothing is published for these scales."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One scale in whole numbers from `low` to `high`.

    Attributes:
        name: as the papers abbreviate it.
        low: least score.
        high: largest score.
        mean: of patients with non-specific low-back pain.
        sd: of the same.
        fp_over_ep_sd: flexion patterns lie so many standard deviations above extension patterns.
        mi_over_mci_sd: the same of movement impairment over motor control impairment.
        load: correlation with severity.
        skewed: most people score low, some very high.
    """

    name: str
    low: int
    high: int
    mean: float
    sd: float
    fp_over_ep_sd: float
    mi_over_mci_sd: float
    load: float
    skewed: bool = False


def _row(name: str, low: int, high: int, *numbers: float, skewed: bool = False) -> Questionnaire:
    mean, sd, fp_over_ep_sd, mi_over_mci_sd, load = numbers
    return Questionnaire(
        name=name,
        low=low,
        high=high,
        mean=mean,
        sd=sd,
        fp_over_ep_sd=fp_over_ep_sd,
        mi_over_mci_sd=mi_over_mci_sd,
        load=load,
        skewed=skewed,
    )


QUESTIONNAIRES: Final[tuple[Questionnaire, ...]] = (
    _row("VAS", 0, 10, 5.5, 2.3, -0.15, 0.20, 0.45),
    _row("ODI", 0, 100, 24.0, 12.0, -0.10, 0.35, 0.60),
    _row("PCS", 0, 52, 16.0, 12.0, 0.05, 0.30, 0.80, skewed=True),
    _row("PSEQ", 0, 60, 36.0, 15.0, 0.0, -0.30, -0.65),
    _row("SBT", 0, 9, 4.5, 2.3, 0.40, 0.30, 0.70),
    _row("TSK", 17, 68, 36.7, 7.3, 0.30, 0.65, 0.60),
    _row("CSQ", 0, 36, 12.0, 8.0, -0.20, 0.20, 0.75),
    _row("PASS-20", 0, 100, 38.6, 20.4, 0.10, 0.40, 0.80),
)
"""In the order of every array of scores."""
_VAS_ODI: Final = 0.45
"""Pain and disability go together more than by severity alone."""


def correlation() -> Floats:
    """Return the (8, 8) correlation of the answers before they are rounded."""
    loads = np.array([one.load for one in QUESTIONNAIRES])
    matrix = np.outer(loads, loads)
    matrix[0, 1] = matrix[1, 0] = _VAS_ODI
    np.fill_diagonal(matrix, 1.0)
    return matrix


_ROOT: Final = np.linalg.cholesky(correlation())


def prom_shifts(task: Task, *, separation: float = 1.0) -> dict[Phenotype, Floats]:
    """Return by how many standard deviations (8,) each phenotype of the task lies off the mean."""
    shifts = {kind: phenotype_shift(kind) for kind in task.shares}
    pooled = sum((share * shifts[kind] for kind, share in task.shares.items()), np.zeros(1))
    return {kind: pooled + separation * (shift - pooled) for kind, shift in shifts.items()}


def phenotype_shift(phenotype: Phenotype) -> Floats:
    """Return by how many standard deviations (8,) a phenotype lies off the mean of all patients."""
    if phenotype == "healthy":
        return np.array([np.copysign(_HEALTHY_SHIFT_SD, -one.load) for one in QUESTIONNAIRES])
    impaired = np.array([one.mi_over_mci_sd for one in QUESTIONNAIRES])
    flexed = np.array([one.fp_over_ep_sd for one in QUESTIONNAIRES])
    if phenotype == "mi_flexion":
        return 0.5 * impaired
    return -0.5 * impaired + (0.5 if phenotype == "mci_fp" else -0.5) * flexed


def draw_proms(rng: np.random.Generator, shift_sd: Floats) -> Floats:
    """Return the (8,) scores of one person, whole numbers within their scales.

    Args:
        rng: of the person.
        shift_sd: (8,) by how many standard deviations the person's group lies off the mean.
    """
    answers = _ROOT @ rng.normal(size=len(QUESTIONNAIRES)) + shift_sd
    return np.array([_score(one, z) for one, z in zip(QUESTIONNAIRES, answers, strict=True)])


def _score(scale: Questionnaire, z: float) -> float:
    raw = scale.mean + scale.sd * z
    if scale.skewed:
        shape = (scale.mean / scale.sd) ** 2
        raw = float(gammaincinv(shape, float(ndtr(z))) * scale.mean / shape)
    return float(np.clip(np.rint(raw), scale.low, scale.high))
