"""What does an answer about a bend cost with its maps and attributions, beside PyTorch?

MOVEXor of the shipped size with first weights: the time does not depend on what it learned. Masks
of a toy back go through the network exported in this run, and through the same one in PyTorch,
which is asked for the same maps and gradients by the same formulas; they take turns on the same
threads. So does the export with its stages in eight bits, which costs precision. Needs PyTorch and
ONNX (`make train`).
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Annotated, Any, Final

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Group

from benchmarks.errors import BenchError
from benchmarks.networks.eight_bits import STATIC, write_int8
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from benchmarks.timing import Spread, alternate
from models.inference.card import BendInputs
from models.inference.low_back import BendOutputs, LowBackNetwork

FIGURES: Final = 9
STEPS: Final = 50
NAME: Final = "movexor"
BUDGET_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideTorch:
    """One answer with everything that explains it, beside the same in PyTorch.

    Attributes:
        ms: median.
        torch_ms: PyTorch's, in turns.
        ratio: PyTorch over this, round by round.
        largest_difference: of the logit, the gradients and the maps from PyTorch's, as a share of
            the largest value of each.
    """

    ms: float
    torch_ms: float
    ratio: Spread
    largest_difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackTimings:
    """What an answer costs.

    Attributes:
        masks: of the person.
        mask_px: their side.
        threads: that each may use.
        file_mb: of the exported network.
        exported: as it is exported, and runs in the product.
        int8: with everything but the gradients in eight bits.
    """

    masks: int
    mask_px: int
    threads: int
    file_mb: float
    exported: BesideTorch
    int8: BesideTorch

    def table(self) -> Group:
        """Return the figures."""
        return Group(
            f"{self.masks} masks of {self.mask_px} px, {self.threads} threads, a file of "
            f"{self.file_mb:.1f} MB; simulated backs, first weights",
            table_of({"as exported": self.exported, "in eight bits": self.int8}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackCost:
    """What an answer about a bend costs, beside PyTorch; its settings."""

    masks: Annotated[int, typer.Option(min=2, help="Of the person.")] = 80
    mask_px: Annotated[int, typer.Option(min=32, help="Side of the masks.")] = 96
    threads: Annotated[int, typer.Option(min=1, help="That each may use.")] = 2
    rounds: Annotated[int, typer.Option(min=1, help="At most.")] = 15

    brief = MappingProxyType({"masks": 8, "mask_px": 64, "rounds": 2})

    def run(self, progress: Progress) -> LowBackTimings:
        """Return the medians.

        Raises:
            BenchError: PyTorch is not installed.
        """
        if any(importlib.util.find_spec(name) is None for name in ("torch", "onnx")):
            raise BenchError(
                "this benchmark exports a network in PyTorch",
                remedy="'make train', then '.venv-train/bin/physio bench low-back'",
            )
        # They load PyTorch.
        from benchmarks.low_back.torch_peer import TorchPeer  # noqa: PLC0415

        steps = iter(stepped(("exporting", "answers"), progress))
        next(steps)
        bends = BendInputs(
            groups=("EP", "FP"),
            directions=("backward",),
            mask_px=self.mask_px,
            figures=tuple(f"backward.angle.F{k}" for k in range(FIGURES)),
            means=(0.0,) * FIGURES,
            lowest=(-2.0,) * FIGURES,
            highest=(2.0,) * FIGURES,
            parts=("images", "backward.angle"),
        )
        masks, figures = self._person()
        with TemporaryDirectory() as folder:
            zoo, rounded_zoo = Path(folder) / "zoo", Path(folder) / "rounded"
            rounded_zoo.mkdir()
            peer = TorchPeer(bends, zoo, NAME, self.threads)
            example = (masks.astype(np.float32) / 255.0, figures.astype(np.float32))
            write_int8(*(NAME, STATIC, [example], rounded_zoo), zoo=zoo, unsigned_activations=True)
            networks = {
                name: LowBackNetwork.load(NAME, threads=self.threads, zoo=where)
                for name, where in (("exported", zoo), ("int8", rounded_zoo))
            }
            size = (zoo / f"{NAME}.onnx").stat().st_size
        next(steps)
        asked: dict[str, Callable[[], object]] = {
            name: partial(own.answer, masks, figures) for name, own in networks.items()
        }
        asked["torch"] = partial(peer.answer, masks, figures)
        times = alternate(asked, rounds=self.rounds, budget_s=BUDGET_S, least_s=0.0)
        answers = {name: own.answer(masks, figures) for name, own in networks.items()}
        other = peer.answer(masks, figures)
        next(steps, None)
        exported, int8 = (
            BesideTorch(
                ms=times.median_us(name) / 1e3,
                torch_ms=times.median_us("torch") / 1e3,
                ratio=times.ratio("torch", name),
                largest_difference=_largest_difference(answer, other),
            )
            for name, answer in answers.items()
        )
        return LowBackTimings(
            masks=self.masks,
            mask_px=self.mask_px,
            threads=self.threads,
            file_mb=size / 1e6,
            exported=exported,
            int8=int8,
        )

    def _person(self) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Return masks and the figures of the answer and of the path to it."""
        rng = np.random.default_rng(0)
        down, across = np.mgrid[: self.mask_px, : self.mask_px] / self.mask_px
        bulges = rng.uniform(0.1, 0.3, (self.masks, 1, 1)) * np.sin(np.pi * down)
        inside = (across < 0.7) & (across > 0.6 - bulges)
        shares = (np.arange(STEPS) + 0.5) / STEPS
        figures = rng.normal(size=FIGURES)
        path = np.vstack([figures, np.zeros(FIGURES), shares[:, None] * figures])
        return np.where(inside, 255, 0).astype(np.uint8), path


def _largest_difference(own: BendOutputs, other: tuple[NDArray[Any], ...]) -> float:
    """Return by how much an answer differs, as a share of the largest value of each output."""
    shown = (own.logits[:, None], own.slopes, own.weights, own.layer3, own.layer4)
    return max(
        float(np.abs(ours - theirs).max() / np.abs(theirs).max())
        for ours, theirs in zip(shown, other, strict=True)
    )
