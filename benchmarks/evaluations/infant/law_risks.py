"""What an ensemble says of simulated infants as they are, and of the same moving otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, SEGMENTS
from edge.explain.infant.joint_maps import calibrate_threshold, group_of, normalised
from edge.explain.infant.perturbation import velocity_perturbed
from edge.explain.infant.top_joints import importance, top_joints
from edge.posture.infant.preparation import fill_holes, prepare
from edge.posture.infant.windows import channels, cut, usable_starts
from edge.screening.infant.judgement import Ensemble, TrackedInfant, judge
from edge.screening.infant.risk import calibrate_risk_threshold, risk_of
from edge.screening.infant.what_if import prepared_windows, raw_window
from edge.simulation.infant.infants import SimulatedInfant
from models.data.fold_scores import auc_of
from models.inference.infant_facts import InfantFacts

MOST_WINDOWS: Final = 4
"""Of an infant that are judged, spread over the recording."""
SENSITIVITY: Final = 0.70
ALL: Final = tuple(SEGMENTS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """What an ensemble says of a set of infants.

    Attributes:
        risks: (W, M) of their windows.
        cam: (W, M, 19) signed evidence of the joints.
        infant: (W,) whose window each is.
        abnormal: (I,) the infants' labels.
    """

    risks: NDArray[np.float32]
    cam: NDArray[np.float32]
    infant: NDArray[np.int64]
    abnormal: NDArray[np.bool_]

    def by_infant(self) -> Floats:
        """Return (I,) the median over windows and networks; NaN without a usable window."""
        found = np.full(len(self.abnormal), np.nan)
        for k in range(len(found)):
            own = self.risks[self.infant == k]
            if len(own):
                found[k] = np.median(np.median(own, axis=1))
        return found

    @property
    def auc(self) -> float:
        """Of the infants by their medians."""
        scores = self.by_infant()
        kept = np.isfinite(scores)
        return auc_of(scores[kept], self.abnormal[kept])

    def top(self, networks: slice = slice(None)) -> tuple[int, ...]:
        """Return the joints that CAM names in windows at very high risk, of some networks."""
        risks = self.risks[:, networks].astype(np.float64)
        abnormal = self.abnormal[self.infant]
        threshold = calibrate_risk_threshold(np.median(risks, axis=1), abnormal, SENSITIVITY)
        high = np.array([risk_of(row, threshold).group == "very_high" for row in risks])
        if not high.any():
            return ()
        scaled = normalised(self.cam[high][:, networks].astype(np.float64))
        shown = calibrate_threshold(scaled.mean(axis=(1, 2)))
        colours = [
            [group_of(window[:, joint], shown) for joint in range(len(JOINTS))] for window in scaled
        ]
        return top_joints(importance(colours, "very_high")).joints

    def tops(self) -> list[tuple[int, ...]]:
        """Return the top joints of every network by itself."""
        return [self.top(slice(m, m + 1)) for m in range(self.risks.shape[1])]


def judged(ensemble: Ensemble, infants: Sequence[SimulatedInfant]) -> Judged:
    """Return what an ensemble says of some windows of every infant."""
    windows, whose = [], []
    for number, infant in enumerate(infants):
        seen = infant.tracked
        clip = prepare(seen.positions_px, seen.rate_hz)
        usable = usable_starts(clip)[1]
        chosen = usable[:: max(1, -(-len(usable) // MOST_WINDOWS))]
        if chosen:
            windows.append(channels(cut(clip, chosen)))
            whose += [number] * len(chosen)
    maps = ensemble.explain(np.concatenate(windows))
    return Judged(
        risks=maps.risks,
        cam=maps.cam,
        infant=np.array(whose),
        abnormal=np.array([infant.abnormal for infant in infants]),
    )


def risks_at(
    ensemble: Ensemble, infants: Sequence[SimulatedInfant], speeds: Mapping[str, float]
) -> Floats:
    """Return (I,) the risk of each infant's first window, its segments running at some speeds."""
    found = []
    for infant in infants:
        seen = infant.tracked
        filled, _ = fill_holes(seen.positions_px, seen.rate_hz)
        changed = velocity_perturbed(raw_window(filled, seen.rate_hz, 0), speeds)
        found.append(prepared_windows([changed], seen.rate_hz)[0])
    risks: Floats = np.median(ensemble.risks(np.stack(found)).astype(np.float64), axis=1)
    return risks


def all_at(ensemble: Ensemble, infants: Sequence[SimulatedInfant], speed: float) -> Floats:
    """Return (I,) the risk of each infant's first window, everything running at one speed."""
    return risks_at(ensemble, infants, dict.fromkeys(ALL, speed))


def changes(
    ensemble: Ensemble,
    infants: Sequence[SimulatedInfant],
    segments: Sequence[str],
    speeds: Sequence[float],
) -> Floats:
    """Return (S, I) by how much the risk of each infant changes at each speed of some segments."""
    before = risks_at(ensemble, infants, {})
    return np.stack(
        [risks_at(ensemble, infants, dict.fromkeys(segments, s)) - before for s in speeds]
    )


def answered(ensemble: Ensemble, facts: InfantFacts, infants: Sequence[SimulatedInfant]) -> float:
    """Return the share of recordings that the screening answers, by all its rules."""
    given = []
    for infant in infants:
        seen = infant.tracked
        missing = float(np.isnan(seen.positions_px).any(axis=2).mean())
        tracked = TrackedInfant(
            positions_px=seen.positions_px,
            rate_hz=seen.rate_hz,
            observed=(True,) * len(JOINTS),
            missing=missing,
        )
        given.append(not judge(tracked, ensemble, facts, ask_speeds=False).silence)
    return float(np.mean(given))
