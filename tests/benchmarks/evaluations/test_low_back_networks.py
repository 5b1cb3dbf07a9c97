"""The networks on the ladder, and what their maps show of a known cause; needs PyTorch."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from benchmarks.errors import EvaluationError
from benchmarks.evaluations.low_back.explanations import LowBackExplanations
from benchmarks.evaluations.low_back.ladder import LowBackLadder
from benchmarks.evaluations.low_back.map_scores import FLOORS
from benchmarks.low_back import known_cause, network_folds
from models.networks.randomised import CASCADE
from models.training.bend_cohort import LowBackTraining

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
