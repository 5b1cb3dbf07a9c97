"""What the networks say about a film, with their reasons, or why they are not asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from edge.core.arrays import Floats
from edge.explain.low_back import Agreement, BendNetwork, agreement, explain_bend, grouped
from edge.pose.clip import BackMask
from edge.posture.angle_bins import DIRECTIONS, Direction
from edge.screening.low_back.bends import Bends, evenly
from edge.screening.low_back.certainty import reliability_at
from edge.screening.low_back.rules import Check, bend_checks
from edge.screening.low_back.usual import Compared, compared_with
from models.inference.card import BendInputs, Card, Reliability
from models.inference.low_back import probability

MASKS: Final = 32
"""Of each direction that a network sees."""
MOMENTS: Final = 3
_SUREST: Final = 1e-6
"""No network's probability comes nearer to 0 or 1, so that its logit is finite."""


class AskedNetwork(BendNetwork, Protocol):
    """A network of the catalogue."""

    @property
    def card(self) -> Card:
        """What is known about it."""

    @property
    def bends(self) -> BendInputs:
        """What it takes and tells apart."""

    def figures_of(self, measured: dict[str, float]) -> Floats:
        """Return (F,) the figures that it takes, out of all that were measured by name."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moment:
    """A mask that mattered.

    Attributes:
        back: the mask.
        direction: of the bend.
        heat: (h, w) where on it the network found what speaks for its answer, 0–1, of the largest
            heat of all masks.
        score: mean heat of the mask.
    """

    back: BackMask
    direction: Direction
    heat: Floats
    score: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NetworkAnswer:
    """One network's answer.

    Attributes:
        network: its name in the catalogue.
        group: that it names.
        probability: of that group, by the network.
        reliability: how often answers as certain were right on simulated people, None where that
            was not measured.
        accuracy: of the network on simulated people, None where that was not measured.
        moments: masks that mattered most, of different angles, the strongest first.
        counted: what the gate gave each part.
        figures: how much groups of figures moved the logit towards the group that is named.
        masks: that it saw.
        cell_px: side of a cell of the heat, in pixels of a mask.
    """

    network: str
    group: str
    probability: float
    reliability: Reliability | None
    accuracy: float | None
    moments: tuple[Moment, ...]
    counted: dict[str, float]
    figures: dict[str, float]
    masks: int
    cell_px: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """Two groups that networks tell apart, put to a film.

    Attributes:
        groups: names of the negative and the positive one.
        directions: of the bends that it takes.
        checks: rules about those bends.
        compared: figures beside those of the people of the training.
        missing: questionnaires that a network would need.
        answers: of the networks, the one that was right most often first; none where a rule is
            broken or the network lacks something.
        agreement: of several networks.
    """

    groups: tuple[str, str]
    directions: tuple[Direction, ...]
    checks: tuple[Check, ...]
    compared: tuple[Compared, ...]
    missing: tuple[str, ...]
    answers: tuple[NetworkAnswer, ...]
    agreement: Agreement | None


def ask(
    networks: Sequence[AskedNetwork],
    bends: Mapping[Direction, Bends],
    scores: Mapping[str, float],
    *,
    allowed: bool,
) -> tuple[Question, ...]:
    """Return one question for each pair of groups and directions.

    Args:
        networks: to be asked.
        bends: of the film.
        scores: questionnaires by the names of their figures.
        allowed: the film as a whole is good enough.
    """
    sorts: dict[tuple[tuple[str, str], tuple[Direction, ...]], list[AskedNetwork]] = {}
    for network in networks:
        own = directions_of(network.bends)
        sorts.setdefault((network.bends.groups, own), []).append(network)
    return tuple(
        _question(groups, directions, own, bends, scores, allowed=allowed)
        for (groups, directions), own in sorts.items()
    )


def directions_of(inputs: BendInputs) -> tuple[Direction, ...]:
    """Return the directions of the bends that a network takes."""
    return tuple(direction for direction in DIRECTIONS if direction in inputs.directions)


def _question(
    groups: tuple[str, str],
    directions: tuple[Direction, ...],
    networks: Sequence[AskedNetwork],
    bends: Mapping[Direction, Bends],
    scores: Mapping[str, float],
    *,
    allowed: bool,
) -> Question:
    measured = {**scores}
    for direction in directions:
        if direction in bends:
            measured |= bends[direction].figures
    compared = compared_with([network.bends for network in networks], measured)
    checks = [check for d in directions for check in bend_checks(bends, d)]
    whole = not any(check.broken for check in checks)
    if whole:
        checks += [
            Check(rule="unusual", measured=one.beyond, figure=one.usual.name) for one in compared
        ]
    good = allowed and not any(check.broken for check in checks)
    able = [network for network in networks if not _missing(network, measured)]
    missing = dict.fromkeys(name for n in networks for name in _missing(n, measured))
    answers = [_answer(n, directions, bends, measured) for n in able] if good else []
    answers.sort(key=lambda answer: -(answer.accuracy or 0.0))
    return Question(
        groups=groups,
        directions=directions,
        checks=tuple(checks),
        compared=compared,
        missing=tuple(missing) if whole and not able else (),
        answers=tuple(answers),
        agreement=_agreement(groups, answers),
    )


def _missing(network: AskedNetwork, measured: Mapping[str, float]) -> list[str]:
    return [
        name for name in network.bends.figures if name.startswith("proms.") and name not in measured
    ]


def _answer(
    network: AskedNetwork,
    directions: Sequence[Direction],
    bends: Mapping[Direction, Bends],
    measured: Mapping[str, float],
) -> NetworkAnswer:
    inputs = network.bends
    shown = [(back, d) for d in directions for back in evenly(bends[d], MASKS)]
    masks: NDArray[np.uint8] = np.stack([back.square for back, _ in shown])
    figures = network.figures_of(dict(measured))
    found = explain_bend(network, masks, figures, np.array(inputs.means))
    chance = probability(found.logit / inputs.temperature)
    positive = found.logit > 0.0
    certainty = chance if positive else 1.0 - chance
    side = 1.0 if positive else -1.0
    moved = grouped(inputs.figures, found.attribution)
    return NetworkAnswer(
        network=network.card.name,
        group=inputs.groups[int(positive)],
        probability=certainty,
        reliability=reliability_at(inputs.reliability, certainty),
        accuracy=_accuracy(network.card),
        moments=_moments(shown, found.layer3),
        counted=dict(zip(inputs.parts, found.weights.tolist(), strict=True)),
        figures={name: side * value for name, value in moved.items()},
        masks=len(masks),
        cell_px=masks.shape[1] / found.layer3.shape[1],
    )


def _accuracy(card: Card) -> float | None:
    return next((f.values["accuracy"] for f in card.figures if "accuracy" in f.values), None)


def _moments(shown: Sequence[tuple[BackMask, Direction]], maps: Floats) -> tuple[Moment, ...]:
    """Return the masks with the strongest heat, one for each bin of the spine angle."""
    largest = max(float(maps.max()), np.finfo(float).tiny)
    scores = maps.mean(axis=(1, 2)) / largest
    strongest: dict[tuple[Direction, int], Moment] = {}
    for place in np.argsort(-scores, kind="stable").tolist():
        back, direction = shown[place]
        strongest.setdefault(
            (direction, back.bin),
            Moment(
                back=back,
                direction=direction,
                heat=maps[place] / largest,
                score=float(scores[place]),
            ),
        )
    return tuple(strongest.values())[:MOMENTS]


def _agreement(groups: tuple[str, str], answers: Sequence[NetworkAnswer]) -> Agreement | None:
    if len(answers) < 2:
        return None
    chances = np.array(
        [a.probability if a.group == groups[1] else 1.0 - a.probability for a in answers]
    )
    sure = np.clip(chances, _SUREST, 1.0 - _SUREST)
    return agreement(np.log(sure / (1.0 - sure)))
