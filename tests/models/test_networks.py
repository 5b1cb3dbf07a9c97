"""Definitions and training; these need PyTorch (`make train`)."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs PyTorch (`make train`)")

import torch
from torch import Tensor

from edge.core.anchor import PIPELINE_RATE_HZ
from edge.core.arrays import Floats
from models.data.measures import Measures
from models.data.recorded import load_groups
from models.inference.frame import fill_windows
from models.networks.encoder import ConvAxis, EncoderSettings, TimeCnn, windows_of
from models.networks.extent import Extent, main_axis
from models.networks.siamese import Siamese, SiameseSettings
from models.training.errors import TrainingError
from models.training.loop import TrainingSettings, train
from models.training.pairs import Pairs, pools_of
from models.training.snn import NETWORKS, network_named
from tests.models.toys import write_person

SETTINGS = TrainingSettings(steps=6, size=8, chunk=2)


def trembling(samples: int, rom_rad: float, tremor: float, seed: int) -> Floats:
    """Return a limb's turn out and back (n, 6) about an oblique axis, with a tremor of 6 Hz."""
    rng = np.random.default_rng(seed)
    t_s = np.arange(samples) / PIPELINE_RATE_HZ
    axis = np.array([1.0, 0.0, 0.0]) + rng.normal(scale=0.3, size=3)
    rate = np.pi * rom_rad / t_s[-1] * np.sin(2.0 * np.pi * t_s / t_s[-1])
    shake = tremor * rate.std() * np.sin(2.0 * np.pi * 6.0 * t_s)
    turning = np.outer(rate, axis / np.linalg.norm(axis)) + np.outer(shake, [0.0, 0.6, 0.8])
    noise = rng.normal(scale=0.01, size=(samples, 6))
    return np.hstack([np.zeros((samples, 3)), turning]) + noise


def measured(signals: list[Floats], behind: int = 0) -> Floats:
    """Return the measures (B, 2) in the network, of signals of one length in a filled batch."""
    filled = np.stack([fill_windows(x.astype(np.float32)) for x in signals])
    batch = torch.from_numpy(np.pad(filled, ((0, 0), (0, behind), (0, 0))))
    counts = (torch.arange(batch.shape[1]) < filled.shape[1]).expand(len(batch), -1)
    extent = Extent()
    found: Floats = extent.measures(extent(batch, counts)).numpy().astype(np.float64)
    return found


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


@pytest.mark.parametrize("samples", [97, 160, 263])
@pytest.mark.parametrize("tremor", [0.1, 0.5])
def test_range_and_stability_are_measured_as_what_is_taught(samples: int, tremor: float) -> None:
    signals = [
        trembling(samples, rom_rad, size, seed)
        for seed, (rom_rad, size) in enumerate([(2.0, 0.1), (1.0, tremor), (2.5, tremor)])
    ]
    taught = np.stack([Measures.of(x).array() for x in signals])
    own = measured(signals)
    np.testing.assert_allclose(own - own[0], taught - taught[0], atol=0.06)


def test_neither_filling_nor_the_other_arm_changes_what_is_measured() -> None:
    whole = trembling(176, 2.0, 0.2, 5)
    cut = whole[:163]
    np.testing.assert_allclose(measured([cut]), measured([cut], behind=80), atol=1e-4)
    # The same again, as if its end had been longer by what fills it up.
    held = np.vstack([cut, np.tile(cut[-1], (13, 1))])
    np.testing.assert_allclose(measured([cut]), measured([held]), atol=1e-4)
    assert np.abs(measured([cut]) - measured([whole])).max() > 1e-3


def test_the_main_axis_is_the_largest_eigenvector() -> None:
    rates = np.stack([trembling(150, 2.0, 0.2, seed)[:, 3:] for seed in range(9)])
    found = main_axis(torch.tensor(rates, dtype=torch.float32))[:, :, 0].numpy()
    for own, rate in zip(found, rates, strict=True):
        assert abs(own @ np.linalg.eigh(rate.T @ rate)[1][:, -1]) > 0.995


def test_scores_and_gradients_are_finite_where_nothing_moves() -> None:
    network, still = siamese(), torch.zeros(2, 96, 6, requires_grad=True)
    scores: Tensor = network(still, still)
    (gradient,) = torch.autograd.grad(scores.sum(), still)
    assert scores.isfinite().all()
    assert gradient.isfinite().all()


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


def test_the_siamese_network_is_done_before_its_baselines(pairs: Pairs, tmp_path: Path) -> None:
    def trained(siamese_steps: int, steps: int, name: str) -> torch.nn.Module:
        torch.manual_seed(1)
        networks = {"snn": network_named("snn"), "tcn": network_named("tcn")}
        settings = replace(SETTINGS, steps=steps, siamese_steps=siamese_steps)
        train(networks, pairs, settings, tmp_path / f"{siamese_steps} {steps}")
        return networks[name]

    # On the same batches, and as if it had been the only one.
    for name, alike in (("snn", (3, 4)), ("tcn", (4, 6))):
        a, b = trained(3, 6, name), trained(*alike, name)
        for own, other in zip(a.parameters(), b.parameters(), strict=True):
            torch.testing.assert_close(own, other)


def test_a_checkpoint_of_other_networks_is_said(pairs: Pairs, tmp_path: Path) -> None:
    train({"tcn": network_named("tcn")}, pairs, SETTINGS, tmp_path / "checkpoint")
    with pytest.raises(TrainingError, match="tcn"):
        train({"lstm": network_named("lstm")}, pairs, SETTINGS, tmp_path / "checkpoint")
