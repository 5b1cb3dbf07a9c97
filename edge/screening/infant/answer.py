"""Whether anything may be said of a recording at all, and if not, why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from edge.core.arrays import Floats
from edge.screening.infant.risk import RecordingRisk

LEAST_WINDOWS: Final = 12
MOST_CROSSING: Final = 0.5
MOST_SWAPPED: Final = 0.05
MOST_GAPS: Final = 0.10
LEAST_FACING: Final = 0.80
MOST_LIKE_TRACKER: Final = 0.5

ReasonKind = Literal["windows", "crossing", "swaps", "gaps", "not_supine", "speed", "tracker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason to give no answer.

    Attributes:
        kind: which.
        facts: the figures of its sentence.
    """

    kind: ReasonKind
    facts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the reasons are found from, beside the risk.

    Attributes:
        usable: windows without a hole and without swapped sides.
        swaps: share of frames with swapped sides.
        gaps: share of keypoints that were not found.
        facing: share of frames in which the infant is seen from above.
        hand_speed: of the recording.
        usual_speed: lowest and highest of the infants that the ensemble was calibrated on.
    """

    usable: int
    swaps: float
    gaps: float
    facing: float
    hand_speed: float
    usual_speed: tuple[float, float]


def reasons_for_silence(
    seen: Seen, risk: RecordingRisk | None, evidence: Floats, tracker: Floats
) -> tuple[Reason, ...]:
    """Return every reason to give no answer; none where one may be given.

    Args:
        seen: how the infant was filmed.
        risk: of its windows, None where none was usable.
        evidence: (19,) what the networks see in each joint.
        tracker: (19,) how badly each joint was tracked.
    """
    slow, fast = seen.usual_speed
    checks: list[tuple[bool, Reason]] = [
        (
            seen.usable < LEAST_WINDOWS,
            Reason(kind="windows", facts={"n": seen.usable, "least": LEAST_WINDOWS}),
        ),
        (seen.swaps > MOST_SWAPPED, Reason(kind="swaps", facts={"share": seen.swaps})),
        (seen.gaps > MOST_GAPS, Reason(kind="gaps", facts={"share": seen.gaps})),
        (
            seen.facing < LEAST_FACING,
            Reason(kind="not_supine", facts={"share": 1.0 - seen.facing}),
        ),
        (
            not slow <= seen.hand_speed <= fast,
            Reason(kind="speed", facts={"speed": seen.hand_speed, "low": slow, "high": fast}),
        ),
    ]
    if risk is not None:
        crossing = Reason(kind="crossing", facts={"share": risk.crossing})
        checks.append((risk.crossing > MOST_CROSSING, crossing))
        likeness = _correlation(evidence, tracker)
        like = Reason(kind="tracker", facts={"r": likeness})
        checks.append((likeness > MOST_LIKE_TRACKER, like))
    return tuple(reason for applies, reason in checks if applies)


def _correlation(evidence: Floats, tracker: Floats) -> float:
    if np.ptp(evidence) == 0.0 or np.ptp(tracker) == 0.0:
        return 0.0
    return float(np.corrcoef(evidence, tracker)[0, 1])
