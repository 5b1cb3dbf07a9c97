"""Durations are kept to three digits, merge without loss, and rare percentiles are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.runtime.distribution import ENOUGH_FOR_RARE, Distribution

durations_ns = st.lists(st.integers(1_000, 600_000_000_000), min_size=1, max_size=200)


def of(values_ns: list[int]) -> Distribution:
    distribution = Distribution()
    distribution.add(values_ns)
    return distribution


@given(durations_ns)
def test_percentiles_are_those_of_the_values_to_three_digits(values_ns: list[int]) -> None:
    figures = of(values_ns).figures()
    assert figures is not None
    assert figures["n"] == len(values_ns)
    for name, percent in (("min", 0), ("p50", 50), ("p90", 90), ("p99", 99), ("max", 100)):
        exact_ms = np.percentile(values_ns, percent, method="inverted_cdf") / 1e6
        # Half a microsecond is what the histogram's finest counter spans.
        assert figures[name] == pytest.approx(exact_ms, rel=1e-3, abs=6e-4)


@given(durations_ns, durations_ns)
def test_merged_is_the_same_as_counted_together(one: list[int], other: list[int]) -> None:
    merged = of(one)
    merged.merge(of(other))
    assert merged.figures() == of(one + other).figures()


@given(durations_ns)
def test_what_is_written_is_read_again(values_ns: list[int]) -> None:
    distribution = of(values_ns)
    assert Distribution.decoded(distribution.encoded()).figures() == distribution.figures()


def test_what_is_no_histogram_is_refused() -> None:
    with pytest.raises(ValueError, match="no encoded histogram"):
        Distribution.decoded("bm9uc2Vuc2U=")


def test_rare_percentiles_need_many_values() -> None:
    few, many = of([1_000_000] * (ENOUGH_FOR_RARE - 1)), of([1_000_000] * ENOUGH_FOR_RARE)
    assert (few.figures() or {})["p99.9"] is None
    assert (many.figures() or {})["p99.9"] == pytest.approx(1.0, rel=1e-3)


def test_nothing_has_no_figures_and_no_value_is_out_of_range() -> None:
    assert Distribution().figures() is None
    assert (of([-5, 10**15]).figures() or {})["n"] == 2
