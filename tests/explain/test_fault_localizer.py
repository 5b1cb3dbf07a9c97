"""A toy network that departs where the repetition does: what is shown is known."""

import numpy as np
import pytest

from edge.align.microsegments import MicroSegment
from edge.explain.errors import ExplainError
from edge.explain.fault_localizer import localize_faults
from edge.explain.network import Inputs
from tests.explain.comparing import PADDING, Compared, DepartureNetwork

SEGMENTS = tuple(
    MicroSegment(
        index=k, anchor_start=12 * k, anchor_stop=12 * k + 12, start=12 * k, stop=12 * k + 12
    )
    for k in range(10)
)


def compared(size: float = 0.3) -> Compared:
    t = np.linspace(0, 1, 120)
    expected = np.stack([np.sin(2 * np.pi * (k / 4 + 1) * t) for k in range(6)], axis=1)
    signal = expected.copy()
    signal[36:48, 4] += size
    signal[60:66, 1] += size / 3
    return Compared(signal, expected)


def test_segments_are_ranked_by_what_the_network_makes_of_every_sample() -> None:
    case = compared()
    view = localize_faults(DepartureNetwork(), case, SEGMENTS)
    top, second = view.segments[:2]
    assert (top.segment.index, second.segment.index) == (3, 5)
    assert top.axis_shares.argmax() == 4
    assert second.axis_shares.argmax() == 1
    assert view.critical == 1
    weights = [share.weight for share in view.segments]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == pytest.approx(1.0)
    apart = ((case.signal - case.expected) ** 2).sum(axis=1)
    np.testing.assert_allclose(
        view.refined.sum(axis=1) / view.refined.sum(), apart / apart.sum(), atol=1e-6
    )
    score = 1 / (1 + apart.sum() / (len(apart) + PADDING))
    assert view.score == pytest.approx(score, rel=1e-5)


def test_the_attribution_sums_to_what_was_lost() -> None:
    view = localize_faults(DepartureNetwork(), compared(), SEGMENTS, steps=50)
    assert view.attribution.sum() == pytest.approx(view.score - 1.0, rel=1e-3)


def test_a_departure_of_any_size_is_told_from_others() -> None:
    view = localize_faults(DepartureNetwork(), compared(size=300.0), SEGMENTS)
    assert view.segments[0].segment.index == 3
    assert view.segments[0].weight > 0.9


def test_a_repetition_as_expected_has_nothing_to_show() -> None:
    view = localize_faults(DepartureNetwork(), compared(size=0.0), SEGMENTS)
    assert view.score == 1.0
    assert np.abs(view.attribution).max() == 0.0
    assert all(share.weight == 0.0 for share in view.segments)


def test_without_segments() -> None:
    with pytest.raises(ExplainError, match="no micro-segments"):
        localize_faults(DepartureNetwork(), compared(), ())


def test_a_network_that_shows_no_departures() -> None:
    class Silent(DepartureNetwork):
        def gradients(self, inputs: Inputs, select: object) -> tuple[np.ndarray, Inputs]:
            scores, found = super().gradients(inputs, (1.0,))
            return scores, found[:2]

    with pytest.raises(ExplainError, match="does not show its departures"):
        localize_faults(Silent(), compared(), SEGMENTS)
