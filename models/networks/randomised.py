"""Networks that forget what they learned, from the head down: a sanity check of explanations.

Adebayo et al., NeurIPS 2018: a map that stays the same when weights are drawn anew does not
explain what the network learned.
"""

import copy
from collections.abc import Iterator
from typing import Final

import torch
from torch import nn

from models.networks.low_back import LowBackNetwork

CASCADE: Final = ("head", "layer4", "layer3", "layer2", "layer1", "stem")


def cascade(network: LowBackNetwork, seed: int) -> Iterator[tuple[str, LowBackNetwork]]:
    """Yield the stages of `CASCADE` with a network that has forgotten so far, this stage included.

    Each is a copy; a network without a ResNet has a head alone.

    Args:
        network: trained.
        seed: of the weights drawn anew.
    """
    torch.manual_seed(seed)
    forgetful = copy.deepcopy(network)
    backbone = forgetful.backbone
    for stage in CASCADE:
        if stage == "head":
            parts: list[nn.Module] = [forgetful.head]
        elif backbone is None:
            return
        elif stage == "stem":
            parts = [backbone.conv1, backbone.bn1]
        else:
            parts = [getattr(backbone, stage)]
        for part in parts:
            for module in part.modules():
                _draw_anew(module)
        yield stage, copy.deepcopy(forgetful)


def _draw_anew(module: nn.Module) -> None:
    if isinstance(module, nn.Conv2d):
        nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Linear | nn.BatchNorm1d | nn.BatchNorm2d):
        module.reset_parameters()
