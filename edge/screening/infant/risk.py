"""Risk of windows and recordings by the networks of an ensemble, and what group that is."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.infant.joint_maps import RiskGroup, group_by_quartiles
from edge.screening.infant.errors import RiskError

PAPER_THRESHOLD: Final = 0.35025954
"""Of the public code; other weights need a threshold of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What M networks say together.

    Attributes:
        median: of the networks.
        low: 25th percentile of the networks.
        high: 75th percentile.
        group: by these against the threshold.
    """

    median: float
    low: float
    high: float
    group: RiskGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRisk:
    """What an ensemble says of a recording.

    Attributes:
        whole: of the recording: medians over windows of the windows' medians and quartiles.
        windows: of each window.
        crossing: share of windows whose networks' quartiles lie on either side of the threshold.
        spread: 10th and 90th percentile of the windows' medians.
    """

    whole: Risk
    windows: tuple[Risk, ...]
    crossing: float
    spread: tuple[float, float]

    def at_prevalence(self, trained_share: float, prevalence: float | None) -> float | None:
        """Return the whole recording's risk as `prior_corrected`; None without a prevalence."""
        if prevalence is None:
            return None
        return float(prior_corrected(np.array([self.whole.median]), trained_share, prevalence)[0])


def risk_of(values: Floats, threshold: float) -> Risk:
    """Return what M networks say together by their probabilities (M,)."""
    low, middle, high = (float(v) for v in np.percentile(values, (25.0, 50.0, 75.0)))
    return _grouped(low, middle, high, threshold)


def told_group(group: RiskGroup, networks: int) -> RiskGroup:
    """Return the group that a person is told.

    One network alone has no quartiles on either side of a threshold, so nothing says "very".
    """
    if networks > 1:
        return group
    return "low" if group in ("low", "very_low") else "high"


def recording_risk(risks: Floats, threshold: float = PAPER_THRESHOLD) -> RecordingRisk:
    """Return what an ensemble says by the probabilities (W, M) of W windows and M networks.

    Raises:
        RiskError: there is no window.
    """
    if len(risks) == 0:
        raise RiskError("no window could be judged")
    windows = tuple(risk_of(row, threshold) for row in risks)
    medians = np.array([one.median for one in windows])
    low, high = (float(np.median([getattr(w, end) for w in windows])) for end in ("low", "high"))
    middle = float(np.median(medians))
    crossing = np.mean([one.low <= threshold <= one.high for one in windows])
    spread = np.percentile(medians, (10.0, 90.0))
    return RecordingRisk(
        whole=_grouped(low, middle, high, threshold),
        windows=windows,
        crossing=float(crossing),
        spread=(float(spread[0]), float(spread[1])),
    )


def calibrate_risk_threshold(
    risks: Floats, abnormal: NDArray[np.bool_], sensitivity: float = 0.70
) -> float:
    """Return the largest threshold at which at least that share of abnormal infants is told so.

    Args:
        risks: (n,) of infants.
        abnormal: (n,) their labels.
        sensitivity: share of the abnormal infants at the threshold or above.

    Raises:
        RiskError: no infant is abnormal, or the sensitivity is no share.
    """
    own = np.sort(risks[abnormal])[::-1]
    if len(own) == 0 or not 0.0 < sensitivity <= 1.0:
        raise RiskError("a threshold needs abnormal infants, and a share between 0 and 1")
    return float(own[int(np.ceil(sensitivity * len(own) - 1e-9)) - 1])


def prior_corrected(risk: Floats, trained_share: float, prevalence: float) -> Floats:
    """Return probabilities as they would be had the groups been as frequent as they are.

    Args:
        risk: as a network trained with `trained_share` of abnormal infants gives it.
        trained_share: 0 … 1.
        prevalence: of the abnormal group where it is used.

    Raises:
        RiskError: a share is not between 0 and 1.
    """
    if not (0.0 < trained_share < 1.0 and 0.0 < prevalence < 1.0):
        raise RiskError("a share of infants lies between 0 and 1")
    factor = prevalence / trained_share
    others = (1.0 - prevalence) / (1.0 - trained_share)
    corrected: Floats = risk * factor / (risk * factor + (1.0 - risk) * others)
    return corrected


def _grouped(low: float, middle: float, high: float, threshold: float) -> Risk:
    group = group_by_quartiles(low, middle, high, threshold)
    return Risk(median=middle, low=low, high=high, group=group)
