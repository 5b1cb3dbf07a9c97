"""Can labels of twelve infants be read from how they move, and what else gives them away?

Every row leaves out pairs (see `pair_ranking`), with an exact test against all labellings. A graph
network that is trained from nothing is asked once for every pair, so that it has no such test.
"""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import numpy as np
import typer
from rich.console import Group
from rich.table import Table

from benchmarks.evaluations.infant.kinematics import SPEED, kinematics, tracking
from benchmarks.evaluations.infant.labelled_files import LabelledInfants, read_labelled
from benchmarks.evaluations.infant.pair_ranking import (
    PairRanking,
    ranked_by_ridge,
    ranked_by_score,
    share_of_pairs,
    spread_of_auc,
)
from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.posture.infant.preparation import prepare
from edge.posture.infant.windows import channels, cut, usable_starts
from models.inference.card import ZOO
from models.inference.infant import InfantEnsemble

PENALTIES: Final = (0.1, 1.0, 10.0)
PENALTY: Final = 1.0
"""Of the figures with a p-value, set beforehand; the other two say how much hangs on it."""
TRUE_AUCS: Final = (0.7, 0.8, 0.9)
READS: Final = "an expert's reading of rendered recordings, not cerebral palsy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One way to rank the infants.

    Attributes:
        learned: from what; '' where nothing is learned from these infants.
        judged: on what.
        ranking: at the penalty that was set beforehand.
        other_penalties: AUC by each penalty; empty without a ridge.
    """

    learned: str
    judged: str
    ranking: PairRanking
    other_penalties: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledFigures:
    """How well the infants are told apart, and by what.

    Attributes:
        infants: how many.
        abnormal: how many of them.
        rate_hz: taken for the films.
        rows: by name.
        single: AUC of single figures, abnormal infants having the higher ones.
        spread: by the true AUC of a method, the ends of the range in which 95 of 100 AUCs of as
            few infants fall.
        remarks: what was left out.
    """

    infants: int
    abnormal: int
    rate_hz: float
    rows: dict[str, Row]
    single: dict[str, float]
    spread: dict[str, tuple[float, float]]
    remarks: tuple[str, ...]

    def table(self) -> Group:
        """Return the rows, and what so few infants can say."""
        table = Table("by", "learned from", "judged on", "AUC", "p", "by chance", "AUC by penalty")
        for name, row in self.rows.items():
            own = row.ranking
            tested = own.p is not None
            table.add_row(
                name,
                row.learned or "–",
                row.judged,
                f"{own.auc:.2f}",
                f"{own.p:.3f}" if tested else "no test",
                f"{own.chance_low:.2f}–{own.chance_high:.2f}" if tested else "–",
                " / ".join(f"{auc:.2f}" for auc in row.other_penalties.values()) or "–",
            )
        one = Table("single figure", "AUC")
        for name, auc in self.single.items():
            one.add_row(name, f"{auc:.2f}")
        ranges = ", ".join(
            f"{low:.2f}–{high:.2f} for a true AUC of {true}"
            for true, (low, high) in self.spread.items()
        )
        few = (
            f"With {self.abnormal} abnormal and {self.infants - self.abnormal} normal infants 95 "
            f"of 100 such AUCs fall within {ranges}. Labels: {READS}."
        )
        return Group(table, one, few, *self.remarks)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledInfantsAsked:
    """Whether labelled infants are told apart; its settings."""

    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the labelled infants.")]
    rate_hz: Annotated[
        float | None, typer.Option(min=20.0, max=100.0, help="Of the films, instead of the file's.")
    ] = None
    networks: Annotated[Path, typer.Option(metavar="DIR", help="The ensemble.")] = ZOO
    architecture: Annotated[
        int, typer.Option(min=0, max=10, help="Trained from nothing; 0 leaves it out.")
    ] = 6
    windows: Annotated[
        int, typer.Option(min=64, help="That a network trained from nothing sees.")
    ] = 1600
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where its pairs are kept, to go on from.")
    ] = None

    def run(self, progress: Progress) -> LabelledFigures:
        """Return the figures.

        Raises:
            EvaluationError: the folder holds no labelled infants.
        """
        infants = read_labelled(self.data)
        labels, rate_hz = infants.labels, self.rate_hz or infants.rate_hz
        progress(0, 1)
        rows, single = _plain(infants, rate_hz)
        ensemble = InfantEnsemble.load(self.networks)
        clips = [prepare(one, rate_hz) for one in infants.truth]
        windows = [channels(cut(clip, usable_starts(clip)[1])) for clip in clips]
        codes = np.array([np.median(ensemble.codes(own), axis=0) for own in windows])
        scores = np.array([np.median(ensemble.risks(own)) for own in windows])
        rows["networks of simulated infants, frozen"] = _ridge(codes, codes, infants, "truth")
        rows["their own score"] = Row(
            learned="",
            judged="truth",
            ranking=ranked_by_score(scores, labels),
            other_penalties={},
        )
        remarks = []
        if self.architecture and importlib.util.find_spec("torch") is not None:
            positions = [clip.positions for clip in clips]
            rows[f"graph network {self.architecture}, trained from nothing"] = Row(
                learned="truth",
                judged="truth",
                ranking=self._from_nothing(positions, infants, progress),
                other_penalties={},
            )
            remarks.append(
                "The graph network was trained once for every pair, so nothing says what chance "
                "would have given it."
            )
        elif self.architecture:
            remarks.append("PyTorch is not installed here: no graph network was trained.")
        progress(1, 1)
        return LabelledFigures(
            infants=len(labels),
            abnormal=int(labels.sum()),
            rate_hz=rate_hz,
            rows=rows,
            single=single,
            spread={
                f"{true:g}": _ends(spread_of_auc(true, int(labels.sum()), int((~labels).sum())))
                for true in TRUE_AUCS
            },
            remarks=tuple(remarks),
        )

    def _from_nothing(
        self, positions: Sequence[Floats], infants: LabelledInfants, progress: Progress
    ) -> PairRanking:
        # It loads PyTorch.
        from benchmarks.infant.from_nothing import PairTraining  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            training = PairTraining(
                architecture=self.architecture,
                windows=self.windows,
                folder=self.out or Path(folder),
            )
            return share_of_pairs(training.right(positions, infants.labels, progress))


def _plain(infants: LabelledInfants, rate_hz: float) -> tuple[dict[str, Row], dict[str, float]]:
    """Return the rows without a network, and the single figures."""
    labels = infants.labels
    whole = np.array([kinematics(one, rate_hz) for one in infants.truth])
    fast = list(SPEED)
    rows = {
        "plain kinematics": _ridge(whole, whole, infants, "truth"),
        "speed alone": _ridge(whole[:, fast], whole[:, fast], infants, "truth"),
    }
    single = {
        "speed of the wrists, 95th percentile (truth)": whole[:, SPEED[0]],
        "spread of the wrists (truth)": whole[:, 3],
    }
    if infants.tracked:
        frames = len(infants.tracked[0].positions_px)
        short = np.array([kinematics(one[:frames], rate_hz) for one in infants.truth])
        seen = np.array([kinematics(one.positions_px, rate_hz) for one in infants.tracked])
        tracker = np.array(
            [tracking(one.positions_px, rate_hz, one.confidence) for one in infants.tracked]
        )
        first = f"truth, first {frames} frames"
        rows |= {
            "plain kinematics, as long as tracked": _ridge(short, short, infants, first),
            "plain kinematics, tracked": _ridge(seen, seen, infants, "OpenPose"),
            "plain kinematics, there": _ridge(short, seen, infants, first, "OpenPose"),
            "plain kinematics, back": _ridge(seen, short, infants, "OpenPose", first),
            "the tracker alone": _ridge(tracker, tracker, infants, "OpenPose"),
        }
        single |= {
            "keypoints half a trunk off (OpenPose)": np.array([x.far_off for x in infants.tracked]),
            "confidence, low (OpenPose)": -tracker[:, 0],
            "speed of the wrists, 95th percentile (OpenPose)": seen[:, SPEED[0]],
        }
    return rows, {name: ranked_by_score(own, labels).auc for name, own in single.items()}


def _ridge(
    learned: Floats, judged: Floats, infants: LabelledInfants, source: str, target: str = ""
) -> Row:
    found = {p: ranked_by_ridge(learned, judged, infants.labels, p) for p in PENALTIES}
    return Row(
        learned=source,
        judged=target or source,
        ranking=found[PENALTY],
        other_penalties={f"{penalty:g}": own.auc for penalty, own in found.items()},
    )


def _ends(range_: Floats) -> tuple[float, float]:
    return float(range_[0]), float(range_[1])
