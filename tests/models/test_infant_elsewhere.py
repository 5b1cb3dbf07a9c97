"""Networks of infants trained on a cluster, and by the recipe for a GPU; needs PyTorch."""

import json
import pickle
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from benchmarks.errors import EvaluationError  # noqa: E402
from models.data.infants import InfantSetSettings, simulated_infants  # noqa: E402
from models.training.infant import elsewhere  # noqa: E402
from models.training.infant.ensemble import InfantAsked, train_infant  # noqa: E402
from models.training.infant.paper import (  # noqa: E402
    PaperTraining,
    epoch_of,
    fit_by,
    seen_windows,
    training_of,
)
from models.training.infant.settings import InfantTraining  # noqa: E402
from tests.conftest import Physio  # noqa: E402

ASKED = InfantAsked(
    architectures=(6,),
    folds=2,
    training=InfantTraining(windows=4, batch=2),
    infants=InfantSetSettings(abnormal=("S",), each=7, seconds=6.0),
    out=Path(),
)


def quiet(*_: object) -> None:
    """Show no progress."""


def cluster(
    work: Callable[[Any], Any],
    people: list[Any],
    *,
    finished: Callable[[int, Any], None],
    **_: object,
) -> None:
    """Send everything over as bytes, as a cluster does, and end with the first."""
    for number in reversed(range(len(people))):
        sent = pickle.loads(pickle.dumps(people[number]))
        finished(number, pickle.loads(pickle.dumps(work(sent))))


def test_a_cluster_trains_the_same_networks_and_what_is_there_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(elsewhere, "map_people_on_cluster", cluster)
    here = train_infant(replace(ASKED, out=tmp_path / "here"), quiet)
    asked = replace(ASKED, out=tmp_path / "there", engine="dask://127.0.0.1:8786")
    there = train_infant(asked, quiet)
    for name in ("06-0", "06-1"):
        ours, theirs = (
            torch.load(tmp_path / place / f"{name}.pt", weights_only=True)
            for place in ("here", "there")
        )
        torch.testing.assert_close(theirs, ours)
        assert there["networks"][name]["auc"] == here["networks"][name]["auc"]
    kept = json.loads((tmp_path / "there" / "about.json").read_text(encoding="utf-8"))
    assert kept["networks"] == there["networks"]
    monkeypatch.delattr(elsewhere, "map_people_on_cluster")
    assert train_infant(asked, quiet) == there


def test_the_papers_recipe_is_built_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    infants = simulated_infants(ASKED.infants, quiet)
    usual = PaperTraining()
    assert (usual.epochs, usual.batch, usual.rate, usual.momentum) == (200, 32, 5e-4, 0.9)
    (x, y), *_ = epoch_of(infants, list(range(14)), usual, 0)
    assert x.shape == (32, 6, 150, 19)
    assert float(y.float().mean()) > 0.6, "five windows of an abnormal infant to one of a normal"
    small = PaperTraining(epochs=2, batch=2, positives=1, negatives=1, device="cpu")

    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    whole = fit_by(6, 0, infants, small, tmp_path / "a", quiet)
    with pytest.raises(KeyboardInterrupt):
        fit_by(6, 0, infants, small, tmp_path / "b", stop)
    resumed = fit_by(6, 0, infants, small, tmp_path / "b", quiet)
    torch.testing.assert_close(resumed.state_dict(), whole.state_dict())
    assert training_of(asdict(small)) == small
    assert training_of(asdict(ASKED.training)) == ASKED.training
    assert seen_windows(usual, 70) == 200 * 50 * 72


def test_an_engine_that_is_none_is_one_sentence(physio: Physio, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="no engine 'ray'"):
        train_infant(replace(ASKED, out=tmp_path, engine="ray"), quiet)
    ended = physio("models", "train", "snn", "--engine", "dask://127.0.0.1:8786")
    assert ended.code == 2
    assert "snn is trained on this machine" in ended.err
