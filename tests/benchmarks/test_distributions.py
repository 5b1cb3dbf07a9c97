import numpy as np
import pytest

from benchmarks.distributions import CountedPercentiles, CountedTail, MedianToMax, percentiles


def test_percentiles_have_the_names_of_the_json() -> None:
    values = list(range(101))
    assert percentiles(values, 0, 25, 100) == (0.0, 25.0, 100.0)
    assert MedianToMax.of(values) == MedianToMax(median=50.0, p95=95.0, max=100.0)
    assert CountedPercentiles.of(values) == CountedPercentiles(n=101, p50=50.0, p95=95.0, max=100.0)
    assert CountedTail.of(np.array(values)).p99 == pytest.approx(99.0)


def test_of_nothing_there_is_no_percentile() -> None:
    assert MedianToMax.of_any([]) is None
