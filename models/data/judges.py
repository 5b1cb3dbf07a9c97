"""What can be asked to compare a repetition with its anchor: a network, or alignment alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import curve_fit

from edge.align.dtw import dtw_path
from edge.core.arrays import Floats
from models.data.evaluation import Answer
from models.data.executions import Execution, Group
from models.data.graded import graded
from models.data.measures import similarities
from models.inference.frame import Frame
from models.inference.siamese import SiameseNetwork, Verdict

FIT_COPIES: Final = 2


@dataclass(frozen=True, slots=True)
class NetworkJudge:
    """Asks a network."""

    network: SiameseNetwork

    def __call__(self, signal: Floats, group: Group) -> Answer:
        """Return similarities, overall score and type of a repetition of the group."""
        inputs = self.network.prepare(signal, group.anchor.signal).inputs
        return answer(self.network.predict(inputs)[0].astype(np.float64))


@dataclass(frozen=True, slots=True)
class DtwJudge:
    """Asks alignment: the mean cost per step of six-axis DTW in the anchor's frame.

    A similarity is exp(−(cost / scale)^power), fitted on training persons; the type is that of the
    nearest of the person's three templates, of which the networks see only the correct one.

    Attributes:
        scale: (2,) cost at which each similarity has fallen to 1/e.
        power: (2,) how sharply.
    """

    scale: tuple[float, float]
    power: tuple[float, float]

    @classmethod
    def fit(cls, groups: Sequence[Group]) -> "DtwJudge":
        """Return the judge whose similarities come nearest the targets of training groups."""
        costs, targets = [], []
        for k, group in enumerate(groups):
            copies = graded(group, FIT_COPIES, np.random.default_rng([k, FIT_COPIES]))
            costs += [_cost(copy.signal, group.anchor, group.anchor) for copy in copies]
            targets += [similarities(copy.measures, group.anchor.measures) for copy in copies]
        fits = [
            curve_fit(_curve, np.array(costs), column, p0=(1.0, 1.0), bounds=(0.05, 20.0))[0]
            for column in np.stack(targets).T
        ]
        scale, power = np.stack(fits).T.tolist()
        return cls(scale=tuple(scale), power=tuple(power))

    def __call__(self, signal: Floats, group: Group) -> Answer:
        """Return similarities, overall score and type of a repetition of the group."""
        anchor = group.anchor
        costs = {kind: _cost(signal, own, anchor) for kind, own in group.templates.items()}
        cost = costs["correct"]
        similar = _curve(np.full(2, cost), np.array(self.scale), np.array(self.power))
        return similar, -cost, min(costs, key=lambda kind: costs[kind])


def answer(scores: Floats) -> Answer:
    """Return what the row of scores of a network says."""
    verdict = Verdict.of(scores)
    return np.array([verdict.rom, verdict.stability]), verdict.overall, verdict.kind


def _curve(cost: Floats, scale: Floats | float, power: Floats | float, /) -> Floats:
    similar: Floats = np.exp(-((cost / scale) ** power))
    return similar


def _cost(signal: Floats, template: Execution, anchor: Execution) -> float:
    """Return the cost per step of the path to a template, both in the anchor's frame."""
    frame = Frame.of(anchor.signal)
    path, cost = dtw_path(frame.apply(signal), frame.apply(template.signal))
    return cost / len(path)


ALIGNMENT: Final = DtwJudge(scale=(9.18, 2.96), power=(0.876, 0.805))
"""Fitted on s1, s2 and s4: `physio models train snn` prints it."""
