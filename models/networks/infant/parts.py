"""Parts of the graph networks, each for any number of networks at once.

`copies` networks of one architecture run as one: their channels stand side by side, and every
convolution has one group for each. So seven folds are one network, trained or exported alike.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class ConvNorm(nn.Module):
    """A convolution over time (and one joint) with its normalisation."""

    def __init__(
        self,
        copies: int,
        channels: tuple[int, int],
        *,
        kernel: int = 1,
        stride: int = 1,
        dilation: int = 1,
        depthwise: bool = False,
    ) -> None:
        super().__init__()
        inward, outward = channels
        self.conv: nn.Conv2d = nn.Conv2d(
            copies * inward,
            copies * outward,
            (kernel, 1),
            stride=(stride, 1),
            padding=(dilation * (kernel - 1) // 2, 0),
            dilation=(dilation, 1),
            groups=copies * inward if depthwise else copies,
            bias=False,
        )
        self.norm: nn.Module = nn.BatchNorm2d(copies * outward)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, copies · outward, T', V) of (N, copies · inward, T, V)."""
        y: Tensor = self.norm(self.conv(x))
        return y

    def fold(self) -> None:
        """Take the normalisation into the convolution; only in evaluation mode."""
        if isinstance(self.norm, nn.BatchNorm2d):
            self.conv = fuse_conv_bn_eval(self.conv, self.norm)
            self.norm = nn.Identity()


class GraphConv(nn.Module):
    """Mixes joints along the graph, then channels.

    The sum over the graph's K matrices is taken after the joints are mixed: the same numbers as the
    other way round, with no transposition.
    """

    adjacency: Tensor

    def __init__(self, copies: int, channels: tuple[int, int], adjacency: Tensor) -> None:
        super().__init__()
        self.copies, self.inward = copies, channels[0]
        self.register_buffer("adjacency", adjacency.clone(), persistent=False)
        self.importance = nn.Parameter(torch.ones(copies, *adjacency.shape))
        self.mix = ConvNorm(copies, (len(adjacency) * channels[0], channels[1]))

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, copies · outward, T, V)."""
        y: Tensor = self.mix(_over_joints(x, self.adjacency * self.importance))
        return y


class DepthwiseGraphConv(nn.Module):
    """Mixes joints along the graph, every channel by itself."""

    adjacency: Tensor

    def __init__(self, copies: int, channels: int, adjacency: Tensor) -> None:
        super().__init__()
        self.copies = copies
        self.register_buffer("adjacency", adjacency.clone(), persistent=False)
        self.importance = nn.Parameter(torch.ones(copies, *adjacency.shape))
        self.weight = nn.Parameter(torch.empty(copies, len(adjacency), channels, 1, 1))
        nn.init.normal_(self.weight, std=(2.0 / len(adjacency)) ** 0.5)
        self.norm = nn.BatchNorm2d(copies * channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the same shape, (N, copies · channels, T, V)."""
        batch, _, frames, joints = x.shape
        parts = _over_joints(x, self.adjacency * self.importance)
        parts = parts.view(batch, *self.weight.shape[:3], frames, joints)
        y: Tensor = self.norm((parts * self.weight).sum(2).flatten(1, 2))
        return y


def _over_joints(x: Tensor, matrices: Tensor) -> Tensor:
    """Return (N, copies · K · C, T, V) of (N, copies · C, T, V) and matrices (copies, K, V, V)."""
    batch, channels, frames, joints = x.shape
    copies, scales = matrices.shape[:2]
    own = channels // copies
    mixed = x.reshape(batch, copies, 1, own * frames, joints) @ matrices
    return mixed.view(batch, copies * scales * own, frames, joints)


class SqueezeExcite(nn.Module):
    """Scales every channel by what the whole window says about all channels."""

    def __init__(self, copies: int, channels: int, ratio: int, act: nn.Module) -> None:
        super().__init__()
        narrow = max(1, channels // ratio)
        self.down = nn.Conv2d(copies * channels, copies * narrow, 1, groups=copies, bias=False)
        self.up = nn.Conv2d(copies * narrow, copies * channels, 1, groups=copies, bias=False)
        self.act = act

    def forward(self, x: Tensor) -> Tensor:
        """Return x with its channels scaled by 0 to 1."""
        pooled = x.mean((2, 3), keepdim=True)
        return x * self.up(self.act(self.down(pooled))).sigmoid()


class ChannelAttention(nn.Module):
    """Weighs channels by a softmax over all of them, with a skip."""

    def __init__(self, copies: int, channels: int, act: nn.Module) -> None:
        super().__init__()
        self.copies, self.channels, self.act = copies, channels, act
        self.down = ConvNorm(copies, (channels, channels // 4))
        self.up = nn.Conv2d(copies * (channels // 4), copies * channels, 1, groups=copies)
        self.norm = nn.BatchNorm2d(copies * channels)

    def forward(self, x: Tensor) -> Tensor:
        """Return the same shape."""
        pooled = x.mean((2, 3), keepdim=True)
        found = self.up(self.act(self.down(pooled)))
        weights = found.view(-1, self.copies, self.channels).softmax(2).view(found.shape)
        y: Tensor = self.act(self.norm(x * weights) + x)
        return y


class Skip(nn.Module):
    """What is added to a block's output: the input itself, or brought to another shape."""

    def __init__(self, copies: int, channels: tuple[int, int], stride: int = 1) -> None:
        super().__init__()
        same = channels[0] == channels[1] and stride == 1
        self.fit: nn.Module = nn.Identity() if same else ConvNorm(copies, channels, stride=stride)

    def forward(self, x: Tensor) -> Tensor:
        """Return x in the shape of the output."""
        y: Tensor = self.fit(x)
        return y


def fold_norms(network: nn.Module) -> None:
    """Take every normalisation that follows a convolution into it; only in evaluation mode."""
    for part in network.modules():
        if isinstance(part, ConvNorm):
            part.fold()


def stacked_state(states: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the state of one network that is several of one architecture side by side."""
    return {
        name: torch.cat([state[name] for state in states]) if value.dim() else value
        for name, value in states[0].items()
    }
