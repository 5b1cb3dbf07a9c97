import numpy as np
import pytest

from benchmarks.evaluations.explanations.metric_curves import draw
from benchmarks.evaluations.explanations.metric_table import Sample, metric_table
from benchmarks.evaluations.explanations.metrics_of_pair import METRICS, VARIANTS
from edge.explain.attribution import METHODS


def sample() -> Sample:
    """Return 40 pairs of two people: refined has 1.5 times the information, 0.1 monotonicity."""
    rng = np.random.default_rng(0)
    values = rng.uniform(1.0, 1.2, (40, len(METHODS), 2, len(VARIANTS), len(METRICS)))
    raw, refined = VARIANTS.index("raw"), VARIANTS.index("refined")
    mono, fmi = METRICS.index("monotonicity"), METRICS.index("fmi")
    values[..., refined, fmi] = 1.5 * values[..., raw, fmi]
    values[..., refined, mono] = values[..., raw, mono] + 0.1
    return Sample(values=values, subjects=("a",) * 20 + ("b",) * 20)


def test_changes_are_ratios_or_differences() -> None:
    change = metric_table(sample()).change["refined vs raw"]
    assert change["fmi"] == pytest.approx([0.5] * 3)
    assert change["monotonicity"] == pytest.approx([0.1] * 3)
    low, high = change["continuity"][1:]
    assert low < change["continuity"][0] < high


def test_cells_are_means_over_pairs_with_an_interval() -> None:
    drawn = sample()
    cell = metric_table(drawn).cells["saliency"]["stability"]["continuity"]["raw"]
    own = drawn.values[:, 0, 1, 0, METRICS.index("continuity")]
    assert cell[0] == pytest.approx(own.mean())
    expected = 1.96 * own.std() / np.sqrt(len(own))
    assert cell[2] - cell[1] == pytest.approx(2 * expected, rel=0.15)


def test_what_is_not_defined_is_left_out_and_counted() -> None:
    drawn = sample()
    drawn.values[0, 0, 0, 0, 0] = np.nan
    result = metric_table(drawn)
    assert result.undefined == 1
    cell = result.cells["saliency"]["range_of_motion"]["monotonicity"]["raw"]
    assert cell[0] == pytest.approx(drawn.values[1:, 0, 0, 0, 0].mean())


def test_the_figure_is_one_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("figure") / "curves.svg"
    draw(sample(), path)
    assert "<svg" in path.read_text()
