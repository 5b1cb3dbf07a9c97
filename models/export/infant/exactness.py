"""How far an exported network is from the one it was exported from, on simulated infants."""

import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from edge.posture.infant.windows import channels
from models.data.infants import InfantSetSettings, simulated_infants
from models.export.infant.networks import explained, export_networks
from models.inference.infant import InfantEnsemble
from models.networks.infant.architectures import ARCHITECTURES
from models.networks.infant.network import InfantGcn, folded, side_by_side_networks
from models.training.errors import TrainingError
from models.training.infant.ensemble import load_trained

KNOWN_SEED: Final = 70_000
"""Of the infants by which the normalisations of random networks know what infants are like."""
KNOWN_INFANTS: Final = 24
ASKED_SEED: Final = 75_000
"""Of the infants whose windows are judged."""
SECONDS: Final = 8.0


def differences(number: int, windows: int, trained: Path | None = None) -> dict[str, float]:
    """Return the largest differences of exported networks of one architecture from PyTorch's.

    They are `risk`, of the probabilities, and `cam` and `gradcam`, as shares of the maps' largest
    size. `torch_rounding` is how far PyTorch's own probabilities are from those that it gives in
    double precision, `onnx_rounding` how far the exported network's are from the same, and
    `torch_maps_rounding` the first of both maps together, as a share of their largest size.

    Args:
        number: of the architecture.
        windows: of simulated infants that are judged.
        trained: folder of trained networks, of which every fold is taken; None for one network with
            random weights and logits about as large as a trained one's.

    Raises:
        TrainingError: the folder holds no network of this architecture.
    """
    asked = _windows(ASKED_SEED, windows)
    own = [_random(number, asked)] if trained is None else load_trained(trained)[0].get(number, [])
    if not own:
        raise TrainingError(
            f"{trained} holds no trained network of architecture {number}",
            remedy="leave it out with --architecture",
        )
    with tempfile.TemporaryDirectory() as folder:
        export_networks(own, Path(folder), trained_on=(), windows=0, held_out_auc=(0.5,))
        ensemble = InfantEnsemble.load(Path(folder))
        ours = ensemble.explain(asked.numpy())
    together = folded(side_by_side_networks(own))
    risks, cam, gradcam = _answers(together, asked)
    exact, *exact_maps = _answers(together.double(), asked.double())
    return {
        "risk": float(np.abs(ours.risks - risks).max()),
        "torch_rounding": float(np.abs(risks - exact).max()),
        "onnx_rounding": float(np.abs(ours.risks - exact).max()),
        "cam": _relative(ours.cam, cam),
        "gradcam": _relative(ours.gradcam, gradcam),
        "torch_maps_rounding": max(map(_relative, (cam, gradcam), exact_maps)),
    }


def _answers(network: InfantGcn, asked: Tensor) -> tuple[Any, Any, Any]:
    """Return PyTorch's risks, and CAM and Grad-CAM of the joints, in the network's precision."""
    scores, cam, _, gradcam, *_ = explained(network)(asked, asked.new_ones(network.copies))
    over_time: Any = np.median(cam.numpy(), axis=3)
    return (
        scores.numpy(),
        over_time[:, :, 1] - over_time[:, :, 0],
        np.median(gradcam.numpy(), axis=2),
    )


def _random(number: int, asked: Tensor) -> InfantGcn:
    """Return a network with random weights whose normalisations know infants, as training begins.

    Noise in place of infants would not do: its means over a window are all but the same in every
    window, and a normalisation behind such a mean (in attention over channels) divides by next to
    nothing, so that rounding grows a thousandfold, in PyTorch as well.
    """
    torch.manual_seed(number)
    network = InfantGcn(ARCHITECTURES[number])
    for part in network.modules():
        if isinstance(part, torch.nn.BatchNorm1d | torch.nn.BatchNorm2d):
            part.momentum = None
    with torch.no_grad():
        network.train()(_windows(KNOWN_SEED, KNOWN_INFANTS))
        network.eval().head.weight /= network(asked).std()
    return network


def _windows(first_seed: int, count: int) -> Tensor:
    """Return (count, 6, 150, 19) windows of as many simulated infants, every other one slow."""
    settings = InfantSetSettings(
        abnormal=("S",), each=-(-count // 2), seconds=SECONDS, first_seed=first_seed, pairs=False
    )
    infants = simulated_infants(settings, lambda done, total: None)
    windows = [infants.some_windows(k, 1) for k in range(count)]
    return torch.from_numpy(channels(np.concatenate(windows)))


def _relative(ours: Any, theirs: Any) -> float:
    return float(np.abs(ours - theirs).max() / np.abs(theirs).max())
