"""The pose benchmark times every setting in a process of its own."""

import pytest

from benchmarks.camera.pose_engine import PoseEngineSpeed
from benchmarks.question import ignored
from tests.benchmarks.shown import shown


@pytest.mark.slow
def test_every_setting_is_timed_and_what_is_missing_is_named() -> None:
    result = PoseEngineSpeed(frames=4, passes=(1,)).run(ignored)
    assert result.simulated
    for row in result.pose:
        assert row.frames == 4
        assert row.found == 1.0
        assert 0 < row.p50 <= row.p95
    assert "CPUExecutionProvider" in result.providers
    assert not set(result.providers) & set(result.absent)
    assert "BlazePose" in shown(result)
