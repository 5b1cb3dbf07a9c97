"""How good are the network's explanations, raw and refined? MicroXercise's table I.

Three attribution methods, two outputs (range of motion, stability), three metrics; maps raw,
smoothed alone, modified in random segments, refined with the paper's steps and the specification's
constants ("paper"), and refined as this project does it. Random pairs of repetitions of one person
and exercise. The settings of this project's refinement were chosen on simulated patients.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from rich.table import Table

from benchmarks.evaluations.explanations.metric_curves import draw
from benchmarks.evaluations.explanations.metric_table import (
    RELATIVE,
    Interval,
    MetricTable,
    Sample,
    metric_table,
)
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, MeasureSettings, measure
from benchmarks.evaluations.explanations.repetition_pairs import RepetitionPair, recorded_pairs
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from models.inference.siamese import SiameseNetwork

MEASURED: Final = MeasureSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityResult(MetricTable):
    """The table of all pairs.

    Attributes:
        pairs: how many.
        subjects: the people.
        brief: the changes of the paper's three metrics, in words.
    """

    pairs: int
    subjects: tuple[str, ...]
    brief: dict[str, dict[str, str]]

    def table(self) -> Table:
        """Return what each variant changes."""
        return table_of(self.brief, title=f"{self.pairs} pairs; changes with 95 % intervals")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationQuality:
    """How good the network's explanations are; its settings.

    Attributes:
        data: one .npz per person, as `benchmarks.evaluations.uci_pt.protocol` takes them.
        pairs: random pairs per person.
        nodes: values that stand in for each value.
        seed: of the pairs.
        figure: where the curves go; None draws none.
        model: name of the network in the catalogue.
        settings: how a pair is measured; `nodes` goes into them.
    """

    data: Annotated[tuple[Path, ...], typer.Option(help="A subject's .npz, once or more.")]
    pairs: Annotated[int, typer.Option(min=2, help="Random pairs of each subject.")] = 100
    nodes: Annotated[int, typer.Option(min=1, help="Values in place of each value.")] = 4
    seed: Annotated[int, typer.Option(min=0, help="Of the pairs.")] = 0
    figure: Annotated[Path | None, typer.Option(help="Where the curves go, .svg or .png.")] = None
    model: str = "snn"
    settings: MeasureSettings = MEASURED

    def run(self, progress: Progress) -> QualityResult:
        """Return the table, and draw the curves if a figure is wanted.

        Raises:
            EvaluationError: a file is not of that form.
        """
        drawn = recorded_pairs(self.data, per_subject=self.pairs, seed=self.seed)
        loss = replace(self.settings.loss, nodes=self.nodes)
        sample = sampled(drawn, self.model, replace(self.settings, loss=loss), progress)
        if self.figure is not None:
            draw(sample, self.figure)
        table = metric_table(sample)
        return QualityResult(
            pairs=len(drawn),
            subjects=tuple(sorted(set(sample.subjects))),
            brief=brief(table.change),
            cells=table.cells,
            change=table.change,
            undefined=table.undefined,
        )


def brief(change: dict[str, dict[str, Interval]]) -> dict[str, dict[str, str]]:
    """Return the changes of the three metrics of the paper in words, with their intervals."""
    return {
        compared: {
            metric: _words(values[metric], percent=metric in RELATIVE) for metric in METRICS[:3]
        }
        for compared, values in change.items()
    }


def _words(interval: Interval, *, percent: bool) -> str:
    value, low, high = (100 * x for x in interval) if percent else interval
    digits, unit = (0, " %") if percent else (3, "")
    return f"{value:+.{digits}f}{unit} ({low:+.{digits}f} to {high:+.{digits}f})"


def sampled(
    pairs: Sequence[RepetitionPair],
    model: str,
    settings: MeasureSettings,
    progress: Progress,
) -> Sample:
    """Return the metrics of all pairs."""
    network = SiameseNetwork.load(model)
    rows = [measure(network, pair, settings) for pair in stepped(pairs, progress)]
    return Sample(values=np.array(rows), subjects=tuple(pair.subject for pair in pairs))
