"""The evaluation of rendered people runs, on a small scale."""

from benchmarks.evaluations.rendered.spine_errors import SpineErrors, overlap
from benchmarks.question import ignored
from tests.pose.rendered import bend


def test_rendered_people_are_measured_within_the_goal() -> None:
    result = SpineErrors(bodies=1, views=1, rate_hz=4.0).run(ignored)
    assert [scene.direction for scene in result.scenes] == ["forward", "backward"]
    assert result.simulated
    # Four frames a second are few for the engine: the goal itself is asked at thirty.
    assert result.theta_abs_error_deg.median < 4.0
    assert result.silhouette_iou_median > 0.9
    assert result.sign_right_fraction == 1.0
    assert len(result.scenes) == 2


def test_the_overlap_of_a_silhouette_with_itself_is_whole() -> None:
    mask = bend()[0].mask
    assert overlap(mask, mask) == 1.0
    assert overlap(mask, ~mask) == 0.0
