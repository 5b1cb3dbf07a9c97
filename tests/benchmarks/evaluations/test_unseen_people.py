from pathlib import Path

import numpy as np
import pytest

from benchmarks.evaluations.unseen_people import UnseenPeople
from edge.core.arrays import Floats
from models.data.evaluation import Answer, ask, figures
from models.data.executions import Group
from models.data.judges import DtwJudge
from models.data.measures import Measures, similarities
from models.data.recorded import load_groups
from models.inference.siamese import KINDS, Verdict
from tests.benchmarks.shown import shown
from tests.models.toys import write_person


@pytest.fixture(scope="module")
def groups(tmp_path_factory: pytest.TempPathFactory) -> list[Group]:
    return load_groups(*write_person(tmp_path_factory.mktemp("toy")))


def omniscient(signal: Floats, group: Group) -> Answer:
    """Measures what it is asked, and knows the toy person's executions by heart."""
    known = next((e for e in group.executions if e.signal is signal), None)
    own = Measures.of(signal).array()
    kind = str(known.kind) if known else "correct"
    return similarities(own, group.anchor.measures), float(kind == "correct"), kind


def constant(signal: Floats, group: Group) -> Answer:
    return np.array([0.8, 0.8]), 0.5, "correct"


def test_who_knows_everything_gets_full_marks(groups: list[Group]) -> None:
    result = figures([ask(omniscient, group) for group in groups])
    assert result["type_accuracy"] == 1.0
    assert result["correct_auc"] == 1.0
    assert result["similarity_r2"] == pytest.approx(1.0)
    assert result["similarity_mae"] == pytest.approx(0.0, abs=1e-9)
    assert result["by_subject"]["toy"]["similarity_r2"] == pytest.approx(1.0)


def test_who_always_says_the_same_gets_what_chance_gives(groups: list[Group]) -> None:
    result = figures([ask(constant, group) for group in groups])
    assert result["type_accuracy"] == pytest.approx(1 / 3)
    assert result["correct_auc"] == pytest.approx(0.5)
    assert result["similarity_r2"] <= 0.0


def test_alignment_tells_the_types_of_a_clean_person(groups: list[Group]) -> None:
    judge = DtwJudge.fit(groups)
    result = figures([ask(judge, group) for group in groups])
    assert result["type_accuracy"] == 1.0
    assert result["correct_auc"] == 1.0
    similar, _, kind = judge(groups[0].anchor.signal, groups[0])
    np.testing.assert_allclose(similar, 1.0)
    assert kind == "correct"


def test_a_verdict_is_one_score_of_similarities_and_type() -> None:
    verdict = Verdict.of(np.array([0.9, 0.8, 2.0, 0.0, 0.0, 0.7]))
    share = np.exp(2.0) / (np.exp(2.0) + 2.0)
    assert verdict.kinds == pytest.approx((share, (1 - share) / 2, (1 - share) / 2))
    assert verdict.kind == KINDS[0]
    assert verdict.overall == pytest.approx((0.9 * 0.8 * share) ** (1 / 3))


def test_the_evaluation_runs_on_a_person_it_has_never_seen(tmp_path: Path) -> None:
    path, truth = write_person(tmp_path, exercises=1)
    seen: list[tuple[int, int | None]] = []
    result = UnseenPeople(data=(path,), truth=truth).run(lambda *step: seen.append(step))
    assert seen == [(0, 1), (1, 1)]
    assert result.held_out
    assert set(result.baselines) == {"dtw", "lstm", "tcn"}
    for own in (result, *result.baselines.values()):
        assert 0.0 <= own.type_accuracy <= 1.0
        assert own.similarity_mae >= 0.0
    assert "lstm" in shown(result)
