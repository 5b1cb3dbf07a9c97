"""The laws themselves: from what networks said of simulated infants to what holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from scipy.stats import spearmanr

from edge.core.infant import ARMS, JOINTS

LEAST_AUC: Final = 0.8
LEAST_RANK: Final = 0.9
CLEAR: Final = 0.02
"""Median change of the risk that counts as one; less is none."""
CHANCE: Final = 0.1
"""How far an AUC may lie from one half by chance."""
SHUFFLES: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One law and whether it holds.

    Attributes:
        holds: whether it does.
        figure: that decides.
        law: in words.
    """

    holds: bool
    figure: float
    law: str


def told_apart(kind: str, auc: float) -> dict[str, Law]:
    """Return whether networks tell a class from normal infants, which its other laws need."""
    return {
        f"{kind}_told_apart": Law(
            holds=auc >= LEAST_AUC,
            figure=auc,
            law=f"{kind} against normal infants, none seen in training: AUC at least {LEAST_AUC}",
        )
    }


def speed_laws(
    told: bool, slowed: Mapping[str, float], sped: Mapping[str, float]
) -> dict[str, Law]:
    """Return the laws of S: median risks by the speed that everything moves at."""
    slower, faster = rank(slowed), rank(sped)
    return {
        "S_slowing_raises": Law(
            holds=told and slower <= -LEAST_RANK,
            figure=slower,
            law="normal infants slowed: rank correlation of speed and median risk at most -0.9",
        ),
        "S_speeding_lowers": Law(
            holds=told and faster <= -LEAST_RANK,
            figure=faster,
            law="slow infants sped up: rank correlation of speed and median risk at most -0.9",
        ),
    }


def arm_laws(told: bool, top: Sequence[int], legs_moved: float) -> dict[str, Law]:
    """Return the laws of A: the top joints, and the median |change| with legs at other speeds."""
    inside = len(set(top) & set(ARMS)) / len(top) if top else 0.0
    return {
        "A_top_joints": Law(
            holds=told and inside == 1.0,
            figure=inside,
            law="share of the top joints (CAM, very high risk) that are elbows and wrists: all",
        ),
        "A_legs_leave": Law(
            holds=told and legs_moved <= CLEAR,
            figure=legs_moved,
            law=f"legs at half and double speed: median change of the risk at most {CLEAR}",
        ),
    }


def synchrony_laws(told: bool, one_segment: float, all_alike: float) -> dict[str, Law]:
    """Return the laws of C: the median change with one arm warped, and |change| with everything."""
    return {
        "C_one_segment_lowers": Law(
            holds=told and one_segment <= -CLEAR,
            figure=one_segment,
            law=f"one arm at half or double speed: median change of the risk at most -{CLEAR}, "
            "the lesser of the two",
        ),
        **alike_law("C", told, all_alike),
    }


def alike_law(kind: str, told: bool, all_alike: float) -> dict[str, Law]:
    """Return the law that a class does not depend on speed: median |change| of the risk."""
    return {
        f"{kind}_all_alike_leaves": Law(
            holds=told and all_alike <= CLEAR,
            figure=all_alike,
            law=f"everything at half and double speed: median change of the risk at most {CLEAR}",
        )
    }


def null_laws(auc: float, stability: float, chance: float) -> dict[str, Law]:
    """Return the laws of N, whose labels are drawn by lot."""
    laws = {
        "N_is_chance": Law(
            holds=abs(auc - 0.5) <= CHANCE,
            figure=auc,
            law="labels drawn by lot: AUC 0.4 to 0.6",
        )
    }
    if np.isfinite(stability):
        laws["N_top_joints_by_chance"] = Law(
            holds=stability <= chance,
            figure=stability,
            law=f"networks agree on the top joints no better than by lot (95 %: {chance:.2f})",
        )
    return laws


def tracker_laws(leaky: float, fair: float) -> dict[str, Law]:
    """Return whether missing keypoints alone catch the leaky set, and give nobody else away."""
    return {
        "leak_caught": Law(
            holds=leaky >= LEAST_AUC,
            figure=leaky,
            law=f"missing keypoints alone tell the leaky set apart: AUC at least {LEAST_AUC}",
        ),
        "no_leak_elsewhere": Law(
            holds=abs(fair - 0.5) <= CHANCE,
            figure=fair,
            law="missing keypoints tell slow infants apart by chance alone: AUC 0.4 to 0.6",
        ),
    }


def rank(by_speed: Mapping[str, float]) -> float:
    """Return the rank correlation of speed and risk; 0 where the risk never changes."""
    if len(set(by_speed.values())) == 1:
        return 0.0
    found = spearmanr(list(map(float, by_speed)), list(by_speed.values())).statistic
    # Two neighbours of five exchanged are exactly 0.9, which the last digit must not decide.
    return round(float(found), 9)


def stability(tops: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Return how much networks agree on their top joints, and how much they might by lot.

    Agreement is the mean over pairs of networks of shared joints by joints of either (Jaccard); by
    lot is its 95th percentile over joints drawn anew, as many for each network. Both are NaN where
    there are no two networks.
    """
    if len(tops) < 2:
        return float("nan"), float("nan")
    rng = np.random.default_rng(0)
    shuffled = [
        _agreement([rng.choice(len(JOINTS), len(top), replace=False).tolist() for top in tops])
        for _ in range(SHUFFLES)
    ]
    return _agreement(tops), float(np.percentile(shuffled, 95.0))


def _agreement(tops: Sequence[Sequence[int]]) -> float:
    shares = []
    for one, other in combinations(map(set, tops), 2):
        shares.append(len(one & other) / max(1, len(one | other)))
    return float(np.mean(shares))
