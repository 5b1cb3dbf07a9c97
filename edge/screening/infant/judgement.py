"""All that is found of one recording of an infant: quality, risk, joints, what-if, or silence."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import JOINTS, PELVIS, RATE_HZ, THORAX, WINDOW_FRAMES
from edge.explain.infant.joint_maps import JointEvidence, agreement, evidence_of, group_of
from edge.explain.infant.joint_maps import normalised as scaled_evidence
from edge.explain.infant.perturbation import PERTURBATION, PerturbationSettings
from edge.explain.infant.top_joints import TopJoints, importance, top_joints
from edge.posture.infant.limb_motion import LimbFigure, limb_figures
from edge.posture.infant.preparation import (
    PREPARATION,
    PreparationSettings,
    fill_holes,
    prepare,
)
from edge.posture.infant.quality import TrackQuality, hand_speed, quality_of
from edge.posture.infant.windows import channels, cut, usable_starts
from edge.screening.infant.answer import Reason, Seen, reasons_for_silence
from edge.screening.infant.risk import RecordingRisk, recording_risk
from edge.screening.infant.what_if import Risks, WhatIf, what_if
from models.inference.infant_facts import InfantFacts

MOST_SWAPPED_FRAMES: Final = 0.05
"""Share of a window's frames with swapped sides above which it is left out."""


class Maps(Protocol):
    """Risks and joint maps of W windows and M networks."""

    @property
    def risks(self) -> NDArray[np.float32]:
        """(W, M)."""

    @property
    def cam(self) -> NDArray[np.float32]:
        """(W, M, 19), signed."""

    @property
    def gradcam(self) -> NDArray[np.float32]:
        """(W, M, 19), signed."""


