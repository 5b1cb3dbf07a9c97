"""The infants' networks with first weights, drawn, exported and asked in PyTorch; `make train`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from edge.core.arrays import Floats
from edge.core.infant import CHANNELS, JOINTS, WINDOW_FRAMES
from models.export.infant.networks import explained, export_networks
from models.networks.infant.architectures import ARCHITECTURES
from models.networks.infant.network import InfantGcn, folded


def drawn(number: int, fold: int) -> InfantGcn:
    """Return a network with random weights, its normalisations as if trained, always the same.

    Args:
        number: of the architecture.
        fold: 0 … .
    """
    torch.manual_seed(100 * number + fold)
    network = InfantGcn(ARCHITECTURES[number])
    for part in network.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            nn.init.uniform_(part.weight, 0.5, 1.5)
            nn.init.normal_(part.bias, std=0.1)
            part.momentum = 1.0
    some = torch.randn(4, len(CHANNELS), WINDOW_FRAMES, len(JOINTS))
    with torch.no_grad():
        network.train()(some)
        # Logits about as large as a trained network's.
        network.eval().head.weight /= network(some).std()
    return network


def export_drawn(folder: Path, folds: int) -> Iterator[tuple[int, int]]:
    """Export as many drawn networks of every architecture, but for those that are there already.

    Yields how many architectures are done, and how many there are.
    """
    yield 0, len(ARCHITECTURES)
    for done, number in enumerate(ARCHITECTURES, start=1):
        if not (folder / f"infant-{number:02}.json").exists():
            networks = [drawn(number, fold) for fold in range(folds)]
            export_networks(networks, folder, trained_on=(), windows=0, held_out_auc=(0.5,) * folds)
        yield done, len(ARCHITECTURES)


class TorchPeer:
    """The drawn networks, asked one after the other."""

    def __init__(self, folds: int, threads: int) -> None:
        """Draw them.

        Args:
            folds: networks of each architecture.
            threads: that PyTorch may use.
        """
        torch.set_num_threads(threads)
        own = [folded(drawn(number, fold)) for number in ARCHITECTURES for fold in range(folds)]
        self._askers = {
            asked: [explained(network, at_windows=asked == "gradients") for network in own]
            for asked in ("maps", "gradients")
        }

    @property
    def networks(self) -> int:
        """How many they are."""
        return len(self._askers["maps"])

    def loop(self, windows: NDArray[np.float32], asked: Literal["maps", "gradients"]) -> Floats:
        """Return (W, M) scores; CAM, Grad-CAM and, if asked for, gradients are worked out too."""
        batch, select = torch.from_numpy(windows), torch.ones(1)
        scores = [ask(batch, select)[0] for ask in self._askers[asked]]
        found: Floats = torch.cat(scores, dim=1).double().numpy()
        return found
