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

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.errors import EvaluationError
from models.data.evaluation import Answers, Judge, ask, figures
from models.data.executions import Group
from models.data.judges import ALIGNMENT, NetworkJudge
from models.data.recorded import load_groups
from models.inference.siamese import SiameseNetwork

TRAINED_ON: Final = ("s1", "s2", "s4")
BASELINES: Final = ("lstm", "tcn")


def run(
    data: Sequence[Path],
    truth: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:
    """Return the figures of the network and, under "baselines", of DTW, LSTM and TCN.

    Args:
        data: one .npz per person.
        truth: JSON of {person: {"e1": [[start, end, type], …], …}}, or of one person's part of it.
        progress: called with the exercises asked and those there are.

    Returns:
        What `models.data.evaluation.figures` describes; "held_out" tells whether nobody of
        those asked took part in training, by the name of the file.

    Raises:
        EvaluationError: no exercise is marked.
        ModelError: a file is not of that form, or a network is missing.
    """
    groups = [group for path in data for group in load_groups(path, truth)]
    if not groups:
        raise EvaluationError("no exercise is marked in the files given")
    judges: dict[str, Judge] = {"snn": NetworkJudge(SiameseNetwork.load("snn")), "dtw": ALIGNMENT}
    judges |= {name: NetworkJudge(SiameseNetwork.load(f"snn-{name}")) for name in BASELINES}
    answers: dict[str, list[Answers]] = {name: [] for name in judges}
    for done, group in enumerate(groups, start=1):
        for name, judge in judges.items():
            answers[name].append(ask(judge, group))
        progress(done, len(groups))
    measured = {name: figures(own) for name, own in answers.items()}
    return {
        "held_out": not _known(groups),
        **measured.pop("snn"),
        "baselines": measured,
    }


def _known(groups: Sequence[Group]) -> set[str]:
    return {group.subject for group in groups} & set(TRAINED_ON)
