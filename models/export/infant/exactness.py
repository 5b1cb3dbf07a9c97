"""How far an exported network is from the one it was exported from."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import torch

from edge.core.infant import CHANNELS, JOINTS, WINDOW_FRAMES
from models.export.infant.networks import explained, export_networks
from models.inference.infant import InfantEnsemble
from models.networks.infant.architectures import ARCHITECTURES
from models.networks.infant.network import InfantGcn, folded


def differences(number: int, windows: int) -> dict[str, float]:
    """Return the largest differences of an exported network with random weights from PyTorch's.

    They are `risk`, of the probabilities, and `cam` and `gradcam`, as shares of the maps' largest
    size. Logits are about as large as a trained network's. `rounding` is how far PyTorch's own
    probabilities are from those that it gives in double precision.

    Args:
        number: of the architecture.
        windows: of noise that are judged.
    """
    torch.manual_seed(number)
    network = InfantGcn(ARCHITECTURES[number])
    noise = torch.randn(windows, len(CHANNELS), WINDOW_FRAMES, len(JOINTS))
    with torch.no_grad():
        # The normalisations know the noise, and logits are of the size of a trained network's.
        for part in network.modules():
            if isinstance(part, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d):
                part.momentum = None
        network.train()(noise)
        network.eval().head.weight /= network(noise).std()
    with tempfile.TemporaryDirectory() as folder:
        export_networks([network], Path(folder), trained_on=(), windows=0, held_out_auc=(0.5,))
        ensemble = InfantEnsemble.load(Path(folder))
        ours = ensemble.explain(noise.numpy())
    scores, cam, _, gradcam, *_ = explained(folded(network))(noise, torch.ones(1))
    with torch.no_grad():
        exact = folded(network).double()(noise.double()).softmax(-1)[..., 1]
    over_time: Any = np.median(cam.numpy(), axis=3)
    return {
        "risk": float(np.abs(ours.risks - scores.numpy()).max()),
        "rounding": float((scores - exact).abs().max()),
        "cam": _relative(ours.cam, over_time[:, :, 1] - over_time[:, :, 0]),
        "gradcam": _relative(ours.gradcam, np.median(gradcam.numpy(), axis=2)),
    }


def _relative(ours: Any, theirs: Any) -> float:
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())
