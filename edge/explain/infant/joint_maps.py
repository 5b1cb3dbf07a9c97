"""From signed evidence of joints to what is shown: normalised values, groups, agreement.

The public code divides each network's evidence by its largest, cuts off what is negative and takes
medians. Signed and raw values are kept beside that, since a weak network counts as much as a strong
one after the division, and evidence that speaks for the other group must not look like none.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.explain.errors import ExplainError

RiskGroup = Literal["very_low", "low", "high", "very_high"]
JointGroup = RiskGroup | Literal["none", "unseen"]
"""How strongly a joint speaks for the abnormal group; `none`: no network saw anything in any joint;
`unseen`: the joint was not observed."""
KEEP: Final = 0.70
"""Share of infants told abnormal whose mean attribution lies above the threshold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointEvidence:
    """What an ensemble sees in the joints of one recording.

    Attributes:
        signed: (19,) median over windows and networks of the raw evidence; positive speaks for the
            abnormal group.
        normalised: (M, 19) of each network, median over windows of its evidence divided by its
            largest size and cut off at 0; 0 to 1.
        value: (19,) median over networks of `normalised`.
        groups: of each joint.
        silent: share of windows and networks whose evidence was flat or spoke in no joint for the
            abnormal group.
    """

    signed: Floats
    normalised: Floats
    value: Floats
    groups: tuple[JointGroup, ...]
    silent: float


def normalised(signed: Floats) -> Floats:
    """Return signed evidence (…, 19) divided by its largest size and cut off at 0; flat is 0."""
    largest = np.abs(signed).max(axis=-1, keepdims=True)
    scaled = np.divide(signed, largest, out=np.zeros_like(signed), where=largest > 0.0)
    positive: Floats = np.maximum(scaled, 0.0)
    return positive


def evidence_of(signed: Floats, threshold: float, observed: tuple[bool, ...]) -> JointEvidence:
    """Return the evidence of a recording.

    Args:
        signed: (W, M, 19) of W windows and M networks.
        threshold: θ of attributions, see `calibrate_threshold`.
        observed: (19,) whether each joint was seen by the tracker.

    Raises:
        ExplainError: there is no window.
    """
    if len(signed) == 0:
        raise ExplainError("there is no window to explain")
    raw = signed.astype(np.float64)
    scaled = normalised(raw)
    by_network = np.median(scaled, axis=0)
    nothing = not by_network.any()
    groups: list[JointGroup] = []
    for joint, seen in enumerate(observed):
        if not seen:
            groups.append("unseen")
        elif nothing:
            groups.append("none")
        else:
            groups.append(group_of(by_network[:, joint], threshold))
    return JointEvidence(
        signed=np.median(raw, axis=(0, 1)),
        normalised=by_network,
        value=np.median(by_network, axis=0),
        groups=tuple(groups),
        silent=float((scaled.max(axis=-1) <= 0.0).mean()),
    )


def group_of(values: Floats, threshold: float) -> RiskGroup:
    """Return the group of values (M,) of M networks, see `group_by_quartiles`."""
    low, middle, high = np.percentile(values, (25.0, 50.0, 75.0))
    return group_by_quartiles(low, middle, high, threshold)


def group_by_quartiles(low: float, middle: float, high: float, threshold: float) -> RiskGroup:
    """Return the group by the quartiles of what networks say, then by their median.

    Quartiles must lie strictly on one side of the threshold; at the threshold the median is high.
    """
    if high < threshold:
        return "very_low"
    if low > threshold:
        return "very_high"
    return "high" if middle >= threshold else "low"


def calibrate_threshold(values: Floats, keep: float = KEEP) -> float:
    """Return the smallest value among the largest ones that make up `keep` of all.

    Args:
        values: (n,) of infants told abnormal, such as their mean attribution over joints.
        keep: share of infants that lie at the threshold or above.

    Raises:
        ExplainError: there are no values, or `keep` is no share.
    """
    if len(values) == 0 or not 0.0 < keep <= 1.0:
        raise ExplainError("a threshold needs infants, and a share of them between 0 and 1")
    kept = max(1, int(np.floor(keep * len(values) + 1e-9)))
    return float(np.sort(values)[::-1][kept - 1])


def agreement(first: Floats, second: Floats) -> float:
    """Return the correlation of two maps over joints (19,), NaN where one of them is flat."""
    if np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])
