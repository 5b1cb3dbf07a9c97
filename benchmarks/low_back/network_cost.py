"""What does an answer about a bend cost with its maps and attributions, beside PyTorch?

MOVEXor of the shipped size with first weights: the time does not depend on what it learned. Masks
of a toy back go through the network exported in this run, and through the same one in PyTorch,
which is asked for the same maps and gradients by the same formulas; they take turns on the same
threads. Needs PyTorch and ONNX (`make train`).
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Group

from benchmarks.errors import BenchError
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from benchmarks.timing import Spread, alternate
from models.inference.card import BendInputs
from models.inference.low_back import LowBackNetwork

FIGURES: Final = 9
STEPS: Final = 50
NAME: Final = "movexor"
BUDGET_S: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBackTimings:
    """Medians of one answer with everything that explains it.

    Attributes:
        masks: of the person.
        mask_px: their side.
        threads: that each may use.
        file_mb: of the exported network.
        onnx_ms: by ONNX Runtime.
        torch_ms: by PyTorch.
        ratio: PyTorch over ONNX Runtime, round by round.
        largest_difference: of the logit, the gradients and the maps, as a share of the largest
            value of each.
    """

    masks: int
    mask_px: int
    threads: int
    file_mb: float
    onnx_ms: float
    torch_ms: float
    ratio: Spread
    largest_difference: float

    def table(self) -> Group:
        """Return the figures."""
        return Group(table_of({"an answer about a bend, explained": self}))


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
            peer = TorchPeer(bends, Path(folder), NAME, self.threads)
            network = LowBackNetwork.load(NAME, threads=self.threads, zoo=Path(folder))
            size = (Path(folder) / f"{NAME}.onnx").stat().st_size
        next(steps)
        times = alternate(
            {
                "onnx": lambda: network.answer(masks, figures),
                "torch": lambda: peer.answer(masks, figures),
            },
            rounds=self.rounds,
            budget_s=BUDGET_S,
            least_s=0.0,
        )
        own, other = network.answer(masks, figures), peer.answer(masks, figures)
        shown = (own.logits[:, None], own.slopes, own.weights, own.layer3, own.layer4)
        next(steps, None)
        return LowBackTimings(
            masks=self.masks,
            mask_px=self.mask_px,
            threads=self.threads,
            file_mb=size / 1e6,
            onnx_ms=times.median_us("onnx") / 1e3,
            torch_ms=times.median_us("torch") / 1e3,
            ratio=times.ratio("torch", "onnx"),
            largest_difference=max(
                float(np.abs(ours - theirs).max() / np.abs(theirs).max())
                for ours, theirs in zip(shown, other, strict=True)
            ),
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
