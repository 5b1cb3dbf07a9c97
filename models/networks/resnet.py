"""ResNet-18 over back masks: the usual one with any number of channels, and one channel of input.

He et al., CVPR 2016. The names of its weights are torchvision's, so that the state dict of such a
network may be loaded. A mask is black and white: its one channel is 0 outside and 1 inside.
"""

from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn.functional import max_pool2d

FULL_WIDTH: Final = 64
"""Channels of the first stage of the usual network."""
WIDTH: Final = 24
"""Channels of the first stage of the shipped networks: 3/8 of the usual ones, 1.6 M weights."""
LAYER3_CELL_PX: Final = 16
LAYER4_CELL_PX: Final = 32
"""Side of the square of the input for which one cell of a stage's activations stands."""


class Block(nn.Module):
    """Two convolutions of 3 × 3, added to their input."""

    def __init__(self, inward: int, outward: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inward, outward, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outward)
        self.conv2 = nn.Conv2d(outward, outward, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outward)
        self.downsample: nn.Module = nn.Identity()
        if stride != 1 or inward != outward:
            self.downsample = nn.Sequential(
                nn.Conv2d(inward, outward, 1, stride=stride, bias=False), nn.BatchNorm2d(outward)
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return (B, outward, h', w')."""
        out = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        added: Tensor = (out + self.downsample(x)).relu()
        return added


class ResNet18(nn.Module):
    """Codes (B, 8 · width) of pictures (B, 1, h, w) from 0 to 1."""

    def __init__(self, width: int = WIDTH) -> None:
        """Initialise the weights as He et al. do.

        Args:
            width: channels of the first stage; every further one has twice as many.
        """
        super().__init__()
        self.codes = 8 * width
        self.conv1 = nn.Conv2d(1, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.layer1 = _stage(width, width, 1)
        self.layer2 = _stage(width, 2 * width, 2)
        self.layer3 = _stage(2 * width, 4 * width, 2)
        self.layer4 = _stage(4 * width, 8 * width, 2)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, x: Tensor) -> Tensor:
        """Return the codes."""
        return self.code(self.layer4(self.third(x)))

    def third(self, x: Tensor) -> Tensor:
        """Return the activations (B, 4 · width, h / 16, w / 16) of the third stage."""
        stem = max_pool2d(self.bn1(self.conv1(x)).relu(), 3, stride=2, padding=1)
        third: Tensor = self.layer3(self.layer2(self.layer1(stem)))
        return third

    @staticmethod
    def code(fourth: Tensor) -> Tensor:
        """Return the mean (B, c) over the places of the last activations (B, c, h, w)."""
        return fourth.mean(dim=(2, 3))


def one_channel(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Return a state dict with the first layer's weights summed over their channels.

    That is as if each of them held the mask.
    """
    first = state["conv1.weight"]
    return {**state, "conv1.weight": first.sum(dim=1, keepdim=True)}


def as_deployed(network: nn.Module) -> nn.Module:
    """Make a network what its file will hold, and return it: evaluated thus, it is what is shipped.

    Every batch normalisation of pictures goes into the convolution before it, and weights take
    values that half precision has.
    """
    network.eval()
    for module in list(network.modules()):
        children = list(module.named_children())
        for (conv_name, conv), (norm_name, norm) in pairwise(children):
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                setattr(module, conv_name, torch.nn.utils.fuse_conv_bn_eval(conv, norm))
                setattr(module, norm_name, nn.Identity())
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.data = module.weight.data.half().float()
    return network


def _stage(inward: int, outward: int, stride: int) -> nn.Sequential:
    return nn.Sequential(Block(inward, outward, stride), Block(outward, outward, 1))
