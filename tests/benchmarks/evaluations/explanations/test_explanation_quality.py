"""The whole evaluation with the committed network, over one simulated person's file."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluations.explanations.explanation_quality import ExplanationQuality, brief
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, VARIANTS, MeasureSettings
from edge.explain.perturbation import LossSettings
from edge.terminal.output import plain
from tests.benchmarks.evaluations.uci_pt.test_protocol import write
from tests.benchmarks.shown import shown

QUICK = MeasureSettings(loss=LossSettings(nodes=2, unit="sample"), controls=2)


def test_every_cell_is_filled_and_the_curves_are_drawn(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("run")
    write(folder, "a", seed=0)
    figure = folder / "curves.svg"
    steps: list[tuple[int, int | None]] = []
    result = ExplanationQuality(
        data=(folder / "a.npz",),
        pairs=2,
        nodes=2,
        figure=figure,
        settings=replace(QUICK, seed=1),
    ).run(lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert result.subjects == ("a",)
    assert "fmi" in shown(result)
    cells = [
        cell
        for outputs in result.cells.values()
        for metrics in outputs.values()
        for cell in metrics.values()
    ]
    assert len(cells) == 3 * 2 * len(METRICS)
    assert all(set(cell) == set(VARIANTS) for cell in cells)
    assert np.isfinite([value[0] for cell in cells for value in cell.values()]).all()
    assert "<svg" in Path(figure).read_text()
    json.dumps(plain(result))


def test_changes_are_said_in_percent_or_as_differences() -> None:
    change = dict.fromkeys(METRICS, (0.391, 0.3, 0.48))
    said = brief({"refined vs raw": change})["refined vs raw"]
    assert said["fmi"] == "+39 % (+30 to +48)"
    assert said["monotonicity"] == "+0.391 (+0.300 to +0.480)"
