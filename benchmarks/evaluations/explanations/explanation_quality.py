"""How good are the network's explanations, raw and refined? MicroXercise's table I.

Three attribution methods, two outputs (range of motion, stability), three metrics; maps raw,
smoothed alone, modified in random segments, refined with the paper's steps and the specification's
constants ("paper"), and refined as this project does it. Random pairs of repetitions of one person
and exercise. The settings of this project's refinement were chosen on simulated patients.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.evaluations.explanations.metric_curves import draw
from benchmarks.evaluations.explanations.metric_table import RELATIVE, Sample, table
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, MeasureSettings, measure
from benchmarks.evaluations.explanations.repetition_pairs import Pair, recorded_pairs
from models.inference.siamese import SiameseNetwork


def run(
    data: Sequence[Path],
    *,
    pairs: int = 100,
    seed: int = 0,
    model: str = "snn",
    figure: Path | None = None,
    settings: MeasureSettings | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return the table, and draw the curves if a figure is wanted.

    Args:
        data: one .npz per person, as `benchmarks.evaluations.uci_pt.protocol.run` takes them.
        pairs: random pairs per person.
        seed: of the pairs.
        model: name of the network in the catalogue.
        figure: where the curves go.
        settings: how a pair is measured.
        progress: called with the pairs done and those there are.

    Returns:
        {"pairs", "subjects", "brief": the changes in words, and what
        `benchmarks.evaluations.explanations.metric_table.table` returns}.

    Raises:
        EvaluationError: a file is not of that form.
    """
    drawn = recorded_pairs(data, per_subject=pairs, seed=seed)
    sample = sampled(drawn, model, settings or MeasureSettings(), progress)
    if figure is not None:
        draw(sample, figure)
    result = table(sample)
    return {
        "pairs": len(drawn),
        "subjects": sorted(set(sample.subjects)),
        "brief": brief(result["change"]),
        **result,
    }


def brief(change: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, str]]:
    """Return the changes of the three metrics of the paper in words, with their intervals."""
    return {
        compared: {
            metric: _words(values[metric], percent=metric in RELATIVE) for metric in METRICS[:3]
        }
        for compared, values in change.items()
    }


def _words(interval: list[float], *, percent: bool) -> str:
    value, low, high = (100 * x for x in interval) if percent else interval
    digits, unit = (0, " %") if percent else (3, "")
    return f"{value:+.{digits}f}{unit} ({low:+.{digits}f} to {high:+.{digits}f})"


def sampled(
    pairs: Sequence[Pair],
    model: str,
    settings: MeasureSettings,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Sample:
    """Return the metrics of all pairs."""
    network = SiameseNetwork.load(model)
    rows = []
    for pair in pairs:
        rows.append(measure(network, pair, settings))
        progress(len(rows), len(pairs))
    return Sample(values=np.array(rows), subjects=tuple(pair.subject for pair in pairs))
