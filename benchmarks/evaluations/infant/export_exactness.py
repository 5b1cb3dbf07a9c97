"""Whether exported networks of the papers' sizes answer as PyTorch does; needs PyTorch.

Networks have random weights, with logits about as large as trained ones give, or are trained ones
of a folder. Two programs that add the same numbers in another order agree no better than each of
them agrees with double precision, so both of those distances stand beside the difference.
"""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.table import Table

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress, stepped
from models.networks.infant.architectures import ARCHITECTURES

MOST: Final = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """The largest differences of one architecture.

    Attributes:
        risk: of the probabilities.
        torch_rounding: of PyTorch's own probabilities from those in double precision, beyond which
            nobody can come near them.
        onnx_rounding: of the exported network's probabilities from the same.
        cam: of the class activation maps, as a share of their largest size.
        gradcam: of Grad-CAM, as a share of its largest size.
        torch_maps_rounding: of PyTorch's own maps, either of them, from those in double precision,
            as such a share.
    """

    risk: float
    torch_rounding: float
    onnx_rounding: float
    cam: float
    gradcam: float
    torch_maps_rounding: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFigures:
    """What was found.

    Attributes:
        windows: that each architecture judged.
        differences: by architecture.
        exact: whether every risk differs by at most 1e-5.
    """

    windows: int
    differences: dict[int, Differences]
    exact: bool

    def table(self) -> Table:
        """Return the differences as a person at a terminal reads them."""
        table = Table(
            "architecture",
            "risk",
            "PyTorch from double",
            "ONNX from double",
            "CAM",
            "Grad-CAM",
            "PyTorch's maps from double",
            box=None,
        )
        for number, own in self.differences.items():
            table.add_row(
                str(number),
                *(
                    f"{value:.1e}"
                    for value in (
                        own.risk,
                        own.torch_rounding,
                        own.onnx_rounding,
                        own.cam,
                        own.gradcam,
                        own.torch_maps_rounding,
                    )
                ),
            )
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantExports:
    """Whether ONNX equals PyTorch; its settings.

    Attributes:
        architecture: that are exported, half a minute each.
        windows: of simulated infants that each judges.
        trained: folder of trained networks that are exported, instead of random ones.
    """

    architecture: Annotated[tuple[int, ...], typer.Option(help="That are exported.")] = tuple(
        ARCHITECTURES
    )
    windows: Annotated[int, typer.Option(min=2, help="Of infants, that each judges.")] = 8
    trained: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Export trained networks of it instead.")
    ] = None

    def run(self, progress: Progress) -> ExportFigures:
        """Return the differences.

        Raises:
            EvaluationError: PyTorch is not there, or there is no such architecture.
            TrainingError: the folder holds no network of an architecture.
        """
        if unknown := [n for n in self.architecture if n not in ARCHITECTURES]:
            raise EvaluationError(
                f"there is no architecture {unknown[0]}", remedy="known are 1 to 10"
            )
        if importlib.util.find_spec("torch") is None:
            raise EvaluationError(
                "PyTorch is needed to compare with",
                remedy="'make train', then '.venv-train/bin/physio evaluate infant-exports'",
            )
        from models.export.infant.exactness import differences  # noqa: PLC0415

        found = {
            number: Differences(**differences(number, self.windows, self.trained))
            for number in stepped(self.architecture, progress)
        }
        return ExportFigures(
            windows=self.windows,
            differences=found,
            exact=all(own.risk <= MOST for own in found.values()),
        )
