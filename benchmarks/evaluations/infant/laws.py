"""Laws that networks of simulated infants must keep, on infants that they never saw.

Speed: slowing a normal infant raises the score step by step, and speeding up a slow one lowers it.
The leak: what a tracker alone gives away is caught without any network. A law about a class counts
only where the networks tell that class from normal infants at all, so that constants fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer
from numpy.typing import NDArray
from rich.table import Table
from scipy.stats import spearmanr

from benchmarks.question import Progress
from edge.core.arrays import Floats
from edge.core.infant import SEGMENTS
from edge.explain.infant.factors import FAST, SLOW
from edge.explain.infant.perturbation import velocity_perturbed
from edge.posture.infant.preparation import fill_holes, prepare
from edge.posture.infant.windows import channels, cut, usable_starts
from edge.screening.infant.what_if import prepared_windows, raw_window
from edge.simulation.infant.classes import ClassName
from edge.simulation.infant.infants import SimulatedInfant, simulated_infant
from models.data.fold_scores import auc_of
from models.inference.card import ZOO
from models.inference.infant import InfantEnsemble

LEAST_AUC: Final = 0.8
LEAST_RANK: Final = 0.9
MOST_WINDOWS: Final = 4
"""Of an infant that are judged, spread over the recording."""
CONTROL_SEED: Final = 50_000
"""Seeds of abnormal infants lie so far above those of normal ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One law and whether it holds.

    Attributes:
        holds: whether it does.
        figure: that decides.
        law: in words.
    """

    holds: bool
    figure: float
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawFigures:
    """What was found.

    Attributes:
        infants: of each class; all are simulated.
        networks: that judged.
        auc: of each class against normal infants, by the networks.
        slowed: median risk of normal infants at each speed, by the speed.
        sped: median risk of slow infants at each speed.
        answered: share of normal infants with a usable window.
        laws: by name.
    """

    infants: int
    networks: int
    auc: dict[str, float]
    slowed: dict[str, float]
    sped: dict[str, float]
    answered: float
    laws: dict[str, Law]

    def table(self) -> Table:
        """Return the laws as a person at a terminal reads them."""
        table = Table("law", "holds", "figure", "in words", box=None)
        for name, law in self.laws.items():
            table.add_row(name, "yes" if law.holds else "no", f"{law.figure:.3f}", law.law)
        return table


@dataclass(frozen=True, slots=True, kw_only=True)
class InfantLaws:
    """Whether the laws hold; its settings.

    Attributes:
        first_seed: of consecutive seeds.
        infants: of each class.
        seconds: that each is filmed.
        networks: folder of the ensemble.
    """

    first_seed: Annotated[int, typer.Option(min=0, help="The first of consecutive seeds.")] = 0
    infants: Annotated[int, typer.Option(min=4, help="Of each class.")] = 100
    seconds: Annotated[float, typer.Option(min=8.0, help="That each is filmed.")] = 30.0
    networks: Annotated[Path, typer.Option(metavar="DIR", help="The ensemble.")] = ZOO

    def run(self, progress: Progress) -> LawFigures:
        """Return the laws with their figures."""
        ensemble = InfantEnsemble.load(self.networks)
        kinds: tuple[ClassName, ...] = ("normal", "S", "leaky")
        drawn = {kind: self._drawn(kind) for kind in kinds}
        done, total = 0, 2 * self.infants + len(SLOW) + len(FAST) - 1
        risks: dict[str, Floats] = {}
        answered = []
        for kind in ("normal", "S"):
            found = []
            for infant in drawn[kind]:
                risk = _risk(ensemble, infant)
                answered.append(risk is not None)
                found.append(np.nan if risk is None else risk)
                done += 1
                progress(done, total)
            risks[kind] = np.array(found)
        auc = {"S": _auc(risks["normal"], risks["S"])}
        speeds = sorted({*SLOW, *FAST})
        slowed, sped = {}, {}
        for speed in speeds:
            if speed <= 1.0:
                slowed[f"{speed:.2f}"] = _risk_at(ensemble, drawn["normal"], speed)
            if speed >= 1.0:
                sped[f"{speed:.2f}"] = _risk_at(ensemble, drawn["S"], speed)
            done += 1
            progress(done, total)
        holes = {kind: _missing(drawn[kind]) for kind in ("normal", "S", "leaky")}
        return LawFigures(
            infants=self.infants,
            networks=ensemble.networks,
            auc=auc,
            slowed=slowed,
            sped=sped,
            answered=float(np.mean(answered)),
            laws=_laws(auc["S"], slowed, sped, holes),
        )

    def _drawn(self, kind: ClassName) -> list[SimulatedInfant]:
        first = self.first_seed + (0 if kind == "normal" else CONTROL_SEED)
        return [
            simulated_infant(first + k, kind, self.seconds, unseen=True)
            for k in range(self.infants)
        ]


def _laws(
    auc: float, slowed: dict[str, float], sped: dict[str, float], holes: dict[str, Floats]
) -> dict[str, Law]:
    told = auc >= LEAST_AUC
    slower, faster = (_rank(own) for own in (slowed, sped))
    tracker = _auc(holes["normal"], holes["leaky"])
    fair = _auc(holes["normal"], holes["S"])
    return {
        "S_told_apart": Law(
            holds=told, figure=auc, law=f"AUC of slow against normal infants at least {LEAST_AUC}"
        ),
        "S_slowing_raises": Law(
            holds=told and slower <= -LEAST_RANK,
            figure=slower,
            law="normal infants slowed: rank correlation of speed and median risk at most -0.9",
        ),
        "S_speeding_lowers": Law(
            holds=told and faster <= -LEAST_RANK,
            figure=faster,
            law="slow infants sped up: rank correlation of speed and median risk at most -0.9",
        ),
        "leak_caught": Law(
            holds=tracker >= LEAST_AUC,
            figure=tracker,
            law="missing keypoints alone tell the leaky set apart: AUC at least 0.8",
        ),
        "no_leak_elsewhere": Law(
            holds=abs(fair - 0.5) <= 0.1,
            figure=fair,
            law="missing keypoints tell slow infants apart by chance alone: AUC 0.4 to 0.6",
        ),
    }


def _risk(ensemble: InfantEnsemble, infant: SimulatedInfant) -> float | None:
    """Return the median over windows and networks, None without a usable window."""
    seen = infant.tracked
    clip = prepare(seen.positions_px, seen.rate_hz)
    usable = usable_starts(clip)[1]
    if not usable:
        return None
    chosen = usable[:: max(1, -(-len(usable) // MOST_WINDOWS))]
    risks = ensemble.risks(channels(cut(clip, chosen)))
    return float(np.median(np.median(risks, axis=1)))


def _risk_at(ensemble: InfantEnsemble, infants: Sequence[SimulatedInfant], speed: float) -> float:
    """Return the median risk of infants whose first window runs at another speed."""
    found = []
    for infant in infants:
        seen = infant.tracked
        filled, _ = fill_holes(seen.positions_px, seen.rate_hz)
        window = raw_window(filled, seen.rate_hz, 0)
        changed = velocity_perturbed(window, dict.fromkeys(SEGMENTS, speed))
        found.append(prepared_windows([changed], seen.rate_hz)[0])
    risks = ensemble.risks(np.stack(found))
    return float(np.median(np.median(risks, axis=1)))


def _missing(infants: Sequence[SimulatedInfant]) -> Floats:
    return np.array([np.isnan(one.tracked.positions_px).mean() for one in infants])


def _rank(by_speed: dict[str, float]) -> float:
    """Return the rank correlation of speed and risk; 0 where the risk never changes."""
    if len(set(by_speed.values())) == 1:
        return 0.0
    return float(spearmanr(list(map(float, by_speed)), list(by_speed.values())).statistic)


def _auc(normal: Floats, abnormal: Floats) -> float:
    scores = np.concatenate([normal, abnormal])
    labels: NDArray[np.bool_] = np.arange(len(scores)) >= len(normal)
    kept = np.isfinite(scores)
    return auc_of(scores[kept], labels[kept])
