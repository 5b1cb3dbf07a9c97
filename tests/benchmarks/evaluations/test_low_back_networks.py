"""The networks on the ladder, and what their maps show of a known cause; needs PyTorch."""

from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.low_back.explanations import LowBackExplanations
from benchmarks.evaluations.low_back.ladder import LowBackLadder
from benchmarks.evaluations.low_back.map_scores import FLOORS
from benchmarks.evaluations.low_back.network_rungs import SCRATCH, SHUFFLED
from benchmarks.evaluations.low_back.tables import LowBackTables
from benchmarks.low_back import known_cause, network_folds
from models.networks.randomised import CASCADE
from models.networks.resnet import ResNet18
from models.training import low_back_task
from models.training.bend_cohort import LowBackTraining
from models.training.low_back_rows import movexor_rows

LITTLE = LowBackTraining(masks=2, test_masks=4, head_steps=40, epochs=1, size_px=48, width=4)


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let networks be small and begin from scratch."""
    for module in (known_cause, network_folds):
        monkeypatch.setattr(module, "SHIPPED", LITTLE)
        monkeypatch.setattr(module, "load_start", lambda *_: None)


def test_networks_stand_on_the_ladder_and_a_second_call_finds_their_folds(tmp_path: Path) -> None:
    asked = LowBackLadder(
        cohorts=1,
        persons=20,
        filmed=1,
        rate_hz=2.0,
        covariate_persons=0,
        networks="whole",
        workers=1,
        data=tmp_path,
    )
    calls: list[int] = []
    first = asked.run(lambda done, _: calls.append(done))
    assert first.rungs[-1].name == "network_true_masks"
    assert 0.0 <= first.rungs[-1].roc.area <= 1.0
    (beside,) = first.against
    assert (beside.name, beside.other, beside.persons) == (
        *("network_true_masks", "contours_lda"),
        20,
    )
    assert beside.low <= beside.mean <= beside.high
    assert calls[-1] == 1000
    kept = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("fold-*.json")}
    assert len(kept) == 5
    assert asked.run(lambda *_: None).rungs == first.rungs
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("fold-*.json")} == kept
    with pytest.raises(EvaluationError, match="see one direction"):
        LowBackLadder(direction="both", networks="whole").run(lambda *_: None)


def test_a_network_from_scratch_and_a_misled_one_stand_beside_the_ladder(tmp_path: Path) -> None:
    plot = tmp_path / "roc.svg"
    asked = LowBackLadder(
        cohorts=2,
        persons=20,
        filmed=1,
        rate_hz=2.0,
        covariate_persons=0,
        networks="whole",
        network_controls=True,
        workers=1,
        data=tmp_path,
        plot=plot,
    )
    result = asked.run(lambda *_: None)
    assert [rung.name for rung in result.rungs][-2:] == ["network_true_masks", SCRATCH]
    assert [one.name for one in result.controls][-1] == SHUFFLED
    assert [one.name for one in result.against] == ["network_true_masks", SCRATCH]
    assert "network_true_masks" in plot.read_text(encoding="utf-8")


def test_every_row_of_a_papers_tables_is_asked_and_the_paper_stands_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_folds, "FROZEN", replace(LITTLE, frozen=True))
    monkeypatch.setattr(network_folds, "load_start", lambda *_: ResNet18(4).state_dict())
    monkeypatch.setattr(low_back_task, "FROZEN", replace(LITTLE, frozen=True))
    asked = LowBackTables(
        cohorts=1, task="mi-mci", persons=20, filmed=1, rate_hz=2.0, workers=1, data=tmp_path
    )
    result = asked.run(lambda *_: None)
    names = [row.name for row in result.rows]
    assert names[-2:] == ["angle label-noise", "angle shuffled-labels"]
    assert set(result.published_percent) <= set(names) == {*movexor_rows("forward"), *names[-2:]}
    for row in result.rows:
        confusion = row.confusion
        assert asked.persons == (
            confusion.positive_right
            + confusion.positive_wrong
            + confusion.negative_right
            + confusion.negative_wrong
        )


def test_maps_are_scored_beside_every_floor_where_the_cause_is_known(tmp_path: Path) -> None:
    asked = LowBackExplanations(
        cause=("shirt",), persons=20, masks=2, seed=4, workers=1, data=tmp_path
    )
    (found,) = asked.run(lambda *_: None).causes
    assert 0 < found.told_right <= 20
    assert [(one.stage, one.score) for one in found.maps] == [
        (stage, score) for stage in ("layer3", "layer4") for score in ("pointed", "mass", "rank")
    ]
    for one in found.maps:
        assert set(one.above) == set(FLOORS)
        assert 0.0 <= one.value <= 1.0
        assert one.beats_all == all(above.low > 0.0 for above in one.above.values())
    assert tuple(found.forgotten) == CASCADE
    assert all(-1.0 <= alike <= 1.0 for alike in found.forgotten.values())


def test_an_unknown_cause_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EvaluationError, match=r"the cause knee.*ul, ll, lt, pelvis, shirt"):
        LowBackExplanations(cause=("ul", "knee")).run(lambda *_: None)
