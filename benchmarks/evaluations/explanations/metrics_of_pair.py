"""What the metrics make of one pair's attributions: raw, smoothed, at random, refined."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.evaluations.explanations.repetition_pairs import RepetitionPair
from edge.align.microsegments import micro_segments
from edge.assessment.template import Template
from edge.core.arrays import Floats
from edge.explain.attribution import METHODS, WEIGHTED, Maps
from edge.explain.control import random_segments
from edge.explain.critical import PairNetwork
from edge.explain.metrics import continuity, feature_mutual_information, monotonicity, unit_mean
from edge.explain.perturbation import LOSS_SETTINGS, LossSettings, expected_loss
from edge.explain.refinement import (
    POOLED,
    REFINEMENT_SETTINGS,
    RefinementSettings,
    amplified,
    jointly_normalised,
    refine,
)

OUTPUTS: Final = {"range_of_motion": 0, "stability": 1}
VARIANTS: Final = ("raw", "smoothed", "random", "paper", "refined")
METRICS: Final = ("monotonicity", "fmi", "continuity", "fmi_plain", "continuity_p95")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSettings:
    """How a pair is measured.

    Attributes:
        refinement: what makes the refined map; in the random control the same amplification falls
            on segments drawn at random.
        paper: what makes the map as MicroXercise describes it.
        loss: how the expected loss of monotonicity is estimated.
        controls: random draws of segments per map, whose metrics are averaged.
        segments: micro-segments of the anchor.
        seed: of the controls.
    """

    refinement: RefinementSettings = POOLED
    paper: RefinementSettings = REFINEMENT_SETTINGS
    loss: LossSettings = LOSS_SETTINGS
    controls: int = 20
    segments: int = 10
    seed: int = 0


def measure(network: PairNetwork, pair: RepetitionPair, settings: MeasureSettings) -> Floats:
    """Return the metrics (methods, outputs, variants, metrics) of one pair.

    In the order of `METHODS`, `OUTPUTS`, `VARIANTS` and `METRICS`. Mutual information in nats; maps
    have a mean absolute value of 1 before continuity.
    """
    prepared = network.prepare(pair.signal, pair.anchor)
    inputs = tuple(x[0] for x in prepared.inputs)
    real = tuple(slice(0, length) for length in prepared.lengths)
    signal = inputs[0][real[0]].astype(np.float64)
    loss = expected_loss(network, inputs, span=real[0], settings=settings.loss)
    pieces = _pieces(pair, settings.segments)
    rng = np.random.default_rng(settings.seed)
    result = np.empty((len(METHODS), len(OUTPUTS), len(VARIANTS), len(METRICS)))
    for row, (name, method) in zip(result, METHODS.items(), strict=True):
        departure = signal if name in WEIGHTED else None
        for cell, output in zip(row, OUTPUTS.values(), strict=True):
            maps = method(network, inputs, np.eye(loss.shape[2])[output].tolist())
            cut = tuple(m[part] for m, part in zip(maps, real, strict=True))
            variants = _variants(cut, signal, departure, pieces, settings, rng)
            for values, same in zip(cell, variants, strict=True):
                values[:] = np.mean([_metrics(signal, m, loss[..., output]) for m in same], axis=0)
    return result


def _pieces(pair: RepetitionPair, count: int) -> list[slice]:
    template = Template.of(pair.anchor)
    own = template.align(pair.signal)
    pieces = micro_segments(own.signal, template.signal, own.path, n_segments=count)
    return [slice(piece.start, piece.stop) for piece in pieces]


def _variants(
    maps: Maps,
    signal: Floats,
    departure: Floats | None,
    pieces: list[slice],
    settings: MeasureSettings,
    rng: np.random.Generator,
) -> list[list[Floats]]:
    """Return the maps of each of `VARIANTS`; several where their metrics are to be averaged."""
    paper = refine(maps, signal, pieces, settings.paper)
    refined = refine(maps, signal, pieces, settings.refinement, departure=departure)
    critical = [pieces[k] for k in refined.critical]
    elsewhere = [random_segments(critical, len(signal), rng) for _ in range(settings.controls)]
    return [
        [jointly_normalised(maps)[0]],
        [paper.base],
        [amplified(refined.base, places, settings.refinement) for places in elsewhere],
        [paper.map],
        [refined.map],
    ]


def _metrics(signal: Floats, attribution: Floats, loss: Floats) -> list[float]:
    information = feature_mutual_information(signal, attribution)
    change = continuity(signal, unit_mean(attribution))
    return [
        monotonicity(attribution, loss),
        information.corrected,
        change.largest,
        information.plain,
        change.p95,
    ]
