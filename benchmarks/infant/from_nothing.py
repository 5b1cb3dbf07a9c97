"""A graph network for every pair of labelled infants, trained from nothing on all others.

Needs PyTorch. Every pair that is done is kept, so that an interrupted evaluation goes on.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.posture.infant.windows import window_starts
from models.data.infants import InfantSet
from models.training.infant.fitting import fit_beforehand, judged
from models.training.infant.settings import InfantTraining

PAIRS: Final = "pairs.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTraining:
    """How the networks are trained.

    Attributes:
        architecture: number of it.
        windows: that each network sees, set beforehand.
        folder: where pairs are kept.
    """

    architecture: int
    windows: int
    folder: Path

    def right(
        self, positions: Sequence[Floats], labels: NDArray[np.bool_], progress: Progress
    ) -> Iterator[float]:
        """Yield of every pair of an abnormal and a normal infant 1 where it is ranked right, or 0.

        Raises:
            EvaluationError: the folder holds pairs of networks that were trained otherwise.
        """
        torch.set_num_threads(1)
        settings = InfantTraining(windows=self.windows)
        asked = {"architecture": self.architecture, "training": asdict(settings)}
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / PAIRS
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
        if kept is not None and kept["asked"] != asked:
            raise EvaluationError(
                f"{self.folder} holds pairs of networks that were trained otherwise",
                remedy="give another --out",
            )
        done: dict[str, list[float]] = {} if kept is None else kept["pairs"]
        pairs = [(a, n) for a in np.flatnonzero(labels) for n in np.flatnonzero(~labels)]
        for number, (abnormal, normal) in enumerate(pairs):
            progress(number, len(pairs))
            name = f"{abnormal + 1}-{normal + 1}"
            if name not in done:
                rest = [k for k in range(len(labels)) if k not in (abnormal, normal)]
                network = fit_beforehand(self.architecture, _set(positions, labels, rest), settings)
                pair = _set(positions, labels, [int(abnormal), int(normal)])
                done[name] = [float(np.median(judged(network, pair.windows(k)))) for k in (0, 1)]
                partial = path.with_suffix(".part")
                partial.write_text(json.dumps({"asked": asked, "pairs": done}), encoding="utf-8")
                partial.replace(path)
            high, low = done[name]
            yield 0.5 + 0.5 * float(np.sign(high - low))


def _set(
    positions: Sequence[Floats], labels: NDArray[np.bool_], chosen: Sequence[int]
) -> InfantSet:
    own = [positions[k] for k in chosen]
    starts = [window_starts(len(one)) for one in own]
    return InfantSet(positions=own, starts=starts, labels=labels[list(chosen)])
