"""How the low-back networks are trained; needs PyTorch."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own

from models.export.low_back_cards import export_all  # noqa: E402
from models.inference.example import check  # noqa: E402
from models.inference.low_back import LowBackNetwork as Exported  # noqa: E402
from models.networks.resnet import ResNet18  # noqa: E402
from models.training import contours, low_back_task  # noqa: E402
from models.training.bend_cohort import Cohort, LowBackTraining  # noqa: E402
from models.training.contours import ContourSettings, curvature, draw_contours  # noqa: E402
from models.training.errors import TrainingError  # noqa: E402
from models.training.low_back import fit, logits_of  # noqa: E402
from models.training.low_back_folds import cross_validate, digest_of  # noqa: E402
from models.training.low_back_rows import (  # noqa: E402
    backtracker_rows,
    movexor_rows,
    row_named,
)
from models.training.low_back_task import LowBackAsked, train_low_back  # noqa: E402
from tests.models.bending import COLUMNS, cohort  # noqa: E402

LITTLE = LowBackTraining(
    masks=2, test_masks=4, head_steps=60, epochs=3, size_px=48, width=4, folds=2
)
ROW = movexor_rows("forward")["angle"]


def nothing(*_: object) -> None:
    """Show no progress."""


def test_curvature_is_that_of_a_circle() -> None:
    across = np.linspace(-0.8, 0.8, 9)
    down = np.sqrt(1.0 - across**2)
    np.testing.assert_allclose(curvature(-across / down, -1.0 / down**3), -1.0)


def test_drawn_contours_are_whole_and_a_network_begins_to_learn_them(tmp_path: Path) -> None:
    drawn = draw_contours(20, 48, np.random.default_rng(0))
    assert drawn.masks.shape == (20, 48, 48)
    assert (np.abs(drawn.bends) < 1).all()
    # A mask is as deep on the average as its first wave says.
    area = drawn.masks.mean(axis=(1, 2))
    assert np.corrcoef(area, drawn.waves[:, 0])[0, 1] > 0.95
    settings = ContourSettings(pictures=64, size=16, size_px=32, width=4)
    calls: list[int] = []
    path = tmp_path / "contours.pt"
    state = contours.pretrained(settings, path, lambda done, total: calls.append(done))
    assert calls == [1, 2, 3, 4]
    again = contours.pretrained(settings, path, nothing)
    assert all(torch.equal(again[name], state[name]) for name in state)
    ResNet18(4).load_state_dict(state)


def test_every_row_of_the_papers_tables_builds() -> None:
    bends = cohort(people=6)
    rows = {**movexor_rows("backward"), **movexor_rows("forward"), **backtracker_rows()}
    assert len(backtracker_rows()) == 9 + 5 + 9 + 8 + 4
    for row in rows.values():
        own = Cohort(bends, row, LITTLE)
        fresh = own.fresh_network(None).eval()
        masks, figures = own.batch(np.arange(3), np.random.default_rng(0), training=True)
        assert fresh.answer(own.codes(fresh, masks), figures)[0].shape == (3, 1)
    with pytest.raises(TrainingError, match="no row 'torso'"):
        row_named("movexor", "forward", "torso")


def test_people_without_masks_or_figures_are_left_out() -> None:
    bends = cohort(people=6)
    figures = bends.figures.copy()
    figures[1, COLUMNS.index("forward.angle.F5 mean repetition time")] = np.nan
    lacking = replace(
        bends, figures=figures, theta_deg=np.where(bends.person == 2, np.nan, bends.theta_deg)
    )
    assert Cohort(lacking, ROW, LITTLE).people.tolist() == [0, 3, 4, 5]


@pytest.mark.parametrize("name", ["figures-forward", "forward-80"])
def test_a_head_learns_what_tells_the_groups_apart(name: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    settings = replace(LITTLE, masks=4, frozen=True)
    own = Cohort(cohort(people=80, masks=8), backtracker_rows()[name], settings)
    found = cross_validate(own, ResNet18(4).state_dict(), tmp_path, nothing)
    assert found.scores.right > 0.8


def test_codes_of_another_start_are_worked_out_anew() -> None:
    own = Cohort(cohort(people=6), backtracker_rows()["forward-80"], replace(LITTLE, frozen=True))
    torch.manual_seed(1)
    starts = [ResNet18(4).state_dict() for _ in range(2)]
    codes = []
    for start in (*starts, starts[0]):
        network = own.fresh_network(start)
        own.freeze(network.backbone)
        masks, _ = own.batch(np.arange(6), np.random.default_rng(0), training=False)
        codes.append(masks)
    assert not torch.equal(codes[0], codes[1])
    assert torch.equal(codes[0], codes[2])


def test_rows_that_differ_by_their_masks_alone_are_kept_apart() -> None:
    bends, rows = cohort(people=6), backtracker_rows()
    names = {digest_of(Cohort(bends, row, LITTLE), None) for row in rows.values() if row.masks}
    assert len(names) == sum(bool(row.masks) for row in rows.values())


def test_an_interrupted_training_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.training.low_back.KEPT_EVERY_S", -1.0)
    own = Cohort(cohort(people=12), ROW, LITTLE)
    everybody = np.arange(12)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    whole = fit(own, everybody, None, tmp_path / "whole", nothing)
    with pytest.raises(KeyboardInterrupt):
        fit(own, everybody, None, tmp_path / "broken", stop)
    resumed = fit(own, everybody, None, tmp_path / "broken", nothing)
    for ours, theirs in zip(resumed.parameters(), whole.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)
    assert not list(tmp_path.iterdir())
    wider = Cohort(cohort(people=12), ROW, replace(LITTLE, width=8))
    with pytest.raises(KeyboardInterrupt):
        fit(own, everybody, None, tmp_path / "broken", stop)
    with pytest.raises(TrainingError, match="of another training"):
        fit(wider, everybody, None, tmp_path / "broken", nothing)


def test_nobody_of_a_test_fold_has_a_part_in_what_is_said_about_them(tmp_path: Path) -> None:
    bends = cohort(people=12)
    settings = replace(LITTLE, frozen=True)
    row = backtracker_rows()["figures-forward"]
    first = cross_validate(Cohort(bends, row, settings), None, tmp_path, nothing)
    tested = first.folds == 0
    turned = replace(bends, labels=np.where(tested, 1 - bends.labels, bends.labels))
    own = Cohort(turned, row, settings)
    others = np.flatnonzero(~tested)
    again = fit(own, others, None, tmp_path / "again", nothing)
    np.testing.assert_array_equal(
        logits_of(own, again, np.flatnonzero(tested)), first.logits[tested]
    )
    kept = cross_validate(Cohort(bends, row, settings), None, tmp_path, nothing)
    np.testing.assert_array_equal(kept.logits, first.logits)


@pytest.mark.parametrize("kind", ["movexor", "backtracker"])
def test_the_command_trains_on_a_cohort_and_exports(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort(people=8, masks=4).write(tmp_path / "cohort")
    monkeypatch.setattr(low_back_task, "SHIPPED", LITTLE)
    asked = LowBackAsked(
        cohorts=(tmp_path / "cohort",),
        direction="forward",
        row=None,
        start="scratch",
        frozen=False,
        paper=False,
        out=tmp_path / kind,
    )
    found = train_low_back(kind, asked, nothing)  # type: ignore[arg-type]
    assert 0.0 <= found["figures"]["low"] <= found["figures"]["accuracy"] <= 1.0
    (card,) = export_all(tmp_path / kind, tmp_path / "zoo")
    assert card.name == f"{kind}-mi-mci-forward"
    assert any("Simulated people, not a diagnosis" in limit for limit in card.limits)
    exported = Exported.load(card.name, zoo=tmp_path / "zoo")
    check(exported)
    assert len(exported.bends.parts) == (2 if kind == "movexor" else 1)


def test_what_cannot_be_trained_is_said(tmp_path: Path) -> None:
    cohort(people=8, masks=4).write(tmp_path)
    asked = LowBackAsked(
        cohorts=(tmp_path,),
        direction="forward",
        row=None,
        start="scratch",
        frozen=True,
        paper=False,
        out=tmp_path,
    )
    with pytest.raises(TrainingError, match="cannot begin from scratch"):
        train_low_back("movexor", asked, nothing)
    with pytest.raises(TrainingError, match="the papers train whole networks"):
        train_low_back("movexor", replace(asked, paper=True), nothing)
    with pytest.raises(TrainingError, match="holds no trained network"):
        export_all(tmp_path, tmp_path)
