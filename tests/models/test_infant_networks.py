"""The ten graph networks, their export and their training; needs PyTorch."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore")  # the exporter's own

from edge.core.infant import JOINTS, PARENTS  # noqa: E402
from models.data.infants import InfantSetSettings, simulated_infants  # noqa: E402
from models.export.infant.networks import explained, export_networks  # noqa: E402
from models.inference.example import check  # noqa: E402
from models.inference.infant import InfantEnsemble  # noqa: E402
from models.networks.infant.architectures import ARCHITECTURES, Architecture  # noqa: E402
from models.networks.infant.graph import hops, partition  # noqa: E402
from models.networks.infant.network import (  # noqa: E402
    InfantGcn,
    folded,
    side_by_side_networks,
)
from models.networks.infant.parts import stacked_state  # noqa: E402
from models.training.errors import TrainingError  # noqa: E402
from models.training.infant.asking import TrainedEnsemble  # noqa: E402
from models.training.infant.batches import batch_of  # noqa: E402
from models.training.infant.ensemble import InfantAsked, train_infant  # noqa: E402
from models.training.infant.fitting import Fold, evidence_size, fit  # noqa: E402
from models.training.infant.settings import InfantTraining  # noqa: E402

TABLE = {
    1: ((40, 40), 120, (48, 96, 192), 19),
    2: ((20, 10), 30, (12,), 75),
    3: ((24, 24), 72, (24, 48, 96), 19),
    4: ((20, 20), 60, (20, 40), 38),
    5: ((16, 16), 48, (24, 48), 38),
    6: ((12, 12), 36, (24, 48), 38),
    7: ((32, 32), 96, (40, 80), 38),
    8: ((6, 24), 72, (48, 96), 38),
    9: ((48, 48), 144, (32, 64), 38),
    10: ((48, 48), 144, (48,), 75),
}
"""First and later modules of a branch, side by side, levels, frames at the end."""


def network(number: int, seed: int = 0, shape: Architecture | None = None) -> Any:
    """Return a network with random weights whose normalisations are not at their start."""
    torch.manual_seed(100 * number + seed)
    own = InfantGcn(shape or ARCHITECTURES[number])
    for part in own.modules():
        if isinstance(part, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d):
            torch.nn.init.uniform_(part.weight, 0.5, 1.5)
            torch.nn.init.normal_(part.bias, std=0.1)
            part.momentum = 1.0
    with torch.no_grad():
        own.train()(torch.randn(4, 6, 150, 19))
        # Logits about as large as a trained network's.
        own.eval().head.weight /= own(torch.randn(4, 6, 150, 19)).std()
    return own


@pytest.mark.parametrize("number", TABLE)
def test_channels_strides_and_sizes_are_those_of_the_table(number: int) -> None:
    branch, joined, levels, frames = TABLE[number]
    own = network(number)
    shapes: list[tuple[int, ...]] = []
    for module in (*own.branches[0], own.join, *own.main):
        module.register_forward_hook(lambda _m, _i, out: shapes.append(tuple(out.shape[1:])))
    with torch.no_grad():
        features = own.features(torch.randn(2, 6, 150, 19))
    modules = ARCHITECTURES[number].input_modules
    assert [shape[0] for shape in shapes[:modules]] == [branch[0], *[branch[1]] * (modules - 1)]
    assert own.join.conv.in_channels == joined
    assert shapes[modules] == (levels[0], 150, 19)
    per_level = ARCHITECTURES[number].level_modules
    mains = shapes[modules + 1 :]
    assert [shape[0] for shape in mains] == [c for c in levels for _ in range(per_level)]
    lengths = [-(-150 // 2 ** (level + 1)) for level in range(len(levels))]
    assert [shape[1] for shape in mains] == [n for n in lengths for _ in range(per_level)]
    assert tuple(features.shape[1:]) == (levels[-1], frames, 19)


def double_of(own: list[Any]) -> Any:
    """Return networks side by side, which are put together in single precision, in double."""
    together = side_by_side_networks(own).double()
    together.load_state_dict(stacked_state([one.state_dict() for one in own]))
    return together


@pytest.mark.parametrize("number", TABLE)
def test_networks_side_by_side_and_folded_answer_as_each_alone(number: int) -> None:
    own = [network(number, seed).double() for seed in range(3)]
    windows = torch.randn(2, 6, 150, 19, dtype=torch.float64)
    with torch.no_grad():
        alone = torch.cat([one(windows) for one in own], dim=1)
        together = folded(double_of(own))(windows)
    torch.testing.assert_close(together, alone, rtol=1e-7, atol=1e-7)


@pytest.mark.parametrize("number", TABLE)
def test_maps_sum_to_the_logits_and_gradcam_is_cam_where_joints_are_averaged(number: int) -> None:
    own = folded(network(number)).double()
    windows = torch.randn(2, 6, 150, 19, dtype=torch.float64)
    with torch.no_grad():
        logits = own(windows)
    biases = own.class_weights()[1]
    answer = explained(own)(windows, torch.ones(1, dtype=torch.float64))
    scores, cam, _, gradcam, features, d_features = answer
    summed = cam.mean(3).sum(3)
    if not own.own.spatial:
        summed = summed / len(JOINTS)
    torch.testing.assert_close(summed + biases, logits, rtol=1e-9, atol=1e-9)
    torch.testing.assert_close(scores, logits.softmax(-1)[..., 1], rtol=1e-9, atol=1e-9)
    slopes = d_features.mean((2, 3), keepdim=True)
    torch.testing.assert_close(gradcam[:, 0], (slopes * features).sum(1))
    if not own.own.spatial:
        difference = cam[:, :, 1] - cam[:, :, 0]
        count = features.shape[2] * len(JOINTS)
        torch.testing.assert_close(gradcam * count, difference, rtol=1e-9, atol=1e-9)


def test_the_graph_has_the_papers_pairs_and_the_public_quirk_only_if_asked() -> None:
    distance = np.array(hops())
    pairs = [int((distance == d).sum()) // 2 for d in (1, 2, 3)]
    assert pairs == [18, 24, 26]
    assert distance.max() == 7
    true, legacy = partition("SC"), partition("SC", legacy=True)
    edges = [(part > 0).sum() - (part.diagonal() > 0).sum() for part in true]
    assert edges == [0, 18, 18]
    assert [(part > 0).sum() - (part.diagonal() > 0).sum() for part in legacy] == [0, 27, 9]
    np.testing.assert_allclose(true.sum(axis=(0, 1)), 1.0)
    assert len(partition("DA2")) == 2
    assert len(partition("DA4")) == 4
    assert all(true[2, parent, child] > 0 for child, parent in enumerate(PARENTS) if child != 8)


# The exporter takes half a minute for a network of the paper's size.
SMALL = {
    "swish": replace(ARCHITECTURES[10], input_modules=1, input_width=1, width=2),
    "relu": replace(ARCHITECTURES[6], levels=1, level_modules=1, input_width=1, width=2),
}


@pytest.mark.parametrize("kind", SMALL)
def test_the_export_answers_as_pytorch_does_and_its_maps_follow_the_input(
    kind: str, tmp_path: Path
) -> None:
    own = [network(SMALL[kind].number, seed, SMALL[kind]) for seed in range(2)]
    export_networks(own, tmp_path, trained_on=(), windows=0, held_out_auc=(0.5, 0.5))
    ensemble = InfantEnsemble.load(tmp_path)
    (part,) = ensemble.parts
    check(part)
    windows = torch.randn(3, 6, 150, 19)
    with torch.no_grad():
        expected = torch.cat([one(windows) for one in own], dim=1).softmax(-1)[..., 1].numpy()
    np.testing.assert_allclose(ensemble.risks(windows.numpy()), expected, atol=1e-5)
    found = ensemble.explain(windows.numpy())
    np.testing.assert_allclose(found.risks, expected, atol=1e-5)
    together = folded(side_by_side_networks(own))
    answer = explained(together)(windows, torch.ones(2))
    for ours, theirs in (
        (found.cam, np.median(answer[1], 3)[:, :, 1] - np.median(answer[1], 3)[:, :, 0]),
        (found.gradcam, np.median(answer[3], 2)),
    ):
        size = float(np.abs(theirs).max())
        np.testing.assert_allclose(ours, theirs, atol=1e-4 * size)
    assert np.abs(found.cam[0] - found.cam[1]).max() > 1e-3 * np.abs(found.cam).max()
    _, gradients = part.gradients((windows.numpy(),), np.ones(2))
    theirs = answer[2].numpy()
    assert np.quantile(np.abs(gradients[1] - theirs), 0.99) < 1e-4 * np.abs(theirs).max()


def test_folds_share_no_infant_between_learning_stopping_and_testing() -> None:
    labels = np.arange(42) % 2 == 1
    held_out = []
    for fold in range(7):
        own = Fold.of(labels, fold)
        parts = [set(part.tolist()) for part in (own.learned, own.inner, own.held_out)]
        assert set.union(*parts) == set(range(42))
        assert sum(map(len, parts)) == 42
        assert labels[own.held_out].mean() == 0.5
        held_out += own.held_out.tolist()
    assert sorted(held_out) == list(range(42))


def test_pairs_are_seen_at_the_same_time_and_turned_alike() -> None:
    small = InfantSetSettings(abnormal=("S",), each=7, seconds=6.0)
    infants = simulated_infants(small, lambda done, total: None)
    settings = InfantTraining(windows=16, batch=4)
    x, y = batch_of(infants, np.arange(len(infants)), settings, 3)
    assert y.tolist() == [0, 0, 1, 1]
    assert tuple(x.shape) == (4, 6, 50, 19)
    normal, slow = x[:2], x[2:]
    # Both of a pair hold their arms and legs about the same way, and no stranger does.
    apart = (normal[:, :2].mean(2) - slow[:, :2].mean(2)).abs().mean((1, 2))
    strangers = (normal[:, :2].mean(2) - slow[[1, 0], :2].mean(2)).abs().mean((1, 2))
    assert (apart < 0.5 * strangers).all()
    # The first layer's velocities are of the piece, not cut off at its end.
    assert (x[:, 2:4, -1].abs().amax((1, 2)) > 0).all()
    others = replace(infants, paired=False)
    assert not torch.equal(batch_of(others, np.arange(len(infants)), settings, 3)[0], x)


@pytest.mark.parametrize("number", [4, 6])
def test_the_size_of_the_evidence_is_that_of_what_the_maps_show(number: int) -> None:
    own = network(number)
    windows = torch.randn(3, 6, 150, 19)
    with torch.no_grad():
        features = own.features(windows)
        size = float(evidence_size(own, features))
    logits = own.logits(features).detach()[:, 0]
    weights, bias = own.class_weights()
    evidence = (features.mean(2)[:, None] * weights[:, :, :, :]).sum(2)
    if not own.own.spatial:
        evidence = evidence / 19
    torch.testing.assert_close(evidence.sum(-1) + bias, logits, rtol=1e-4, atol=1e-4)
    difference = (evidence[:, 1] - evidence[:, 0]).detach()
    assert size == pytest.approx(float(difference.square().mean(0).sqrt().sum()), rel=1e-3)


def test_trained_networks_answer_as_their_export_would() -> None:
    for number in (4, 6):
        own = folded(network(number))
        windows = torch.randn(2, 6, 150, 19)
        scores, cam, _, gradcam, *_ = explained(own)(windows, torch.ones(1))
        found = TrainedEnsemble({number: [network(number)]}).explain(windows.numpy())
        np.testing.assert_allclose(found.risks, scores.numpy(), atol=1e-5)
        over_time = np.median(gradcam.numpy(), axis=2)
        np.testing.assert_allclose(found.gradcam, over_time, atol=1e-4 * np.abs(over_time).max())
        normal, abnormal = np.median(cam.numpy(), axis=3).transpose(2, 0, 1, 3)
        difference = abnormal - normal
        np.testing.assert_allclose(found.cam, difference, atol=1e-4 * np.abs(difference).max())


def test_interrupted_training_ends_as_uninterrupted_training_does(tmp_path: Path) -> None:
    # With a class that lies in how limbs go together, figures are learned beside the group.
    small = InfantSetSettings(abnormal=("C",), each=7, seconds=6.0)
    infants = simulated_infants(small, lambda done, total: None)
    assert infants.together
    settings = InfantTraining(windows=16, batch=4)

    class StoppedError(Exception):
        pass

    def stop(done: int, _total: int) -> None:
        if done == 6:
            raise StoppedError

    whole = fit(6, 0, infants, settings, tmp_path / "a", lambda done, total: None)
    with pytest.raises(StoppedError):
        fit(6, 0, infants, settings, tmp_path / "b", stop)
    resumed = fit(6, 0, infants, settings, tmp_path / "b", lambda done, total: None)
    torch.testing.assert_close(resumed.state_dict(), whole.state_dict())


def test_a_trained_network_is_kept_and_one_trained_otherwise_refused(tmp_path: Path) -> None:
    asked = InfantAsked(
        architectures=(6,),
        folds=1,
        training=InfantTraining(windows=16, batch=2),
        infants=InfantSetSettings(abnormal=("S",), each=7, seconds=6.0),
        out=tmp_path,
    )

    def quiet(*_: object) -> None:
        """Show no progress."""

    first = train_infant(asked, quiet)
    kept = (tmp_path / "06-0.pt").read_bytes()
    assert train_infant(asked, quiet) == first
    assert (tmp_path / "06-0.pt").read_bytes() == kept
    with pytest.raises(TrainingError, match="trained otherwise"):
        train_infant(replace(asked, training=InfantTraining(windows=32, batch=2)), quiet)
    with pytest.raises(TrainingError, match="no architecture 11"):
        train_infant(replace(asked, architectures=(11,)), quiet)
