"""What the parts `wrist` and `way_round` ask of simulated people."""

import pytest

from benchmarks.evaluations.calibration.whole import Calibrations
from benchmarks.evaluations.calibration.worn_people import percent, show, start
from benchmarks.question import ignored
from edge.core.findings import WornWay
from edge.terminal.output import plain


def test_people_differ_in_side_and_way_and_show_both() -> None:
    shown = [show(seed) for seed in range(5)]
    assert {one.patient.side for one in shown} == {"left", "right"}
    assert {abs(one.patient.watch_yaw_deg) > 90 for one in shown} == {True, False}
    assert all(one.told is not None and one.told.wrist == one.patient.side for one in shown)


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (WornWay(), None),
        (WornWay(turned=True), "turned"),
        (WornWay(other_wrist=True), "other_wrist"),
    ],
)
def test_the_first_repetition_of_a_session_tells_the_way(way: WornWay, told: str | None) -> None:
    started = start((2, way))  # the forearm turned outward
    assert started.exercise == "external_rotation"
    assert started.told == told
    assert started.missed == 0


def test_a_share_of_nobody_troubles_nobody() -> None:
    assert percent([]) == 100.0
    assert percent([True, False, True, True]) == 75.0


@pytest.mark.slow
def test_both_parts_tell_their_figures() -> None:
    result = plain(Calibrations(seeds=6, part=("wrist", "way_round")).run(ignored))
    assert result["wrist"]["right_percent"] == result["way_round"]["right_percent"] == 100.0
    assert result["way_round"]["right_sessions"] == 6
    assert set(result["coverage"]) == {"strap_yaw_deg", "strap_roll_deg"}
