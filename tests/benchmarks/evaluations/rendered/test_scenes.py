import numpy as np

from benchmarks.evaluations.rendered.scenes import LARGEST_VIEW_DEG, scenes


def test_scenes_cover_bodies_directions_sides_and_views() -> None:
    found = scenes()
    assert len(found) == len(set(found)) == 40
    assert {scene.seed for scene in found} == set(range(10))
    for seed in range(10):
        own = [scene for scene in found if scene.seed == seed]
        assert {(scene.direction, scene.facing) for scene in own} == {
            (direction, side) for direction in ("forward", "backward") for side in ("left", "right")
        }
    views_deg = np.array([scene.view_deg for scene in found])
    assert views_deg.min() >= 0.0
    assert views_deg.max() <= LARGEST_VIEW_DEG
    assert np.histogram(views_deg, bins=5, range=(0.0, LARGEST_VIEW_DEG))[0].min() > 0


def test_a_scene_is_one_whole_bend_of_the_depth_asked_for_and_always_the_same() -> None:
    forward, backward = scenes(bodies=1, views=1, first_seed=11)
    bend_deg = [180.0 - frame.spine_angle_deg for frame in forward.frames(10.0)]
    assert abs(bend_deg[0]) < 5.0
    assert abs(bend_deg[-1]) < 5.0
    assert abs(max(bend_deg) - 90.0) < 3.0
    back_deg = [frame.spine_angle_deg - 180.0 for frame in backward.frames(10.0)]
    assert abs(max(back_deg) - 30.0) < 3.0
    again = next(forward.frames(10.0))
    np.testing.assert_array_equal(next(forward.frames(10.0)).frame, again.frame)
