from pathlib import Path

import numpy as np
import pytest

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.low_back.ladder import LowBackLadder
from benchmarks.evaluations.low_back.rendering import LowBackRendering
from benchmarks.question import ignored


@pytest.mark.slow
def test_a_little_ladder_has_every_rung_every_control_and_says_that_people_are_simulated(
    tmp_path: Path,
) -> None:
    asked = LowBackLadder(
        cohorts=1,
        persons=20,
        direction="both",
        filmed=1,
        rate_hz=2.0,
        covariate_persons=20,
        workers=2,
        data=tmp_path,
    )
    result = asked.run(ignored)
    assert [rung.name for rung in result.rungs] == [
        *("parameters_bayes", "parameters_lda", "joint_angles_lda", "contours_lda"),
    ]
    assert [rung.name for rung in result.controls] == [
        *("covariates_only", "shuffled_labels", "label_noise"),
    ]
    assert result.cohorts[0].persons == 20
    assert result.simulated
    assert "Simulated people" in result.note


def test_recorded_bows_are_compared_and_a_file_without_any_is_refused(tmp_path: Path) -> None:
    t_s = np.arange(0.0, 5.0, 1.0 / 30.0)
    share = np.clip((t_s - 0.5) / 2.0, 0.0, 1.0)
    theta_deg = 178.0 - 70.0 * share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
    np.savez(tmp_path / "bows.npz", theta_plain=theta_deg)
    result = LowBackRendering(standing=0, persons=0, bows=tmp_path / "bows.npz").run(ignored)
    assert result.profiles is not None
    assert result.profiles["peak_at"].recorded_low == pytest.approx(0.5, abs=0.05)
    np.savez(tmp_path / "nothing.npz", other=theta_deg)
    for name in ("nothing.npz", "missing.npz"):
        with pytest.raises(EvaluationError, match=name):
            LowBackRendering(standing=0, persons=0, bows=tmp_path / name).run(ignored)
