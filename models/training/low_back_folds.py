"""Every person in a test fold once; what a fold found is kept before the next one begins."""

import dataclasses
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import torch

from edge.core.arrays import Floats
from models.data.bends import Indices, folds_of
from models.data.fold_scores import FoldScores, fold_scores
from models.training.bend_cohort import Cohort, State
from models.training.low_back import fit, logits_of

_DIGITS: Final = 12
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folded:
    """What cross-validation found.

    Attributes:
        people: (n,) places in the cohort of those whom the row could be asked about.
        labels: (n,) theirs.
        folds: (n,) in which each was tested.
        logits: (n,) of the network that never saw the person.
        cpu_s: processor time of all folds; of one that was interrupted, since it went on.
    """

    people: Indices
    labels: Indices
    folds: Indices
    logits: Floats
    cpu_s: float

    @property
    def scores(self) -> FoldScores:
        """The figures."""
        return fold_scores(self.logits, self.labels, self.folds)


def cross_validate(
    cohort: Cohort,
    start: State | None,
    folder: Path,
    progress: Progress,
    *,
    title: str = "fold",
    folds: Indices | None = None,
) -> Folded:
    """Return what networks say about people whom they never saw.

    Args:
        cohort: as the row sees it.
        start: weights of the ResNet to begin with; None begins from scratch.
        folder: what was found is kept here, under a name that all of it follows from.
        progress: called with a title, the epochs done and those there may be.
        title: of the progress, before the number of the fold.
        folds: (n,) of the people of the row, from 0; None draws them by the settings.

    Raises:
        ModelError: a group has fewer people than there are folds.
    """
    settings = cohort.settings
    if folds is None:
        rng = np.random.default_rng([settings.seed, 0])
        folds = folds_of(cohort.labels, cohort.bends.groups, settings.folds, rng)
    kept = folder / digest_of(cohort, start, folds)
    kept.mkdir(parents=True, exist_ok=True)
    logits = np.zeros(len(folds))
    cpu_s = 0.0
    for fold in np.unique(folds):
        path = kept / f"fold-{fold}.json"
        if not path.exists():
            tested = np.flatnonzero(folds == fold)
            _test(cohort, tested, start, path, partial(progress, f"{title} {fold + 1}"))
        found = json.loads(path.read_text(encoding="utf-8"))
        logits[folds == fold] = found["logits"]
        cpu_s += found["cpu_s"]
    return Folded(
        people=cohort.people,
        labels=cohort.labels,
        folds=folds,
        logits=logits,
        cpu_s=cpu_s,
    )


def _test(
    cohort: Cohort,
    tested: Indices,
    start: State | None,
    path: Path,
    progress: Callable[[int, int], None],
) -> None:
    begin_s = time.process_time()
    others = np.setdiff1d(np.arange(len(cohort.people)), tested)
    network = fit(cohort, others, start, path.with_suffix(".checkpoint"), progress)
    logits = logits_of(cohort, network, tested)
    torch.save(network.state_dict(), path.with_suffix(".pt"))
    found = {
        "logits": logits.tolist(),
        "cpu_s": time.process_time() - begin_s,
    }
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(found), encoding="utf-8")
    unfinished.replace(path)


def digest_of(cohort: Cohort, start: State | None, folds: Indices | None = None) -> str:
    """Return a short name of all that a training follows from; without folds that of everybody."""
    digest = hashlib.sha256()
    # Apart, as both say something of masks.
    asked = [dataclasses.asdict(cohort.row), dataclasses.asdict(cohort.settings)]
    digest.update(json.dumps(asked, sort_keys=True).encode())
    own = cohort.bends
    for array in (own.masks, own.theta_deg, own.person, own.backward, own.labels, own.groups):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(cohort.figures.numpy().tobytes())
    if folds is not None:
        digest.update(folds.tobytes())
    for name, weights in sorted((start or {}).items()):
        digest.update(name.encode() + weights.numpy().tobytes())
    return digest.hexdigest()[:_DIGITS]
