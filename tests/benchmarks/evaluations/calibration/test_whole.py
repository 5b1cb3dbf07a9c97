from collections.abc import Sequence
from dataclasses import dataclass, fields

import pytest

from benchmarks.errors import BenchError
from benchmarks.evaluations.calibration.part import Coverage, PartAnswer
from benchmarks.evaluations.calibration.whole import PARTS, CalibrationResult, Calibrations
from benchmarks.question import Progress, ignored
from edge.terminal.output import plain
from tests.benchmarks.shown import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedFigures:
    least: int
    most: int


def _good(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    for done in range(len(seeds) + 1):
        progress(done, len(seeds))
    return PartAnswer(
        figures=SeedFigures(least=min(seeds), most=max(seeds)),
        passed=True,
        coverage={"height": Coverage.of([True] * 19 + [False])},
    )


def _sure_of_too_much(seeds: Sequence[int], progress: Progress) -> PartAnswer:
    return PartAnswer(
        figures=SeedFigures(least=0, most=0),
        passed=True,
        coverage={"tilt": Coverage.of([True, False])},
    )


TWO = {"wrist": _good, "camera": _sure_of_too_much}


def test_each_part_that_is_asked_tells_its_figures_and_all_intervals_stand_together() -> None:
    result = Calibrations(seeds=3, first_seed=40, parts=TWO).run(ignored)
    written = plain(result)
    assert written["wrist"] == {"least": 40, "most": 42}
    assert written["way_round"] is None
    assert set(written["coverage"]) == {"height", "tilt"}
    assert written["coverage"]["height"] == {
        "intervals": 20,
        "covered_percent": 95.0,
        "within": True,
    }
    assert not result.passed
    assert "tilt" in shown(result)


def test_only_what_is_asked_is_worked_on_and_judged() -> None:
    result = Calibrations(part=("wrist",), parts=TWO).run(ignored)
    assert result.camera is None
    assert result.passed


def test_progress_grows_over_all_parts() -> None:
    told: list[tuple[int, int | None]] = []
    parts = {"wrist": _good, "way_round": _good}
    Calibrations(seeds=2, parts=parts).run(lambda done, total: told.append((done, total)))
    assert told == [(0, 4), (1, 4), (2, 4), (2, 4), (3, 4), (4, 4)]


def test_an_unknown_part_is_named_with_those_there_are() -> None:
    with pytest.raises(BenchError, match="no part 'knee'; known are wrist, camera"):
        Calibrations(part=("knee",), parts=TWO).run(ignored)


def test_every_part_has_its_place_in_the_result() -> None:
    assert set(PARTS) <= {one.name for one in fields(CalibrationResult)}
