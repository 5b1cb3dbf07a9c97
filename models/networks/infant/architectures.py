"""The ten architectures of Pellano et al. 2025, Appendix Table 1, decoded; one row for each.

Values that the table prints in brackets are inert (a ratio where there is no squeeze-excitation)
and left out. Where it prints a dash for a ratio type, absolute ratios are taken.
"""

from dataclasses import dataclass
from typing import Final, Literal

Block = Literal["basic", "bottleneck", "mbconv"]
Residual = Literal["none", "block", "module", "dense"]
Excitation = Literal["none", "inner", "outer"]
Graph = Literal["SC", "DA2", "DA4"]

FOLDS: Final = 7
"""Of the cross-validation; each trains every architecture once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """One row of the table.

    Attributes:
        number: 1 to 10.
        input_modules: modules of each of the three input branches.
        input_width: channels of a branch before its factor.
        first_block: kind of block of a branch's first module.
        first_residual: skips of a branch's first module.
        input_scales: temporal dilations beside each other in the branches.
        levels: of the main branch; each halves the time and doubles the channels.
        level_modules: modules of a level.
        width: channels of the first level before their factor.
        scales: temporal dilations beside each other in the main branch.
        spatial: whether joints are told apart up to the head, instead of averaged.
        input_graph: partition of the graph in the branches.
        graph: partition in the main branch.
        block: kind of block of all other modules.
        factor: by which bottlenecks narrow and inverted bottlenecks widen.
        residual: skips of all other modules.
        excitation: where squeeze and excitation stands.
        ratio: by which it narrows.
        attention: whether modules end with attention over channels.
        swish: whether nonlinearities are x · σ(x) instead of ReLU.
        kernel: frames of temporal convolutions.
    """

    number: int
    input_modules: int
    input_width: int
    first_block: Block
    first_residual: Residual
    input_scales: int
    levels: int
    level_modules: int
    width: int
    scales: int
    spatial: bool
    input_graph: Graph
    graph: Graph
    block: Block
    factor: int
    residual: Residual
    excitation: Excitation
    ratio: int
    attention: bool
    swish: bool
    kernel: int

    def branch_channels(self, module: int) -> int:
        """Return the channels after a module of an input branch, counted from 0."""
        return self._channels(self.first_block if module == 0 else self.block, self.input_width)

    @property
    def joined_channels(self) -> int:
        """Channels of the three branches side by side."""
        return 3 * self.branch_channels(self.input_modules - 1)

    def main_channels(self, level: int) -> int:
        """Return the channels of a level of the main branch, counted from 0."""
        return self._channels(self.block, self.width) * 2**level

    @property
    def stem_channels(self) -> int:
        """Channels with which the main branch begins."""
        return self.main_channels(0)

    @property
    def features(self) -> int:
        """Channels of the last feature maps."""
        return self.main_channels(self.levels - 1)

    def frames(self, of: int) -> int:
        """Return how many of a window's frames are left in the last feature maps."""
        for _ in range(self.levels):
            of = -(-of // 2)
        return of

    def _channels(self, block: Block, width: int) -> int:
        return width if block == "mbconv" else width * self.factor


def _row(number: int, inward: tuple[int, int, Block, Residual, int], text: str) -> Architecture:
    """Return a row: what leads in, then the main branch as the table prints it."""
    cells = text.split()
    levels, modules, width, scales = map(int, cells[:4])
    pool, in_graph, graph, block, factor, residual, excitation, ratio, attention, f, k = cells[4:]
    kinds: dict[str, Block] = {"Basic": "basic", "Bottl": "bottleneck", "MBConv": "mbconv"}
    skips: dict[str, Residual] = {"None": "none", "Block": "block", "Dense": "dense"}
    squeezes: dict[str, Excitation] = {"None": "none", "Inner": "inner", "Outer": "outer"}
    graphs: dict[str, Graph] = {"SC": "SC", "DA2": "DA2", "DA4": "DA4"}
    input_modules, input_width, first_block, first_residual, input_scales = inward
    return Architecture(
        number=number,
        input_modules=input_modules,
        input_width=input_width,
        first_block=first_block,
        first_residual=first_residual,
        input_scales=input_scales,
        levels=levels,
        level_modules=modules,
        width=width,
        scales=scales,
        spatial=pool == "Sp",
        input_graph=graphs[in_graph],
        graph=graphs[graph],
        block=kinds[block],
        factor=int(factor),
        residual=skips[residual],
        excitation=squeezes[excitation],
        ratio=int(ratio),
        attention=attention == "Ch",
        swish=f == "Swish",
        kernel=int(k),
    )


# Main branch: levels, modules of a level, width, scales, pooling, graph of the branches, graph,
# block, factor, residual, squeeze-excitation with its ratio, attention, nonlinearity, kernel.
ARCHITECTURES: Final = {
    row.number: row
    for row in (
        _row(1, (3, 10, "bottleneck", "none", 1), "3 3 12 1 Gl DA2 DA2 Basic 4 None None 1 Ch R 9"),
        _row(
            2, (3, 10, "basic", "dense", 3), "1 2 12 2 Gl DA4 DA2 MBConv 2 Block Outer 2 - Swish 7"
        ),
        _row(3, (2, 12, "basic", "none", 2), "3 1 12 2 Gl SC SC Basic 2 Dense Inner 2 - R 9"),
        _row(4, (2, 10, "basic", "block", 2), "2 1 10 3 Sp DA4 DA4 Basic 2 None None 1 - Swish 7"),
        _row(
            5, (2, 8, "bottleneck", "dense", 3), "2 3 12 2 Sp SC SC Bottl 2 None Outer 2 Ch Swish 9"
        ),
        _row(6, (2, 6, "basic", "dense", 2), "2 3 12 1 Gl DA4 DA4 Bottl 2 Block None 1 - R 7"),
        _row(7, (3, 8, "basic", "module", 2), "2 2 10 2 Gl DA2 DA2 Basic 4 None None 1 Ch R 9"),
        _row(
            8, (3, 6, "mbconv", "block", 1), "2 3 12 1 Gl DA2 DA2 Basic 4 Dense Outer 4 - Swish 7"
        ),
        _row(
            9, (2, 12, "bottleneck", "dense", 2), "2 1 8 1 Gl DA4 DA4 Bottl 4 Block Outer 4 Ch R 9"
        ),
        _row(10, (2, 12, "basic", "dense", 2), "1 1 12 1 Sp SC SC Basic 4 None None 1 - Swish 7"),
    )
}
"""By number."""
