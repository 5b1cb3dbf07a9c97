"""A module of the graph networks: a block over joints, a block over time, attention at the end."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.networks.infant.architectures import Architecture, Block, Residual
from models.networks.infant.parts import (
    ChannelAttention,
    ConvNorm,
    DepthwiseGraphConv,
    GraphConv,
    Skip,
    SqueezeExcite,
)

LEAST_EXPANDED = 12
"""Channels of an inverted bottleneck over joints, at least: an input has two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleShape:
    """What a module is like beside its architecture.

    Attributes:
        block: its kind.
        residual: its skips.
        channels: into and out of it.
        scales: temporal dilations beside each other.
        stride: in time.
    """

    block: Block
    residual: Residual
    channels: tuple[int, int]
    scales: int
    stride: int = 1


class GcnModule(nn.Module):
    """One module, for `copies` networks at once."""

    def __init__(
        self, copies: int, own: Architecture, shape: ModuleShape, adjacency: Tensor
    ) -> None:
        super().__init__()
        outward = shape.channels[1]
        self.spatial = SpatialBlock(copies, own, shape, adjacency)
        self.temporal: nn.Module = TemporalBlock(copies, own, shape)
        skips = shape.residual in ("module", "dense")
        self.skip = Skip(copies, shape.channels, shape.stride) if skips else None
        act = activation(own)
        self.attention = ChannelAttention(copies, outward, act) if own.attention else None

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, copies · outward, ⌈T / stride⌉, V)."""
        added = None if self.skip is None else self.skip(x)
        y: Tensor = self.temporal(self.spatial(x), added)
        return y if self.attention is None else self.attention(y)


class SpatialBlock(nn.Module):
    """Brings joints together along the graph."""

    def __init__(
        self, copies: int, own: Architecture, shape: ModuleShape, adjacency: Tensor
    ) -> None:
        super().__init__()
        inward, outward = shape.channels
        self.act = activation(own)
        inner = own.excitation == "inner"
        narrow = outward // own.factor
        wide = max(LEAST_EXPANDED, inward * own.factor)
        excite = SqueezeExcite(
            copies, wide if shape.block == "mbconv" else outward, own.ratio, self.act
        )
        parts: list[nn.Module]
        if shape.block == "basic":
            parts = [GraphConv(copies, shape.channels, adjacency), *[excite] * inner]
        elif shape.block == "bottleneck":
            parts = [
                ConvNorm(copies, (inward, narrow)),
                self.act,
                GraphConv(copies, (narrow, narrow), adjacency),
                self.act,
                ConvNorm(copies, (narrow, outward)),
                *[excite] * inner,
            ]
        else:
            parts = [
                ConvNorm(copies, (inward, wide)),
                self.act,
                DepthwiseGraphConv(copies, wide, adjacency),
                self.act,
                *[excite] * inner,
                ConvNorm(copies, (wide, outward)),
            ]
        self.body = nn.Sequential(*parts)
        skips = shape.residual in ("block", "dense")
        self.skip = Skip(copies, shape.channels) if skips else None

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, copies · outward, T, V)."""
        y: Tensor = self.body(x)
        y = y if self.skip is None else y + self.skip(x)
        out: Tensor = self.act(y)
        return out


class TemporalBlock(nn.Module):
    """Brings frames together, at one or several dilations beside each other."""

    def __init__(self, copies: int, own: Architecture, shape: ModuleShape) -> None:
        super().__init__()
        self.copies = copies
        channels = shape.channels[1]
        self.act = activation(own)
        self.branches = nn.ModuleList(
            _temporal_branch(copies, own, shape, dilation, self.act)
            for dilation in range(1, shape.scales + 1)
        )
        several = shape.scales > 1
        self.fuse = ConvNorm(copies, (shape.scales * channels, channels)) if several else None
        # Public networks hold weights of this part with one dilation, too, and never use them.
        ratio = max(1, own.ratio // own.factor) if shape.block == "mbconv" else own.ratio
        outer = several and own.excitation == "outer"
        self.excite = SqueezeExcite(copies, channels, ratio, self.act) if outer else None
        skips = shape.residual in ("block", "dense")
        self.skip = Skip(copies, (channels, channels), shape.stride) if skips else None

    def forward(self, x: Tensor, added: Tensor | None) -> Tensor:
        """Return (N, copies · C, ⌈T / stride⌉, V); `added` goes in before the nonlinearity."""
        found = [branch(x) for branch in self.branches]
        y = found[0] if self.fuse is None else self.fuse(side_by_side(found, self.copies))
        if self.excite is not None:
            y = self.excite(y)
        if self.skip is not None:
            y = y + self.skip(x)
        out: Tensor = self.act(y if added is None else y + added)
        return out


def _temporal_branch(
    copies: int, own: Architecture, shape: ModuleShape, dilation: int, act: nn.Module
) -> nn.Sequential:
    channels = shape.channels[1]
    inner = own.excitation == "inner"
    if shape.block == "basic":
        conv = ConvNorm(
            copies,
            (channels, channels),
            kernel=own.kernel,
            stride=shape.stride,
            dilation=dilation,
        )
        return nn.Sequential(conv, *[SqueezeExcite(copies, channels, own.ratio, act)] * inner)
    depthwise = shape.block == "mbconv"
    middle = channels * own.factor if depthwise else channels // own.factor
    conv = ConvNorm(
        copies,
        (middle, middle),
        kernel=own.kernel,
        stride=shape.stride,
        dilation=dilation,
        depthwise=depthwise,
    )
    squeezed = middle if depthwise else channels
    excite = [SqueezeExcite(copies, squeezed, own.ratio, act)] * inner
    last = ConvNorm(copies, (middle, channels))
    after = [*excite, last] if depthwise else [last, *excite]
    return nn.Sequential(ConvNorm(copies, (channels, middle)), act, conv, act, *after)


def side_by_side(found: list[Tensor], copies: int) -> Tensor:
    """Return tensors (N, copies · C, T, V) with the channels of each copy standing together."""
    parts = [x.view(x.shape[0], copies, -1, *x.shape[2:]) for x in found]
    return torch.cat(parts, dim=2).flatten(1, 2)


def activation(own: Architecture) -> nn.Module:
    """Return the nonlinearity of an architecture."""
    return nn.SiLU() if own.swish else nn.ReLU()
