"""A graph network: three branches for position, velocity and bones, a main branch, a head."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from edge.core.infant import CHANNELS, JOINTS
from models.networks.infant.architectures import Architecture
from models.networks.infant.graph import partition
from models.networks.infant.modules import GcnModule, ModuleShape, side_by_side
from models.networks.infant.parts import ConvNorm, fold_norms, stacked_state

BRANCHES = 3


class InfantGcn(nn.Module):
    """Logits of `copies` networks of one architecture for the same windows.

    Attributes:
        own: the architecture.
        copies: how many networks.
    """

    def __init__(self, own: Architecture, copies: int = 1, *, legacy_graph: bool = False) -> None:
        super().__init__()
        self.own, self.copies = own, copies
        # Velocities per frame vary by less than the usual 1e-5, which would drown them.
        self.norm = nn.BatchNorm1d(copies * len(JOINTS) * len(CHANNELS), eps=1e-9)
        branch_graph, main_graph = (
            torch.from_numpy(partition(graph, legacy=legacy_graph)).float()
            for graph in (own.input_graph, own.graph)
        )
        self.branches = nn.ModuleList(_branch(own, copies, branch_graph) for _ in range(BRANCHES))
        self.join = ConvNorm(copies, (own.joined_channels, own.stem_channels))
        self.main = nn.Sequential(*_main(own, copies, main_graph))
        width = own.features
        joints = len(JOINTS) if own.spatial else 1
        self.pool = (
            nn.Conv2d(copies * width * joints, copies * width, 1, groups=copies)
            if own.spatial
            else None
        )
        self.head = nn.Conv2d(copies * width, copies * 2, 1, groups=copies)
        for part in self.modules():
            if isinstance(part, nn.Conv2d):
                nn.init.kaiming_normal_(part.weight, mode="fan_out")

    def forward(self, windows: Tensor) -> Tensor:
        """Return (N, copies, 2) logits, normal before abnormal, of windows (N, 6, T, 19)."""
        return self.logits(self.features(windows))

    def features(self, windows: Tensor) -> Tensor:
        """Return (N, copies · C, T', 19), the last feature maps."""
        x = self._normalised(windows)
        batch, _, frames, joints = windows.shape
        parts = x.view(batch, self.copies, BRANCHES, 2, frames, joints).unbind(2)
        found = [
            branch(part.flatten(1, 2)) for branch, part in zip(self.branches, parts, strict=True)
        ]
        y: Tensor = self.main(self.join(side_by_side(found, self.copies)))
        return y

    def logits(self, features: Tensor) -> Tensor:
        """Return (N, copies, 2) of the last feature maps."""
        if self.pool is None:
            code = features.mean((2, 3), keepdim=True)
        else:
            code = self.pool(features.mean(2).flatten(1)[:, :, None, None])
        found: Tensor = self.head(code)
        return found.view(-1, self.copies, 2)

    def class_weights(self) -> tuple[Tensor, Tensor]:
        """Return weights (copies, 2, C, 19 or 1) and biases (copies, 2) from features to logits.

        A logit is the bias plus the weighted sum over channels and joints (of its mean over the
        joints where there is one weight for all) of the features' mean over time.
        """
        copies, width = self.copies, self.own.features
        weight = self.head.weight.view(copies, 2, width)
        assert self.head.bias is not None
        bias = self.head.bias.view(copies, 2)
        if self.pool is None:
            return weight[..., None], bias
        assert self.pool.bias is not None
        inner = self.pool.weight.view(copies, width, width * len(JOINTS))
        effective = (weight @ inner).view(copies, 2, width, len(JOINTS))
        inner_bias = self.pool.bias.view(copies, width, 1)
        return effective, bias + (weight @ inner_bias)[..., 0]

    def _normalised(self, windows: Tensor) -> Tensor:
        """Return (N, copies · 6, T, 19), every channel of every joint normalised."""
        batch, channels, frames, joints = windows.shape
        series = windows.permute(0, 3, 1, 2).reshape(batch, 1, joints * channels, frames)
        series = series.expand(-1, self.copies, -1, -1).flatten(1, 2)
        found: Tensor = self.norm(series)
        found = found.view(batch, self.copies, joints, channels, frames)
        return found.permute(0, 1, 3, 4, 2).flatten(1, 2)


def side_by_side_networks(networks: Sequence[InfantGcn]) -> InfantGcn:
    """Return one network that answers as several of the same architecture do, side by side."""
    own = networks[0].own
    together = InfantGcn(own, sum(network.copies for network in networks))
    together.load_state_dict(stacked_state([network.state_dict() for network in networks]))
    return together.eval()


def folded(network: InfantGcn) -> InfantGcn:
    """Return a copy in evaluation mode with its normalisations taken into its convolutions.

    It is of the network's own precision.
    """
    clone = InfantGcn(network.own, network.copies).to(network.head.weight.dtype)
    clone.load_state_dict(network.state_dict())
    clone.eval()
    with torch.no_grad():
        fold_norms(clone)
    return clone.requires_grad_(False)


def _branch(own: Architecture, copies: int, adjacency: Tensor) -> nn.Sequential:
    modules, inward = [], 2
    for number in range(own.input_modules):
        first = number == 0
        outward = own.branch_channels(number)
        shape = ModuleShape(
            block=own.first_block if first else own.block,
            residual=own.first_residual if first else own.residual,
            channels=(inward, outward),
            scales=own.input_scales,
        )
        modules.append(GcnModule(copies, own, shape, adjacency))
        inward = outward
    return nn.Sequential(*modules)


def _main(own: Architecture, copies: int, adjacency: Tensor) -> list[GcnModule]:
    modules, inward = [], own.stem_channels
    for level in range(own.levels):
        for number in range(own.level_modules):
            shape = ModuleShape(
                block=own.block,
                residual=own.residual,
                channels=(inward, own.main_channels(level)),
                scales=own.scales,
                stride=2 if number == 0 else 1,
            )
            modules.append(GcnModule(copies, own, shape, adjacency))
            inward = own.main_channels(level)
    return modules
