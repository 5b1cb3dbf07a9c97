"""The same network in fewer steps: what is linear one after the other becomes one convolution.

Beside each other, the dilations of a temporal block share many frames, and what fuses them is
linear too, so that nine taps at dilation 1 beside nine at dilation 2, and the fusion of both, are
thirteen taps. Numbers change by rounding alone. Trained is the network as the paper has it.
"""

import torch
from torch import Tensor, nn

from models.networks.infant.modules import GcnModule, TemporalBlock
from models.networks.infant.network import InfantGcn
from models.networks.infant.parts import ConvNorm

Taps = dict[int, Tensor]
"""Weights (copies, out, in) by how many frames away they look; minus is earlier."""


class MergedTemporal(nn.Module):
    """A temporal block whose branches are added up, the last step of each being its fusion too."""

    def __init__(self, block: TemporalBlock, branches: list[nn.Module]) -> None:
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.excite, self.skip, self.act = block.excite, block.skip, block.act

    def forward(self, x: Tensor, added: Tensor | None) -> Tensor:
        """Return what the block returns."""
        first, *others = self.branches
        y: Tensor = first(x)
        for branch in others:
            y = y + branch(x)
        if self.excite is not None:
            y = self.excite(y)
        if self.skip is not None:
            y = y + self.skip(x)
        out: Tensor = self.act(y if added is None else y + added)
        return out


def merged(network: InfantGcn) -> InfantGcn:
    """Return a folded network after merging what can be merged, in place.

    Args:
        network: whose normalisations are in its convolutions, see `folded`.
    """
    with torch.no_grad():
        for module in network.modules():
            own = module.temporal if isinstance(module, GcnModule) else None
            if (
                isinstance(own, TemporalBlock)
                and own.fuse is not None
                and len(_lasts(own)) == len(own.branches)
            ):
                module.temporal = MergedTemporal(own, _branches(own, own.fuse))
    return network.requires_grad_(False)


def spans(offsets: set[int]) -> list[list[int]]:
    """Return the frames looked at as few evenly spaced rows, each of them symmetric about 0."""
    left, found = set(offsets), []
    while left:
        rows = [
            list(range(-far, far + 1, step))
            for far in range(max(left) + 1)
            for step in ([1] if far == 0 else range(1, 2 * far + 1))
            if 2 * far % step == 0
        ]
        best = max((row for row in rows if left.issuperset(row)), key=lambda r: (len(r), max(r)))
        found.append(best)
        left -= set(best)
    return found


def _branches(block: TemporalBlock, fuse: ConvNorm) -> list[nn.Module]:
    """Return the branches, each with its share of the fusion in its last convolution."""
    copies = block.copies
    joined = fuse.conv.weight
    share = joined.view(copies, joined.shape[0] // copies, len(block.branches), -1)
    leads = [own[:-1] for own in block.branches]
    lasts = [own.conv for own in _lasts(block)]
    assert fuse.conv.bias is not None
    bias = fuse.conv.bias.view(copies, -1, 1).clone()
    taps: list[Taps] = []
    for number, last in enumerate(lasts):
        own = share[:, :, number]
        length = last.kernel_size[0]
        weight = last.weight.view(copies, own.shape[2], -1, length)
        assert last.bias is not None
        bias += own @ last.bias.view(copies, -1, 1)
        away = [(k - (length - 1) // 2) * last.dilation[0] for k in range(length)]
        taps.append({place: own @ weight[..., k] for k, place in enumerate(away)})
    stride = lasts[0].stride[0]
    if any(leads):
        shares = [_convolution(own, sorted(own), stride) for own in taps]
        found = [nn.Sequential(*lead, own) for lead, own in zip(leads, shares, strict=True)]
    else:
        every: Taps = {}
        for own_taps in taps:
            for place, weight in own_taps.items():
                every[place] = every[place] + weight if place in every else weight
        shares = [_convolution(every, row, stride) for row in spans(set(every))]
        found = [nn.Sequential(own) for own in shares]
    shares[0].bias = nn.Parameter(bias.flatten())
    return [*found]


def _lasts(block: TemporalBlock) -> list[ConvNorm]:
    """Return the last steps of all branches that are convolutions with nothing behind them."""
    ends = (own[-1] for own in block.branches)
    return [end for end in ends if isinstance(end, ConvNorm)]


def _convolution(taps: Taps, row: list[int], stride: int) -> nn.Conv2d:
    """Return the convolution that looks at a row of evenly spaced frames, symmetric about 0."""
    weight = torch.stack([taps[place] for place in row], dim=-1)
    copies, outward, inward, length = weight.shape
    found = nn.Conv2d(
        copies * inward,
        copies * outward,
        (length, 1),
        stride=(stride, 1),
        padding=(-row[0], 0),
        dilation=(row[1] - row[0] if length > 1 else 1, 1),
        groups=copies,
        bias=False,
    )
    found.weight = nn.Parameter(weight.reshape(copies * outward, inward, length, 1))
    return found
