"""Definitions and training; these need PyTorch (`make train`)."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs PyTorch (`make train`)")

import torch

from models.data.recorded import load_groups
from models.networks.encoder import ConvAxis, EncoderSettings, TimeCnn, windows_of
from models.networks.siamese import Siamese, SiameseSettings
from models.training.errors import TrainingError
from models.training.loop import TrainingSettings, train
from models.training.pairs import Pairs, pools_of
from models.training.snn import NETWORKS, network_named
from tests.models.toys import write_person

SETTINGS = TrainingSettings(steps=6, size=8, chunk=2)


def siamese(conv_axis: ConvAxis = "time") -> Siamese:
    torch.manual_seed(0)
    network = Siamese(SiameseSettings(encoder=EncoderSettings(conv_axis=conv_axis)))
    network.eval()
    return network


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Pairs:
    groups = load_groups(*write_person(tmp_path_factory.mktemp("toy"), exercises=1))
    return Pairs(pools_of(groups, 0), 0)


@pytest.mark.parametrize("conv_axis", ["time", "sensor"])
def test_rows_of_a_batch_do_not_influence_each_other(conv_axis: ConvAxis) -> None:
    network = siamese(conv_axis)
    signal, anchor = torch.randn(3, 96, 6), torch.randn(3, 128, 6)
    together = network(signal, anchor)
    apart = torch.cat([network(signal[[k]], anchor[[k]]) for k in range(3)])
    torch.testing.assert_close(together, apart, rtol=1e-4, atol=1e-5)


def test_filling_a_batch_changes_nothing(pairs: Pairs) -> None:
    network = siamese()
    batch = next(iter(pairs.batches(0, 1, 8)))
    for k in range(8):
        samples, anchor_samples = int(batch.samples[k]), int(batch.anchor_samples[k])
        alone = network(batch.signal[[k], :samples], batch.anchor[[k], :anchor_samples])
        masks = [
            (torch.arange((x.shape[1] - 48) // 16 + 1) * 16 + 48)[None] <= count[:, None]
            for x, count in ((batch.signal, batch.samples), (batch.anchor, batch.anchor_samples))
        ]
        filled = network.outcome(batch.signal, batch.anchor, *masks).scores[[k]]
        torch.testing.assert_close(alone, filled, rtol=1e-3, atol=1e-4)


def test_convolving_once_equals_convolving_every_window() -> None:
    cnn = TimeCnn(EncoderSettings())
    signal = torch.randn(2, 160, 9)
    slow = torch.stack([cnn(window)[:, 0] for window in windows_of(signal).unbind(1)], dim=1)
    torch.testing.assert_close(cnn(signal), slow, rtol=1e-4, atol=1e-5)


def test_dropout_is_off_in_evaluation() -> None:
    network, pair = siamese(), (torch.randn(1, 96, 6), torch.randn(1, 96, 6))
    assert torch.equal(network(*pair), network(*pair))


def test_batches_are_repeatable_and_as_described(pairs: Pairs) -> None:
    one, other = (list(pairs.batches(3, 2, 16)) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert torch.equal(a.signal, b.signal)
        assert torch.equal(a.kinds, b.kinds)
        assert ((a.targets > 0) & (a.targets <= 1)).all()
        np.testing.assert_allclose(a.targets.numpy(), np.exp(-np.abs(a.levels.numpy())), rtol=1e-5)


@pytest.mark.parametrize("name", list(NETWORKS))
def test_an_interrupted_training_goes_on_where_it_stopped(
    name: str, pairs: Pairs, tmp_path: Path
) -> None:
    def fresh() -> torch.nn.Module:
        torch.manual_seed(1)
        return network_named(name)

    whole, interrupted, resumed = fresh(), fresh(), fresh()
    train({name: whole}, pairs, SETTINGS, tmp_path / "whole")

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train({name: interrupted}, pairs, SETTINGS, tmp_path / "part", stop)
    train({name: resumed}, pairs, SETTINGS, tmp_path / "part")
    for a, b in zip(whole.parameters(), resumed.parameters(), strict=True):
        torch.testing.assert_close(a, b)


def test_a_checkpoint_of_other_networks_is_said(pairs: Pairs, tmp_path: Path) -> None:
    train({"tcn": network_named("tcn")}, pairs, SETTINGS, tmp_path / "checkpoint")
    with pytest.raises(TrainingError, match="tcn"):
        train({"lstm": network_named("lstm")}, pairs, SETTINGS, tmp_path / "checkpoint")
