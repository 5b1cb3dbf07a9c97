"""Scores of maps beside their floors, and how they follow what a network goes by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.stats import spearmanr
from scipy.stats import t as student_t

from edge.core.arrays import Floats
from edge.explain.map_checks import (
    Localisation,
    area_floor,
    edge_map,
    localisation,
    rank_correlation,
)

if TYPE_CHECKING:
    from benchmarks.low_back.known_cause import Looked

SCORES: Final = ("pointed", "mass", "rank")
STAGES: Final = ("layer3", "layer4")
FLOORS: Final = ("size", "edges", "untrained")


@dataclass(frozen=True, slots=True, kw_only=True)
class Above:
    """By how much a score lies above a floor: mean over people, with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScore:
    """One score of the maps of one stage.

    Attributes:
        stage: of the ResNet.
        score: which.
        value: mean over people.
        above: the floors.
        beats_all: whether all intervals lie above 0.
    """

    stage: str
    score: str
    value: float
    above: dict[str, Above]
    beats_all: bool


def map_scores(looked: Sequence["Looked"], stage: str) -> list[MapScore]:
    """Return the three scores of a stage's maps beside the floors."""
    own = np.array([_localised(one, one.trained[stage]) for one in looked])
    floors = {
        "size": np.array([_mean([area_floor(truth) for truth in one.truth]) for one in looked]),
        "edges": np.array(
            [_localised(one, np.stack([edge_map(m) for m in one.masks])) for one in looked]
        ),
        "untrained": np.array([_localised(one, one.untrained[stage]) for one in looked]),
    }
    # An even map points anywhere, into what changes as often as that is large.
    floors["size"][:, 0] = floors["size"][:, 1]
    found = []
    for place, score in enumerate(SCORES):
        above = {name: _above(own[:, place] - floors[name][:, place]) for name in FLOORS}
        found.append(
            MapScore(
                stage=stage,
                score=score,
                value=float(own[:, place].mean()),
                above=above,
                beats_all=all(one.low > 0.0 for one in above.values()),
            )
        )
    return found


def _localised(one: "Looked", maps: Floats) -> tuple[float, float, float]:
    return _mean([localisation(own, truth) for own, truth in zip(maps, one.truth, strict=True)])


def _mean(found: Sequence[Localisation]) -> tuple[float, float, float]:
    pointed, mass, rank = np.mean([(one.pointed, one.mass, one.rank) for one in found], axis=0)
    return float(pointed), float(mass), float(rank)


def _above(differences: Floats) -> Above:
    mean = float(differences.mean())
    count = len(differences)
    if count < 2:
        return Above(mean=mean, low=float("-inf"), high=float("inf"))
    reach = float(student_t.ppf(0.975, count - 1) * differences.std(ddof=1) / np.sqrt(count))
    return Above(mean=mean, low=mean - reach, high=mean + reach)


def faithfulness(looked: Sequence["Looked"]) -> float | None:
    """Return the rank correlation of the logit's moves with the maps' shares, where both vary."""
    moved, shares = [], []
    for one in looked:
        heat = one.trained["layer3"]
        for region, by in one.moved.items():
            moved.append(by)
            shares.append(float(heat[one.changed[region]].sum() / max(heat.sum(), 1e-12)))
    if np.ptp(moved) == 0.0 or np.ptp(shares) == 0.0:
        return None
    return float(spearmanr(moved, shares).statistic)


def forgotten_by_stage(looked: Sequence["Looked"]) -> dict[str, float]:
    """Return by stage how like the maps still are once the network has forgotten so far."""
    return {
        stage: float(
            np.mean(
                [rank_correlation(one.trained["layer4"], one.forgetful[stage]) for one in looked]
            )
        )
        for stage in looked[0].forgetful
    }
