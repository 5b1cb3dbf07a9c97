"""Figures of motion that networks of infants learn beside the group."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.posture.infant.windows import channels  # noqa: E402
from models.networks.infant.architectures import ARCHITECTURES  # noqa: E402
from models.networks.infant.network import InfantGcn  # noqa: E402
from models.training.infant.figures import FiguresReader, motion_figures  # noqa: E402


def test_figures_of_motion_are_those_that_numpy_finds_and_a_reader_learns_them() -> None:
    rng = np.random.default_rng(3)
    positions = 0.02 * rng.normal(size=(6, 52, 19, 2)).cumsum(axis=1)
    x = torch.from_numpy(channels(positions)[:, :, :50])
    found = motion_figures(x)
    velocity = np.diff(positions, axis=1)[:, :48, (1, 6, 7, 10, 11, 14, 15, 17, 18)] * 120.0
    raw = np.log(np.linalg.norm(velocity, axis=3) + 0.01)
    windows = np.lib.stride_tricks.sliding_window_view(velocity, 6, axis=1).mean(-1)
    speed = np.log(np.linalg.norm(windows, axis=3) + 0.01)
    ends = [2, 4, 6, 8]
    pairs = np.triu_indices(4, 1)
    for own, got in enumerate(found.numpy()):
        upright = windows[own][:, ends, 1]
        expected = [
            raw[own].mean(0),
            speed[own].mean(0),
            np.percentile(raw[own], 10.0, axis=0),
            np.corrcoef(speed[own][:, ends].T)[pairs],
            np.corrcoef(upright.T)[pairs],
            [np.log(np.abs(upright.mean(1)) + 0.01).mean() - np.log(np.abs(upright) + 0.01).mean()],
        ]
        np.testing.assert_allclose(got, np.concatenate(expected), atol=2e-3)
    reader = FiguresReader(InfantGcn(ARCHITECTURES[6]), x)
    features = torch.randn(6, 48, 10, 19)
    before = reader(features, x)
    before.backward()
    torch.optim.SGD(reader.parameters(), 0.01).step()
    assert reader(features, x) < before
