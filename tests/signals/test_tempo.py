import numpy as np
import pytest

from edge.signals.errors import SignalError
from edge.signals.tempo import tempo


def test_the_three_parts_of_a_trapezoid() -> None:
    angle_deg = np.interp(np.arange(0, 6.01, 0.02), [0, 1, 3, 6], [0, 100, 100, 0])
    parts = tempo(angle_deg, 50.0)
    assert parts.outward_s == pytest.approx(0.95, abs=0.021)
    assert parts.hold_s == pytest.approx(2.2, abs=0.041)
    assert parts.returning_s == pytest.approx(2.85, abs=0.021)
    assert parts.total_s == pytest.approx(6.0)


@pytest.mark.parametrize("angle_deg", [[10.0], [0.0, 0.0, 0.0], [-1.0, -2.0], []])
def test_what_has_no_tempo_is_refused(angle_deg: list[float]) -> None:
    with pytest.raises(SignalError):
        tempo(np.array(angle_deg), 50.0)
