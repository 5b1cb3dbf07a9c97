"""The benchmark of the avatar counts poses of each exercise."""

import pytest

from benchmarks.avatar.pose_rate import PoseRate
from benchmarks.question import ignored
from tests.benchmarks.shown import compared_figures, shown


@pytest.mark.slow
def test_the_benchmark_counts_poses() -> None:
    result = PoseRate(rounds=1, exercises=("elbow_flexion",)).run(ignored)
    [row] = result.exercises
    assert row.fit.poses_per_s > row.all.poses_per_s > 0
    assert result.slowest_hz == row.all.poses_per_s
    assert "elbow_flexion" in shown(result)
    assert "exercises (elbow_flexion).fit.poses_per_s" in compared_figures(result)
