"""`physio models export infant`: the networks of an ensemble, and what it is compared with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.core.infant import JOINTS
from edge.explain.infant.joint_maps import calibrate_threshold, group_of, normalised
from edge.explain.infant.top_joints import importance, top_joints
from edge.posture.infant.limb_motion import usual_figures
from edge.posture.infant.motion_reference import reference_of
from edge.posture.infant.preparation import TRUNKS, bone_lengths_of
from edge.posture.infant.windows import channels
from edge.screening.infant.risk import calibrate_risk_threshold, risk_of
from models.data.infants import (
    InfantSet,
    InfantSetSettings,
    lies_in_limbs_together,
    simulated_infants,
)
from models.export.infant.networks import export_networks
from models.inference.card import Card, Source
from models.inference.infant import InfantEnsemble, JointMaps
from models.inference.infant_facts import InfantFacts, TopSet
from models.training.errors import TrainingError
from models.training.infant.ensemble import load_trained
from models.training.infant.paper import seen_windows, training_of
from models.training.infant.settings import InfantTraining

FIGURES_TOO: Final = "; plain figures of motion are learned beside the group"
CALIBRATION_SEED: Final = 500_000
CALIBRATION_EACH: Final = 10
CALIBRATION_S: Final = 30.0
SENSITIVITY: Final = 0.70
LEAST_WINDOWS: Final = 5
"""Of a risk group, for its motion to be taken as a reference."""


def export_all(folder: Path, zoo: Path, numbers: Sequence[int] = ()) -> list[Card]:
    """Export trained networks, calibrate them together on new infants; return their cards.

    Args:
        folder: of the training.
        zoo: where the ensemble goes.
        numbers: architectures; empty for all that were trained.

    Raises:
        TrainingError: none was trained, or they tell nobody apart.
    """
    trained, about = load_trained(folder)
    chosen = {n: nets for n, nets in trained.items() if not numbers or n in numbers}
    abnormal = tuple(about["infants"]["abnormal"])
    kinds = "+".join(abnormal)
    training = training_of(about["training"])
    windows = seen_windows(training, about["infants"]["each"] * len(about["infants"]["abnormal"]))
    source = Source(
        name=f"simulated infants of this project: normal ones against {kinds}, "
        f"{about['infants']['each']} of each, {about['infants']['seconds']:.0f} s",
        terms="made by this project",
    )
    schedule = training.in_words()
    if isinstance(training, InfantTraining) and lies_in_limbs_together(abnormal):
        schedule += FIGURES_TOO
    cards = []
    for number, networks in sorted(chosen.items()):
        aucs = [
            own["auc"]
            for name, own in sorted(about["networks"].items())
            if int(name.split("-")[0]) == number
        ]
        cards.append(
            export_networks(
                networks,
                zoo,
                trained_on=(source,),
                windows=windows,
                held_out_auc=aucs,
                schedule=schedule,
            )
        )
    if not cards:
        raise TrainingError(f"{folder} holds none of these architectures")
    infants = simulated_infants(
        InfantSetSettings(
            abnormal=abnormal,
            each=CALIBRATION_EACH,
            seconds=CALIBRATION_S,
            first_seed=CALIBRATION_SEED,
            pairs=False,
        ),
        lambda done, total: None,
    )
    calibrated(InfantEnsemble.load(zoo), infants).write(zoo)
    return cards


def calibrated(ensemble: InfantEnsemble, infants: InfantSet) -> InfantFacts:
    """Return the facts of an ensemble on infants that its networks never saw.

    Raises:
        TrainingError: no window is at very low risk, or none at very high risk.
    """
    windows = [infants.windows(k) for k in range(len(infants))]
    found = [ensemble.explain(channels(own)) for own in windows]
    infant_risks = np.array([np.median(np.median(one.risks, axis=1)) for one in found])
    threshold = calibrate_risk_threshold(infant_risks, infants.labels, SENSITIVITY)
    told = infant_risks >= threshold
    every = JointMaps.joined(found, axis=0)
    groups = np.array([risk_of(row, threshold).group for row in every.risks])
    positions = np.concatenate(windows)
    sides: dict[str, Floats] = {}
    for group in ("very_low", "very_high"):
        own = positions[groups == group]
        if len(own) < LEAST_WINDOWS:
            raise TrainingError(
                f"{len(own)} of {len(groups)} windows are at {group.replace('_', ' ')} risk: the "
                "networks tell nobody apart",
                remedy="train them longer",
            )
        sides[group] = own
    thresholds = {
        name: calibrate_threshold(_mean_attributions(found, told, name))
        for name in ("cam", "gradcam")
    }
    speeds = [
        float(np.median(np.linalg.norm(np.diff(p[:, (7, 11)], axis=0), axis=2)) * 30.0 * TRUNKS)
        for p in infants.positions
    ]
    return InfantFacts(
        threshold=threshold,
        threshold_source=f"sensitivity {SENSITIVITY:.2f} on {len(infants)} simulated infants",
        cam_threshold=thresholds["cam"],
        gradcam_threshold=thresholds["gradcam"],
        trained_share=0.5,
        # A third beyond the slowest and fastest: twelve infants span more than sixty draw.
        hand_speed=(min(speeds) / 1.5, max(speeds) * 1.5),
        infants=len(infants),
        simulated=True,
        low=reference_of(sides["very_low"]),
        high=reference_of(sides["very_high"]),
        top=tuple(
            _top(every, groups, name, group, thresholds[name])
            for name in ("cam", "gradcam")
            for group in ("very_low", "very_high")
        ),
        bone_lengths=bone_lengths_of(infants.positions),
        usual=usual_figures(
            [
                p
                for p, abnormal in zip(infants.positions, infants.labels, strict=True)
                if not abnormal
            ]
        ),
    )


def _mean_attributions(found: Sequence[JointMaps], told: NDArray[np.bool_], name: str) -> Floats:
    """Return of every infant told abnormal its mean attribution over joints, networks, windows."""
    maps: list[Any] = [getattr(one, name) for one, own in zip(found, told, strict=True) if own]
    return np.array([normalised(own.astype(np.float64)).mean() for own in maps])


def _top(
    maps: JointMaps, groups: NDArray[np.str_], name: str, group: str, threshold: float
) -> TopSet:
    scaled = normalised(getattr(maps, name)[groups == group].astype(np.float64))
    colours = [
        tuple(group_of(window[:, joint], threshold) for joint in range(len(JOINTS)))
        for window in scaled
    ]
    top = top_joints(importance(colours, group))
    return TopSet(
        explanation=name,
        group=group,
        windows=len(scaled),
        joints=top.joints,
        doubtful=top.flat or top.fallback,
    )
