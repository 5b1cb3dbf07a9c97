from dataclasses import asdict
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.evaluations.uci_pt.detection_scores import Counts, Detection, Marked, count, match


def detection(start: float, end: float, exercise: str = "e1", kind: int = 1) -> Detection:
    return Detection(start_s=start, end_s=end, exercise=exercise, type=kind)


def marked(start: float, end: float, kind: int = 1) -> Marked:
    return Marked(start_s=start, end_s=end, type=kind)


SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda s: (s[0], s[0] + s[1])), max_size=5
)


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common / (max(a[1], b[1]) - min(a[0], b[0]))


@given(SPANS, SPANS)
def test_as_many_pairs_as_possible_and_those_of_the_largest_overlap(
    found: list[tuple[int, int]], true: list[tuple[int, int]]
) -> None:
    pairs = match([detection(*s) for s in found], [marked(*s) for s in true])
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(overlap(found[i], true[j]) >= 0.5 for i, j in pairs)
    padded = list(range(len(found))) + [-1] * len(true)
    best = (0, 0.0)
    for order in set(permutations(padded, len(true))) if len(true) <= 3 else ():
        chosen = [overlap(found[i], true[j]) for j, i in enumerate(order) if i >= 0]
        good = [o for o in chosen if o >= 0.5]
        best = max(best, (len(good), sum(good)))
    if len(true) <= 3:
        got = sum(overlap(found[i], true[j]) for i, j in pairs)
        assert len(pairs) == best[0]
        assert got == pytest.approx(best[1])


def test_the_four_figures() -> None:
    true = [marked(0, 10), marked(20, 30, 2), marked(40, 50, 3), marked(60, 70, 3)]
    found = [
        detection(1, 10),
        detection(20, 31, kind=1),
        detection(41, 50, "e2", 3),
        detection(80, 90),
    ]
    figures = count("e1", found, true).figures()
    assert figures.exercise_accuracy == pytest.approx(66.67)
    assert figures.exercise_type_accuracy == pytest.approx(33.33)
    assert figures.missed_rate == 25.0
    assert figures.false_alarm_rate == 25.0
    assert figures.false_alarms == 1


def test_counts_add_up_and_nothing_has_no_figures() -> None:
    one = count("e1", [detection(0, 1)], [marked(0, 1)])
    assert (one + one).matched == 2
    assert set(asdict(Counts().figures()).values()) == {None, 0}
    assert count("e1", [], [marked(0, 1)]).figures().missed_rate == 100.0
