"""What differs between two results of one benchmark, or of two sessions: environment, then figures.

Figures of which there are several rounds, or a whole histogram, are compared with a bootstrap: both
are drawn again, with replacement, many times, and the 95 % in the middle of the ratios are its
interval (percentile bootstrap; Efron & Tibshirani 1993). A figure that was measured once has none.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from rich.console import Group
from rich.table import Table

from benchmarks.errors import CompareError
from edge.core.arrays import Floats
from edge.machine.environment import differences
from edge.runtime.distribution import Distribution

DRAWS: Final = 2000
PERCENTILES: Final = (50, 95, 99)
LEAST_ROUNDS: Final = 3
"""Fewer rounds say nothing about how much they vary."""
SAME: Final = "no difference shown"
UNKNOWN: Final = "measured once: no interval"
MOST_ROWS: Final = 40
"""More than that nobody reads at a terminal."""
META: Final = ("environment", "rounds", "histograms", "notes", "benchmark")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """One figure of both results.

    Attributes:
        figure: its name.
        one: in the first result.
        other: in the second.
        ratio: the second over the first.
        low: lower end of the ratio's 95 % interval, None where there is none.
        high: its upper end.
        verdict: in words.
    """

    figure: str
    one: float
    other: float
    ratio: float
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two results.

    Attributes:
        environment: what differs around them, {name: (first, second)}.
        figures: all figures that both have.
    """

    environment: dict[str, tuple[object, object]]
    figures: tuple[FigureChange, ...]

    def table(self) -> Group:
        """Return the environments' differences, then the figures that differ most.

        All of them are in the JSON; two sessions have hundreds.
        """
        environment = Table("", "first", "second", title="What differs around the figures")
        for name, (one, other) in self.environment.items():
            environment.add_row(name, str(one), str(other))
        figures = Table("figure", "first", "second", "ratio", "95 % interval", "verdict")
        shown = self._most_different()
        for row in shown:
            interval = "–" if row.low is None else f"{row.low:.2f}–{row.high:.2f}"
            figures.add_row(
                row.figure,
                f"{row.one:.4g}",
                f"{row.other:.4g}",
                f"{row.ratio:.2f}",
                interval,
                row.verdict,
            )
        same = sum(row.verdict == SAME for row in self.figures)
        left_out = len(self.figures) - len(shown) - same
        return Group(
            environment if self.environment else "Same environment.",
            figures if shown else "",
            f"{same} figures show no difference"
            + f"; {left_out} smaller ones are left out here, not in --json." * (left_out > 0),
        )

    def _most_different(self) -> list[FigureChange]:
        """Return the figures of which a difference is shown, before those measured once."""
        differing = [row for row in self.figures if row.verdict != SAME]
        differing.sort(key=lambda row: (row.verdict == UNKNOWN, -_factor(row.ratio)))
        return differing[:MOST_ROWS]


def compare(one: Mapping[str, Any], other: Mapping[str, Any], *, seed: int = 0) -> Comparison:
    """Return what differs between two results, as `load` reads them.

    Raises:
        CompareError: they are results of different benchmarks, or have no figure in common.
    """
    names = one.get("benchmark"), other.get("benchmark")
    if names[0] != names[1]:
        raise CompareError(f"these are results of different benchmarks, {names[0]} and {names[1]}")
    rng = np.random.default_rng(seed)
    changes = (
        *_histogram_changes(_part(one, "histograms"), _part(other, "histograms"), rng),
        *_round_changes(_part(one, "rounds"), _part(other, "rounds"), rng),
        *_single_changes(one, other),
    )
    if not changes:
        raise CompareError("the two results have no figure in common")
    around = differences(one.get("environment", {}), other.get("environment", {}))
    return Comparison(
        environment={name: (pair[0], pair[1]) for name, pair in around.items()}, figures=changes
    )


def _factor(ratio: float) -> float:
    """Return how many times as large one figure is as the other, at least 1; 1 where unknown."""
    if not ratio > 0 or math.isinf(ratio):
        return 1.0
    return max(ratio, 1 / ratio)


