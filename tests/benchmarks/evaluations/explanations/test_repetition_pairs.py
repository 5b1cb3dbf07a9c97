from pathlib import Path

import pytest

from benchmarks.evaluations.explanations.repetition_pairs import recorded_pairs
from tests.benchmarks.evaluations.uci_pt.test_protocol import write


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("person")
    write(folder, "a", seed=0)
    return folder / "a.npz"


def test_pairs_are_of_one_exercise_and_repeatable(person: Path) -> None:
    pairs = recorded_pairs([person], per_subject=30, seed=1)
    again = recorded_pairs([person], per_subject=30, seed=1)
    assert len(pairs) == 30
    assert {pair.subject for pair in pairs} == {"a"}
    assert {pair.exercise for pair in pairs} == {"e1", "e2", "e3"}
    for pair, same in zip(pairs, again, strict=True):
        assert pair.signal.shape[1] == pair.anchor.shape[1] == 6
        assert pair.signal is not pair.anchor
        assert (pair.signal == same.signal).all()
        # The simulated person's executions take 1 to 5 seconds.
        assert 40 < len(pair.signal) < 280
