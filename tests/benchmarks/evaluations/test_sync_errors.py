import pytest

from benchmarks.evaluations.sync_errors import SyncErrors, synchronise
from benchmarks.question import ignored
from edge.simulation.body import simulate_session


def test_unseen_persons_end_within_the_goal_and_the_figures_are_repeatable() -> None:
    question = SyncErrors(seeds=1, first_seed=900, seconds=30.0, views_deg=(30.0,))
    first, second = (question.run(ignored) for _ in range(2))
    assert first == second
    assert first.simulated
    assert first.all.settled >= 4
    assert first.all.error_ms is not None
    assert first.all.error_ms.max <= first.goal_ms
    assert first.passed == (first.all.worst_ms is not None and first.all.worst_ms <= first.goal_ms)
    assert first.all.sessions == 6


@pytest.mark.parametrize("profile", ["leaning", "tremor"])
def test_impaired_movements_mislead_nobody(profile: str) -> None:
    session = simulate_session(
        exercise="shoulder_abduction", profile=profile, duration_s=30.0, seed=901
    )
    outcome = synchronise(session, 901, view_deg=0.0)
    assert outcome.worst_ms is not None
    assert outcome.worst_ms <= 20.0


def test_a_camera_that_hardly_sees_the_movement_settles_rightly_or_not_at_all() -> None:
    session = simulate_session(exercise="shoulder_abduction", duration_s=30.0, seed=902)
    outcome = synchronise(session, 902, view_deg=90.0)
    assert outcome.worst_ms is None or outcome.worst_ms <= 20.0