def _part(result: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a part of a result by name; some benchmarks call a number by the same name."""
    part = result.get(key)
    return part if isinstance(part, Mapping) else {}


def load(path: Path) -> dict[str, Any]:
    """Return a result that `physio bench` or a session wrote.

    Raises:
        CompareError: the file holds none.
    """
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise CompareError(f"{path} is not JSON: {error}") from error
    if not isinstance(result, dict):
        raise CompareError(f"{path} holds no result of a benchmark or a session")
    return result


def _round_changes(
    one: Mapping[str, Any], other: Mapping[str, Any], rng: np.random.Generator
) -> Iterator[FigureChange]:
    """Yield the change of the median over the rounds, by figure."""
    for name in (name for name in one if name in other):
        mine, theirs = one[name], other[name]
        for figure in (key for key in mine[0] if key in theirs[0]):
            values = [np.array([row[figure] for row in rows], float) for rows in (mine, theirs)]
            enough = min(map(len, values)) >= LEAST_ROUNDS
            draws = [_drawn_medians(row, rng) for row in values] if enough else None
            medians = [float(np.median(row)) for row in values]
            yield _change(f"{name}: {figure}", medians[0], medians[1], draws)


def _drawn_medians(values: Floats, rng: np.random.Generator) -> Floats:
    drawn = rng.choice(values, size=(DRAWS, len(values)))
    medians: Floats = np.median(drawn, axis=1)
    return medians


def _histogram_changes(
    one: Mapping[str, str], other: Mapping[str, str], rng: np.random.Generator
) -> Iterator[FigureChange]:
    """Yield the change of each percentile of each distribution, in milliseconds."""
    for name in (name for name in one if name in other):
        pair = [Distribution.decoded(text).counted() for text in (one[name], other[name])]
        for percent in PERCENTILES:
            exact = [_percentile(values, counts[None], percent)[0] for values, counts in pair]
            draws = [
                _percentile(
                    values,
                    rng.multinomial(counts.sum(), counts / counts.sum(), size=DRAWS),
                    percent,
                )
                for values, counts in pair
            ]
            yield _change(f"{name}: p{percent} ms", float(exact[0]), float(exact[1]), draws)


def _percentile(values: Floats, counts: Any, percent: float) -> Floats:
    """Return the percentile of each row of (rows, n) counts of (n,) ascending values."""
    totals = counts.cumsum(axis=1)
    wanted = np.ceil(percent / 100 * totals[:, -1:])
    found: Floats = values[(totals < wanted).sum(axis=1)]
    return found


def _single_changes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[FigureChange]:
    """Yield the change of every other number that both results have."""
    mine, theirs = dict(numbers(one)), dict(numbers(other))
    for name, value in mine.items():
        if name in theirs:
            yield _change(name, value, theirs[name], None)


def numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Yield every number of a result by its name, those of a table by what its rows go by."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        for row in (row for row in value if isinstance(row, Mapping)):
            setting, measured = _split(row)
            yield from numbers(measured, f"{name} ({setting})")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if name or key not in META:
                yield from numbers(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield name, float(value)


def _split(row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return what a row of a table goes by, words and whole numbers in front, and the rest of it.

    What is measured comes behind what was chosen, a library's name or a size in bytes included.
    """
    chosen: list[str] = []
    for value in row.values():
        if not isinstance(value, str | int) or isinstance(value, bool):
            break
        chosen.append(str(value))
    measured = dict(list(row.items())[len(chosen) :])
    return ", ".join(chosen), measured


def _change(figure: str, one: float, other: float, draws: Sequence[Floats] | None) -> FigureChange:
    ratio = other / one if one else float("nan")
    if draws is None or not np.all(draws[0]):
        verdict = UNKNOWN if one != other else SAME
        return FigureChange(
            figure=figure, one=one, other=other, ratio=ratio, low=None, high=None, verdict=verdict
        )
    low, high = (float(end) for end in np.percentile(draws[1] / draws[0], (2.5, 97.5)))
    verdict = SAME
    if low > 1.0:
        verdict = f"more, by {100 * (ratio - 1):.0f} %"
    elif high < 1.0:
        verdict = f"less, by {100 * (1 - ratio):.0f} %"
    return FigureChange(
        figure=figure, one=one, other=other, ratio=ratio, low=low, high=high, verdict=verdict
    )
