from functools import partial
from io import StringIO

import numpy as np
from rich.console import Console

from benchmarks.explain.explanation_cost import medians_ms, run, table


def test_everything_is_timed_and_shown() -> None:
    result = run(rounds=1)
    assert result["file_kb"] <= 2000
    for name in ("load", "predict", "gradient", "ig50", "explain"):
        assert result[f"{name}_ms"] > 0
    text = StringIO()
    table(result, Console(file=text, width=120))
    assert "predict" in text.getvalue()
    assert ("not installed" in text.getvalue()) == (result["torch"] is None)


def test_calls_take_turns_after_one_each() -> None:
    order: list[str] = []
    times = medians_ms({name: partial(order.append, name) for name in "ab"}, rounds=2)
    assert order == ["a", "b"] + ["a", "b"] * 2
    assert set(times) == {"a", "b"}
    assert np.isfinite(list(times.values())).all()
