import pytest

from edge.machine.slowness import Slowness


@pytest.mark.parametrize(
    ("wall_s", "worked_s", "factor"),
    [(2.0, 0.5, 4.0), (1.0, 1.0, 1.0), (1.0, 3.0, 1.0), (5.0, 0.0, 1.0)],
)
def test_it_is_the_time_passed_for_a_second_of_work(
    wall_s: float, worked_s: float, factor: float
) -> None:
    walls, worked = iter([100.0, 100.0 + wall_s]), iter([7.0, 7.0 + worked_s])
    slowness = Slowness(lambda: next(walls), lambda: next(worked))
    assert slowness.factor == factor
