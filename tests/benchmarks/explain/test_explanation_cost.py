import pytest

from benchmarks.explain.explanation_cost import ExplanationCost
from benchmarks.question import ignored
from tests.benchmarks.shown import shown


@pytest.mark.slow
def test_everything_is_timed_and_shown() -> None:
    result = ExplanationCost(rounds=1).run(ignored)
    assert result.file_kb <= 2000
    for name in ("load", "predict", "gradient", "ig50", "explain"):
        assert getattr(result, f"{name}_ms") > 0
    assert 0 < result.completeness.completed.error.median < result.completeness.even.error.max
    assert "predict" in shown(result)
    assert ("not installed" in shown(result)) == (result.torch is None)
