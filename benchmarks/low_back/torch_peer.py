"""The same network with the same maps and gradients in PyTorch; needs `make train`."""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from edge.core.arrays import Floats
from models.export.low_back import explained, export_low_back
from models.inference.card import BendInputs
from models.networks.low_back import LowBackNetwork, LowBackSettings
from models.networks.resnet import as_deployed


class TorchPeer:
    """MOVEXor of the shipped size with first weights, exported once and asked in PyTorch."""

    def __init__(self, bends: BendInputs, folder: Path, name: str, threads: int) -> None:
        """Draw the weights and export the network.

        Args:
            bends: what it takes.
            folder: where the export goes.
            name: of the export.
            threads: that PyTorch may use.
        """
        torch.manual_seed(0)
        settings = LowBackSettings(kind="movexor", streams=(len(bends.figures),))
        network = as_deployed(LowBackNetwork(settings))
        export_low_back(network, name, bends, folder, trained_on=())
        torch.set_num_threads(threads)
        self._answer = explained(network)
        self._select = torch.ones(1)

    def answer(self, masks: NDArray[np.uint8], figures: Floats) -> tuple[NDArray[Any], ...]:
        """Return logits, gradients, weights and both maps of masks (K, h, w) and figures (B, F)."""
        pictures = torch.from_numpy(masks).float() / 255.0
        rows = torch.from_numpy(figures).float()
        return tuple(x.numpy() for x in self._answer(pictures, rows, self._select))
