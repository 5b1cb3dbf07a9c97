import numpy as np

from benchmarks.evaluations.calibration.drift import ASKED_S, drifted


def test_a_session_is_asked_at_its_beginning_and_at_five_moments() -> None:
    moments = drifted(1)
    assert len(moments) == 1 + len(ASKED_S)
    assert moments[0].heading_error_deg == 0.0
    widths = [moment.told.heading_95_deg for moment in moments]
    assert np.all(np.diff(widths) > 0)
    assert max(abs(error) for one in moments for error in one.bias_errors_dps) < 0.5
