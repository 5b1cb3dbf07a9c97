"""A toy comparison whose explanation is known: it loses what the signal lies off the anchor."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pytest

from edge.align.dtw import dtw_path
from edge.align.microsegments import MicroSegment, micro_segments
from edge.align.series import Indices
from edge.align.warp import warp
from edge.core.arrays import Floats
from edge.explain.critical import CriticalSettings, Explanation, explain
from edge.explain.errors import ExplainError
from tests.explain.comparing import Departures, HalvedPair


@dataclass(frozen=True)
class Example:
    network: Departures
    signal: Floats
    anchor: Floats
    path: Indices
    segments: tuple[MicroSegment, ...]

    def prepared(self) -> HalvedPair:
        return self.network.prepare(self.signal, self.anchor)

    def views(self, settings: CriticalSettings | None = None) -> Mapping[str, Explanation]:
        return explain(
            self.network,
            self.signal,
            self.anchor,
            self.path,
            self.segments,
            settings=settings or CriticalSettings(),
        ).views


def example(faulty: slice, axis: int) -> Example:
    """Return a movement that departs from its anchor on one axis, in one stretch."""
    t = np.linspace(0, 1, 120)
    shape = np.stack([np.sin(2 * np.pi * (k / 4 + 1) * t) + k * t for k in range(6)], axis=1)
    signal = shape.copy()
    signal[faulty, axis] += 0.3
    path, _ = dtw_path(signal, shape)
    start = warp(shape, path[:, ::-1], len(signal))
    known = HalvedPair(start, shape).inputs[0][0]
    return Example(Departures(known), signal, shape, path, micro_segments(signal, shape, path))


def test_the_faulty_segment_leads_in_the_views_that_see_it() -> None:
    case = example(slice(36, 48), axis=4)
    views = case.views()
    for name in ("overall", "range_of_motion"):
        top = views[name].segments[0]
        assert top.segment.index == 3
        assert top.effect < 0
        assert top.axis_shares.argmax() == 4
        assert top.axis_shares.sum() == pytest.approx(1.0)
    assert (
        np.abs(views["stability"].attribution).max()
        < 1e-3 * np.abs(views["range_of_motion"].attribution).max() + 1e-9
    )


def test_effects_sum_to_the_loss_against_the_anchor() -> None:
    case = example(slice(60, 80), axis=1)
    view = case.views()["stability"]
    pair = case.network.prepare(case.signal, case.anchor)
    lost = case.network.predict(pair.inputs)[0, 1]
    assert view.score == pytest.approx(lost)
    assert sum(s.effect for s in view.segments) == pytest.approx(lost, rel=0.05)
    assert sum(s.weight for s in view.segments) == pytest.approx(1.0)


def test_the_overall_view_is_the_mean_of_its_outputs() -> None:
    case = example(slice(20, 40), axis=3)
    views = explain(
        case.network,
        case.signal,
        case.anchor,
        case.path,
        case.segments,
        views={"rate": (0,), "acceleration": (1,), "both": (0, 1)},
    ).views
    parts = views["rate"], views["acceleration"]
    assert views["both"].score == pytest.approx(np.mean([view.score for view in parts]))
    np.testing.assert_allclose(
        views["both"].attribution, np.mean([view.attribution for view in parts], axis=0)
    )


def test_a_score_that_has_fallen_little_counts_as_much_as_one_that_has_fallen_far() -> None:
    case = example(slice(20, 40), axis=3)
    # The same fault ten times smaller, on an axis that the other output looks at.
    case.signal[80:100, 1] += 0.03
    views = explain(
        case.network,
        case.signal,
        case.anchor,
        case.path,
        case.segments,
        views={"both": (0, 1)},
    ).views
    weights = {s.segment.index: s.weight for s in views["both"].segments}
    assert sum(weights[k] for k in (7, 8)) > 0.2


def test_every_segment_is_ranked_and_the_map_has_no_padding() -> None:
    case = example(slice(10, 20), axis=0)
    view = case.views()["overall"]
    assert view.attribution.shape == view.refined.shape == case.signal.shape
    assert sorted(s.segment.index for s in view.segments) == list(range(10))
    assert 1 <= view.critical <= 10


def test_the_anchor_itself_has_nothing_critical_to_show() -> None:
    case = example(slice(0, 0), axis=0)
    view = case.views()["overall"]
    assert np.abs(view.attribution).max() == 0.0
    assert all(s.weight == 0.0 for s in view.segments)


def test_without_segments() -> None:
    case = example(slice(0, 5), axis=0)
    with pytest.raises(ExplainError, match="no micro-segments"):
        explain(case.network, case.signal, case.anchor, case.path, ())
