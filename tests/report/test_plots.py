import re
from itertools import pairwise
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.report.plots import Line, dot_plot, strip

NUMBER = st.floats(-1e3, 1e3)


def circles(svg: str) -> list[tuple[float, float, str]]:
    return [
        (float(item.get("cx", "")), float(item.get("cy", "")), item.get("class", ""))
        for item in Xml.fromstring(svg).iter("circle")
    ]


@given(st.lists(NUMBER, min_size=1, max_size=30), st.lists(NUMBER, max_size=3))
def test_larger_values_are_higher_and_all_is_within_the_picture(
    values: list[float], levels: list[float]
) -> None:
    lines = [Line(value=level, label="a level") for level in levels]
    svg = dot_plot("title", np.array(values), [True] * len(values), lines, least_span=1.0)
    found = circles(svg)
    assert len(found) == len(values)
    assert all(0 <= x <= 320 and 0 <= y <= 150 for x, y, _ in found)
    assert [x for x, _, _ in found] == sorted(x for x, _, _ in found)
    low, high = int(np.argmin(values)), int(np.argmax(values))
    assert found[low][1] >= found[high][1]


def test_what_is_missing_leaves_its_place_empty() -> None:
    found = circles(
        dot_plot("t", np.array([1.0, np.nan, 1.0]), [True, True, False], [], least_span=1.0)
    )
    assert [kind for _, _, kind in found] == ["dot", "dot open"]
    spacing = circles(dot_plot("t", np.ones(3), [True] * 3, [], least_span=1.0))
    assert [x for x, _, _ in found] == [spacing[0][0], spacing[2][0]]


def test_small_differences_look_small() -> None:
    (_, low, _), (_, high, _) = circles(
        dot_plot("t", np.array([90.0, 91.0]), [True, True], [], least_span=30.0)
    )
    assert low - high < 6


def test_labels_do_not_lie_on_each_other() -> None:
    lines = [Line(value=90.0, label="reference"), Line(value=90.5, label="target", dashed=True)]
    svg = dot_plot("t", np.array([80.0]), [True], lines, least_span=30.0)
    places = [float(y) for y in re.findall(r'class="label" x="[\d.]+" y="([\d.]+)"', svg)]
    assert abs(places[0] - places[1]) >= 11


@pytest.mark.parametrize("count", [0, 1, 12])
def test_no_values_or_lines_are_no_problem(count: int) -> None:
    svg = dot_plot("a < b & c", np.full(count, np.nan), [False] * count, [], least_span=1.0)
    assert circles(svg) == []
    assert Xml.fromstring(svg).get("aria-label") == "a < b & c"


def test_a_strip_names_only_what_occurs() -> None:
    svg = strip("t", [0.0, 0.25, 1.0], [(0.5, "raising")])
    assert re.findall(r">(\d+%)<", svg) == ["25%", "100%"]
    assert ">raising<" in svg
    assert len(list(Xml.fromstring(svg).iter("rect"))) == 3


@given(st.integers(1, 120))
def test_numbers_of_repetitions_do_not_touch(count: int) -> None:
    svg = dot_plot("t", np.ones(count), [True] * count, [], least_span=1.0)
    numbers = [
        (float(item.get("x", "")), len(item.text or ""))
        for item in Xml.fromstring(svg).iter("text")
        if item.get("class") == "number"
    ]
    assert numbers
    for (left, a), (right, b) in pairwise(numbers):
        assert right - left >= 6 * (a + b) / 2
