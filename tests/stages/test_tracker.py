"""The live position in the anchor, on the anchor itself."""

import numpy as np

from edge.stages.tracker import PhaseTracker
from tests.stages.playing import session_plan_of

ANCHOR = session_plan_of().anchors[0]
LEAD_IN = np.tile(ANCHOR.signal[0], (25, 1))


def positions(step: int, tracker: PhaseTracker) -> list[float]:
    tracker.begin(LEAD_IN)
    parts = [ANCHOR.signal[at : at + step] for at in range(0, len(ANCHOR.signal), step)]
    return [tracker.follow(part).phase for part in parts]


def test_the_anchor_is_followed_from_its_beginning_to_its_end() -> None:
    phases = np.array(positions(1, PhaseTracker(ANCHOR)))
    true = np.arange(len(phases)) / (len(phases) - 1)
    assert np.median(np.abs(phases - true)) < 0.05
    assert phases[-1] > 0.95


def test_the_angle_is_that_of_the_anchor_there() -> None:
    tracker = PhaseTracker(ANCHOR)
    tracker.begin(LEAD_IN)
    last = len(ANCHOR.angle_deg) - 1
    for sample in ANCHOR.signal:
        position = tracker.follow(sample[None])
        assert position.reference_deg == ANCHOR.angle_deg[round(position.phase * last)]


def test_each_movement_begins_anew_and_chunks_do_not_matter() -> None:
    tracker = PhaseTracker(ANCHOR)
    single = positions(1, tracker)
    assert positions(1, tracker) == single
    assert positions(7, tracker) == [*single[6::7], single[-1]]
