"""Does each calibration find what is true of simulated people, and do its intervals contain it?

Simulated data: this measures the methods against a known truth, not against people and watches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Final

import typer
from rich.console import Group

from benchmarks.errors import BenchError
from benchmarks.evaluations.calibration.camera import camera
from benchmarks.evaluations.calibration.drift import drift
from benchmarks.evaluations.calibration.part import Coverage, Part, PartAnswer
from benchmarks.evaluations.calibration.thresholds import thresholds
from benchmarks.evaluations.calibration.way_round import way_round
from benchmarks.evaluations.calibration.wrist import wrist
from benchmarks.question import Progress
from benchmarks.tables import listing_of, table_of

PARTS: Final[dict[str, Part]] = {
    "wrist": wrist,
    "way_round": way_round,
    "camera": camera,
    "drift": drift,
    "thresholds": thresholds,
}
"""The parts by the name that they have in JSON; each name is a field of `CalibrationResult`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationResult:
    """The figures of each part that was asked; None of the others.

    Attributes:
        passed: all that was asked keeps its goals, intervals included.
        wrist: which wrist wears the watch.
        way_round: which way round it is worn.
        camera: height, tilt and distance of the camera.
        drift: of the gyroscope's bias with temperature, and of yaw without a magnetometer.
        thresholds: tolerances learnt from good repetitions.
        coverage: of the 95 % intervals of each measured quantity.
    """

    simulated: bool = True
    passed: bool
    wrist: object = None
    way_round: object = None
    camera: object = None
    drift: object = None
    thresholds: object = None
    coverage: dict[str, Coverage]

    def table(self) -> Group:
        """Return a table per part, then the intervals'."""
        parts = [one.name for one in fields(self) if one.default is None]
        tables = [
            listing_of(figures, title=f"{name.replace('_', ' ')}, simulated people")
            for name in parts
            if (figures := getattr(self, name)) is not None
        ]
        return Group(*tables, table_of(self.coverage, title="95 % intervals", name="quantity"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrations:
    """Whether calibrations find what is true, and say how well; its settings.

    No part stands for all of them.
    """

    seeds: Annotated[int, typer.Option(min=1, help="How many simulated persons.")] = 20
    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    part: Annotated[tuple[str, ...], typer.Option(help="Only these parts.")] = ()
    parts: Mapping[str, Part] = field(default_factory=lambda: PARTS)

    def run(self, progress: Progress) -> CalibrationResult:
        """Return the figures of each part.

        Raises:
            BenchError: there is no part of a name that was given.
        """
        asked = list(dict.fromkeys(self.part or self.parts))
        for name in asked:
            if name not in self.parts:
                raise BenchError(
                    f"there is no part {name!r}", remedy=f"known are {', '.join(self.parts)}"
                )
        seeds = range(self.first_seed, self.first_seed + self.seeds)
        answers: dict[str, PartAnswer] = {}
        for name in asked:
            answers[name] = self.parts[name](seeds, _share_of(progress, len(answers), len(asked)))
        coverage = {
            quantity: one
            for answer in answers.values()
            for quantity, one in answer.coverage.items()
        }
        figures: dict[str, Any] = {name: answer.figures for name, answer in answers.items()}
        return CalibrationResult(
            passed=all(answer.passed for answer in answers.values())
            and all(one.within for one in coverage.values()),
            coverage=coverage,
            **figures,
        )


def _share_of(progress: Progress, before: int, parts: int) -> Progress:
    """Return the report of one of several parts, each of which is a like share of all."""

    def report(done: int, total: int | None) -> None:
        if total:
            progress(before * total + done, parts * total)

    return report