class Ensemble(Risks, Protocol):
    """Networks that judge and explain windows."""

    def explain(self, windows: NDArray[np.float32], /) -> Maps:
        """Return risks and maps for windows (W, 6, 150, 19)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explained:
    """What one explanation finds.

    Attributes:
        evidence: of each joint over the recording.
        importance: (19,) share of windows in which the joint speaks clearly for the recording's
            side.
        top: the joints that stand out in that.
    """

    evidence: JointEvidence
    importance: Floats
    top: TopJoints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InfantJudgement:
    """What is found of a recording.

    Attributes:
        quality: of film and tracking.
        hand_speed: median of the wrists, trunk lengths per second.
        limbs: figures of how wrists and ankles move.
        pose: (19, 2) median of the prepared positions, y upwards.
        starts_s: of all windows.
        usable: which of them were judged.
        risk: of the usable ones; None where there is none.
        cam: by class activation maps, None without a usable window.
        gradcam: by Grad-CAM.
        agreement: correlation of both over joints.
        what_if: at other speeds; empty without a usable window.
        silence: reasons to give no answer.
    """

    quality: TrackQuality
    hand_speed: float
    limbs: tuple[LimbFigure, ...]
    pose: Floats
    starts_s: tuple[float, ...]
    usable: tuple[bool, ...]
    risk: RecordingRisk | None
    cam: Explained | None
    gradcam: Explained | None
    agreement: float
    what_if: tuple[WhatIf, ...]
    silence: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackedInfant:
    """Keypoints of one infant, as judged.

    Attributes:
        positions_px: (T, 19, 2), NaN where nothing was found.
        rate_hz: frames per second.
        observed: (19,) whether the tracker knows each joint.
        missing: share of keypoints that were not found.
    """

    positions_px: Floats
    rate_hz: float
    observed: tuple[bool, ...]
    missing: float


def judge(
    infant: TrackedInfant,
    ensemble: Ensemble,
    facts: InfantFacts,
    settings: PreparationSettings = PREPARATION,
    *,
    change: PerturbationSettings = PERTURBATION,
    ask_speeds: bool = True,
) -> InfantJudgement:
    """Return all that an ensemble and the film itself say of a recording.

    Args:
        infant: as it was tracked.
        ensemble: that judges.
        facts: of the ensemble.
        settings: how keypoints are prepared, those of other speeds as well.
        change: how limbs are run through at another speed.
        ask_speeds: whether other speeds are asked about, which takes a third of the time.

    Raises:
        InfantError: the recording cannot be prepared at all.
    """
    clip = prepare(infant.positions_px, infant.rate_hz, settings)
    starts, whole = usable_starts(clip)
    quality = quality_of(infant.positions_px, infant.rate_hz, infant.missing)
    scale = infant.rate_hz / RATE_HZ
    usable = [start for start in whole if _sides_hold(quality.swapped, start, scale)]
    speed, pose = hand_speed(clip), np.median(clip.positions, axis=0)
    limbs = limb_figures(clip.positions, clip.known)
    seen = Seen(
        usable=len(usable),
        swaps=quality.swaps,
        gaps=quality.gaps,
        facing=quality.facing,
        hand_speed=speed,
        usual_speed=facts.hand_speed,
    )
    starts_s = tuple(start / RATE_HZ for start in starts)
    taken = set(usable)
    which = tuple(start in taken for start in starts)
    if not usable:
        return InfantJudgement(
            quality=quality,
            hand_speed=speed,
            limbs=limbs,
            pose=pose,
            starts_s=starts_s,
            usable=which,
            risk=None,
            cam=None,
            gradcam=None,
            agreement=float("nan"),
            what_if=(),
            silence=reasons_for_silence(seen, None, np.zeros(1), np.zeros(1)),
        )
    maps = ensemble.explain(channels(cut(clip, usable)))
    risk = recording_risk(maps.risks.astype(np.float64), facts.threshold)
    high = risk.whole.median >= facts.threshold
    cam = _explained(maps.cam, facts.cam_threshold, infant.observed, high=high)
    gradcam = _explained(maps.gradcam, facts.gradcam_threshold, infant.observed, high=high)
    speeds: tuple[WhatIf, ...] = ()
    if ask_speeds:
        filled, _ = fill_holes(infant.positions_px, infant.rate_hz)
        speeds = what_if(ensemble, filled, infant.rate_hz, usable, settings, change)
    return InfantJudgement(
        quality=quality,
        hand_speed=speed,
        limbs=limbs,
        pose=pose,
        starts_s=starts_s,
        usable=which,
        risk=risk,
        cam=cam,
        gradcam=gradcam,
        agreement=agreement(cam.evidence.value, gradcam.evidence.value),
        what_if=speeds,
        silence=reasons_for_silence(
            seen, risk, cam.evidence.value, tracker_trouble(infant.positions_px)
        ),
    )


def tracker_trouble(positions_px: Floats) -> Floats:
    """Return (19,) share of frames in which each joint was lost or jumped a fifth of a trunk."""
    found = np.isfinite(positions_px).all(axis=2)
    trunk = np.nanmedian(np.linalg.norm(positions_px[:, THORAX] - positions_px[:, PELVIS], axis=1))
    steps = np.linalg.norm(np.diff(positions_px, axis=0), axis=2)
    jumped = np.nan_to_num(steps) > 0.2 * trunk
    trouble: Floats = 1.0 - found.mean(axis=0) + jumped.mean(axis=0)
    return trouble


def _sides_hold(swapped: NDArray[np.bool_], start: int, scale: float) -> bool:
    own = swapped[round(start * scale) : round((start + WINDOW_FRAMES) * scale)]
    return float(own.mean()) <= MOST_SWAPPED_FRAMES


def _explained(
    signed: NDArray[np.float32], threshold: float, observed: tuple[bool, ...], *, high: bool
) -> Explained:
    evidence = evidence_of(signed.astype(np.float64), threshold, observed)
    scaled = scaled_evidence(signed.astype(np.float64))
    groups = [
        tuple(group_of(window[:, joint], threshold) for joint in range(len(JOINTS)))
        for window in scaled
    ]
    shares = importance(groups, "very_high" if high else "very_low")
    # What was not observed can stand out in nothing.
    shares = np.where(observed, shares, 0.0)
    return Explained(evidence=evidence, importance=shares, top=top_joints(shares))
