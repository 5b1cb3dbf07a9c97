"""Does the Siamese network tell types and grades apart on a person it has never seen?

Data as for `uci-pt` (`models.data.recorded`); the executions are cut by the truth, so that it is
the comparison alone that is judged. Per exercise the correct template is the anchor. Asked are
every marked execution, unedited, for its type and its overall score, and edited copies of the
correct ones (the fixed distribution of `models.data.graded`) for the two similarities. Beside the
network stand DTW similarity, a plain LSTM and a temporal CNN, the latter two trained on the same
batches.

The committed networks were trained on s1, s2 and s4: their own figures come from leaving one out,
`physio models train snn --loso`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Group as Shown

from benchmarks.errors import EvaluationError
from benchmarks.question import Progress, stepped
from benchmarks.tables import table_of
from models.data.evaluation import Answers, Judge, ask, figures
from models.data.executions import Group
from models.data.judges import ALIGNMENT, NetworkJudge
from models.data.recorded import load_groups
from models.inference.siamese import SiameseNetwork

TRAINED_ON: Final = ("s1", "s2", "s4")
BASELINES: Final = ("lstm", "tcn")


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeFigures:
    """How well one judge tells types and grades, see `models.data.evaluation.figures`."""

    type_accuracy: float
    correct_auc: float
    similarity_r2: float
    similarity_mae: float
    by_similarity: dict[str, dict[str, float]]
    by_subject: dict[str, dict[str, float]]
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenResult(JudgeFigures):
    """The network's figures, and those of what stands beside it.

    Attributes:
        held_out: nobody of those asked took part in training, by the name of the file.
        baselines: DTW, LSTM and TCN.
    """

    held_out: bool
    baselines: dict[str, JudgeFigures]

    def table(self) -> Shown:
        """Return a row per judge."""
        rows = {"Siamese network": self, **self.baselines}
        shown = {
            name: {figure: getattr(row, figure) for figure in SHOWN} for name, row in rows.items()
        }
        seen = "Somebody asked took part in training: these figures are not held out."
        return Shown(table_of(shown, name="judge"), *([] if self.held_out else [seen]))


SHOWN: Final = ("type_accuracy", "correct_auc", "similarity_r2", "similarity_mae", "pairs")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenPeople:
    """Whether the network tells types and grades apart; its settings.

    Attributes:
        data: one .npz per person.
        truth: JSON of {person: {"e1": [[start, end, type], …], …}}, or of one person's part of it.
    """

    data: Annotated[tuple[Path, ...], typer.Option(help="A subject's .npz, once or more.")]
    truth: Annotated[Path, typer.Option(help="True executions.")]

    def run(self, progress: Progress) -> UnseenResult:
        """Return the figures of the network and, under `baselines`, of DTW, LSTM and TCN.

        Raises:
            EvaluationError: no exercise is marked.
            ModelError: a file is not of that form, or a network is missing.
        """
        groups = [group for path in self.data for group in load_groups(path, self.truth)]
        if not groups:
            raise EvaluationError("no exercise is marked in the files given")
        judges: dict[str, Judge] = {
            "snn": NetworkJudge(SiameseNetwork.load("snn")),
            "dtw": ALIGNMENT,
        }
        judges |= {name: NetworkJudge(SiameseNetwork.load(f"snn-{name}")) for name in BASELINES}
        answers: dict[str, list[Answers]] = {name: [] for name in judges}
        for group in stepped(groups, progress):
            for name, judge in judges.items():
                answers[name].append(ask(judge, group))
        measured = {name: figures(own) for name, own in answers.items()}
        return UnseenResult(
            held_out=not _known(groups),
            **measured.pop("snn"),
            baselines={name: JudgeFigures(**own) for name, own in measured.items()},
        )


def _known(groups: Sequence[Group]) -> set[str]:
    return {group.subject for group in groups} & set(TRAINED_ON)
