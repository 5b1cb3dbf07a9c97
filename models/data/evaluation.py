"""How well a comparison tells types and grades apart, on persons whose marked recordings are given.

Torch-free: what is asked is any function from a prepared pair to scores.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.stats import rankdata

from edge.core.arrays import Floats
from models.data.executions import Execution, Group
from models.data.graded import graded
from models.data.measures import similarities
from models.inference.siamese import KINDS

COPIES: Final = 4
"""Edited copies of every correct repetition that are asked about."""
SEED: Final = 20_000

Answer = tuple[Floats, float, str]
"""Similarities (2,), overall score, type."""
Judge = Callable[[Floats, Group], Answer]
"""From a repetition (n, 6) and the group whose anchor it is compared with to an answer."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What was answered about one group's unedited and edited repetitions."""

    subject: str
    kinds: tuple[str, ...]
    found: tuple[str, ...]
    overall: Floats
    targets: Floats
    similar: Floats


def ask(judge: Judge, group: Group, seed: int = SEED) -> Answers:
    """Return the answers about one group: every execution, and edited copies of correct ones."""
    rng = np.random.default_rng([seed, *group.exercise.encode()])
    plain = [judge(execution.signal, group) for execution in group.executions]
    copies = graded(group, COPIES, rng)
    return Answers(
        subject=group.subject,
        kinds=tuple(str(execution.kind) for execution in group.executions),
        found=tuple(kind for _, _, kind in plain),
        overall=np.array([overall for _, overall, _ in plain]),
        targets=_targets(copies, group.anchor),
        similar=np.array([judge(copy.signal, group)[0] for copy in copies]),
    )


def figures(answers: Sequence[Answers]) -> dict[str, Any]:
    """Return the figures over all groups, and R² of every subject.

    type_accuracy: mean over the three types of the share recognised.
    correct_auc: mean over persons and exercises of the probability that a correct execution
    scores higher than one that is too fast or of low amplitude.
    similarity_r2, similarity_mae: mean over both similarities, on the edited copies.
    """
    targets = np.concatenate([a.targets for a in answers])
    similar = np.concatenate([a.similar for a in answers])
    by_subject = {name: [a for a in answers if a.subject == name] for name in _subjects(answers)}
    r2, mae = _r2(targets, similar), np.abs(targets - similar).mean(axis=0)
    return {
        "type_accuracy": _accuracy(answers),
        "correct_auc": _mean_auc(answers),
        "similarity_r2": float(r2.mean()),
        "similarity_mae": float(mae.mean()),
        "by_similarity": {
            name: {"r2": float(r2[k]), "mae": float(mae[k])}
            for k, name in enumerate(("range_of_motion", "stability"))
        },
        "by_subject": {name: _subject(own) for name, own in by_subject.items()},
        "pairs": len(targets),
    }


def _subjects(answers: Sequence[Answers]) -> list[str]:
    return sorted({a.subject for a in answers})


def _subject(answers: Sequence[Answers]) -> dict[str, float]:
    targets = np.concatenate([a.targets for a in answers])
    similar = np.concatenate([a.similar for a in answers])
    return {
        "type_accuracy": _accuracy(answers),
        "correct_auc": _mean_auc(answers),
        "similarity_r2": float(_r2(targets, similar).mean()),
    }


def _accuracy(answers: Sequence[Answers]) -> float:
    pairs = [pair for a in answers for pair in zip(a.kinds, a.found, strict=True)]
    shares = [
        np.mean([found == kind for true, found in pairs if true == kind])
        for kind in KINDS
        if any(true == kind for true, _ in pairs)
    ]
    return float(np.mean(shares))


def _mean_auc(answers: Sequence[Answers]) -> float:
    """Return the mean over persons and exercises, NaN where none has both sorts of execution."""
    both = [_auc(a) for a in answers if 0 < a.kinds.count("correct") < len(a.kinds)]
    return float(np.mean(both)) if both else float("nan")


def _auc(answers: Answers) -> float:
    """Return the probability that a correct execution has the higher overall score."""
    right = np.array([kind == "correct" for kind in answers.kinds])
    count, others = right.sum(), (~right).sum()
    ranks = rankdata(answers.overall)
    return float((ranks[right].sum() - count * (count + 1) / 2) / (count * others))


def _r2(targets: Floats, similar: Floats) -> Floats:
    spread = ((targets - targets.mean(axis=0)) ** 2).sum(axis=0)
    score: Floats = 1.0 - ((targets - similar) ** 2).sum(axis=0) / spread
    return score


def _targets(executions: Sequence[Execution], anchor: Execution) -> Floats:
    return similarities(np.stack([e.measures for e in executions]), anchor.measures)
