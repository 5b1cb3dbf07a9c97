import numpy as np

from models.data.placed import in_phase, placed_of
from models.data.simulated import simulated_group


def test_the_anchor_is_brought_to_where_the_repetition_is() -> None:
    t = np.linspace(0, 1, 150)
    late = t**1.3
    course, slow = (
        np.stack([np.sin(2 * np.pi * u * (1 + k / 4)) for k in range(6)], axis=1) for u in (t, late)
    )
    aligned = in_phase(slow, course)
    assert aligned.shape == slow.shape
    assert np.abs(aligned - slow).mean() < 0.3 * np.abs(course - slow).mean()


def test_faults_are_drawn_in_known_places_and_some_repetitions_have_none() -> None:
    group = simulated_group("elbow_flexion", 5)
    drawn = placed_of([group], 40, np.random.default_rng(0))
    assert len(drawn) == 40
    assert {one.faulty for one in drawn} == {True, False}
    originals = {execution.signal.tobytes() for execution in group.correct}
    for one in drawn:
        assert one.signal.shape == one.aligned.shape
        assert 0 <= one.start < one.stop <= len(one.signal)
        assert (one.signal.tobytes() in originals) != one.faulty


def test_equal_seeds_draw_the_same() -> None:
    group = simulated_group("elbow_flexion", 5)
    one, again = (placed_of([group], 5, np.random.default_rng(3)) for _ in range(2))
    for x, y in zip(one, again, strict=True):
        np.testing.assert_array_equal(x.signal, y.signal)
        assert (x.start, x.stop) == (y.start, y.stop)
