"""Trained networks of several architectures, asked as exported ones are; needs PyTorch.

Exporting a network takes half a minute, which a question about many networks does not wait for.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.inference.infant import JointMaps
from models.networks.infant.network import InfantGcn, folded, side_by_side_networks

BATCH = 16


class TrainedEnsemble:
    """Networks that judge and explain windows, as `InfantEnsemble` does.

    Attributes:
        networks: how many.
    """

    def __init__(self, trained: Mapping[int, Sequence[InfantGcn]]) -> None:
        self._parts = [folded(side_by_side_networks(own)) for _, own in sorted(trained.items())]
        self.networks = sum(part.copies for part in self._parts)

    def risks(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return (W, M) probabilities of the abnormal group for windows (W, 6, 150, 19)."""
        return self.explain(windows).risks

    def explain(self, windows: NDArray[np.float32]) -> JointMaps:
        """Return risks and joint maps of all networks for windows (W, 6, 150, 19)."""
        parts = []
        for start in range(0, len(windows), BATCH):
            x = torch.from_numpy(windows[start : start + BATCH])
            with torch.no_grad():
                found = [_explained(network, x) for network in self._parts]
            parts.append(JointMaps.joined(found, axis=1))
        return JointMaps.joined(parts, axis=0)


def _explained(network: InfantGcn, windows: Tensor) -> JointMaps:
    """Return what networks of one architecture see.

    The head adds up, so its gradient at the features is its own weights: Grad-CAM takes their mean
    over joints, CAM each joint's own.
    """
    features = network.features(windows)
    logits = network.logits(features)
    weights, _ = network.class_weights()
    slope = weights[:, 1] - weights[:, 0]
    own = features.view(len(windows), network.copies, -1, *features.shape[2:])
    cam = [(own * weights[None, :, k, :, None, :]).sum(2).numpy() for k in range(2)]
    gradcam = (own * slope.mean(-1)[None, :, :, None, None]).sum(2) / own.shape[3]
    if slope.shape[-1] == 1:
        gradcam = gradcam / own.shape[4]
    return JointMaps(
        risks=logits.softmax(-1)[..., 1].numpy(),
        cam=np.median(cam[1], axis=2) - np.median(cam[0], axis=2),
        gradcam=np.median(gradcam.numpy(), axis=2),
    )
