import pytest

from benchmarks.evaluations.angle_errors import AngleErrors, RepetitionErrors, figures_of
from benchmarks.question import ignored


def test_figures_are_percentiles_of_absolute_errors() -> None:
    errors = [
        RepetitionErrors(rom_deg=sign * k, orientation_deg=k, tilt_deg=k, axis_deg=k)
        for k, sign in zip(range(101), [1, -1] * 51, strict=False)
    ]
    figures = figures_of(errors)
    assert figures.repetitions == 101
    assert figures.rom_deg == pytest.approx((50, 95, 100))


def test_unseen_persons_are_within_the_goal() -> None:
    result = AngleErrors(seeds=1, first_seed=900, duration_s=30.0).run(ignored)
    assert result.simulated
    assert result.passed
    assert result.all.repetitions == sum(row.repetitions for row in result.exercises.values())
